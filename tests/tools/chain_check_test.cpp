// `surety verify` names the first event that does not hold, whatever was done to the records.
#include "tools/chain_check.hpp"

#include <doctest/doctest.h>

#include "engine/digest.hpp"

using namespace surety;
using tools::ChainCheck;

namespace {

/// A journal of one partition that holds what it is given.
class Held : public Journal {
 public:
  std::vector<std::string> records;
  int partitions() const override { return 1; }
  const std::string& name() const override { return name_; }
  std::int64_t generation() const override { return 1; }
  void append(int, std::string bytes) override { records.push_back(std::move(bytes)); }
  std::vector<JournalEntry> read(int, std::int64_t, std::size_t, std::size_t) override {
    return {};
  }
  std::int64_t end(int) const override { return static_cast<std::int64_t>(records.size()); }
  void on_durable(std::function<void()>) override {}

 private:
  std::string name_ = "a journal";
};

/// Three commits: two events of project/A with one of project/B between them.
std::vector<Commit> three_commits(Held& journal) {
  Position at = first_position(journal);
  const std::string claim = encode(Claim{.term = 1, .claim_id = "c", .node = "n"});
  journal.append(0, claim);
  at.head = next_head(at.head, claim);
  std::vector<Commit> commits;
  std::map<std::string, EventRecord> last;
  for (const std::string key : {"project/A", "project/B", "project/A"}) {
    Commit c;
    c.term = 1;
    c.follows = at.head;
    c.sequence = static_cast<std::int64_t>(commits.size()) + 1;
    c.cause = "command:" + std::to_string(c.sequence);
    c.actor = "a@b";
    c.recorded_at = Instant{1000 * c.sequence};
    auto& before = last[key];
    EventRecord e{.case_key = key, .case_version = before.case_version + 1,
                  .type = "project.amended", .rulebook = "460000/1", .prev_hash = before.hash,
                  .data = R"({"name":"x"})"};
    e.hash = event_hash(e, c);
    c.events = {e};
    before = e;
    journal.append(0, encode(c));
    at.head = next_head(at.head, journal.records.back());
    commits.push_back(c);
  }
  return commits;
}

ChainCheck checked(const Held& journal, const Position* stored = nullptr) {
  ChainCheck check(0, journal);
  if (stored)
    check.expect({"the node has folded", stored->next_offset, stored->sequence, stored->head});
  for (std::size_t i = 0; i < journal.records.size(); ++i) {
    check.take({static_cast<std::int64_t>(i), journal.records[i]});
  }
  check.finish();
  return check;
}

}  // namespace

TEST_CASE("an untouched journal holds") {
  Held journal;
  three_commits(journal);
  const auto check = checked(journal);
  CHECK(check.findings().empty());
  CHECK(check.events() == 3);
  CHECK(check.cases().at("project/A").version == 2);
  CHECK(check.void_records() == 0);
}

TEST_CASE("altered data is named by case and position, and nothing else is") {
  Held journal;
  auto commits = three_commits(journal);
  commits[0].events[0].data = R"({"name":"y"})";
  journal.records[1] = encode(commits[0]);
  const auto check = checked(journal);
  REQUIRE(check.findings().size() == 1);
  CHECK(check.findings()[0].what == "project/A");
  CHECK(check.findings()[0].position == "1.0:1");
  CHECK(check.events() == 3);
}

TEST_CASE("an unreadable record is named, and the cases that miss an event by it") {
  Held journal;
  three_commits(journal);
  journal.records[1] = "Mrubbish";
  const auto check = checked(journal);
  REQUIRE(check.findings().size() == 2);
  CHECK(check.findings()[0].text() == "integrity: partition 0 record 1 at offset 1: cannot be read");
  CHECK(check.findings()[1].what == "project/A");
  CHECK(check.findings()[1].position == "1.0:3");
  CHECK_FALSE(check.reported("project/B"));
}

TEST_CASE("a journal that ends before what the node has folded does not hold") {
  Held journal;
  three_commits(journal);
  Position stored = first_position(journal);
  stored.next_offset = 5;
  const auto check = checked(journal, &stored);
  REQUIRE(check.findings().size() == 1);
  CHECK(check.findings()[0].breach == tools::Breach::completeness);
  CHECK(check.findings()[0].position == "offset 4");
}

namespace {

/// The position behind all that the journal holds.
Position behind(const Held& journal, std::int64_t sequence) {
  Position at = first_position(journal);
  for (const auto& record : journal.records) at.head = next_head(at.head, record);
  at.next_offset = static_cast<std::int64_t>(journal.records.size());
  at.sequence = sequence;
  return at;
}

/// As a forger would: with a hash that fits.
void forge(Commit& commit, const std::string& data) {
  commit.events[0].data = data;
  commit.events[0].hash = event_hash(commit.events[0], commit);
}

}  // namespace

TEST_CASE("an envelope altered in the last record is told by the stored head") {
  Held journal;
  auto commits = three_commits(journal);
  const Position stored = behind(journal, 3);
  commits[2].build = "another";
  journal.records[3] = encode(commits[2]);
  const auto check = checked(journal, &stored);
  REQUIRE(check.findings().size() == 1);
  CHECK(check.findings()[0].breach == tools::Breach::authenticity);
  CHECK(check.findings()[0].what == "partition 0");
}

TEST_CASE("an altered record in the middle is named, and those behind it are believed again") {
  Held journal;
  auto commits = three_commits(journal);
  const Position stored = behind(journal, 3);
  commits[1].build = "another";
  journal.records[2] = encode(commits[1]);
  const auto check = checked(journal, &stored);
  REQUIRE(check.findings().size() == 1);
  CHECK(check.findings()[0].text() ==
        "integrity: project/B at 1.0:2: the records behind it do not follow it");
  CHECK(check.events() == 3);
  CHECK(check.void_records() == 0);
}

TEST_CASE("two records altered one after the other are both told, and nothing is lost by it") {
  Held journal;
  auto commits = three_commits(journal);
  const Position stored = behind(journal, 3);
  for (const std::size_t i : {0u, 1u}) {
    commits[i].build = "another";
    journal.records[i + 1] = encode(commits[i]);
  }
  const auto check = checked(journal, &stored);
  REQUIRE(check.findings().size() == 2);
  CHECK(check.findings()[0].text() ==
        "integrity: project/A at 1.0:1: the records behind it do not follow it");
  CHECK(check.findings()[1].what == "project/B");
  CHECK(check.events() == 3);
  CHECK(check.void_records() == 0);
}

TEST_CASE("a record cut out of the middle is told by its sequence and by the case that misses it") {
  Held journal;
  three_commits(journal);
  const Position stored = behind(journal, 3);
  journal.records.erase(journal.records.begin() + 1);
  const auto check = checked(journal, &stored);
  REQUIRE(check.findings().size() >= 2);
  CHECK(check.findings()[0].text() ==
        "completeness: partition 0 at 1.0:1: sequence 2 comes after sequence 0");
  CHECK(check.findings()[1].text() ==
        "completeness: project/A at 1.0:3: version 2 comes after version 0");
}

TEST_CASE("a case rewritten with all that follows it fits itself and not what others have kept") {
  Held journal;
  auto commits = three_commits(journal);
  const Position stored = behind(journal, 3);
  const auto kept = checked(journal).cases();
  forge(commits[0], R"({"name":"y"})");
  commits[2].events[0].prev_hash = commits[0].events[0].hash;
  forge(commits[2], R"({"name":"z"})");
  Position at = first_position(journal);
  at.head = next_head(at.head, journal.records[0]);
  for (std::size_t i = 0; i < commits.size(); ++i) {
    commits[i].follows = at.head;
    journal.records[i + 1] = encode(commits[i]);
    at.head = next_head(at.head, journal.records[i + 1]);
  }
  CHECK(checked(journal).findings().empty());
  ChainCheck check(0, journal);
  check.expect({"the node has folded", stored.next_offset, stored.sequence, stored.head, [&] {
                  for (const auto& [key, c] : check.cases())
                    if (kept.at(key).hash != c.hash)
                      check.find(tools::Breach::authenticity, key, check.here(c.sequence), "other");
                }});
  for (std::size_t i = 0; i < journal.records.size(); ++i)
    check.take({static_cast<std::int64_t>(i), journal.records[i]});
  check.finish();
  REQUIRE(check.findings().size() == 1);
  CHECK(check.findings()[0].text() == "authenticity: project/A at 1.0:3: other");
}

TEST_CASE("a record that follows another head is void and no fault") {
  Held journal;
  auto commits = three_commits(journal);
  journal.append(0, encode(commits[0]));
  const auto check = checked(journal);
  CHECK(check.findings().empty());
  CHECK(check.void_records() == 1);
}
