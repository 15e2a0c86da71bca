// The records on disk. Why the write-ahead log is read as it is:
//
// kPointInTimeRecovery would drop everything after a flipped byte without a word, and
// kAbsoluteConsistency would refuse the torn tail that every power cut leaves. So
// kTolerateCorruptedTailRecords: a last record that ends too early was never synced and nobody was
// told of it; a wrong checksum is an error. One hole remains: a flipped *length* in the last 32 KiB
// looks like a torn tail. The durable mark (durable_mark.hpp) closes it.
#include "adapters/embedded/record_database.hpp"

#include <fcntl.h>
#include <rocksdb/options.h>
#include <rocksdb/table.h>
#include <unistd.h>

#include <boost/crc.hpp>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <stdexcept>

#include "adapters/rocksdb/silent_log.hpp"

namespace surety::embedded {
namespace {

namespace fs = std::filesystem;

// Above every partition's keys: partitions have 15 bits.
constexpr std::string_view identity_key = "\xFF\xFFidentity";
constexpr std::size_t checksum_size = 4;

template <class Number>
void big_endian(std::string& out, Number n) {
  for (int shift = 8 * (sizeof n - 1); shift >= 0; shift -= 8)
    out.push_back(static_cast<char>(n >> shift));
}

std::string key_of(int partition, std::int64_t offset) {
  std::string key;
  big_endian(key, static_cast<std::uint16_t>(partition));
  big_endian(key, static_cast<std::uint64_t>(offset));
  return key;
}

std::int64_t offset_in(const rocksdb::Slice& key) {
  std::uint64_t n = 0;
  for (std::size_t i = 2; i < 10 && i < key.size(); ++i)
    n = n << 8 | static_cast<unsigned char>(key[i]);
  return static_cast<std::int64_t>(n);
}

// Covers the key, so that a record cannot stand in another one's place.
std::string checksum(std::string_view key, std::string_view bytes) {
  boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc;
  crc.process_bytes(key.data(), key.size());
  crc.process_bytes(bytes.data(), bytes.size());
  std::string out;
  big_endian(out, static_cast<std::uint32_t>(crc.checksum()));
  return out;
}

rocksdb::Options options(Opening how) {
  rocksdb::Options o;
  o.write_buffer_size = 16 << 20;  // small memtables cut the tail of sync latency (stack.md 2)
  o.max_write_buffer_number = 3;
  o.arena_block_size = 1 << 20;
  o.max_background_jobs = 2;
  o.compression = rocksdb::kLZ4Compression;
  // Whoever reads beside a running node keeps hold of the files that node may remove.
  o.max_open_files = how == Opening::writing ? 256 : -1;
  o.max_total_wal_size = 64 << 20;  // bounds replay after a crash to half a second
  o.info_log = silent_log();
  o.max_manifest_file_size = 4 << 20;
  o.paranoid_checks = true;
  o.wal_recovery_mode = how == Opening::reading_what_is_left
                            ? rocksdb::WALRecoveryMode::kPointInTimeRecovery
                            : rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  o.avoid_flush_during_recovery = true;  // a full disk has no room for one
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(8 << 20);
  table.cache_index_and_filter_blocks = true;
  table.block_size = 16 << 10;
  o.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return o;
}

std::string explain(const fs::path& folder, const rocksdb::Status& status) {
  const auto text = status.ToString();
  if (status.IsIOError() && text.find("lock") != std::string::npos)
    return "the journal in " + folder.string() + " is in use by another process";
  return "the journal in " + folder.string() + " cannot be opened: " + text;
}

}  // namespace

std::string record_name(int partition, std::int64_t offset) {
  return "partition " + std::to_string(partition) + ", record " + std::to_string(offset);
}

RecordDatabase::~RecordDatabase() { close(); }

bool RecordDatabase::exists() const { return fs::exists(folder_ / "CURRENT"); }

std::string RecordDatabase::open(Opening how, const Identity* create) {
  auto o = options(how);
  const bool writes = how == Opening::writing;
  o.create_if_missing = create && writes;
  rocksdb::DB* db = nullptr;
  const auto status = writes ? rocksdb::DB::Open(o, folder_.string(), &db)
                             : rocksdb::DB::OpenForReadOnly(o, folder_.string(), &db);
  if (!status.ok()) return explain(folder_, status);
  db_.reset(db);
  auto problem = read_identity();
  if (problem.empty() && identity_.partitions == 0)
    problem = create && writes ? write_identity(*create) : folder_.string() + " holds no journal";
  if (!problem.empty()) close();
  return problem;
}

void RecordDatabase::close() { db_.reset(); }

std::string RecordDatabase::read_identity() {
  std::string text;
  const auto status =
      db_->Get({}, rocksdb::Slice(identity_key.data(), identity_key.size()), &text);
  if (status.IsNotFound()) return {};
  if (!status.ok()) return explain(folder_, status);
  const auto identity = Identity::parse(text);
  if (!identity) return "the journal in " + folder_.string() + " has an unknown format";
  identity_ = *identity;
  return {};
}

std::string RecordDatabase::write_identity(const Identity& identity) {
  rocksdb::WriteOptions w;
  w.sync = true;
  const auto status =
      db_->Put(w, rocksdb::Slice(identity_key.data(), identity_key.size()),
               identity.text());
  if (!status.ok()) return explain(folder_, status);
  identity_ = identity;
  return flush();  // into a table: damage to the log must leave it readable
}

std::vector<std::int64_t> RecordDatabase::ends() const {
  std::vector<std::int64_t> ends;
  for (int p = 0; p < identity_.partitions; ++p) {
    const auto lower = key_of(p, 0), upper = key_of(p + 1, 0);
    const rocksdb::Slice from(lower), until(upper);
    rocksdb::ReadOptions r;
    r.iterate_lower_bound = &from;
    r.iterate_upper_bound = &until;
    std::unique_ptr<rocksdb::Iterator> it(db_->NewIterator(r));
    it->SeekToLast();
    if (!it->status().ok())
      throw std::runtime_error("the end of partition " + std::to_string(p) +
                               " cannot be read: " + it->status().ToString());
    ends.push_back(it->Valid() ? offset_in(it->key()) + 1 : 0);
  }
  return ends;
}

std::vector<JournalEntry> RecordDatabase::read(int partition, std::int64_t offset,
                                               std::int64_t end, std::size_t max_bytes) const {
  const auto upper = key_of(partition, end);
  const rocksdb::Slice until(upper);
  rocksdb::ReadOptions r;
  r.iterate_upper_bound = &until;
  r.fill_cache = false;  // the journal is read once, from front to back
  std::unique_ptr<rocksdb::Iterator> it(db_->NewIterator(r));
  std::vector<JournalEntry> out;
  std::size_t bytes = 0;
  for (it->Seek(key_of(partition, offset)); offset < end; it->Next(), ++offset) {
    const auto damaged = [&](const std::string& how) {
      // What was read before it is good: it is given first, and this comes with the next call.
      if (out.empty()) throw std::runtime_error(record_name(partition, offset) + ": " + how);
    };
    const auto key = key_of(partition, offset);
    if (!it->status().ok()) return damaged(it->status().ToString()), out;
    if (!it->Valid() || it->key() != rocksdb::Slice(key)) return damaged("missing"), out;
    const auto value = it->value().ToStringView();
    if (value.size() < checksum_size ||
        checksum(key, value.substr(checksum_size)) != value.substr(0, checksum_size))
      return damaged("its bytes do not have its checksum"), out;
    out.push_back({offset, std::string(value.substr(checksum_size))});
    bytes += value.size();
    if (bytes >= max_bytes) break;
  }
  return out;
}

void RecordDatabase::put(rocksdb::WriteBatch& batch, int partition, const JournalEntry& entry) {
  const auto key = key_of(partition, entry.offset);
  const auto sum = checksum(key, entry.bytes);
  const rocksdb::Slice k(key);
  const rocksdb::Slice value[] = {sum, entry.bytes};
  batch.Put(rocksdb::SliceParts(&k, 1), rocksdb::SliceParts(value, 2));
}

std::string RecordDatabase::write(rocksdb::WriteBatch& batch, bool& no_space) {
  rocksdb::WriteOptions w;
  w.sync = true;
  const auto status = db_->Write(w, &batch);
  no_space = status.IsNoSpace();
  return status.ok() ? std::string() : status.ToString();
}

std::string RecordDatabase::sync_log() {
  std::error_code error;
  for (const auto& file : fs::directory_iterator(folder_, error)) {
    if (file.path().extension() != ".log") continue;
    const int f = ::open(file.path().c_str(), O_RDWR | O_CLOEXEC);
    const bool synced = f >= 0 && ::fdatasync(f) == 0;
    const std::string why = std::strerror(errno);
    if (f >= 0) ::close(f);
    if (!synced) return file.path().string() + " cannot be synced: " + why;
  }
  return error ? folder_.string() + ": " + error.message() : std::string();
}

std::string RecordDatabase::flush() {
  const auto status = db_->Flush({});
  return status.ok() ? std::string() : status.ToString();
}

}  // namespace surety::embedded
