// The journal in one folder: a queue, a writer thread that syncs all that waits in one batch, and a
// tail of the newest records in memory.
#include "adapters/embedded/embedded_journal.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "adapters/embedded/durable_mark.hpp"
#include "adapters/embedded/folder.hpp"
#include "adapters/embedded/record_database.hpp"

namespace surety {
namespace embedded {
namespace {

using Lock = std::unique_lock<std::mutex>;

/// The newest records of every partition, oldest overall thrown out first.
class Tail {
 public:
  Tail(int partitions, std::size_t bytes_max)
      : records_(static_cast<std::size_t>(partitions)), bytes_max_(bytes_max) {}
  void add(int partition, JournalEntry entry) {
    bytes_ += entry.bytes.size();
    of(partition).push_back(std::move(entry));
    order_.push_back(partition);
    while (bytes_ > bytes_max_ && order_.size() > 1) {
      bytes_ -= of(order_.front()).front().bytes.size();
      of(order_.front()).pop_front();
      order_.pop_front();
    }
  }
  bool holds(int partition, std::int64_t offset) {
    const auto& records = of(partition);
    return !records.empty() && records.front().offset <= offset;
  }
  std::vector<JournalEntry> read(int partition, std::int64_t offset, std::size_t records_max,
                                 std::size_t bytes_max) {
    const auto& records = of(partition);
    std::vector<JournalEntry> out;
    std::size_t bytes = 0;
    for (auto i = static_cast<std::size_t>(offset - records.front().offset);
         i < records.size() && out.size() < records_max && (out.empty() || bytes < bytes_max);
         ++i) {
      out.push_back(records[i]);
      bytes += records[i].bytes.size();
    }
    return out;
  }

 private:
  std::deque<JournalEntry>& of(int partition) {
    return records_[static_cast<std::size_t>(partition)];
  }
  std::vector<std::deque<JournalEntry>> records_;
  std::deque<int> order_;
  std::size_t bytes_ = 0, bytes_max_;
};

class EmbeddedJournal final : public Journal {
 public:
  explicit EmbeddedJournal(const EmbeddedSettings& settings)
      : settings_(settings),
        database_(settings.folder / "records"),
        ballast_(settings.folder / "ballast", settings.ballast_bytes) {}
  ~EmbeddedJournal() override { stop(); }

  std::string open();
  int partitions() const override { return database_.identity().partitions; }
  const std::string& name() const override { return database_.identity().name; }
  std::int64_t generation() const override { return database_.identity().generation; }
  std::int64_t first_generation() const override {
    return database_.identity().first_generation;
  }
  void append(int partition, std::string bytes) override;
  std::vector<JournalEntry> read(int partition, std::int64_t offset, std::size_t max_records,
                                 std::size_t max_bytes) override;
  std::int64_t end(int partition) const override {
    Lock lock(mutex_);
    return ends_[static_cast<std::size_t>(partition)];
  }
  void on_durable(std::function<void()> f) override {
    Lock lock(mutex_);
    on_durable_ = std::move(f);
  }
  std::string trouble() const override {
    Lock lock(mutex_);
    return trouble_;
  }

 private:
  struct Waiting {
    int partition;
    JournalEntry entry;  ///< its offset is given by the writer
  };
  using Group = std::vector<Waiting>;

  std::string check_before_opening(const std::optional<Mark>&) const;
  std::vector<std::int64_t> ends_for(bool writes, const std::optional<Mark>&);
  std::string too_short(const std::vector<std::int64_t>& ends, const Mark&) const;
  void write_queue();
  Group take(Lock&);
  bool commit(const Group&);
  bool reopen();
  void publish(Group);
  void regain();
  void stop();

  const EmbeddedSettings settings_;
  FolderLock lock_;
  RecordDatabase database_;
  std::mutex database_mutex_;  ///< held while reading, and while the writer opens it again
  DurableMark mark_;
  Ballast ballast_;
  bool ballast_kept_ = false;

  mutable std::mutex mutex_;  ///< for all below
  std::condition_variable wake_;
  std::deque<Waiting> queue_;
  std::size_t queue_bytes_ = 0;
  std::vector<std::int64_t> ends_;
  std::unique_ptr<Tail> tail_;
  std::function<void()> on_durable_;
  std::string trouble_;
  bool stopping_ = false;
  std::thread writer_;
};

std::string EmbeddedJournal::too_short(const std::vector<std::int64_t>& ends,
                                       const Mark& mark) const {
  for (std::size_t p = 0; p < mark.ends.size() && p < ends.size(); ++p)
    if (ends[p] < mark.ends[p])
      return "the journal in " + settings_.folder.string() + " is damaged: " +
             record_name(static_cast<int>(p), ends[p]) + " was durable and cannot be read (" +
             std::to_string(mark.ends[p] - ends[p]) + " records from there on)";
  return {};
}

// After a crash the write-ahead log is read without touching it, so that damage stays as it is for
// those who may mend it: opening for writing would start a new log behind the last good record.
std::string EmbeddedJournal::check_before_opening(const std::optional<Mark>& mark) const {
  if (!mark || mark->clean || !database_.exists()) return {};
  RecordDatabase check(settings_.folder / "records");
  if (auto problem = check.open(Opening::reading, nullptr); !problem.empty()) {
    if (problem.find("Corruption") == std::string::npos) return problem;
    RecordDatabase rest(settings_.folder / "records");
    if (!rest.open(Opening::reading_what_is_left, nullptr).empty()) return problem;
    for (int p = 0; p < rest.identity().partitions; ++p)
      problem += (p ? ", " : "; readable up to ") + record_name(p, rest.ends()[std::size_t(p)] - 1);
    const auto named = too_short(rest.ends(), *mark);
    return named.empty() ? problem : named + "; " + problem;
  }
  return too_short(check.ends(), *mark);
}

// Whoever only reads, to verify or to replay, goes on where an end is damaged or gone: the mark says
// how far the records went, and each one that is not there is told by its own number.
std::vector<std::int64_t> EmbeddedJournal::ends_for(bool writes, const std::optional<Mark>& mark) {
  const bool marked = mark && mark->ends.size() == static_cast<std::size_t>(partitions());
  std::vector<std::int64_t> ends;
  try {
    ends = database_.ends();
  } catch (const std::exception&) {
    if (writes || !marked) throw;
    return mark->ends;
  }
  for (std::size_t p = 0; !writes && marked && p < ends.size(); ++p)
    ends[p] = std::max(ends[p], mark->ends[p]);
  return ends;
}

std::string EmbeddedJournal::open() {
  std::error_code error;
  const bool writes = !settings_.read_only;
  if (writes) {
    std::filesystem::create_directories(settings_.folder, error);
    if (error) return settings_.folder.string() + ": " + error.message();
    if (auto problem = lock_.take(settings_.folder); !problem.empty()) return problem;
  }
  const auto mark = DurableMark::read(settings_.folder / "durable");
  Identity fresh{settings_.name.empty() ? random_name() : settings_.name, settings_.generation,
                 settings_.partitions ? settings_.partitions : 12,
                 settings_.first_generation ? settings_.first_generation : settings_.generation};
  try {
    if (writes)
      if (auto problem = check_before_opening(mark); !problem.empty()) return problem;
    if (auto problem = database_.open(writes ? Opening::writing : Opening::reading, &fresh);
        !problem.empty())
      return problem;
    if (writes)
      if (auto problem = database_.sync_log(); !problem.empty()) return problem;
    ends_ = ends_for(writes, mark);
  } catch (const std::exception& e) {
    return "the journal in " + settings_.folder.string() + " is damaged: " + e.what();
  }
  if (settings_.partitions && settings_.partitions != partitions())
    return "the journal in " + settings_.folder.string() + " was made with " +
           std::to_string(partitions()) + " partitions and cannot be opened with " +
           std::to_string(settings_.partitions);
  if (mark)
    if (auto problem = too_short(ends_, *mark); !problem.empty()) return problem;
  tail_ = std::make_unique<Tail>(partitions(), settings_.tail_bytes_max);
  if (!writes) return {};
  if (auto problem = mark_.open(settings_.folder / "durable"); !problem.empty()) return problem;
  mark_.write({false, ends_});
  mark_.sync();  // a clean mark must not survive the first record
  regain();
  writer_ = std::thread([this] { write_queue(); });
  return {};
}

void EmbeddedJournal::append(int partition, std::string bytes) {
  Lock lock(mutex_);
  if (settings_.read_only || queue_bytes_ + bytes.size() > settings_.queue_bytes_max) return;
  queue_bytes_ += bytes.size();
  queue_.push_back({partition, {0, std::move(bytes)}});
  wake_.notify_one();
}

std::vector<JournalEntry> EmbeddedJournal::read(int partition, std::int64_t offset,
                                                std::size_t max_records, std::size_t max_bytes) {
  std::int64_t until = 0;
  {
    Lock lock(mutex_);
    until = ends_[static_cast<std::size_t>(partition)];
    if (offset >= until || max_records == 0) return {};
    if (tail_->holds(partition, offset))
      return tail_->read(partition, offset, max_records, max_bytes);
  }
  const auto wanted = static_cast<std::int64_t>(std::min<std::size_t>(max_records, 1 << 20));
  Lock lock(database_mutex_);
  if (!database_.is_open()) return {};  // being opened again after trouble
  return database_.read(partition, offset, std::min(until, offset + wanted), max_bytes);
}

void EmbeddedJournal::write_queue() {
  Lock lock(mutex_);
  for (;;) {
    const auto wanted = [this] { return stopping_ || !queue_.empty(); };
    while (!ballast_kept_ && !wake_.wait_for(lock, std::chrono::seconds(1), wanted)) regain();
    wake_.wait(lock, wanted);
    if (queue_.empty()) return;
    auto group = take(lock);
    lock.unlock();
    auto pause = std::chrono::milliseconds(20);
    while (!commit(group)) {
      Lock sleeping(mutex_);
      // Nobody was told that these are durable; they may be lost.
      if (wake_.wait_for(sleeping, pause, [this] { return stopping_; })) return;
      pause = std::min(2 * pause, std::chrono::milliseconds(1000));
      sleeping.unlock();
      reopen();
    }
    publish(std::move(group));
    lock.lock();
  }
}

EmbeddedJournal::Group EmbeddedJournal::take(Lock&) {
  Group group;
  auto next = ends_;
  std::size_t bytes = 0;
  while (!queue_.empty() && group.size() < settings_.group_records_max &&
         bytes < settings_.group_bytes_max) {
    group.push_back(std::move(queue_.front()));
    queue_.pop_front();
    auto& waiting = group.back();
    waiting.entry.offset = next[static_cast<std::size_t>(waiting.partition)]++;
    bytes += waiting.entry.bytes.size();
  }
  queue_bytes_ -= std::min(bytes, queue_bytes_);
  return group;
}

bool EmbeddedJournal::commit(const Group& group) {
  rocksdb::WriteBatch batch;
  for (const auto& waiting : group) RecordDatabase::put(batch, waiting.partition, waiting.entry);
  bool no_space = false;
  const auto problem =
      database_.is_open() ? database_.write(batch, no_space) : "the database is closed";
  if (problem.empty()) return true;
  if (no_space) {
    ballast_.release();
    ballast_kept_ = false;
  }
  Lock lock(mutex_);
  if (database_.is_open() || trouble_.empty())
    trouble_ = (no_space ? "the journal's disk is full: " : "the journal cannot write: ") + problem;
  return false;
}

// A failed sync may have lost pages that look written, so the database is opened again from the
// disk. The group keeps its offsets: where it is there already it is only written once more.
bool EmbeddedJournal::reopen() {
  Lock reading(database_mutex_);
  database_.close();
  auto problem = database_.open(Opening::writing, nullptr);
  try {
    if (problem.empty()) problem = too_short(database_.ends(), {false, ends_});
  } catch (const std::exception& e) {
    problem = e.what();
  }
  if (problem.empty()) return true;
  database_.close();
  Lock lock(mutex_);
  trouble_ = problem;
  return false;
}

// Space may have come back; until then every append runs on the ballast and the trouble stands:
// those who see it send no commands, so it must be looked for without them.
void EmbeddedJournal::regain() {
  if (!ballast_kept_) ballast_kept_ = ballast_.keep();
  trouble_ =
      ballast_kept_ ? std::string() : "the journal's disk is full: only its reserve is left";
}

void EmbeddedJournal::publish(Group group) {
  std::function<void()> tell;
  {
    Lock lock(mutex_);
    for (auto& waiting : group) {
      ++ends_[static_cast<std::size_t>(waiting.partition)];
      tail_->add(waiting.partition, std::move(waiting.entry));
    }
    regain();
    mark_.write({false, ends_});
    tell = on_durable_;
  }
  if (tell) tell();
}

void EmbeddedJournal::stop() {
  {
    Lock lock(mutex_);
    stopping_ = true;
    wake_.notify_one();
  }
  if (!writer_.joinable()) return;
  writer_.join();
  // A journal closed in order has an empty write-ahead log and says so.
  if (!database_.is_open() || !database_.flush().empty()) return;
  mark_.write({true, ends_});
  mark_.sync();
}

}  // namespace
}  // namespace embedded

std::unique_ptr<Journal> open_embedded_journal(const EmbeddedSettings& settings,
                                               std::string& error) {
  auto journal = std::make_unique<embedded::EmbeddedJournal>(settings);
  error = journal->open();
  if (!error.empty()) return nullptr;
  return journal;
}

}  // namespace surety
