// The store on RocksDB. The journal is its log, so nothing is logged here; each family comes back
// from a crash as it was at its own last flush, with the position that it had then.
#include "adapters/rocksdb/rocksdb_store.hpp"

#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/checkpoint.h>
#include <rocksdb/write_batch.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "adapters/rocksdb/silent_log.hpp"

namespace surety {
namespace {

using Handle = std::shared_ptr<rocksdb::ColumnFamilyHandle>;
using Families = std::map<std::string, Handle, std::less<>>;

constexpr std::size_t cache_bytes = 256 << 20;  // grows to this with use; an idle node holds little
// Few and large: the filter of a large file takes megabytes, and in a part that it alone fills it
// would be read again for every row.
constexpr int cache_shard_bits = 2;
constexpr double cache_for_indexes = 0.5;       // of it, kept for indexes and filters
constexpr std::size_t around_row = 16;          // a batch's lengths and family beside key and value
constexpr std::size_t write_buffers_bytes = 64 << 20;  // of all families together

rocksdb::Slice slice(std::string_view s) { return {s.data(), s.size()}; }

void must(const rocksdb::Status& status, const char* doing) {
  if (!status.ok())
    throw std::runtime_error(std::string("the store fails ") + doing + ": " + status.ToString());
}

rocksdb::DBOptions database_options() {
  rocksdb::DBOptions o;
  o.create_if_missing = true;
  o.create_missing_column_families = true;
  o.db_write_buffer_size = write_buffers_bytes;
  o.max_background_jobs = 2;
  o.allow_concurrent_memtable_write = false;  // one thread writes; it need not expect others
  o.max_open_files = 512;
  o.info_log = silent_log();
  o.max_manifest_file_size = 8 << 20;
  return o;
}

rocksdb::ColumnFamilyOptions family_options(std::string_view name,
                                            const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions o;
  o.write_buffer_size = 16 << 20;
  o.arena_block_size = 256 << 10;  // a dozen idle families must cost next to nothing
  o.compression = rocksdb::kLZ4Compression;
  o.level_compaction_dynamic_level_bytes = true;
  if (name.starts_with("fold")) {  // mostly asked for what is not there: ids not seen, cases to come
    o.memtable_whole_key_filtering = true;
    o.memtable_prefix_bloom_size_ratio = 0.05;
  }
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.cache_index_and_filter_blocks = true;  // inside the bound, not beside it
  table.cache_index_and_filter_blocks_with_high_priority = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.format_version = 5;
  o.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return o;
}

/// What store and snapshots share; the database closes with the last of them.
struct Database {
  ~Database() {
    families.clear();
    if (db) db->Close();
  }
  std::shared_ptr<rocksdb::Cache> cache = 
      rocksdb::NewLRUCache(cache_bytes, cache_shard_bits, false, cache_for_indexes);
  std::unique_ptr<rocksdb::DB> db;
  mutable std::mutex mutex;  ///< for the map; a handle lives as long as somebody holds it
  Families families;

  Handle own(rocksdb::ColumnFamilyHandle* handle) {
    return Handle(handle, [this](auto* h) { db->DestroyColumnFamilyHandle(h); });
  }
  Families all() const {
    std::lock_guard lock(mutex);
    return families;
  }
  Handle find(std::string_view name) const {
    std::lock_guard lock(mutex);
    const auto it = families.find(name);
    return it == families.end() ? nullptr : it->second;
  }
};

std::optional<std::string> get(const Database& d, const Handle& family, std::string_view key,
                               const rocksdb::Snapshot* snapshot) {
  if (!family) return std::nullopt;
  rocksdb::ReadOptions r;
  r.snapshot = snapshot;
  rocksdb::PinnableSlice value;
  const auto status = d.db->Get(r, family.get(), slice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  must(status, "reading");
  return value.ToString();
}

using Visit = std::function<bool(std::string_view, std::string_view)>;

void scan(const Database& d, const Handle& family, std::string_view from, std::string_view until,
          const Visit& visit, bool descending, const rocksdb::Snapshot* snapshot) {
  if (!family) return;
  const auto lower = slice(from), upper = slice(until);
  rocksdb::ReadOptions r;
  r.snapshot = snapshot;
  r.iterate_lower_bound = &lower;
  if (!until.empty()) r.iterate_upper_bound = &upper;
  std::unique_ptr<rocksdb::Iterator> it(d.db->NewIterator(r, family.get()));
  descending ? it->SeekToLast() : it->SeekToFirst();
  for (; it->Valid(); descending ? it->Prev() : it->Next())
    if (!visit(it->key().ToStringView(), it->value().ToStringView())) return;
  must(it->status(), "scanning");
}

class Snapshot final : public StoreReader {
 public:
  explicit Snapshot(std::shared_ptr<const Database> d)
      : database_(std::move(d)), families_(database_->all()), at_(database_->db->GetSnapshot()) {}
  ~Snapshot() override { database_->db->ReleaseSnapshot(at_); }
  std::optional<std::string> get(std::string_view family, std::string_view key) const override {
    return surety::get(*database_, find(family), key, at_);
  }
  void scan(std::string_view family, std::string_view from, std::string_view until,
            const Visit& visit, bool descending) const override {
    surety::scan(*database_, find(family), from, until, visit, descending, at_);
  }

 private:
  Handle find(std::string_view name) const {
    const auto it = families_.find(name);
    return it == families_.end() ? nullptr : it->second;
  }
  std::shared_ptr<const Database> database_;
  Families families_;  // a family dropped meanwhile can still be read here
  const rocksdb::Snapshot* at_;
};

class RocksdbStore final : public NodeStore {
 public:
  std::string open(const std::filesystem::path& folder);
  std::optional<std::string> get(std::string_view family, std::string_view key) const override {
    return surety::get(*database_, database_->find(family), key, nullptr);
  }
  void scan(std::string_view family, std::string_view from, std::string_view until,
            const Visit& visit, bool descending) const override {
    surety::scan(*database_, database_->find(family), from, until, visit, descending, nullptr);
  }
  std::vector<std::string> families() const override;
  void create_family(std::string_view name) override;
  void drop_family(std::string_view name) override;
  void write(const Batch&) override;
  std::unique_ptr<StoreReader> snapshot() const override {
    return std::make_unique<Snapshot>(database_);
  }
  void flush() override;
  void checkpoint(const std::filesystem::path& folder) override;

 private:
  std::filesystem::path folder_;
  std::shared_ptr<Database> database_ = std::make_shared<Database>();
};

std::string RocksdbStore::open(const std::filesystem::path& folder) {
  folder_ = folder;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return folder.string() + ": " + error.message();
  std::vector<std::string> names;
  if (std::filesystem::exists(folder / "CURRENT")) {
    const auto status =
        rocksdb::DB::ListColumnFamilies(database_options(), folder.string(), &names);
    if (!status.ok()) return "the store in " + folder.string() + ": " + status.ToString();
  } else {
    names = {rocksdb::kDefaultColumnFamilyName};
  }
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  for (const auto& name : names)
    descriptors.emplace_back(name, family_options(name, database_->cache));
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  const auto status =
      rocksdb::DB::Open(database_options(), folder.string(), descriptors, &handles, &db);
  if (status.IsIOError() && status.ToString().find("lock") != std::string::npos)
    return "the store in " + folder.string() + " is in use by another process";
  if (!status.ok())
    return "the store in " + folder.string() + " cannot be opened: " + status.ToString() +
           " (it may be removed: it is built anew from the journal)";
  database_->db.reset(db);
  for (std::size_t i = 0; i < names.size(); ++i)
    database_->families.emplace(names[i], database_->own(handles[i]));
  return {};
}

std::vector<std::string> RocksdbStore::families() const {
  std::vector<std::string> names;
  for (const auto& [name, handle] : database_->all())
    if (name != rocksdb::kDefaultColumnFamilyName) names.push_back(name);
  return names;
}

void RocksdbStore::create_family(std::string_view name) {
  if (database_->find(name)) return;
  rocksdb::ColumnFamilyHandle* handle = nullptr;
  must(database_->db->CreateColumnFamily(family_options(name, database_->cache), std::string(name),
                                         &handle),
       "creating a family");
  std::lock_guard lock(database_->mutex);
  database_->families.emplace(std::string(name), database_->own(handle));
}

void RocksdbStore::drop_family(std::string_view name) {
  const auto handle = database_->find(name);
  if (!handle) return;
  {
    std::lock_guard lock(database_->mutex);
    database_->families.erase(database_->families.find(name));
  }
  must(database_->db->DropColumnFamily(handle.get()), "dropping a family");
}

void RocksdbStore::write(const Batch& batch) {
  std::size_t bytes = 0;
  for (const auto& [name, puts] : batch)
    for (const auto& put : puts)
      bytes += put.key.size() + (put.value ? put.value->size() : 0) + around_row;
  rocksdb::WriteBatch writes(bytes);
  for (const auto& [name, puts] : batch) {
    const auto family = database_->find(name);
    if (!family) throw std::runtime_error("the store has no family " + name);
    for (const auto& put : puts)
      must(put.value ? writes.Put(family.get(), put.key, *put.value)
                     : writes.Delete(family.get(), put.key),
           "writing");
  }
  rocksdb::WriteOptions w;
  w.disableWAL = true;
  auto status = database_->db->Write(w, &writes);
  // A full disk stops the database until it is told to go on. Whoever folds waits here, while
  // readers read on: nothing is lost, and nothing has to be restarted when there is space again.
  const bool full = status.IsNoSpace();
  if (full)
    spdlog::error("the disk of {} is full: this node stands still until there is space",
                  folder_.string());
  while (status.IsNoSpace() || status.IsBusy()) {  // busy: it is trying to go on by itself
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    status = database_->db->Resume();
    if (status.ok()) status = database_->db->Write(w, &writes);
  }
  must(status, "writing");
  if (full) spdlog::info("there is space again: this node goes on");
}

// A flush that fails stops the database; where space is short it is left undone instead, and rows
// stay in memory: a crash only makes the journal be read from further back.
void RocksdbStore::flush() {
  std::error_code error;
  if (std::filesystem::space(folder_, error).available < 2 * write_buffers_bytes && !error) return;
  const auto families = database_->all();
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  for (const auto& [name, handle] : families) handles.push_back(handle.get());
  rocksdb::FlushOptions f;
  f.allow_write_stall = true;  // without it a flush waits for compactions that may take long
  const auto status = database_->db->Flush(f, handles);
  if (!status.IsNoSpace() && !status.IsBusy()) must(status, "flushing");
}

void RocksdbStore::checkpoint(const std::filesystem::path& folder) {
  rocksdb::Checkpoint* made = nullptr;
  must(rocksdb::Checkpoint::Create(database_->db.get(), &made), "making a checkpoint");
  const std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
  must(checkpoint->CreateCheckpoint(folder.string()), "making a checkpoint");
}

}  // namespace

std::unique_ptr<NodeStore> open_rocksdb_store(const std::filesystem::path& folder,
                                              std::string& error) {
  auto store = std::make_unique<RocksdbStore>();
  error = store->open(folder);
  if (!error.empty()) return nullptr;
  return store;
}

}  // namespace surety
