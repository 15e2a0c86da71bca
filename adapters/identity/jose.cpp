// cjose does the cryptography; which algorithms are taken at all is the caller's choice.
#include "adapters/identity/jose.hpp"

extern "C" {
#include <cjose/cjose.h>
}

namespace surety {
namespace {

constexpr std::size_t rsa_bits_min = 2048;

template <auto Release>
struct Releases {
  template <class T>
  void operator()(T* what) const {
    Release(what);
  }
};
using Jws = std::unique_ptr<cjose_jws_t, Releases<cjose_jws_release>>;
using Jwk = std::unique_ptr<cjose_jwk_t, Releases<cjose_jwk_release>>;

Jws imported(const std::string& compact) {
  cjose_err error;
  return Jws(cjose_jws_import(compact.data(), compact.size(), &error));
}

}  // namespace

struct SignedToken::Impl {
  std::string compact, algorithm, key_id;
};

std::optional<SignedToken> SignedToken::read(const std::string& compact) {
  const Jws jws = imported(compact);
  if (!jws) return std::nullopt;
  auto impl = std::make_shared<Impl>();
  impl->compact = compact;
  cjose_err error;
  auto* head = cjose_jws_get_protected(jws.get());
  if (const char* text = cjose_header_get(head, CJOSE_HDR_ALG, &error)) impl->algorithm = text;
  if (const char* text = cjose_header_get(head, CJOSE_HDR_KID, &error)) impl->key_id = text;
  return SignedToken(std::move(impl));
}

std::string SignedToken::algorithm() const { return impl_->algorithm; }
std::string SignedToken::key_id() const { return impl_->key_id; }

std::optional<std::string> SignedToken::said_by(const std::string& jwk) const {
  cjose_err error;
  const Jwk key(cjose_jwk_import(jwk.data(), jwk.size(), &error));
  const Jws jws = imported(impl_->compact);  // a check that fails leaves nothing to check again
  if (!key || !jws) return std::nullopt;
  if (cjose_jwk_get_kty(key.get(), &error) == CJOSE_JWK_KTY_RSA &&
      cjose_jwk_get_keysize(key.get(), &error) < rsa_bits_min)
    return std::nullopt;
  if (!cjose_jws_verify(jws.get(), key.get(), &error)) return std::nullopt;
  std::uint8_t* bytes = nullptr;
  std::size_t size = 0;
  if (!cjose_jws_get_plaintext(jws.get(), &bytes, &size, &error)) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(bytes), size);
}

}  // namespace surety
