// Reads the feed of GET /events with the eyes of the webhook's organisation.
#include "adapters/webhooks/webhook_feed.hpp"

#include <algorithm>

#include "adapters/http/event_json.hpp"
#include "engine/fold_event.hpp"
#include "engine/kinds/webhook.hpp"
#include "projections/events.hpp"

namespace surety {
namespace {

constexpr std::size_t past_page = 1'000;
constexpr std::int64_t clocks_apart_ms = 3'600'000;

/// What one webhook may see of the feed.
class Eyes {
 public:
  Eyes(const StoreReader& store, const FoldReader& fold, const webhook::State& state)
      : store_(store),
        fold_(fold),
        state_(state),
        reader_(reader_of(state.organisation.value, fold)) {}

  EventsPage page(const std::string& cursor, std::size_t limit) const {
    auto found = events_after(store_, fold_.partitions(), cursor, state_.types, limit, reader_);
    if (auto* events = std::get_if<EventsPage>(&found)) return std::move(*events);
    return {{}, cursor};  // no cursor of ours: it stands still, and says so by its lag
  }
  /// Behind whole pages of what is older.
  std::string beginning(Instant since) const {
    std::string cursor;
    for (auto past = page(cursor, past_page);
         past.items.size() == past_page && past.items.back().recorded_at < since;
         past = page(cursor, past_page))
      cursor = past.next;
    return cursor;
  }

 private:
  const StoreReader& store_;
  const FoldReader& fold_;
  const webhook::State& state_;
  Actor reader_;
};

}  // namespace

std::optional<Waiting> next_event(const StoreReader& store,
                                  int partitions,
                                  std::int64_t generation,
                                  const Secrets& secrets,
                                  const Case& webhook,
                                  WebhookProgress& progress) {
  const FoldReader fold(store, partitions);
  const Eyes eyes(store, fold, webhook.as<webhook::State>());
  if (progress.generation != generation || progress.cursor.empty()) {
    const Instant last{progress.last_recorded_at.value_or(Instant{}).ms - clocks_apart_ms};
    progress.cursor = eyes.beginning(std::max(webhook.head.opened_at, last));
    progress.generation = generation;
  }
  while (true) {
    auto one = eyes.page(progress.cursor, 1);
    if (one.items.empty()) {
      progress.cursor = std::move(one.next);
      return std::nullopt;
    }
    const auto& place = one.items.front();
    const auto [kind, id] = split_case_key(place.case_key);
    const auto history = fold.history(kind, id, place.version - 1, 1);
    if (place.recorded_at >= webhook.head.opened_at && !history.empty())
      return Waiting{history[0].event.hash, http::cloud_event_json(secrets, history[0]),
                     std::move(one.next), place.recorded_at};
    progress.cursor = std::move(one.next);
  }
}

}  // namespace surety
