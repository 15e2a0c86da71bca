// The secrets' own RocksDB; every value sealed under the master key, bound to its reference.
#include "adapters/identity/rocksdb_secrets.hpp"

#include <fcntl.h>
#include <rocksdb/db.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <map>
#include <mutex>
#include <stdexcept>

#include "adapters/identity/password.hpp"

namespace surety {
namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t mac_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t key_bytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::string_view check_reference = "!check", check_value = "surety";

const unsigned char* bytes_of(std::string_view s) {
  return reinterpret_cast<const unsigned char*>(s.data());
}

std::string sealed(std::string_view value, std::string_view reference, std::string_view key) {
  std::string out(nonce_bytes + value.size() + mac_bytes, '\0');
  auto* raw = reinterpret_cast<unsigned char*>(out.data());
  randombytes_buf(raw, nonce_bytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw + nonce_bytes,
                                             nullptr,
                                             bytes_of(value),
                                             value.size(),
                                             bytes_of(reference),
                                             reference.size(),
                                             nullptr,
                                             raw,
                                             bytes_of(key));
  return out;
}

std::optional<std::string> unsealed(std::string_view box,
                                    std::string_view reference,
                                    std::string_view key) {
  if (box.size() < nonce_bytes + mac_bytes) return std::nullopt;
  std::string out(box.size() - nonce_bytes - mac_bytes, '\0');
  const int rc =
      crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<unsigned char*>(out.data()),
                                                 nullptr,
                                                 nullptr,
                                                 bytes_of(box) + nonce_bytes,
                                                 box.size() - nonce_bytes,
                                                 bytes_of(reference),
                                                 reference.size(),
                                                 bytes_of(box),
                                                 bytes_of(key));
  if (rc != 0) return std::nullopt;
  return out;
}

std::string master_key(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) {
    std::string key(key_bytes, '\0');
    randombytes_buf(key.data(), key.size());
    if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path());
    const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    const bool written = fd >= 0 &&
                         ::write(fd, key.data(), key.size()) == static_cast<ssize_t>(key.size()) &&
                         ::fsync(fd) == 0;
    if (fd >= 0) ::close(fd);
    if (!written) throw std::runtime_error("the master key cannot be written: " + file.string());
    return key;
  }
  std::ifstream in(file, std::ios::binary);
  std::string key((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (key.size() != key_bytes)
    throw std::runtime_error("the master key must have 32 bytes: " + file.string());
  return key;
}

void ok(const rocksdb::Status& status) {
  if (!status.ok()) throw std::runtime_error("secrets: " + status.ToString());
}

class RocksdbSecrets : public Secrets {
 public:
  RocksdbSecrets(const std::filesystem::path& folder, const std::filesystem::path& key_file) {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be initialised");
    std::filesystem::create_directories(folder);
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
    key_ = master_key(key_file);
    rocksdb::Options options;
    options.create_if_missing = true;
    options.write_buffer_size = 4 << 20;
    options.max_open_files = 64;
    options.keep_log_file_num = 2;
    rocksdb::DB* db = nullptr;
    ok(rocksdb::DB::Open(options, folder.string(), &db));
    db_.reset(db);
    std::string box;
    if (db_->Get({}, slice(check_reference), &box).ok()) {
      if (unsealed(box, check_reference, key_) != check_value)
        throw std::runtime_error("the master key is not the one these secrets were sealed with: " +
                                 key_file.string());
    } else {
      RocksdbSecrets::put(check_reference, check_value);
    }
  }

  void put(std::string_view reference, std::string_view value) override {
    rocksdb::WriteOptions durable;
    durable.sync = true;
    ok(db_->Put(durable, slice(reference), sealed(value, reference, key_)));
  }
  std::optional<std::string> get(std::string_view reference) const override {
    std::string box;
    const auto status = db_->Get({}, slice(reference), &box);
    if (status.IsNotFound()) return std::nullopt;
    ok(status);
    return unsealed(box, reference, key_);
  }
  void erase(std::string_view reference) override {
    rocksdb::WriteOptions durable;
    durable.sync = true;
    ok(db_->Delete(durable, slice(reference)));
  }
  std::vector<std::string> references(std::string_view prefix) const override {
    std::vector<std::string> out;
    const std::unique_ptr<rocksdb::Iterator> it(db_->NewIterator({}));
    for (it->Seek(slice(prefix)); it->Valid() && it->key().starts_with(slice(prefix)); it->Next())
      out.push_back(it->key().ToString());
    return out;
  }

 private:
  static rocksdb::Slice slice(std::string_view s) { return {s.data(), s.size()}; }
  std::string key_;
  std::unique_ptr<rocksdb::DB> db_;
};

class MemorySecrets : public Secrets {
 public:
  void put(std::string_view reference, std::string_view value) override {
    const std::lock_guard lock(mutex_);
    values_[std::string(reference)] = value;
  }
  std::optional<std::string> get(std::string_view reference) const override {
    const std::lock_guard lock(mutex_);
    const auto found = values_.find(reference);
    if (found == values_.end()) return std::nullopt;
    return found->second;
  }
  void erase(std::string_view reference) override {
    const std::lock_guard lock(mutex_);
    values_.erase(std::string(reference));
  }
  std::vector<std::string> references(std::string_view prefix) const override {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> out;
    for (auto it = values_.lower_bound(prefix);
         it != values_.end() && it->first.starts_with(prefix);
         ++it)
      out.push_back(it->first);
    return out;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace

std::unique_ptr<Secrets> rocksdb_secrets(const std::filesystem::path& folder,
                                         const std::filesystem::path& key_file) {
  return std::make_unique<RocksdbSecrets>(folder, key_file);
}

std::unique_ptr<Secrets> memory_secrets() { return std::make_unique<MemorySecrets>(); }

}  // namespace surety
