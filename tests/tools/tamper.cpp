// What somebody could do who may write into a stopped node's folder: alters its journal below all
// checks of the program. tamper FOLDER byte|cut|rewrite|forge KIND/ID
//
// byte: one byte of the case's last event but one; cut: the partition's last record, mark and all;
// rewrite: every event of the case, its own chain made good; forge: and that of the partition.
#include <rocksdb/db.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <stdexcept>

#include "adapters/embedded/record_database.hpp"
#include "engine/digest.hpp"
#include "engine/position.hpp"

using namespace surety;

namespace {

/// Only what the first head is made of.
struct Named : Journal {
  explicit Named(const JournalIdentity& i) : identity(i) {}
  JournalIdentity identity;
  int partitions() const override { return identity.partitions; }
  const std::string& name() const override { return identity.name; }
  std::int64_t generation() const override { return identity.generation; }
  std::int64_t first_generation() const override { return identity.first_generation; }
  void append(int, std::string) override {}
  std::vector<JournalEntry> read(int, std::int64_t, std::size_t, std::size_t) override { return {}; }
  std::int64_t end(int) const override { return 0; }
  void on_durable(std::function<void()>) override {}
};

using Entries = std::vector<JournalEntry>;

bool touches(const JournalEntry& entry, const std::string& key) {
  const auto record = decode_record(entry.bytes);
  const auto* commit = record ? std::get_if<Commit>(&*record) : nullptr;
  if (!commit) return false;
  for (const auto& e : commit->events)
    if (e.case_key == key) return true;
  return false;
}

/// Within a value of the data, so that it stays JSON.
void alter(std::string& data) {
  const auto at = data.find("\":\"");
  if (at == data.npos || data.size() < at + 5) throw std::runtime_error("no text to alter");
  data[at + 3] = data[at + 3] == 'x' ? 'y' : 'x';
}

void flip(Entries& entries, const std::string& key) {
  for (auto it = entries.rbegin(); it != entries.rend(); ++it) {
    if (!touches(*it, key)) continue;
    auto commit = std::get<Commit>(*decode_record(it->bytes));
    for (auto& e : commit.events) {
      if (e.case_key != key || e.data.find("\":\"") == e.data.npos) continue;
      alter(e.data);
      it->bytes = encode(commit);
      return;
    }
  }
  throw std::runtime_error("nothing to alter");
}

void rewrite(Entries& entries, const std::string& key, bool with_the_heads, const Journal& journal) {
  Position honest = first_position(journal);
  std::string head = honest.head, last;
  for (auto& entry : entries) {
    const bool counts = judge(honest, entry).verdict == Verdict::counts;
    auto record = decode_record(entry.bytes);
    if (!record) continue;
    if (auto* commit = std::get_if<Commit>(&*record)) {
      for (auto& e : commit->events) {
        if (e.case_key != key || !counts) continue;
        if (e.data.find("\":\"") != e.data.npos) alter(e.data);
        e.prev_hash = last;
        last = e.hash = event_hash(e, *commit);
      }
      if (with_the_heads && counts) commit->follows = head;
    }
    if (auto* attempt = std::get_if<Attempt>(&*record); attempt && with_the_heads && counts)
      attempt->follows = head;
    entry.bytes = encode(*record);
    if (counts) head = next_head(head, entry.bytes);
  }
}

void remove_last(const std::filesystem::path& records, int partition, std::int64_t offset) {
  std::string key{static_cast<char>(partition >> 8), static_cast<char>(partition)};
  for (int shift = 56; shift >= 0; shift -= 8) key += static_cast<char>(offset >> shift);
  rocksdb::DB* db = nullptr;
  if (!rocksdb::DB::Open({}, records.string(), &db).ok()) throw std::runtime_error("not opened");
  const std::unique_ptr<rocksdb::DB> owner(db);
  rocksdb::WriteOptions durable;
  durable.sync = true;
  if (!db->Delete(durable, key).ok() || !db->Flush({}).ok()) throw std::runtime_error("not cut");
}

void tamper(const std::filesystem::path& journal, const std::string& how, const std::string& key) {
  embedded::RecordDatabase database(journal / "records");
  if (const auto trouble = database.open(embedded::Opening::writing, nullptr); !trouble.empty())
    throw std::runtime_error(trouble);
  const auto ends = database.ends();
  for (int p = 0; p < database.identity().partitions; ++p) {
    const auto end = ends[static_cast<std::size_t>(p)];
    Entries entries;
    while (static_cast<std::int64_t>(entries.size()) < end)
      for (auto& e : database.read(p, static_cast<std::int64_t>(entries.size()), end, 1 << 20))
        entries.push_back(std::move(e));
    if (std::none_of(entries.begin(), entries.end(),
                     [&](const JournalEntry& e) { return touches(e, key); }))
      continue;
    if (how == "cut") {
      while (!touches(entries.back(), key)) entries.pop_back();
      database.close();
      for (auto offset = entries.back().offset; offset < end; ++offset)
        remove_last(journal / "records", p, offset);
      std::filesystem::remove(journal / "durable");
      return;
    }
    if (how == "byte") flip(entries, key);
    else rewrite(entries, key, how == "forge", Named(database.identity()));
    rocksdb::WriteBatch batch;
    for (const auto& e : entries) embedded::RecordDatabase::put(batch, p, e);
    bool full = false;
    if (const auto trouble = database.write(batch, full); !trouble.empty())
      throw std::runtime_error(trouble);
    if (const auto trouble = database.flush(); !trouble.empty()) throw std::runtime_error(trouble);
    return;
  }
  throw std::runtime_error("no such case");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  try {
    tamper(std::filesystem::path(argv[1]) / "journal", argv[2], argv[3]);
    return 0;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "%s\n", e.what());
    return 1;
  }
}
