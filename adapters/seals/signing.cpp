// Ed25519 by OpenSSL.
#include "adapters/seals/signing.hpp"

#include <openssl/crypto.h>

#include <stdexcept>

#include "adapters/identity/openssl_handles.hpp"

namespace surety {
namespace {

constexpr std::size_t key_bytes = 32, signature_bytes = 64;

const unsigned char* bytes_of(std::string_view s) {
  return reinterpret_cast<const unsigned char*>(s.data());
}
unsigned char* bytes_of(std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); }

openssl::Key private_key(std::string_view raw) {
  openssl::Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes_of(raw), raw.size()));
  if (!key) throw std::runtime_error("the signing key is none");
  return key;
}

openssl::Key public_key(std::string_view raw) {
  return openssl::Key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(raw), raw.size()));
}

std::string raw_public(const EVP_PKEY* key) {
  std::string raw(key_bytes, '\0');
  std::size_t size = raw.size();
  if (EVP_PKEY_get_raw_public_key(key, bytes_of(raw), &size) != 1 || size != key_bytes) return {};
  return raw;
}

}  // namespace

std::string from_hex(std::string_view digits) {
  std::string bytes(digits.size() / 2, '\0');
  std::size_t size = 0;
  const std::string text(digits);
  if (bytes.empty() || OPENSSL_hexstr2buf_ex(bytes_of(bytes), bytes.size(), &size, text.c_str(),
                                             '\0') != 1)
    return {};
  return bytes;
}

std::string new_signing_key() {
  const openssl::Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  std::string raw(key_bytes, '\0');
  std::size_t size = raw.size();
  if (!key || EVP_PKEY_get_raw_private_key(key.get(), bytes_of(raw), &size) != 1)
    throw std::runtime_error("no signing key can be made");
  return raw;
}

std::string public_key_of(std::string_view signing_key) {
  return raw_public(private_key(signing_key).get());
}

std::string signature_of(std::string_view signing_key, std::string_view text) {
  const auto key = private_key(signing_key);
  const openssl::DigestContext context(EVP_MD_CTX_new());
  std::string signature(signature_bytes, '\0');
  std::size_t size = signature.size();
  if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), bytes_of(signature), &size, bytes_of(text), text.size()) != 1)
    throw std::runtime_error("nothing can be signed");
  return signature;
}

bool signature_fits(std::string_view raw, std::string_view text, std::string_view signature) {
  const auto key = public_key(raw);
  const openssl::DigestContext context(EVP_MD_CTX_new());
  return key && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(text),
                          text.size()) == 1;
}

std::string public_key_pem(std::string_view raw) {
  const auto key = public_key(raw);
  const openssl::Bio out(BIO_new(BIO_s_mem()));
  if (!key || PEM_write_bio_PUBKEY(out.get(), key.get()) != 1)
    throw std::runtime_error("the public key cannot be written");
  return openssl::written(out.get());
}

std::optional<std::string> public_key_of_pem(const std::string& pem) {
  const auto in = openssl::reading(pem);
  const openssl::Key key(PEM_read_bio_PUBKEY(in.get(), nullptr, nullptr, nullptr));
  if (!key || !EVP_PKEY_is_a(key.get(), "ED25519")) return std::nullopt;
  return raw_public(key.get());
}

}  // namespace surety
