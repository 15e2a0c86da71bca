// A journal that was brought from elsewhere: its records count, their marks do not.
#include <doctest/doctest.h>

#include "engine/position.hpp"

using namespace surety;

namespace {

/// The copy of a journal that was made in generation 1.
class Copied final : public Journal {
 public:
  int partitions() const override { return 1; }
  const std::string& name() const override { return name_; }
  std::int64_t generation() const override { return 2; }
  std::int64_t first_generation() const override { return 1; }
  void append(int, std::string) override {}
  std::vector<JournalEntry> read(int, std::int64_t, std::size_t, std::size_t) override {
    return {};
  }
  std::int64_t end(int) const override { return 0; }
  void on_durable(std::function<void()>) override {}

 private:
  std::string name_ = "journal";
};

Claim claim(std::int64_t generation, std::int64_t term) {
  Claim c;
  c.generation = generation;
  c.term = term;
  return c;
}

Commit commit(const Position& at, std::int64_t generation, std::int64_t mark) {
  Commit c;
  c.generation = generation;
  c.term = at.term;
  c.follows = at.head;
  c.sequence = at.sequence + 1;
  c.intake_offset = mark;
  c.published = mark;
  return c;
}

}  // namespace

TEST_CASE("records of an earlier generation count, their marks of intake and topics do not") {
  Position at = first_position(Copied());
  const auto take = [&](const Record& record) {
    return judge(at, {at.next_offset, encode(record)}).verdict;
  };
  CHECK(take(claim(1, 1)) == Verdict::counts);
  CHECK(take(commit(at, 1, 7)) == Verdict::counts);
  CHECK(at.sequence == 1);
  CHECK(at.decided_intake == -1);
  CHECK(at.published == 0);
  CHECK(take(claim(2, 2)) == Verdict::counts);
  CHECK(take(commit(at, 2, 1)) == Verdict::counts);
  CHECK(at.decided_intake == 1);
  CHECK(at.published == 1);
  CHECK(take(claim(3, 3)) == Verdict::stale_term);
}
