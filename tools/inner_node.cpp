// The parts of a node put together as serve does, up to its edge.
#include "tools/inner_node.hpp"

#include <chrono>
#include <thread>

#include "adapters/notifications/folder_notifier.hpp"
#include "tools/cli.hpp"
#include "tools/first_start.hpp"
#include "tools/sample.hpp"

namespace surety::tools {

InnerNode::InnerNode(const DataKeys& keys, std::optional<Instant> now) {
  folder_ = std::make_unique<Folder>(keys.data, true);
  journal_ = open_journal(*folder_, keys, false);
  store_ = open_store(*folder_ / "store");
  choose_clock(keys, now);
  randomness_ = system_randomness();
  notifier_ = folder_notifier(*folder_ / "outbox");
  documents_ = folder_documents(*folder_ / "documents");
  secrets_ = open_secrets(*folder_, keys, {});
  intake_ = open_intake(keys, *journal_, "inner", {});
  node_ = std::make_unique<Node>(NodeSettings{}, *journal_, *store_, *clock_, *randomness_,
                                 *notifier_, every_projection(), intake_.get());
  if (const auto trouble = node_->open(); !trouble.empty()) throw Failure(trouble, "try again");
  runtime_ = std::make_unique<Runtime>(*node_, *store_, *clock_);
  journal_->on_durable([this] { runtime_->nudge(); });
  runtime_->start();
  if (intake_) intake_->join([this] { runtime_->nudge(); });
  while (!runtime_->caught_up()) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  Player player(*runtime_, *secrets_);
  publish_rulebooks(player);
  play_sample(player, *documents_);
}

InnerNode::~InnerNode() {
  if (intake_) intake_->leave();
  runtime_->stop();
  journal_->on_durable({});
  store_->flush();
}

void InnerNode::choose_clock(const DataKeys& keys, std::optional<Instant> now) {
  const auto newest = newest_instant(*journal_);
  std::string made_with = folder_->clock();
  if (made_with.empty()) made_with = agreed_clock(keys, now && !newest ? "manual" : "system");
  folder_->note_clock(made_with);
  if (made_with == "system") {
    if (now)
      throw Failure(folder_->path().string() + " was not made with a manual clock",
                    "leave --now out, or name another folder with --data");
    clock_ = system_clock();
    return;
  }
  const Instant wished = now.value_or(system_clock()->now());
  clock_ = std::make_unique<ManualClock>(newest ? now ? std::max(*newest, *now) : *newest : wished);
}

}  // namespace surety::tools
