// The one user of OpenSSL in the core: SHA-256 and what is made of it.
#include "engine/digest.hpp"

#include <openssl/evp.h>

#include <memory>

namespace surety {
namespace {

/// One hashing context per thread: fetching the algorithm costs more than a short digest.
class Sha256 {
 public:
  Sha256() : md_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), ctx_(EVP_MD_CTX_new()) {}
  ~Sha256() {
    EVP_MD_CTX_free(ctx_);
    EVP_MD_free(md_);
  }
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void begin() { EVP_DigestInit_ex2(ctx_, md_, nullptr); }
  void add(std::string_view s) { EVP_DigestUpdate(ctx_, s.data(), s.size()); }
  std::string end() {
    std::string out(32, '\0');
    EVP_DigestFinal_ex(ctx_, reinterpret_cast<unsigned char*>(out.data()), nullptr);
    return out;
  }

 private:
  EVP_MD* md_;
  EVP_MD_CTX* ctx_;
};

Sha256& hasher() {
  thread_local Sha256 h;
  h.begin();
  return h;
}

}  // namespace

std::string sha256(std::string_view bytes) {
  auto& h = hasher();
  h.add(bytes);
  return h.end();
}

std::string sha256(std::string_view a, std::string_view b) {
  auto& h = hasher();
  h.add(a);
  h.add(b);
  return h.end();
}

std::string hex(std::string_view bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (unsigned char c : bytes) {
    out += digits[c >> 4];
    out += digits[c & 15];
  }
  return out;
}

std::string event_hash(const EventRecord& e, const Commit& c) {
  auto& h = hasher();
  const auto line = [&h](std::string_view s) {
    h.add(s);
    h.add("\n");
  };
  line(e.prev_hash);
  line(e.case_key);
  line(std::to_string(e.case_version));
  line(e.type);
  line(std::to_string(e.type_version));
  line(c.recorded_at.text());
  line(c.due_at ? c.due_at->text() : std::string());
  line(c.actor);
  line(e.rulebook);
  line(c.cause);
  h.add(e.data);
  return "sha256:" + hex(h.end());
}

int partition_of(std::string_view root, int partitions) {
  std::uint64_t h = 14695981039346656037ULL;
  for (unsigned char c : root) h = (h ^ c) * 1099511628211ULL;
  return static_cast<int>(h % static_cast<std::uint64_t>(partitions));
}

}  // namespace surety
