// One thread tells the stories, the engine's takes their commands as fast as it can.
#include "tools/demo_player.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <chrono>
#include <thread>

#include "adapters/identity/sealing.hpp"
#include "engine/digest.hpp"
#include "engine/fold.hpp"
#include "engine/kinds/policy.hpp"
#include "tools/cli.hpp"
#include "tools/player.hpp"
#include "tools/sample_parts.hpp"

namespace surety::tools {
namespace {

constexpr std::int64_t flying_most = 4'000;  // half of what the node lets wait

}  // namespace

DemoPlayer::DemoPlayer(InnerNode& node, Wish wish)
    : node_(node),
      wish_(std::move(wish)),
      world_(ground()),
      subscription_(node_.runtime().subscribe([this](int, const Commit& commit) {
        events_ += static_cast<std::int64_t>(commit.events.size());
      })) {}

DemoPlayer::~DemoPlayer() {
  std::unique_lock lock(mutex_);
  fewer_.wait(lock, [this] { return flying_ == 0; });
  lock.unlock();
  node_.runtime().unsubscribe(subscription_);
}

DemoWorld::Ground DemoPlayer::ground() const {
  // The numbers are nobody's, so one key seals them all.
  const auto id = hex(system_randomness()->bytes(8));
  const auto key = system_randomness()->bytes(crypto_secretbox_KEYBYTES);
  node_.secrets().put("key/" + id, key);
  const auto seal_one = [id, key](std::string_view phone) { return seal(phone, id, key); };
  return {.seed = wish_.seed,
          .today = node_.runtime().now().date(),
          .partitions = node_.runtime().partitions(),
          .jurisdiction = wish_.jurisdiction,
          .projects = wish_.projects,
          .pdf = paper(node_.documents(), "platform", "演示文件"),
          .picture = picture(node_.documents(), "platform", "演示照片"),
          .account = [this](std::string_view name) {
            return Player(node_.runtime(), node_.secrets()).account(name);
          },
          .seal = seal_one};
}

void DemoPlayer::play() {
  std::int64_t number = 0;
  for (const auto& move : world_.parties()) {
    // Whoever is linked is of another root and must be there.
    if (move.command == "link-insurer") wait_until_fewer_than(1);
    submit(move, fmt::format("demo/{}/party/{}", wish_.seed, number++));
  }
  wait_until_fewer_than(1);
  Progress progress("Playing projects", wish_.projects);
  for (std::int64_t i = 0; i < wish_.projects; ++i) {
    auto story = world_.story(i);
    for (std::size_t n = 0; n < story.moves.size(); ++n) {
      const auto& move = story.moves[n];
      const auto order_opens = [this, i, policy = story.served_policy] {
        served_.push_back({i, policy});
      };
      submit(move, fmt::format("demo/{}/{}/{}", wish_.seed, i, n),
             move.command == "assign-service-provider" ? std::function<void()>(order_opens)
                                                       : nullptr);
    }
    if (i % 64 == 0) serve();
    progress.at(i);
  }
  wait_until_fewer_than(1);
  serve();
  wait_until_fewer_than(1);
  // What was entered long after its time passes now.
  while (!FoldReader(*node_.runtime().snapshot(), node_.runtime().partitions())
              .due(node_.runtime().now(), 1)
              .empty())
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  progress.finish();
}

/// Goes on with the projects whose service order is there.
void DemoPlayer::serve() {
  std::deque<Served> ready;
  {
    std::lock_guard lock(mutex_);
    ready.swap(served_);
  }
  if (ready.empty()) return;
  const auto store = node_.runtime().snapshot();
  const FoldReader fold(*store, node_.runtime().partitions());
  for (const auto& [project, policy] : ready) {
    const auto order = fold.find("policy", policy)->as<policy::State>().service_order;
    int n = 0;
    for (const auto& move : world_.services(project, order.value()))
      submit(move, fmt::format("demo/{}/{}/service/{}", wish_.seed, project, n++));
  }
}

void DemoPlayer::submit(const DemoMove& move, std::string id, std::function<void()> then) {
  wait_until_fewer_than(flying_most);
  CommandEnvelope e;
  e.id = std::move(id);
  e.kind = move.kind;
  e.command = move.command;
  e.root = move.root;
  e.case_id = move.case_id;
  e.actor = move.actor;
  e.body = move.body;
  e.historical = true;
  ++given_;
  {
    std::lock_guard lock(mutex_);
    ++flying_;
  }
  const auto answered = [this, what = move.kind + "." + move.command,
                         then = std::move(then)](const Outcome& outcome) {
    std::lock_guard lock(mutex_);
    if (outcome.refusal && trouble_.empty())
      trouble_ = fmt::format("{} was refused at {}: {} {}", what, outcome.command_id,
                             outcome.refusal->code, outcome.refusal->facts);
    else if (then) then();
    --flying_;
    fewer_.notify_all();
  };
  while (!node_.runtime().submit(e, answered))
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

void DemoPlayer::wait_until_fewer_than(std::int64_t most) {
  std::unique_lock lock(mutex_);
  fewer_.wait(lock, [&] { return flying_ < most; });
  if (!trouble_.empty())
    throw Failure("the made-up data: " + trouble_, "play it into a new folder: another --data");
}

}  // namespace surety::tools
