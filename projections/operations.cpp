// Keys, after the two bytes of the partition: `O` or `A account 0`, then time(8) and sequence(8).
// What the engine did by itself is in the histories.
#include "projections/operations.hpp"

#include <algorithm>
#include <charconv>
#include <tuple>

#include "engine/fold_keys.hpp"
#include "events/binary.hpp"

namespace surety {
namespace {

constexpr int edition = 1;
constexpr std::size_t number_size = 8;

struct OperationRow {
  std::string actor, case_key, command, refusal;
  std::vector<std::string> events;
};
DESCRIBE(OperationRow, "操作", "What somebody did.", (actor, "操作人", "Actor"),
         (case_key, "案卷", "kind/id"), (command, "指令", "Refused command", .min = 0),
         (refusal, "拒绝", "Code", .min = 0), (events, "事件", "Events"))

std::string before_times(const std::string& account) {
  return account.empty() ? std::string("O") : "A" + account + '\0';
}

class Operations : public Projection {
 public:
  std::string name() const override { return "operations"; }
  int version() const override { return edition; }

  void apply(const Commit& commit, const Changes&, Rows& rows) override {
    if (commit.actor.empty() || commit.actor == "engine") return;
    if (commit.events.empty() && !commit.refusal) return;  // an equal import changed nothing
    OperationRow row{commit.actor, commit.case_key, {}, {}, {}};
    for (const auto& event : commit.events) row.events.push_back(event.type);
    if (commit.refusal) {
      row.command = commit.refusal->command;
      row.refusal = commit.refusal->code;
    }
    const auto when = big_endian64(commit.recorded_at.ms) + big_endian64(commit.sequence);
    const auto bytes = to_binary(row);
    rows.put(before_times({}) + when, bytes);
    rows.put(before_times(commit.actor.substr(0, commit.actor.rfind('@'))) + when, bytes);
  }
};

/// The place of the last one told: order is by time, then partition, then sequence.
struct Place {
  std::int64_t ms = 0, partition = 0, sequence = 0;
};

std::string text_of(const Place& p) {
  return std::to_string(p.ms) + '.' + std::to_string(p.partition) + '.' +
         std::to_string(p.sequence);
}

std::optional<Place> place_of(std::string_view text) {
  Place p;
  for (auto* number : {&p.ms, &p.partition, &p.sequence}) {
    const auto read = std::from_chars(text.data(), text.data() + text.size(), *number);
    if (read.ec != std::errc{} || *number < 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
    const bool last = number == &p.sequence;
    if (last != text.empty() || (!last && text.front() != '.')) return std::nullopt;
    if (!last) text.remove_prefix(1);
  }
  return p;
}

/// What the partition's rows behind the place lie below.
std::string below(const Place& last, int partition) {
  if (partition > last.partition) return big_endian64(last.ms + 1);
  if (partition < last.partition) return big_endian64(last.ms);
  return big_endian64(last.ms) + big_endian64(last.sequence);
}

}  // namespace

std::variant<OperationsPage, BadQuery> operations(const StoreReader& store, int partitions,
                                                  const OperationsWanted& wanted) {
  std::optional<Place> last;
  if (!wanted.cursor.empty() && !(last = place_of(wanted.cursor)))
    return BadQuery{"bad-cursor", {}};
  std::vector<std::pair<Place, Operation>> found;
  for (int p = 0; p < partitions; ++p) {
    const auto prefix = partition_prefix(p) + before_times(wanted.account);
    const auto from = prefix + (wanted.from ? big_endian64(wanted.from->ms) : std::string());
    auto until = wanted.until ? prefix + big_endian64(wanted.until->ms) : after_prefix(prefix);
    if (last) until = std::min(until, prefix + below(*last, p));
    std::size_t here = 0;
    const auto visit = [&](std::string_view key, std::string_view bytes) {
      const auto when = key.substr(prefix.size());
      const Place place{from_big_endian64(when), p, from_big_endian64(when.substr(number_size))};
      OperationRow row;
      if (!from_binary(bytes, row) || (wanted.refused_only && row.refusal.empty())) return true;
      found.push_back({place,
                       {{place.ms}, row.actor, row.case_key, row.command, row.refusal, row.events,
                        {0, p, place.sequence}}});
      return ++here <= wanted.limit;  // one more tells that there is more
    };
    store.scan(Operations().family(), from, until, visit, true);
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return std::tuple(-a.first.ms, a.first.partition, -a.first.sequence) <
           std::tuple(-b.first.ms, b.first.partition, -b.first.sequence);
  });
  OperationsPage page;
  if (found.size() > wanted.limit) {
    found.resize(wanted.limit);
    page.next = text_of(found.back().first);
  }
  for (auto& [place, operation] : found) page.items.push_back(std::move(operation));
  return page;
}

std::unique_ptr<Projection> operations_projection() { return std::make_unique<Operations>(); }

}  // namespace surety
