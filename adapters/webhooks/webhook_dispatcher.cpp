// One thread looks whose turn it is, a few take the turns.
#include "adapters/webhooks/webhook_dispatcher.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "adapters/clock/clock.hpp"
#include "adapters/webhooks/webhook_feed.hpp"
#include "engine/digest.hpp"
#include "engine/fold_keys.hpp"
#include "engine/kinds/webhook.hpp"
#include "events/json.hpp"

namespace surety {
namespace {

using Steady = std::chrono::steady_clock;
using Ms = std::chrono::milliseconds;

constexpr int events_per_turn = 50;
constexpr auto look_every = Ms(200);
/// A cursor that has only passed over what is not for its webhook is kept so often.
constexpr auto keep_every = std::chrono::seconds(10);
constexpr std::int64_t day_ms = 86'400'000, retry_after_max_s = 3'600;
constexpr int gone = 410;

std::int64_t wall_seconds_now() { return system_clock()->now().ms / 1'000; }

/// A webhook of a partition that this node leads.
struct Receiver {
  std::int64_t version = 0;  ///< of its case, when it was looked at last
  bool active = false, under_way = false;
  std::uint64_t seen = 0;  ///< news up to which it has been given everything
  int failures = 0;
  Steady::time_point next{}, kept{};
  std::optional<WebhookProgress> progress;  ///< absent: as it was kept
};

struct Turn {
  bool sent = false, failed = false, more = false;
  Ms retry_after{0};
};

}  // namespace

bool webhook_url_allowed(const std::string& url, bool private_addresses) {
  const auto parts = outgoing::parse_url(url);
  return parts && (parts->scheme == "https" || (private_addresses && parts->loopback()));
}

struct WebhookDispatcher::Impl {
  WebhookSettings settings;
  Runtime& runtime;
  Secrets& secrets;
  outgoing::Client client;

  std::mutex mutex;
  std::condition_variable_any wake;
  std::map<std::string, Receiver> receivers;
  std::deque<std::string> turns;
  std::atomic<std::uint64_t> news{1};  ///< commits heard of
  int subscription = 0;
  std::vector<std::jthread> threads;  // last, so that they end before what they use

  Impl(WebhookSettings s, Runtime& r, Secrets& k)
      : settings(std::move(s)), runtime(r), secrets(k), client(settings.client) {
    subscription = runtime.subscribe([this](int, const Commit& commit) {
      if (!commit.events.empty()) ++news;
    });
    threads.emplace_back([this](std::stop_token stop) { look(stop); });
    for (int i = 0; i < settings.workers; ++i)
      threads.emplace_back([this](std::stop_token stop) { work(stop); });
  }
  ~Impl() {
    runtime.unsubscribe(subscription);
    for (auto& thread : threads) thread.request_stop();
  }

  void look(const std::stop_token& stop) {
    std::uint64_t looked_at = 0;
    std::mutex never;
    std::condition_variable_any stopped;
    while (!stop.stop_requested()) {
      const auto now_news = news.load();
      find_receivers(std::exchange(looked_at, now_news) != now_news);
      give_turns(now_news);
      std::unique_lock lock(never);
      stopped.wait_for(lock, stop, look_every, [] { return false; });
    }
  }

  /// The ids of all webhooks, if there may be new ones; and which of them are this node's.
  void find_receivers(bool anew) {
    const auto status = runtime.status();
    const auto leads = [&](const std::string& id) {
      return status[static_cast<std::size_t>(partition_of(id, runtime.partitions()))].leading;
    };
    std::map<std::string, Case> found;
    if (anew) {
      const auto store = runtime.snapshot();
      for (int p = 0; p < runtime.partitions(); ++p) {
        const auto prefix = keys::state(p, "webhook/");
        const auto visit = [&](std::string_view key, std::string_view bytes) {
          if (auto c = decode_case(webhook::kind(), bytes))
            found.insert_or_assign(std::string(key.substr(prefix.size())), std::move(*c));
          return true;
        };
        store->scan(fold_family(), prefix, after_prefix(prefix), visit);
      }
    }
    std::lock_guard lock(mutex);
    for (const auto& [id, c] : found) {
      auto& r = receivers[id];
      // Somebody has changed it, perhaps for the better.
      if (r.version != c.head.version) r.failures = 0, r.next = {}, r.seen = 0;
      r.version = c.head.version;
      r.active = c.as<webhook::State>().state == webhook::Phase::active;
    }
    for (auto& [id, r] : receivers)
      if (!leads(id)) r.seen = 0, r.progress.reset();  // another node goes on
  }

  void give_turns(std::uint64_t now_news) {
    const auto status = runtime.status();
    const auto now = Steady::now();
    std::lock_guard lock(mutex);
    for (auto& [id, r] : receivers) {
      const auto p = static_cast<std::size_t>(partition_of(id, runtime.partitions()));
      if (!r.active || r.under_way || r.next > now || r.seen == now_news || !status[p].leading)
        continue;
      r.under_way = true;
      turns.push_back(id);
      wake.notify_one();
    }
  }

  void work(const std::stop_token& stop) {
    while (true) {
      std::unique_lock lock(mutex);
      if (!wake.wait(lock, stop, [this] { return !turns.empty(); })) return;
      const auto id = std::move(turns.front());
      turns.pop_front();
      auto progress = receivers[id].progress;
      bool keep = Steady::now() - receivers[id].kept > keep_every;
      lock.unlock();
      const auto heard = news.load();
      Turn turn;
      try {
        if (!progress) progress = webhook_progress(secrets, id);
        turn = take_turn(id, *progress, stop);
        keep = progress->generation > 0 && (keep || turn.sent || turn.failed);
        if (progress->generation == 0) progress.reset();  // it has not begun
        if (keep) keep_webhook_progress(secrets, id, *progress);
      } catch (const std::exception& e) {
        spdlog::warn("webhook {}: {}", id, e.what());
        turn.failed = true;
        progress.reset();
      }
      lock.lock();
      auto& receiver = receivers[id];
      receiver.progress = std::move(progress);
      if (keep) receiver.kept = Steady::now();
      settle(receiver, id, turn, heard);
    }
  }

  /// REQUIRES: the mutex.
  void settle(Receiver& r, const std::string& id, const Turn& turn, std::uint64_t heard) {
    r.under_way = false;
    if (!turn.failed) {
      r.failures = 0;
      r.next = {};
      if (!turn.more) r.seen = heard;
      return;
    }
    auto wait = settings.first_wait;
    for (int i = 0; i < r.failures && wait < settings.longest_wait; ++i) wait *= 2;
    ++r.failures;
    wait = std::max(std::min(wait, settings.longest_wait), turn.retry_after);
    // What failed together is not tried again together.
    const auto most = static_cast<std::size_t>(wait.count() / 2 + 1);
    r.next = Steady::now() + wait + Ms(std::hash<std::string>{}(id) % most);
  }

  Turn take_turn(const std::string& id, WebhookProgress& progress, const std::stop_token& stop) {
    Turn turn;
    for (int i = 0; i < events_per_turn && !turn.failed && !stop.stop_requested(); ++i) {
      const auto store = runtime.snapshot();
      const auto c = FoldReader(*store, runtime.partitions()).find("webhook", id);
      turn.more = false;
      if (!c || c->as<webhook::State>().state != webhook::Phase::active) break;
      turn.failed = webhook_secrets(secrets, id).empty();
      if (turn.failed) break;
      const auto event = next_event(
          *store, runtime.partitions(), runtime.generation(), secrets, *c, progress);
      if (!event) break;
      send(*c, *event, progress, turn, stop);
    }
    return turn;
  }

  void send(const Case& c, const Waiting& event, WebhookProgress& progress, Turn& turn,
            const std::stop_token& stop) {
    const auto& id = c.head.id;
    outgoing::Request request{"POST", c.as<webhook::State>().url};
    request.headers =
        webhook_headers(webhook_secrets(secrets, id), event.id, wall_seconds_now(), event.body);
    request.headers.emplace_back("Content-Type", "application/cloudevents+json");
    request.body = event.body;
    request.answer_bytes_max = 64 << 10;
    request.public_addresses_only = !settings.private_addresses;
    request.stop = stop;
    const bool allowed = webhook_url_allowed(request.url, settings.private_addresses);
    const auto answer =
        allowed ? client.send(request) : outgoing::Answer{outgoing::Failure::forbidden};
    if (answer.failure == outgoing::Failure::stopped) return;
    if (answer.good()) {
      turn.sent = turn.more = true;
      progress.cursor = event.cursor;
      progress.last_event = event.id;
      progress.last_recorded_at = event.recorded_at;
      progress.delivered_at = runtime.now();
      progress.failing_since.reset();
      progress.last_failure.clear();
      return;
    }
    turn.failed = true;
    progress.last_failure = answer.failure == outgoing::Failure::none
                                ? "answers-" + std::to_string(answer.status)
                                : std::string(name(answer.failure));
    spdlog::warn("webhook {}: {} {}", id, progress.last_failure, answer.detail);
    // Its last change gives it another chance.
    const auto since = std::max(progress.failing_since.value_or(runtime.now()), c.head.changed_at);
    progress.failing_since = since;
    if (answer.status == gone || runtime.now().ms - since.ms >= settings.give_up_days * day_ms)
      disable(c, since, progress.last_failure);
    std::int64_t seconds = 0;
    const auto text = answer.header("retry-after");
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    seconds = std::clamp<std::int64_t>(seconds, 0, retry_after_max_s);
    turn.retry_after = std::chrono::seconds(seconds);
  }

  /// Once for each time that it fails so long, whoever asks.
  void disable(const Case& c, Instant since, const std::string& reason) {
    CommandEnvelope e;
    e.id = "w-" + hex(sha256(c.head.id + '\n' + std::to_string(c.head.version) + since.text()));
    e.kind = "webhook";
    e.command = "disable";
    e.case_id = e.root = c.head.id;
    e.actor.engine = true;
    e.body = to_json(webhook::Disable{since, reason});
    e.submitted_at = runtime.now();
    runtime.submit(std::move(e), [](const Outcome&) {});
  }
};

WebhookDispatcher::WebhookDispatcher(WebhookSettings settings, Runtime& runtime, Secrets& secrets)
    : impl_(std::make_unique<Impl>(std::move(settings), runtime, secrets)) {}
WebhookDispatcher::~WebhookDispatcher() = default;

}  // namespace surety
