// The embedded journal: the common promises, and what only a folder on a disk can suffer.
#include "adapters/embedded/embedded_journal.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>

#include "tests/adapters/journal_contract.hpp"
#include "tests/support/seeded_randomness.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace surety;
using namespace surety::testing;
namespace fs = std::filesystem;

namespace {

EmbeddedSettings settings(const fs::path& folder, int partitions = 3) {
  EmbeddedSettings s;
  s.folder = folder;
  s.partitions = partitions;
  s.ballast_bytes = 1 << 20;
  return s;
}

std::unique_ptr<Journal> open(const fs::path& folder) {
  std::string error;
  auto journal = open_embedded_journal(settings(folder), error);
  INFO(error);
  REQUIRE(journal != nullptr);
  return journal;
}

std::string refused(const EmbeddedSettings& s) {
  std::string error;
  CHECK(open_embedded_journal(s, error) == nullptr);
  return error;
}

void append(Journal& journal, int partition, int from, int until) {
  Durable durable(journal);
  for (int i = from; i < until; ++i)
    journal.append(partition, "record " + std::to_string(i) + std::string(100, 'x'));
  durable.until(partition, until);
}

// The folder as a kill at this moment would leave it.
fs::path killed(const fs::path& folder, const fs::path& copy) {
  fs::remove_all(copy);
  fs::copy(folder, copy, fs::copy_options::recursive);
  return copy;
}

fs::path newest(const fs::path& folder, std::string_view extension) {
  fs::path found;
  for (const auto& file : fs::directory_iterator(folder / "records"))
    if (file.path().extension() == extension && file.path() > found) found = file.path();
  REQUIRE_FALSE(found.empty());
  return found;
}

void flip(const fs::path& file, std::uintmax_t at) {
  std::fstream f(file, std::ios::binary | std::ios::in | std::ios::out);
  f.seekg(static_cast<std::streamoff>(at));
  const int c = f.get();
  f.seekp(static_cast<std::streamoff>(at));
  f.put(static_cast<char>(c ^ 0x10));
}

// Runs the test case named in a new process, with the folder in its environment
// and `told` as its descriptor 3.
pid_t start(const char* test_case, const fs::path& folder, int told) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  ::dup2(told, 3);
  ::setenv("SURETY_TEST_FOLDER", folder.c_str(), 1);
  const auto filter = std::string("--test-case=") + test_case;
  ::execl("/proc/self/exe", "test", "--no-skip", "--minimal", filter.c_str(), nullptr);
  ::_exit(127);
}

}  // namespace

TEST_CASE("the embedded journal keeps the journal's promises") {
  const TemporaryFolder folder;
  journal_contract([&] { return open(folder.path()); });
}

TEST_CASE("and with a tail in memory of almost nothing") {
  const TemporaryFolder folder;
  journal_contract([&] {
    auto s = settings(folder.path());
    s.tail_bytes_max = 100;
    s.group_records_max = 3;
    std::string error;
    return open_embedded_journal(s, error);
  });
}

TEST_CASE("another number of partitions is refused, and both are named") {
  const TemporaryFolder folder;
  open(folder.path());
  const auto error = refused(settings(folder.path(), 4));
  CHECK(error.find("3 partitions") != std::string::npos);
  CHECK(error.find("with 4") != std::string::npos);
}

TEST_CASE("a folder in use is refused, but may be read") {
  const TemporaryFolder folder;
  const auto journal = open(folder.path());
  append(*journal, 1, 0, 10);
  CHECK(refused(settings(folder.path())).find("in use by another process") != std::string::npos);
  auto s = settings(folder.path(), 0);
  s.read_only = true;
  std::string error;
  const auto reader = open_embedded_journal(s, error);
  REQUIRE(reader != nullptr);
  CHECK(all_records(*reader, 1) == all_records(*journal, 1));
  append(*journal, 1, 10, 12);
}

TEST_CASE("a copy has the name and generation it is given") {
  const TemporaryFolder folder;
  auto s = settings(folder.path() / "copy");
  s.name = "0123";
  s.generation = 4;
  std::string error;
  const auto journal = open_embedded_journal(s, error);
  REQUIRE(journal != nullptr);
  CHECK(journal->name() == "0123");
  CHECK(journal->generation() == 4);
}

TEST_CASE("killed in the middle of its appends" * doctest::skip()) {
  const char* folder = std::getenv("SURETY_TEST_FOLDER");
  if (!folder) return;
  const auto journal = open(folder);
  for (std::int64_t n = 0;; n += 50) {
    Durable durable(*journal);
    for (int i = 0; i < 50; ++i) journal->append(i % 3, std::to_string(n + i));
    durable.until(0, n / 50 * 17 + 17);
    for (int p = 0; p < 3; ++p) {
      const auto line = std::to_string(p) + " " + std::to_string(journal->end(p)) + "\n";
      if (::write(3, line.data(), line.size()) < 0) return;
    }
  }
}

TEST_CASE("nothing reported durable is lost by a kill") {
  const TemporaryFolder folder;
  std::vector<std::int64_t> reported(3);
  for (int round = 0; round < 3; ++round) {
    int pipe[2];
    REQUIRE(::pipe2(pipe, O_CLOEXEC) == 0);
    const pid_t writer =
        start("killed in the middle of its appends", folder.path() / "journal", pipe[1]);
    ::close(pipe[1]);
    std::FILE* lines = ::fdopen(pipe[0], "r");
    int p = 0;
    long long end = 0;
    for (int n = 0; std::fscanf(lines, "%d %lld", &p, &end) == 2; ++n) {
      reported.at(static_cast<std::size_t>(p)) = end;
      if (n == 40 + 11 * round) ::kill(writer, SIGKILL);
    }
    std::fclose(lines);
    int status = 0;
    ::waitpid(writer, &status, 0);
    CHECK(WIFSIGNALED(status));
    const auto journal = open(folder.path() / "journal");
    for (int i = 0; i < 3; ++i) {
      CHECK(reported[static_cast<std::size_t>(i)] > 0);
      CHECK(static_cast<std::int64_t>(all_records(*journal, i).size()) >=
            reported[static_cast<std::size_t>(i)]);
    }
  }
}

TEST_CASE("a record torn by a power cut was never durable and is forgotten") {
  const TemporaryFolder folder;
  const auto at = folder.path() / "journal";
  const auto journal = open(at);
  append(*journal, 0, 0, 10);
  const auto before = killed(at, folder.path() / "before");
  append(*journal, 0, 10, 11);
  const auto cut = killed(at, folder.path() / "cut");
  fs::copy_file(before / "durable", cut / "durable", fs::copy_options::overwrite_existing);
  const auto log = newest(cut, ".log");
  fs::resize_file(log, fs::file_size(log) - 5);
  CHECK(all_records(*open(cut), 0).size() == 10);
}

TEST_CASE("a log cut shorter than what was durable is told from a torn one, and left alone") {
  const TemporaryFolder folder;
  const auto at = folder.path() / "journal";
  const auto journal = open(at);
  append(*journal, 2, 0, 10);
  append(*journal, 2, 10, 11);  // in a batch of its own
  const auto cut = killed(at, folder.path() / "cut");
  const auto log = newest(cut, ".log");
  const auto size = fs::file_size(log) - 5;
  fs::resize_file(log, size);
  for (int i = 0; i < 2; ++i) {
    const auto error = refused(settings(cut));
    CHECK(error.find("partition 2, record 10") != std::string::npos);
    CHECK(fs::file_size(log) == size);
  }
}

namespace {

// What became of a folder with one flipped byte: refused with a reason, or a read that named its
// record, or no harm at all. Anything else fails the test.
std::string opened_with_flip(const fs::path& folder, const std::vector<std::string>& records) {
  std::string error;
  const auto journal = open_embedded_journal(settings(folder), error);
  if (!journal) return error;
  try {
    for (int p = 0; p < 3; ++p) {
      const auto read = all_records(*journal, p);
      CHECK(read == (p == 1 ? records : std::vector<std::string>{}));
    }
  } catch (const std::runtime_error& e) {
    return e.what();
  }
  return {};
}

}  // namespace

TEST_CASE("a flipped byte in the write-ahead log never hides a record") {
  const TemporaryFolder folder;
  const auto at = folder.path() / "journal";
  const auto journal = open(at);
  append(*journal, 1, 0, 40);
  const auto records = all_records(*journal, 1);
  const auto size = fs::file_size(newest(at, ".log"));
  int named = 0, flips = 0;
  for (std::uintmax_t byte = 0; byte < size; byte += 61, ++flips) {
    const auto broken = killed(at, folder.path() / "broken");
    flip(newest(broken, ".log"), byte);
    const auto told = opened_with_flip(broken, records);
    CAPTURE(byte);
    CAPTURE(told);
    CHECK_FALSE(told.empty());
    named += told.find("record ") != std::string::npos;
  }
  CHECK(named == flips);
}

TEST_CASE("a flipped byte in a table never hides a record") {
  const TemporaryFolder folder;
  const auto at = folder.path() / "journal";
  std::vector<std::string> records;
  {
    const auto journal = open(at);
    append(*journal, 1, 0, 100);
    records = all_records(*journal, 1);
  }
  const auto size = fs::file_size(newest(at, ".sst"));
  int told = 0, flips = 0;
  for (std::uintmax_t byte = 0; byte < size; byte += size / 60 + 1, ++flips) {
    const auto broken = killed(at, folder.path() / "broken");
    flip(newest(broken, ".sst"), byte);
    CAPTURE(byte);
    told += !opened_with_flip(broken, records).empty();
  }
  CHECK(told > flips / 2);  // the rest lies in parts that a read does not need
}

TEST_CASE("a record that cannot be read is named, and those before it are given") {
  const TemporaryFolder folder;
  const auto at = folder.path() / "journal";
  {
    const auto journal = open(at);
    Durable durable(*journal);
    SeededRandomness random(1);  // does not shrink: every record has blocks of its own
    for (int i = 0; i < 20; ++i) journal->append(1, random.bytes(20'000));
    durable.until(1, 20);
  }
  flip(newest(at, ".sst"), 10 * 20'000);
  const auto journal = open(at);
  std::int64_t read = 0;
  std::string told;
  try {
    while (!journal->read(1, read, 1, 1).empty()) ++read;
  } catch (const std::runtime_error& e) {
    told = e.what();
  }
  CHECK(read > 5);
  CHECK(read < 15);
  CHECK(told.find("partition 1, record " + std::to_string(read) + ": ") != std::string::npos);
}

TEST_CASE("where the newest record is damaged, a reader goes on to tell of it, a writer stops") {
  const TemporaryFolder folder;
  const auto at = folder.path() / "journal";
  {
    const auto journal = open(at);
    append(*journal, 1, 0, 20);
  }
  flip(newest(at, ".sst"), 40);
  auto reading = settings(at);
  CHECK(refused(reading).find("damaged") != std::string::npos);
  reading.read_only = true;
  std::string error;
  const auto journal = open_embedded_journal(reading, error);
  REQUIRE_MESSAGE(journal != nullptr, error);
  CHECK(journal->end(1) == 20);
  CHECK_THROWS_AS(journal->read(1, 19, 1, 1), std::runtime_error);
}

TEST_CASE("while nothing can be written the journal says why, and loses nothing afterwards") {
  const TemporaryFolder folder;
  const auto journal = open(folder.path());
  append(*journal, 0, 0, 5);
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &limit) == 0);
  const auto before = limit;
  limit.rlim_cur = 0;
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &limit) == 0);
  Durable durable(*journal);
  for (int i = 5; i < 105; ++i) journal->append(0, "record " + std::to_string(i));
  while (journal->trouble().empty()) std::this_thread::yield();
  const auto trouble = journal->trouble();
  const auto end = journal->end(0);
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
  CHECK(trouble.find('\n') == std::string::npos);
  CHECK(end == 5);
  durable.until(0, 105);
  CHECK(journal->trouble().empty());
  const auto records = all_records(*journal, 0);
  REQUIRE(records.size() == 105);
  for (int i = 5; i < 105; ++i)
    CHECK(records[static_cast<std::size_t>(i)] == "record " + std::to_string(i));
}
