// Answers made from folded records.
#include "engine/callers.hpp"

#include <utility>

namespace surety {
namespace {

constexpr std::string_view command_cause = "command:";

bool publishes(const Outcome& o) {
  return !o.events.empty() && o.events[0].type == "rulebook.published";
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
  auto& w = waiting_[command_id];
  w.replies.push_back(std::move(reply));
  w.since_ms = now_ms;
}

void Callers::already(Node::Reply reply, Outcome outcome) {
  if (reply) ready_.push_back({{std::move(reply)}, std::move(outcome)});
}

void Callers::folded(const Replica& replica, const Commit& commit) {
  if (waiting_.empty() || !commit.cause.starts_with(command_cause)) return;
  std::string id = commit.cause.substr(command_cause.size());
  const auto it = waiting_.find(id);
  if (it == waiting_.end()) return;
  auto outcome = replica.outcome(id);
  if (!outcome) outcome = passing(replica, commit, std::move(id));
  ready_.push_back({std::move(it->second.replies), std::move(*outcome)});
  waiting_.erase(it);
}

void Callers::give_up_before(std::int64_t since_ms) {
  for (auto it = waiting_.begin(); it != waiting_.end();) {
    if (it->second.since_ms >= since_ms) {
      ++it;
      continue;
    }
    ready_.push_back({std::move(it->second.replies), Outcome{}});
    it = waiting_.erase(it);
  }
}

void Callers::answer(bool adopted) {
  std::vector<std::pair<std::vector<Node::Reply>, Outcome>> now;
  std::swap(now, ready_);
  for (auto& [replies, outcome] : now) {
    if (publishes(outcome) && !adopted) {
      ready_.push_back({std::move(replies), std::move(outcome)});
      continue;
    }
    for (auto& reply : replies) reply(outcome);
  }
}

}  // namespace surety
