// Answers made from folded records.
#include "engine/callers.hpp"

#include <algorithm>
#include <utility>

namespace surety {
namespace {

/// The rulebook that was published, by its name; a version is one event of its case. Empty: none.
std::string published(const Outcome& o) {
  if (o.events.empty() || o.events[0].type != "rulebook.published") return {};
  return Rulebook{o.case_key.substr(o.case_key.find('/') + 1), o.events[0].version, {}, {}}.name();
}

/// Of a refusal that leaves the command's id free: told, but not kept.
Outcome passing(const Replica& replica, const Commit& commit, std::string id) {
  Outcome o;
  o.command_id = std::move(id);
  o.case_key = commit.case_key;
  o.refusal = commit.refusal;
  o.position = {commit.generation, replica.number(), commit.sequence};
  return o;
}

}  // namespace

void Callers::wait(const std::string& command_id, Node::Reply reply, std::int64_t now_ms) {
  if (!reply) return;
  waiting_[command_id].push_back({std::move(reply), now_ms});
  ++count_;
}

void Callers::already(Node::Reply reply, Outcome outcome) {
  if (reply) ready_.push_back({std::move(reply), std::move(outcome)});
}

void Callers::folded(const Replica& replica, const Commit& commit) {
  if (waiting_.empty()) return;
  std::string id(command_of(commit));
  const auto it = waiting_.find(id);
  if (it == waiting_.end()) return;
  auto outcome = replica.outcome(id);
  if (!outcome) outcome = passing(replica, commit, std::move(id));
  count_ -= it->second.size();
  for (auto& w : it->second) ready_.push_back({std::move(w.reply), *outcome});
  waiting_.erase(it);
}

void Callers::give_up_before(std::int64_t since_ms) {
  for (auto it = waiting_.begin(); it != waiting_.end();) {
    auto& all = it->second;
    const auto still = std::find_if(
        all.begin(), all.end(), [&](const Waiting& w) { return w.since_ms >= since_ms; });
    for (auto w = all.begin(); w != still; ++w) ready_.push_back({std::move(w->reply), Outcome{}});
    count_ -= static_cast<std::size_t>(still - all.begin());
    all.erase(all.begin(), still);
    it = all.empty() ? waiting_.erase(it) : std::next(it);
  }
}

void Callers::answer(const std::function<bool(const std::string&)>& adopted) {
  for (auto& [reply, outcome] : std::exchange(ready_, {})) {
    const auto book = published(outcome);
    if (!book.empty() && !adopted(book)) ready_.push_back({std::move(reply), std::move(outcome)});
    else reply(outcome);
  }
}

}  // namespace surety
