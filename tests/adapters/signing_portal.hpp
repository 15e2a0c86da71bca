// An identity provider of a test's own, in memory: its keys, and tokens as good or bad as asked.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "adapters/identity/portal.hpp"

namespace surety::testing {

class SigningPortal {
 public:
  SigningPortal();
  ~SigningPortal();
  /// Answers as the provider would: configuration, keys, token, person.
  outgoing::Answer answer(const outgoing::Request&);
  Portal::Ask ask() {
    return [this](const outgoing::Request& request) { return answer(request); };
  }
  /// A new pair of keys, "rsa-2", "ec-2" …; the old ones are no longer told.
  void rotate();
  PortalSettings settings() const;

  // What the next token is like.
  std::string algorithm = "RS256";
  std::map<std::string, std::string> claims;  ///< JSON texts; over what is right
  std::string signed_by;  ///< id of another key than its head names
  std::string whole;      ///< the token itself, if not empty

  // What is answered.
  std::map<std::string, std::string> configuration;  ///< JSON texts; over what is right
  std::string person;  ///< JSON; empty: 404
  int status = 200;    ///< of the token's endpoint
  std::vector<outgoing::Request> asked;
  std::string nonce = "nonce-1";

  static constexpr std::int64_t now = 1'767'225'600;
  static constexpr const char* issuer = "https://portal.example/op";

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
  std::string token() const;
};

}  // namespace surety::testing
