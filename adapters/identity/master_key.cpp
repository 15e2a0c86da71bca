// XChaCha20-Poly1305 with a random nonce before the sealed text.
#include "adapters/identity/master_key.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <stdexcept>

#include "engine/digest.hpp"

namespace surety {
namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t mac_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t key_bytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;

const unsigned char* bytes_of(std::string_view s) {
  return reinterpret_cast<const unsigned char*>(s.data());
}
unsigned char* bytes_of(std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); }

}  // namespace

MasterKey::MasterKey(std::string bytes) : bytes_(std::move(bytes)) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be initialised");
}

MasterKey MasterKey::make(const std::filesystem::path& file) {
  MasterKey key{std::string(key_bytes, '\0')};
  randombytes_buf(key.bytes_.data(), key_bytes);
  std::error_code ignored;
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), ignored);
  // Under its name it is seen whole or not at all, and it replaces none that is there already.
  std::string own(8, '\0');
  randombytes_buf(own.data(), own.size());
  const std::string fresh = file.string() + "." + hex(own);
  const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  const bool written = fd >= 0 &&
                       ::write(fd, key.bytes_.data(), key_bytes) == ssize_t{key_bytes} &&
                       ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  const bool first = written && ::link(fresh.c_str(), file.c_str()) == 0;
  const bool others = written && !first && errno == EEXIST;
  ::unlink(fresh.c_str());
  if (others) return read(file);
  if (!first) throw std::runtime_error("the master key cannot be written: " + file.string());
  return key;
}

MasterKey MasterKey::read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("the master key cannot be read: " + file.string());
  using Bytes = std::istreambuf_iterator<char>;
  MasterKey key{std::string(Bytes(in), Bytes())};
  if (key.bytes_.size() != key_bytes)
    throw std::runtime_error("the master key must have 32 bytes: " + file.string());
  return key;
}

std::string MasterKey::seal(std::string_view value, std::string_view reference) const {
  std::string out(nonce_bytes + value.size() + mac_bytes, '\0');
  auto* raw = bytes_of(out);
  randombytes_buf(raw, nonce_bytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw + nonce_bytes, nullptr, bytes_of(value),
                                             value.size(), bytes_of(reference), reference.size(),
                                             nullptr, raw, bytes_of(bytes_));
  return out;
}

std::optional<std::string> MasterKey::unseal(std::string_view box,
                                             std::string_view reference) const {
  if (box.size() < nonce_bytes + mac_bytes) return std::nullopt;
  std::string out(box.size() - nonce_bytes - mac_bytes, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          bytes_of(out), nullptr, nullptr, bytes_of(box) + nonce_bytes, box.size() - nonce_bytes,
          bytes_of(reference), reference.size(), bytes_of(box), bytes_of(bytes_)) != 0)
    return std::nullopt;
  return out;
}

std::string MasterKey::derived(std::string_view purpose) const {
  std::string out(crypto_generichash_BYTES, '\0');
  crypto_generichash(bytes_of(out), out.size(), bytes_of(purpose), purpose.size(),
                     bytes_of(bytes_), bytes_.size());
  return hex(out);
}

}  // namespace surety
