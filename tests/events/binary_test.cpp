// The binary form and the journal's records: there and back, and nothing else is accepted.
#include "events/binary.hpp"

#include <doctest/doctest.h>

#include <random>

#include "events/json.hpp"
#include "events/record.hpp"
#include "filing.hpp"

using namespace surety;
using tests::Filing;

namespace {

Filing filing(std::string_view text) {
  Filing value;
  REQUIRE(from_json(text, value).empty());
  return value;
}

Commit commit() {
  Commit c{.generation = 2,
           .term = 7,
           .follows = std::string("\0\xFF\x80 thirty-two bytes of a digest", 32),
           .sequence = 41,
           .cause = "command:0f",
           .intake_offset = 12,
           .root = "33",
           .recorded_at = Instant::stored("2025-03-01T08:30:00.250+08:00"),
           .actor = "li@HLJ",
           .published = 40,
           .calendar = "2025",
           .build = "1.0"};
  for (int i = 1; i <= 3; ++i)
    c.events.push_back({.case_key = "guarantee/202503010830000012",
                        .case_version = i,
                        .type = "guarantee.issued",
                        .rulebook = "460000/2024-1",
                        .prev_hash = "sha256:00",
                        .hash = "sha256:01",
                        .data = std::string(tests::full_filing)});
  return c;
}

std::mt19937 dice(20260101);

}  // namespace

TEST_CASE("binary: what is written is read again, into a value that held something else") {
  for (std::string_view text : {tests::plain_filing, tests::full_filing}) {
    const std::string bytes = to_binary(filing(text));
    Filing back = filing(tests::full_filing);
    REQUIRE(from_binary(bytes, back));
    CHECK(to_json(back) == text);
    CHECK(to_binary(back) == bytes);
  }
}

TEST_CASE("binary: little-endian, in the order of the fields, lengths in four bytes") {
  CHECK(to_binary(tests::Worker{"ab", std::nullopt}) == std::string("\2\0\0\0ab\0", 7));
  CHECK(to_binary(tests::Worker{"", Phone{"1"}}) == std::string("\0\0\0\0\1\1\0\0\0001", 10));
  CHECK(to_binary(std::int64_t{0x0102}) == std::string("\2\1\0\0\0\0\0\0", 8));
  CHECK(to_binary(tests::Season::void_) == std::string("\2\0", 2));
}

TEST_CASE("binary: every truncation is refused, and so is a byte too many") {
  std::string bytes = to_binary(filing(tests::full_filing));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    Filing back;
    CHECK_FALSE(from_binary(std::string_view(bytes).substr(0, size), back));
  }
  Filing back;
  CHECK_FALSE(from_binary(bytes + '\0', back));
}

TEST_CASE("binary: lengths beyond the end, choices out of range, odd flags are refused") {
  tests::Worker worker;
  CHECK_FALSE(from_binary(std::string("\xFF\xFF\xFF\xFF" "ab\0", 7), worker));
  CHECK_FALSE(from_binary(std::string("\3\0\0\0ab\0", 7), worker));
  CHECK_FALSE(from_binary(std::string("\2\0\0\0ab\2", 7), worker));
  tests::Season season{};
  CHECK_FALSE(from_binary(std::string("\3\0", 2), season));
  bool flag = false;
  CHECK_FALSE(from_binary(std::string("\2", 1), flag));
  std::vector<tests::Worker> workers;
  CHECK_FALSE(from_binary(std::string("\xFF\xFF\xFF\x7F", 4) + std::string(100, '\0'), workers));
  std::int32_t narrow = 0;
  CHECK_FALSE(from_binary(to_binary(std::int64_t{1} << 40), narrow));
}

TEST_CASE("binary: random and damaged bytes are read or refused, never worse") {
  const std::string good = to_binary(filing(tests::full_filing));
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes = good;
    if (round % 2 == 0) {
      bytes.resize(dice() % 300);
      for (char& c : bytes) c = static_cast<char>(dice() % 8 == 0 ? dice() : dice() % 3);
    } else {
      for (int i = 0; i < 3; ++i) bytes[dice() % bytes.size()] = static_cast<char>(dice());
    }
    Filing back;
    // What is read must be a value like any other: it can be written.
    if (from_binary(bytes, back)) CHECK_FALSE(to_json(back).empty());
  }
}

TEST_CASE("record: a commit, a claim and an attempt come back as they were") {
  Commit refused = commit();
  refused.events.clear();
  refused.due_at = Instant{1'700'000'000'000};
  refused.refusal = RefusalRecord{"guarantee/1", "guarantee.issue", "not-in-this-state", "{}"};
  const Record records[] = {commit(),
                            refused,
                            Commit{},
                            Claim{.term = 3, .claim_id = "x", .node = "n1", .partitions = 12},
                            Attempt{.follows = std::string(32, '\xFF'), .command_id = "c"}};
  for (const Record& record : records) {
    const std::string bytes = encode(record);
    const auto back = decode_record(bytes);
    REQUIRE(back);
    CHECK(back->index() == record.index());
    CHECK(encode(*back) == bytes);
  }
  const auto back = decode_record(encode(commit()));
  CHECK(std::get<Commit>(*back).follows == commit().follows);
  CHECK(std::get<Commit>(*back).recorded_at == commit().recorded_at);
  CHECK(std::get<Commit>(*back).events[2].data == tests::full_filing);
}

TEST_CASE("record: one byte of kind, one byte of format, unknown ones are refused") {
  const std::string bytes = encode(Claim{});
  CHECK(bytes.substr(0, 2) == "C\1");
  CHECK(encode(commit()).substr(0, 2) == "M\1");
  CHECK(encode(Attempt{}).substr(0, 2) == "A\1");
  CHECK_FALSE(decode_record("X\1" + bytes.substr(2)));
  CHECK_FALSE(decode_record("C\2" + bytes.substr(2)));
  CHECK_FALSE(decode_record("A\1" + bytes.substr(2)));
  CHECK_FALSE(decode_record(""));
  CHECK_FALSE(decode_record("C"));
}

TEST_CASE("record: every truncation is refused, and damage never does worse") {
  const std::string bytes = encode(commit());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK_FALSE(decode_record(std::string_view(bytes).substr(0, size)));
  CHECK_FALSE(decode_record(bytes + "x"));
  for (int round = 0; round < 5'000; ++round) {
    std::string damaged = bytes;
    for (int i = 0; i < 2; ++i) damaged[dice() % damaged.size()] = static_cast<char>(dice());
    if (const auto back = decode_record(damaged)) CHECK_FALSE(encode(*back).empty());
  }
}
