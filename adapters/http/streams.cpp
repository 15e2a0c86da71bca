// The feed read from a cursor on, and the streams that follow it.
#include "adapters/http/streams.hpp"

#include "adapters/http/event_json.hpp"
#include "adapters/identity/sealing.hpp"
#include "engine/fold_event.hpp"
#include "projections/events.hpp"
#include "projections/query.hpp"

namespace surety::http {
namespace {

constexpr auto heartbeat = std::chrono::seconds(15);

}  // namespace

std::string cursor_now(const Call& call) {
  const Runtime& runtime = call.edge.services.runtime;
  return std::to_string(runtime.generation()) + '-' + events_end(*call.store, runtime.partitions());
}

std::vector<std::string> types_of(std::string_view text) {
  std::vector<std::string> types;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    if (end > 0) types.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return types;
}

Feed read_feed(const Call& call,
               std::string_view cursor,
               const std::vector<std::string>& types,
               std::size_t limit) {
  const Runtime& runtime = call.edge.services.runtime;
  const std::string generation = std::to_string(runtime.generation());
  if (!cursor.empty()) {
    const std::size_t dash = cursor.find('-');
    if (dash == std::string_view::npos || dash == 0 || dash > 18 ||
        cursor.substr(0, dash).find_first_not_of("0123456789") != std::string_view::npos)
      throw Refused(400, "bad-cursor");
    if (cursor.substr(0, dash) != generation) throw Refused(410, "other-generation");
    cursor.remove_prefix(dash + 1);
    if (cursor.empty()) throw Refused(400, "bad-cursor");
  }
  auto page = events_after(*call.store, runtime.partitions(), cursor, types, limit, call.actor);
  if (const auto* bad = std::get_if<BadQuery>(&page)) throw Refused(400, bad->code);
  const auto& found = std::get<EventsPage>(page);
  Feed feed;
  feed.next = generation + '-' + found.next;
  for (const auto& place : found.items) {
    const auto [kind, id] = split_case_key(place.case_key);
    const auto history = call.fold->history(kind, id, place.version - 1, 1);
    if (!history.empty())
      feed.items.push_back(
          {place.case_key, cloud_event_json(call.edge.services.secrets, history[0]),
           history[0].actor, place.position, place.recorded_at});
  }
  return feed;
}

struct Streams::One {
  CallPtr call;
  std::string cursor;
  std::vector<std::string> types;
  bool as_alerts = false;
  std::shared_ptr<Stream> stream;
};

Response Streams::open(const CallPtr& call,
                       std::string cursor,
                       std::vector<std::string> types,
                       bool as_alerts) {
  auto one =
      std::make_shared<One>(One{call, std::move(cursor), std::move(types), as_alerts, nullptr});
  one->call->fold.reset();
  one->call->store.reset();
  Response r;
  r.content_type = "text/event-stream; charset=utf-8";
  r.header("Cache-Control", "no-store").header("X-Accel-Buffering", "no");
  r.stream = [this, one](std::shared_ptr<Stream> stream) {
    one->stream = std::move(stream);
    // Who breaks off before anything was told comes again with the place it began at.
    const std::string begun = one->cursor.empty() ? "" : "id: " + one->cursor + "\n";
    one->stream->write("retry: 2000\n" + begun + ": open\n\n");
    const std::lock_guard lock(mutex_);
    if (edge_.stopping) return;
    all_.push_back(one);
    if (!beating_) {
      beating_ = true;
      edge_.workers.run_after(heartbeat, [this] { beat(); });
    }
    if (!scheduled_.exchange(true))
      edge_.workers.run_after(std::chrono::milliseconds(0), [this] { pump(); });
  };
  return r;
}

void Streams::news() {
  // A short wait gathers a burst of commits into one look.
  if (!scheduled_.exchange(true))
    edge_.workers.run_after(std::chrono::milliseconds(20), [this] { pump(); });
}

bool Streams::write(One& one, const Feed& feed) {
  for (const auto& item : feed.items) {
    std::string data = item.cloud_event;
    if (one.as_alerts) {
      const auto alert = one.call->fold->find("alert", split_case_key(item.case_key).second);
      if (!alert) continue;
      const Secrets& secrets = edge_.services.secrets;
      data = case_json(*alert, edge_.today(), [&](std::string_view text) {
        return opened(secrets, text);
      });
    }
    const std::string name = one.as_alerts ? "alert" : "event";
    if (!one.stream->write("id: " + feed.next + "\nevent: " + name + "\ndata: " + data + "\n\n"))
      return false;
  }
  return true;
}

bool Streams::feed(One& one) {
  if (!edge_.sessions.alive(one.call->session)) return false;
  one.call->look();
  // One at a time, so that every event has an id of its own to resume behind.
  for (bool more = true; more;) {
    const Feed feed = read_feed(*one.call, one.cursor, one.types, 1);
    more = !feed.items.empty();
    one.cursor = feed.next;
    if (!write(one, feed)) return false;
  }
  one.call->fold.reset();
  one.call->store.reset();
  return true;
}

void Streams::pump() {
  scheduled_ = false;
  std::vector<std::shared_ptr<One>> now;
  {
    const std::lock_guard lock(mutex_);
    now.swap(all_);
  }
  std::vector<std::shared_ptr<One>> alive;
  for (auto& one : now) {
    bool goes_on = false;
    try {
      goes_on = feed(*one);
    } catch (const std::exception&) {
      // The client comes again with its last id and is told what is wrong.
    }
    if (goes_on)
      alive.push_back(one);
    else
      one->stream->close();
  }
  const std::lock_guard lock(mutex_);
  if (edge_.stopping) {
    for (auto& one : alive) one->stream->close();
    return;
  }
  all_.insert(all_.end(), alive.begin(), alive.end());
}

void Streams::beat() {
  const std::lock_guard lock(mutex_);
  std::erase_if(all_, [](const auto& one) { return !one->stream->write(": beat\n\n"); });
  beating_ = !all_.empty() && !edge_.stopping;
  if (beating_) edge_.workers.run_after(heartbeat, [this] { beat(); });
}

void Streams::close_all() {
  const std::lock_guard lock(mutex_);
  for (auto& one : all_) one->stream->close();
  all_.clear();
}

}  // namespace surety::http
