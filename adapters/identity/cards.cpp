// OpenSSL judges the chain. Revocation is looked up here, since its verification of a list knows no
// identity for SM2.
#include "adapters/identity/cards.hpp"

#include <fstream>
#include <iterator>
#include <mutex>
#include <stdexcept>
#include <vector>

#include "adapters/identity/openssl_handles.hpp"

namespace surety {
namespace {

using namespace openssl;
namespace fs = std::filesystem;

constexpr std::size_t certificate_max = 64 << 10;
constexpr int security_level = 2;  // RSA from 2048 bits, no SHA-1

std::string file_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(file), {});
  if (!file) throw std::runtime_error(path.string() + " cannot be read");
  return text;
}

std::vector<Certificate> certificates_in(const std::string& pem) {
  std::vector<Certificate> all;
  const auto bio = reading(pem);
  while (X509* one = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) {
    if (X509_get_signature_nid(one) == NID_SM2_with_SM3) {  // others refuse an identity
      auto* identity = ASN1_OCTET_STRING_new();
      ASN1_OCTET_STRING_set(identity, reinterpret_cast<const unsigned char*>(sm2_identity.data()),
                            static_cast<int>(sm2_identity.size()));
      X509_set0_distinguishing_id(one, identity);
    }
    all.emplace_back(one);
  }
  return all;
}

std::vector<RevocationList> lists_in(const std::string& pem) {
  std::vector<RevocationList> all;
  const auto bio = reading(pem);
  while (X509_CRL* one = PEM_read_bio_X509_CRL(bio.get(), nullptr, nullptr, nullptr))
    all.emplace_back(one);
  return all;
}

bool signed_by(EVP_PKEY* key, const EVP_MD* digest, const std::string& text, const void* signature,
               std::size_t size) {
  KeyContext key_context;
  const auto context = digest_context(key, key_context);
  return EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key) == 1 &&
         EVP_DigestVerify(context.get(), static_cast<const unsigned char*>(signature), size,
                          reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1;
}

bool signed_by(EVP_PKEY* key, X509_CRL* list) {
  const ASN1_BIT_STRING* signature = nullptr;
  const X509_ALGOR* algorithm = nullptr;
  X509_CRL_get0_signature(list, &signature, &algorithm);
  unsigned char* body = nullptr;
  const int size = i2d_re_X509_CRL_tbs(list, &body);
  if (size <= 0) return false;
  const std::string text(reinterpret_cast<char*>(body), static_cast<std::size_t>(size));
  OPENSSL_free(body);
  int digest = NID_undef;
  OBJ_find_sigid_algs(X509_CRL_get_signature_nid(list), &digest, nullptr);
  const auto* md = is_sm2(key) ? EVP_sm3() : EVP_get_digestbynid(digest);
  return md && signed_by(key, md, text, signature->data,
                         static_cast<std::size_t>(signature->length));
}

std::string text_of(const X509_NAME* subject, int nid) {
  const int at = X509_NAME_get_index_by_NID(const_cast<X509_NAME*>(subject), nid, -1);
  if (at < 0) return {};
  unsigned char* utf8 = nullptr;
  const auto* data = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at));
  const int size = ASN1_STRING_to_UTF8(&utf8, data);
  if (size < 0) return {};
  std::string text(reinterpret_cast<char*>(utf8), static_cast<std::size_t>(size));
  OPENSSL_free(utf8);
  return text;
}

/// Where authorities put the code differs: the organisation's identifier, a serial number, a unit.
std::string credit_code_of(const X509_NAME* subject) {
  for (const int nid : {NID_organizationIdentifier, NID_serialNumber, NID_organizationalUnitName}) {
    auto text = text_of(subject, nid);
    if (CreditCode::check(text).empty()) return text;
  }
  return {};
}

std::string name_of(const X509_NAME* subject) {
  auto name = text_of(subject, NID_organizationName);
  return name.empty() ? text_of(subject, NID_commonName) : name;
}

const char* code_of(int error) {
  switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED: return "certificate-expired";
    case X509_V_ERR_CERT_NOT_YET_VALID: return "certificate-not-yet-valid";
    default: return "certificate-untrusted";
  }
}

class Trusted final : public Cards {
 public:
  Trusted(const fs::path& roots, fs::path revoked)
      : roots_(certificates_in(file_text(roots))), revoked_(std::move(revoked)) {
    if (roots_.empty()) throw std::runtime_error(roots.string() + " holds no certificate in PEM");
    if (!revoked_.empty() && lists()->empty())
      throw std::runtime_error(revoked_.string() + " holds no revocation list in PEM");
  }

  std::variant<CardHolder, std::string> holder(const std::string& certificate,
                                               const std::string& signed_text,
                                               const std::string& signature,
                                               Instant now) const override {
    if (certificate.size() > certificate_max) return "certificate-unreadable";
    const auto chain = certificates_in(certificate);
    if (chain.empty()) return "certificate-unreadable";
    X509* card = chain[0].get();
    Certificate issuer;
    if (auto why = verify(chain, now, issuer); !why.empty()) return why;
    if (!revoked_.empty())
      if (auto why = revoked(card, issuer.get(), now); !why.empty()) return why;
    if (!(X509_get_key_usage(card) & KU_DIGITAL_SIGNATURE)) return "certificate-not-for-signing";
    EVP_PKEY* key = X509_get0_pubkey(card);
    if (!key || !signed_by(key, digest_for(key), signed_text, signature.data(), signature.size()))
      return "signature-wrong";
    const auto* subject = X509_get_subject_name(card);
    CardHolder holder{credit_code_of(subject), name_of(subject)};
    if (holder.credit_code.empty() || holder.name.empty()) return "certificate-without-code";
    return holder;
  }

 private:
  using Stack = std::unique_ptr<STACK_OF(X509), void (*)(STACK_OF(X509)*)>;
  using Lists = std::shared_ptr<const std::vector<RevocationList>>;

  /// Empty if the chain holds; `issuer` is then the one above the card.
  std::string verify(const std::vector<Certificate>& chain, Instant now, Certificate& issuer) const {
    const Owned<X509_STORE, X509_STORE_free> store(X509_STORE_new());
    for (const auto& root : roots_) X509_STORE_add_cert(store.get(), root.get());
    const Stack between(sk_X509_new_null(), [](STACK_OF(X509)* s) { sk_X509_free(s); });
    for (std::size_t i = 1; i < chain.size(); ++i) sk_X509_push(between.get(), chain[i].get());
    const Owned<X509_STORE_CTX, X509_STORE_CTX_free> context(X509_STORE_CTX_new());
    X509_STORE_CTX_init(context.get(), store.get(), chain[0].get(), between.get());
    auto* how = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_time(how, now.ms / 1000);
    X509_VERIFY_PARAM_set_auth_level(how, security_level);
    X509_VERIFY_PARAM_set_flags(how, X509_V_FLAG_PARTIAL_CHAIN);
    if (X509_verify_cert(context.get()) != 1) return code_of(X509_STORE_CTX_get_error(context.get()));
    auto* whole = X509_STORE_CTX_get0_chain(context.get());
    issuer.reset(sk_X509_value(whole, sk_X509_num(whole) > 1 ? 1 : 0));
    X509_up_ref(issuer.get());
    return {};
  }

  std::string revoked(X509* card, X509* issuer, Instant now) const {
    const auto all = lists();
    std::time_t at = now.ms / 1000;
    for (const auto& list : *all) {
      if (X509_NAME_cmp(X509_CRL_get_issuer(list.get()), X509_get_issuer_name(card)) != 0) continue;
      const auto* next = X509_CRL_get0_nextUpdate(list.get());
      if (next && X509_cmp_time(next, &at) < 0) continue;
      if (!signed_by(X509_get0_pubkey(issuer), list.get())) continue;
      X509_REVOKED* entry = nullptr;
      return X509_CRL_get0_by_cert(list.get(), &entry, card) == 1 ? "certificate-revoked" : "";
    }
    return "revocation-list-stale";
  }

  Lists lists() const {
    std::lock_guard lock(mutex_);
    std::error_code error;
    const auto written = fs::last_write_time(revoked_, error);
    if (!lists_ || (!error && written != read_)) {
      lists_ = std::make_shared<const std::vector<RevocationList>>(lists_in(file_text(revoked_)));
      read_ = written;
    }
    return lists_;
  }

  std::vector<Certificate> roots_;
  fs::path revoked_;
  mutable std::mutex mutex_;  ///< for what follows
  mutable Lists lists_;
  mutable fs::file_time_type read_{};
};

}  // namespace

std::unique_ptr<Cards> trusted_cards(const fs::path& roots, const fs::path& revoked) {
  return std::make_unique<Trusted>(roots, revoked);
}

}  // namespace surety
