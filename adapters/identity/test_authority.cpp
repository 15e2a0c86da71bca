// Certificates as simple as they can be: a root, and cards under it.
#include "adapters/identity/test_authority.hpp"

#include <openssl/rand.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "adapters/identity/openssl_handles.hpp"

namespace surety {
namespace {

using namespace openssl;
namespace fs = std::filesystem;

constexpr std::int64_t day_seconds = 86'400, root_days = 3'650, list_days = 30;

void must(bool done, const char* what) {
  if (!done) throw std::runtime_error(std::string("the test authority cannot ") + what);
}

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
  must(read(path) == text, ("write " + path.string()).c_str());
}

Key new_key(CardKey kind) {
  Key key(kind == CardKey::rsa     ? EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048})
          : kind == CardKey::ecdsa ? EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")
                                   : EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2"));
  must(key != nullptr, "make a key");
  return key;
}

std::string pem(EVP_PKEY* key) {
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return written(bio.get());
}
std::string pem(X509* certificate) {
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), certificate);
  return written(bio.get());
}
Key key_of(const std::string& text) {
  Key key(PEM_read_bio_PrivateKey(reading(text).get(), nullptr, nullptr, nullptr));
  must(key != nullptr, "read a key");
  return key;
}
Certificate certificate_of(const std::string& text) {
  Certificate one(PEM_read_bio_X509(reading(text).get(), nullptr, nullptr, nullptr));
  must(one != nullptr, "read a certificate");
  return one;
}

void add_name(X509_NAME* name, int nid, const std::string& text) {
  X509_NAME_add_entry_by_NID(name, nid, MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(text.data()),
                             static_cast<int>(text.size()), -1, 0);
}

void add_extension(X509* certificate, int nid, const char* value) {
  const Owned<X509_EXTENSION, X509_EXTENSION_free> extension(
      X509V3_EXT_conf_nid(nullptr, nullptr, nid, value));
  must(extension && X509_add_ext(certificate, extension.get(), -1), "describe a certificate");
}

Certificate blank(EVP_PKEY* key, Instant from, Instant until) {
  Certificate one(X509_new());
  X509_set_version(one.get(), X509_VERSION_3);
  unsigned char serial[16];
  RAND_bytes(serial, sizeof serial);
  serial[0] &= 0x7f;
  const Owned<BIGNUM, BN_free> number(BN_bin2bn(serial, sizeof serial, nullptr));
  BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(one.get()));
  ASN1_TIME_set(X509_getm_notBefore(one.get()), from.ms / 1000);
  ASN1_TIME_set(X509_getm_notAfter(one.get()), until.ms / 1000);
  X509_set_pubkey(one.get(), key);
  return one;
}

void sign(X509* certificate, EVP_PKEY* key) {
  KeyContext key_context;
  const auto context = digest_context(key, key_context);
  must(EVP_DigestSignInit(context.get(), nullptr, digest_for(key), nullptr, key) == 1 &&
           X509_sign_ctx(certificate, context.get()) > 0,
       "sign a certificate");
}

}  // namespace

TestAuthority::TestAuthority(fs::path folder, CardKey kind, Instant now)
    : folder_(std::move(folder)) {
  fs::create_directories(folder_);
  if (fs::exists(roots())) return;
  const auto key = new_key(kind);
  const auto root = blank(key.get(), {now.ms - day_seconds * 1000},
                          {now.ms + root_days * day_seconds * 1000});
  auto* name = X509_get_subject_name(root.get());
  add_name(name, NID_countryName, "CN");
  add_name(name, NID_commonName, "Surety test authority " + folder_.filename().string());
  X509_set_issuer_name(root.get(), name);
  add_extension(root.get(), NID_basic_constraints, "critical,CA:TRUE");
  add_extension(root.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  sign(root.get(), key.get());
  write(folder_ / "root.key", pem(key.get()));
  fs::permissions(folder_ / "root.key", fs::perms::owner_read | fs::perms::owner_write);
  write(roots(), pem(root.get()));
  revoke({}, now);
}

Card TestAuthority::issue(CardKey kind, const std::string& credit_code, const std::string& name,
                          Instant from, Instant until) {
  const auto root = certificate_of(read(roots()));
  const auto root_key = key_of(read(folder_ / "root.key"));
  const auto key = new_key(kind);
  const auto card = blank(key.get(), from, until);
  auto* subject = X509_get_subject_name(card.get());
  add_name(subject, NID_countryName, "CN");
  add_name(subject, NID_organizationName, name);
  add_name(subject, NID_organizationIdentifier, credit_code);
  add_name(subject, NID_commonName, name);
  X509_set_issuer_name(card.get(), X509_get_subject_name(root.get()));
  add_extension(card.get(), NID_basic_constraints, "critical,CA:FALSE");
  add_extension(card.get(), NID_key_usage, "critical,digitalSignature");
  sign(card.get(), root_key.get());
  return {pem(card.get()), pem(key.get())};
}

void TestAuthority::revoke(const std::string& certificate, Instant now) {
  const auto root = certificate_of(read(roots()));
  const auto key = key_of(read(folder_ / "root.key"));
  RevocationList list(
      PEM_read_bio_X509_CRL(reading(read(revoked())).get(), nullptr, nullptr, nullptr));
  if (!list) list.reset(X509_CRL_new());
  X509_CRL_set_version(list.get(), X509_CRL_VERSION_2);
  X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(root.get()));
  const Owned<ASN1_TIME, ASN1_TIME_free> at(ASN1_TIME_set(nullptr, now.ms / 1000));
  const Owned<ASN1_TIME, ASN1_TIME_free> next(
      ASN1_TIME_set(nullptr, now.ms / 1000 + list_days * day_seconds));
  X509_CRL_set1_lastUpdate(list.get(), at.get());
  X509_CRL_set1_nextUpdate(list.get(), next.get());
  if (!certificate.empty()) {
    X509_REVOKED* entry = X509_REVOKED_new();
    X509_REVOKED_set_serialNumber(entry,
                                  X509_get_serialNumber(certificate_of(certificate).get()));
    X509_REVOKED_set_revocationDate(entry, at.get());
    X509_CRL_add0_revoked(list.get(), entry);
    X509_CRL_sort(list.get());
  }
  KeyContext key_context;
  const auto context = digest_context(key.get(), key_context);
  must(EVP_DigestSignInit(context.get(), nullptr, digest_for(key.get()), nullptr, key.get()) == 1 &&
           X509_CRL_sign_ctx(list.get(), context.get()) > 0,
       "sign the revocation list");
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509_CRL(bio.get(), list.get());
  write(revoked(), written(bio.get()));
}

std::string sign_with_card(const std::string& key_pem, const std::string& text) {
  const auto key = key_of(key_pem);
  KeyContext key_context;
  const auto context = digest_context(key.get(), key_context);
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t size = 0;
  must(EVP_DigestSignInit(context.get(), nullptr, digest_for(key.get()), nullptr, key.get()) == 1 &&
           EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) == 1,
       "sign");
  std::string signature(size, '\0');
  must(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                      bytes, text.size()) == 1,
       "sign");
  signature.resize(size);
  return signature;
}

}  // namespace surety
