// Owners of OpenSSL's objects, for those that deal in certificates, signatures and time-stamps.
#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <string>

#include "adapters/owned.hpp"

namespace surety::openssl {

using Bio = Owned<BIO, BIO_free_all>;
using Certificate = Owned<X509, X509_free>;
using RevocationList = Owned<X509_CRL, X509_CRL_free>;
using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
using DigestContext = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using KeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;

inline constexpr std::string_view sm2_identity = "1234567812345678";  // GM/T 0009

inline bool is_sm2(const EVP_PKEY* key) { return EVP_PKEY_is_a(key, "SM2"); }
inline const EVP_MD* digest_for(const EVP_PKEY* key) {
  return is_sm2(key) ? EVP_sm3() : EVP_sha256();
}

/// A digest context with the identity that SM2 wants; `key_context` must outlive it.
inline DigestContext digest_context(EVP_PKEY* key, KeyContext& key_context) {
  DigestContext context(EVP_MD_CTX_new());
  key_context.reset(EVP_PKEY_CTX_new(key, nullptr));
  if (is_sm2(key)) EVP_PKEY_CTX_set1_id(key_context.get(), sm2_identity.data(), sm2_identity.size());
  EVP_MD_CTX_set_pkey_ctx(context.get(), key_context.get());
  return context;
}

inline Bio reading(const std::string& text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}
inline std::string written(BIO* bio) {
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

}  // namespace surety::openssl
