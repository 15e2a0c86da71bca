// The feed read from a cursor on, and the streams that follow it.
#include "adapters/http/streams.hpp"

#include <charconv>

#include "adapters/http/edge_index.hpp"
#include "adapters/http/event_json.hpp"
#include "adapters/identity/sealing.hpp"
#include "projections/query.hpp"

namespace surety::http {
namespace {

constexpr auto heartbeat = std::chrono::seconds(15);
constexpr std::size_t batch = 200;
// A reader that may see little must not keep a thread on a long journal: it goes on in the next turn.
constexpr std::size_t looked_at_max = 20'000;

bool number(std::string_view text, std::int64_t& out) {
  const auto r = std::from_chars(text.data(), text.data() + text.size(), out);
  return r.ec == std::errc() && r.ptr == text.data() + text.size();
}

/// Whether the call's actor sees a case, remembered over one reading.
class Sight {
 public:
  explicit Sight(const Call& call) : call_(call) {}
  bool sees_case(const std::string& key) {
    const auto known = seen_.find(key);
    if (known != seen_.end()) return known->second;
    const std::size_t slash = key.find('/');
    const auto c = call_.fold->find(key.substr(0, slash), key.substr(slash + 1));
    const bool visible = c && sees(call_.actor, *c->kind, c->kind->parties(c->head, c->state.get()));
    return seen_[key] = visible;
  }

 private:
  const Call& call_;
  std::map<std::string, bool> seen_;
};

}  // namespace

std::string Cursor::text() const {
  std::string out = std::to_string(generation);
  for (const auto& place : places)
    out += '-' + std::to_string(place.sequence) + '.' + std::to_string(place.index + 1);
  return out;
}

Cursor Cursor::parse(std::string_view text, const Runtime& runtime) {
  Cursor cursor;
  cursor.generation = runtime.generation();
  cursor.places.resize(static_cast<std::size_t>(runtime.partitions()));
  if (text.empty()) return cursor;
  std::vector<std::string_view> parts;
  for (std::string_view rest = text;;) {
    const std::size_t end = rest.find('-');
    parts.push_back(rest.substr(0, end));
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  std::int64_t generation = 0;
  if (!number(parts[0], generation) || parts.size() != cursor.places.size() + 1)
    throw Refused(400, "bad-cursor");
  if (generation != cursor.generation) throw Refused(410, "other-generation");
  for (std::size_t i = 0; i < cursor.places.size(); ++i) {
    const std::size_t dot = parts[i + 1].find('.');
    auto& place = cursor.places[i];
    if (dot == std::string_view::npos || !number(parts[i + 1].substr(0, dot), place.sequence) ||
        !number(parts[i + 1].substr(dot + 1), place.index) || place.sequence < 0 ||
        place.index < 0 || place.index > 65'000)
      throw Refused(400, "bad-cursor");
    --place.index;
  }
  return cursor;
}

Cursor Cursor::now(const Call& call) {
  const Runtime& runtime = call.edge.services.runtime;
  Cursor cursor = parse("", runtime);
  for (std::size_t p = 0; p < cursor.places.size(); ++p)
    cursor.places[p] = {call.fold->position(fold_family, static_cast<int>(p)).sequence + 1, -1};
  return cursor;
}

TypeFilter TypeFilter::parse(std::string_view text) {
  TypeFilter filter;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    if (end > 0) filter.patterns.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return filter;
}

bool TypeFilter::takes(std::string_view type) const {
  if (patterns.empty()) return true;
  for (const auto& p : patterns)
    if (p == type || p == "*" ||
        (p.ends_with("*") && type.starts_with(std::string_view(p).substr(0, p.size() - 1))))
      return true;
  return false;
}

std::vector<FeedItem> read_feed(const Call& call, Cursor& cursor, const TypeFilter& filter,
                                std::size_t limit) {
  std::vector<FeedItem> out;
  Sight sight(call);
  std::size_t looked_at = 0;
  for (std::size_t p = 0; p < cursor.places.size(); ++p) {
    auto& place = cursor.places[p];
    const auto from = place;
    surety::feed(*call.store, static_cast<int>(p), from.sequence, from.index, [&](const FeedEntry& e) {
      if (out.size() >= limit || ++looked_at > looked_at_max) return false;
      place = {e.sequence, e.index};
      const std::size_t slash = e.case_key.find('/');
      // A partition's own case (adopted rulebooks) is nobody's row.
      if (!sight.sees_case(e.case_key)) return true;
      const auto found = call.fold->history(e.case_key.substr(0, slash), e.case_key.substr(slash + 1),
                                            e.version - 1, 1);
      if (found.empty() || !filter.takes(found[0].event.type)) return true;
      out.push_back({cursor, cloud_event_json(call.edge.services.secrets, found[0]), e.case_key});
      return true;
    });
  }
  return out;
}

struct Streams::One {
  CallPtr call;
  Cursor cursor;
  TypeFilter filter;
  bool as_alerts = false;
  std::shared_ptr<Stream> stream;
};

Response Streams::open(const CallPtr& call, Cursor cursor, TypeFilter filter, bool as_alerts) {
  auto one = std::make_shared<One>(One{call, std::move(cursor), std::move(filter), as_alerts, nullptr});
  one->call->fold.reset();
  one->call->store.reset();
  Response r;
  r.content_type = "text/event-stream; charset=utf-8";
  r.header("Cache-Control", "no-store").header("X-Accel-Buffering", "no");
  r.stream = [this, one](std::shared_ptr<Stream> stream) {
    one->stream = std::move(stream);
    one->stream->write("retry: 2000\n: open\n\n");
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

bool Streams::feed(One& one) {
  if (!edge_.sessions.alive(one.call->session)) return false;
  for (bool more = true; more;) {
    one.call->look();
    const auto items = read_feed(*one.call, one.cursor, one.filter, batch);
    for (const auto& item : items) {
      std::string data = item.cloud_event;
      if (one.as_alerts) {
        const std::size_t slash = item.case_key.find('/');
        const auto c = one.call->fold->find("alert", item.case_key.substr(slash + 1));
        if (!c) continue;
        const Secrets& secrets = edge_.services.secrets;
        data = case_json(*c, [&](std::string_view text) { return opened(secrets, text); });
      }
      if (!one.stream->write("id: " + item.after.text() + "\nevent: " +
                             (one.as_alerts ? "alert" : "event") + "\ndata: " + data + "\n\n"))
        return false;
    }
    more = items.size() == batch;
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
    if (feed(*one)) alive.push_back(one);
    else one->stream->close();
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
