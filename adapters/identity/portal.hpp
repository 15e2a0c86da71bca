// Signing in by a province's portal (统一身份认证): OpenID Connect, the authorization code flow with
// PKCE. Asks the provider, believes nothing that is not signed for this sign-in.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <variant>

#include "adapters/http_client/http_client.hpp"
#include "events/values.hpp"

namespace surety {

struct PortalSettings {
  std::string issuer, client_id, client_secret;  ///< no secret: a public client
  std::string claim = "credit_code", name_claim = "name";
  std::string scope = "openid profile";
  std::string redirect_uri;
  /// The role somebody chose there: with this value he comes as a natural person.
  std::string person_claim = "user_type", person_value = "natural";
};

/// What belongs to one sign-in, known to nobody but the browser that began it and us.
struct PortalTicket {
  std::string state, nonce;
  std::string verifier;  ///< 43 to 128 letters and digits
};

/// The enterprise in whose name somebody signed in there; or, without a code, the person itself.
struct PortalHolder {
  std::string credit_code, name;
  std::string person;  ///< what the portal calls a natural person; empty: an enterprise
  std::string token;   ///< what it has signed: shown again when the session ends
};

/// Thread-safe. Asks the provider when it is first needed, and again every hour or for a new key.
class Portal {
 public:
  using Ask = std::function<outgoing::Answer(const outgoing::Request&)>;
  template <class T>
  using OrCode = std::variant<T, std::string>;

  /// Throws std::runtime_error with one line if the issuer is neither https nor on this machine.
  Portal(PortalSettings, Ask);
  ~Portal();
  const PortalSettings& settings() const;

  /// Where the browser is sent; empty if the portal cannot be asked at present.
  std::string address(const PortalTicket&);
  /// Whom the code stands for; or portal-unavailable, portal-code-refused, portal-token-unreadable,
  /// portal-token-untrusted, portal-issuer-wrong, portal-audience-wrong, portal-token-expired,
  /// portal-token-early, portal-nonce-wrong, portal-without-code.
  OrCode<PortalHolder> holder(const std::string& code, const PortalTicket&, Instant now);

  /// Where a browser is sent to leave the portal too, and comes back from to `return_to`; empty if
  /// the portal offers no such place or cannot be asked at present.
  std::string farewell(const std::string& token, const std::string& return_to);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

using Portals = std::map<std::string, std::unique_ptr<Portal>>;  ///< by jurisdiction

}  // namespace surety
