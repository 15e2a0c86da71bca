// The secrets' own RocksDB; every value sealed under the master key, bound to its reference.
#include "adapters/identity/rocksdb_secrets.hpp"

#include <rocksdb/db.h>

#include <map>
#include <mutex>

#include "adapters/identity/master_key.hpp"
#include "adapters/rocksdb/silent_log.hpp"

namespace surety {
namespace {

void ok(const rocksdb::Status& status) {
  if (!status.ok()) throw SecretsUnavailable("secrets: " + status.ToString());
}

rocksdb::Options options_of_secrets() {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.info_log = silent_log();
  options.write_buffer_size = 4 << 20;
  options.max_open_files = 64;
  return options;
}

class RocksdbSecrets : public Secrets {
 public:
  RocksdbSecrets(const std::filesystem::path& folder, const std::filesystem::path& key_file)
      : key_(std::filesystem::exists(key_file) ? MasterKey::read(key_file)
                                               : MasterKey::make(key_file)) {
    std::filesystem::create_directories(folder);
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
    rocksdb::DB* db = nullptr;
    ok(rocksdb::DB::Open(options_of_secrets(), folder.string(), &db));
    db_.reset(db);
    std::string box;
    if (db_->Get({}, slice(check_reference), &box).ok()) {
      if (key_.unseal(box, check_reference) != check_value)
        throw std::runtime_error(std::string(not_their_key) + key_file.string());
    } else {
      RocksdbSecrets::put(check_reference, check_value);
    }
  }

  void put(std::string_view reference, std::string_view value) override {
    rocksdb::WriteOptions durable;
    durable.sync = true;
    ok(db_->Put(durable, slice(reference), key_.seal(value, reference)));
  }
  std::optional<std::string> get(std::string_view reference) const override {
    std::string box;
    const auto status = db_->Get({}, slice(reference), &box);
    if (status.IsNotFound()) return std::nullopt;
    ok(status);
    return key_.unseal(box, reference);
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
      if (it->key() != slice(check_reference)) out.push_back(it->key().ToString());
    return out;
  }

 private:
  static rocksdb::Slice slice(std::string_view s) { return {s.data(), s.size()}; }
  const MasterKey key_;
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

std::vector<SealedSecret> sealed_secrets(const std::filesystem::path& folder) {
  auto options = options_of_secrets();
  options.max_open_files = -1;  // held, whatever the node removes meanwhile
  rocksdb::DB* opened = nullptr;
  ok(rocksdb::DB::OpenForReadOnly(options, folder.string(), &opened));
  const std::unique_ptr<rocksdb::DB> db(opened);
  std::vector<SealedSecret> out;
  const std::unique_ptr<rocksdb::Iterator> it(db->NewIterator({}));
  for (it->SeekToFirst(); it->Valid(); it->Next())
    out.push_back({it->key().ToString(), it->value().ToString()});
  ok(it->status());
  return out;
}

void fill_secrets(const std::filesystem::path& folder, const std::filesystem::path& master_key,
                  const std::vector<SealedSecret>& secrets) {
  const auto key = MasterKey::read(master_key);
  std::filesystem::create_directories(folder);
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
  rocksdb::DB* opened = nullptr;
  ok(rocksdb::DB::Open(options_of_secrets(), folder.string(), &opened));
  const std::unique_ptr<rocksdb::DB> db(opened);
  const auto put = [&](const std::string& reference, const std::string& box) {
    ok(db->Put({}, reference, box));
  };
  put(std::string(check_reference), key.seal(check_value, check_reference));
  for (const auto& s : secrets) {
    if (!key.unseal(s.box, s.reference))
      throw std::runtime_error(std::string(not_their_key) + master_key.string());
    put(s.reference, s.box);
  }
  ok(db->Flush({}));
}

std::unique_ptr<Secrets> rocksdb_secrets(const std::filesystem::path& folder,
                                         const std::filesystem::path& key_file) {
  return std::make_unique<RocksdbSecrets>(folder, key_file);
}

std::unique_ptr<Secrets> memory_secrets() { return std::make_unique<MemorySecrets>(); }

}  // namespace surety
