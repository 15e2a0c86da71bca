// The engine's thread, its inbox, and what others may ask of it.
#include "adapters/runtime.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <future>
#include <map>
#include <mutex>
#include <thread>

#include "adapters/clock/clock.hpp"
#include "engine/node_time.hpp"

namespace surety {
namespace {

constexpr auto flush_every = std::chrono::seconds(5);
constexpr auto longest_sleep = std::chrono::milliseconds(200);
/// A round takes milliseconds; one that takes so long waits for a disk.
constexpr auto longest_round = std::chrono::seconds(5);
using Steady = std::chrono::steady_clock;

}  // namespace

struct Runtime::Impl {
  Node& node;
  Store& store;
  Clock& clock;

  mutable std::mutex mutex;
  mutable std::condition_variable wake, folded;
  std::deque<std::pair<CommandEnvelope, Node::Reply>> inbox;
  bool durable = false, stopping = false, confirm = false;
  std::vector<PartitionStatus> status;
  std::string trouble;  ///< while it is told, only the engine's own records are tried
  bool caught_up = false, clock_waits = false, settled = false;
  std::optional<Steady::time_point> round_began;
  bool clock_told = false;  ///< that it stands off the brokers'
  Instant now;
  std::vector<std::int64_t> published;
  bool published_news = false;
  std::uint64_t rounds = 0;  ///< rounds begun; a mover waits for a settled one begun after its move
  std::map<int, std::function<void(int, const Commit&)>> subscribers;
  std::mutex subscribers_mutex;
  int next_subscriber = 1;
  std::thread engine, flusher;

  Impl(Node& n, Store& s, Clock& c) : node(n), store(s), clock(c) {
    published.resize(static_cast<std::size_t>(node.partitions()), -1);
    publish();
  }

  /// REQUIRES: the engine thread, or that it does not run.
  void publish() {
    auto fresh = node.status();
    auto why = node.trouble();
    std::lock_guard lock(mutex);
    if (why != trouble) {
      if (why.empty()) spdlog::info("commands are taken again");
      else spdlog::error("commands are refused: {}", why);
      trouble = std::move(why);
    }
    for (std::size_t i = 0; i < fresh.size(); ++i)
      if (!fresh[i].halted.empty() && (i >= status.size() || status[i].halted.empty()))
        spdlog::error("partition {} has stopped: {}", fresh[i].partition, fresh[i].halted);
    for (const auto& s : fresh)
      if (const auto off = std::abs(s.clock_off_ms.value_or(0));
          off > clocks_agree_ms && !std::exchange(clock_told, true))
        spdlog::warn("this node's clock and the brokers' are {} s apart", off / 1000);
    status = std::move(fresh);
    caught_up = node.caught_up();
    clock_waits = node.clock_waits();
    settled = node.settled();
    now = node.now();
    folded.notify_all();
  }

  void tell(int partition, const Commit& commit) {
    std::lock_guard lock(subscribers_mutex);
    for (auto& [id, f] : subscribers) f(partition, commit);
  }

  /// REQUIRES: the mutex.
  bool stands_still() const { return round_began && Steady::now() - *round_began > longest_round; }

  bool round() {
    std::deque<std::pair<CommandEnvelope, Node::Reply>> taken;
    bool confirmed = false;
    std::vector<std::int64_t> marks;
    {
      std::lock_guard lock(mutex);
      taken.swap(inbox);
      durable = false;
      round_began = Steady::now();
      confirmed = std::exchange(confirm, false);
      if (std::exchange(published_news, false)) marks = published;
      ++rounds;
    }
    if (confirmed) node.confirm_clock();
    for (std::size_t p = 0; p < marks.size(); ++p)
      if (marks[p] >= 0) node.published(static_cast<int>(p), marks[p]);
    for (auto& [command, reply] : taken) {
      // Room is made sure of in `submit`; what comes here is decided or told.
      if (!node.offer(std::move(command), reply)) spdlog::warn("a command was turned away: the queue is full");
    }
    return node.step();
  }

  void run() {
    while (true) {
      const bool more = round();
      publish();
      const auto due = node.next_due();
      std::unique_lock lock(mutex);
      if (stopping) return;
      if (more || !inbox.empty() || durable || confirm) continue;
      auto sleep = longest_sleep;
      if (due && !clock.manual())
        sleep = std::clamp(std::chrono::milliseconds(due->ms - now.ms), std::chrono::milliseconds(1), longest_sleep);
      wake.wait_for(lock, sleep, [this] { return stopping || durable || confirm || !inbox.empty(); });
    }
  }

  void flush_now_and_then() {
    std::unique_lock lock(mutex);
    while (!stopping) {
      wake.wait_for(lock, flush_every, [this] { return stopping; });
      lock.unlock();
      store.flush();
      lock.lock();
    }
  }
};

Runtime::Runtime(Node& node, Store& store, Clock& clock) : impl_(std::make_unique<Impl>(node, store, clock)) {
  node.on_commit([this](int p, const Commit& c) { impl_->tell(p, c); });
}

Runtime::~Runtime() { stop(); }

void Runtime::start() {
  impl_->engine = std::thread([this] { impl_->run(); });
  impl_->flusher = std::thread([this] { impl_->flush_now_and_then(); });
}

void Runtime::stop() {
  {
    std::lock_guard lock(impl_->mutex);
    impl_->stopping = true;
  }
  impl_->wake.notify_all();
  if (impl_->engine.joinable()) impl_->engine.join();
  if (impl_->flusher.joinable()) impl_->flusher.join();
}

void Runtime::nudge() {
  {
    std::lock_guard lock(impl_->mutex);
    impl_->durable = true;
  }
  impl_->wake.notify_all();
}

bool Runtime::submit(CommandEnvelope command, std::function<void(const Outcome&)> reply) {
  {
    std::lock_guard lock(impl_->mutex);
    std::size_t waiting = impl_->inbox.size();
    for (const auto& s : impl_->status) waiting += s.waiting;
    if (impl_->stopping || waiting >= queue_max || !impl_->trouble.empty()) return false;
    if (impl_->stands_still()) return false;
    impl_->inbox.emplace_back(std::move(command), std::move(reply));
  }
  impl_->wake.notify_all();
  return true;
}

std::optional<Outcome> Runtime::ask(CommandEnvelope command, int timeout_ms) {
  auto promise = std::make_shared<std::promise<Outcome>>();
  auto future = promise->get_future();
  if (!submit(std::move(command), [promise](const Outcome& o) { promise->set_value(o); })) return std::nullopt;
  if (future.wait_for(std::chrono::milliseconds(timeout_ms)) != std::future_status::ready) return std::nullopt;
  return future.get();
}

std::unique_ptr<StoreReader> Runtime::snapshot() const { return impl_->store.snapshot(); }
int Runtime::partitions() const { return impl_->node.partitions(); }
const Library& Runtime::library() const { return impl_->node.library(); }

std::int64_t Runtime::generation() const {
  std::lock_guard lock(impl_->mutex);
  return impl_->status.empty() ? 1 : impl_->status[0].position.generation;
}
std::vector<PartitionStatus> Runtime::status() const {
  std::lock_guard lock(impl_->mutex);
  return impl_->status;
}
bool Runtime::caught_up() const {
  std::lock_guard lock(impl_->mutex);
  return impl_->caught_up;
}
bool Runtime::stands_still() const {
  std::lock_guard lock(impl_->mutex);
  return impl_->stands_still();
}
Instant Runtime::now() const {
  if (impl_->clock.manual()) return impl_->clock.now();
  std::lock_guard lock(impl_->mutex);
  return impl_->clock_waits ? impl_->now : std::max(impl_->now, impl_->clock.now());
}
bool Runtime::clock_waits() const {
  std::lock_guard lock(impl_->mutex);
  return impl_->clock_waits;
}
void Runtime::confirm_clock() {
  {
    std::lock_guard lock(impl_->mutex);
    impl_->confirm = true;
  }
  impl_->wake.notify_all();
}

// Nobody is woken: the mark goes with the next commit, and none is made for it.
void Runtime::published(int partition, std::int64_t sequence) {
  std::lock_guard lock(impl_->mutex);
  auto& mark = impl_->published[static_cast<std::size_t>(partition)];
  if (sequence <= mark) return;
  mark = sequence;
  impl_->published_news = true;
}
std::vector<std::int64_t> Runtime::published() const {
  std::lock_guard lock(impl_->mutex);
  return impl_->published;
}

bool Runtime::wait_for(const CommitPosition& position, int timeout_ms) const {
  std::unique_lock lock(impl_->mutex);
  return impl_->folded.wait_for(lock, std::chrono::milliseconds(timeout_ms), [&] {
    const auto p = static_cast<std::size_t>(position.partition);
    return p < impl_->status.size() && impl_->status[p].position.sequence >= position.sequence;
  });
}

bool Runtime::move_clock(Instant now) {
  auto* manual = dynamic_cast<ManualClock*>(&impl_->clock);
  if (!manual || !manual->move(now)) return false;
  std::unique_lock lock(impl_->mutex);
  const auto moved_in = impl_->rounds;
  impl_->durable = true;
  impl_->wake.notify_all();
  // The round under way may have read the time before; two rounds later what it left is handled too.
  impl_->folded.wait(lock, [&] { return impl_->stopping || (impl_->rounds > moved_in + 1 && impl_->settled); });
  return true;
}

int Runtime::subscribe(std::function<void(int, const Commit&)> f) {
  std::lock_guard lock(impl_->subscribers_mutex);
  impl_->subscribers[impl_->next_subscriber] = std::move(f);
  return impl_->next_subscriber++;
}

void Runtime::unsubscribe(int id) {
  std::lock_guard lock(impl_->subscribers_mutex);
  impl_->subscribers.erase(id);
}

}  // namespace surety
