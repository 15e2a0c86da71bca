// Commands for other roots, and messages.
#include "engine/effects.hpp"

#include <algorithm>

namespace surety {
namespace {

constexpr std::int64_t give_up_ms = 24 * 3600 * 1000, wait_max_ms = 600'000;

CommandEnvelope envelope(const Replica::OpenEffect& e) {
  CommandEnvelope c;
  c.id = e.id();
  c.kind = e.effect.kind;
  c.command = e.effect.command;
  c.case_id = e.effect.case_id;
  c.root = e.effect.root;
  c.body = e.effect.body;
  c.actor.engine = true;
  return c;
}

}  // namespace

void EffectDesk::add(int partition, Replica::OpenEffect e) {
  auto id = e.id();
  tasks_.try_emplace(std::move(id), Task{partition, std::move(e)});
}

void EffectDesk::perform(const std::function<bool(CommandEnvelope, Node::Reply)>& offer,
                         const std::function<void(int, EffectResult)>& report,
                         const std::function<bool(int)>& leads) {
  const auto now = clock_.steady_ms();
  for (auto it = tasks_.begin(); it != tasks_.end();) {
    auto& [id, t] = *it;
    if (t.under_way || t.next_ms > now || !leads(t.partition)) {
      ++it;
      continue;
    }
    if (t.first_ms < 0) t.first_ms = now;
    EffectResult result{t.effect.case_key, t.effect.effect.name, id, {}};
    if (t.effect.effect.channel == Effect::Channel::command) {
      // Ended once the command's record has been read back there, refused or not.
      t.under_way = offer(envelope(t.effect), [this, result, report](const Outcome& o) mutable {
        const auto task = tasks_.find(result.id);
        if (task == tasks_.end()) return;
        if (o.refusal) result.failure = o.refusal->code;
        if (o.command_id.empty()) {  // lost on its way: tried again under the same id
          task->second.under_way = false;
          task->second.next_ms = clock_.steady_ms() + wait_max_ms / 60;
          return;
        }
        const int partition = task->second.partition;
        tasks_.erase(task);
        report(partition, std::move(result));
      });
      ++it;
      continue;
    }
    const auto& e = t.effect.effect;
    const auto* channel = e.channel == Effect::Channel::sms ? "sms" : "webhook";
    result.failure = notifier_.send(channel, id, e.to, e.body);
    if (!result.failure.empty() && now - t.first_ms < give_up_ms) {
      t.next_ms = now + t.wait_ms;
      t.wait_ms = std::min(t.wait_ms * 2, wait_max_ms);
      ++it;
      continue;
    }
    report(t.partition, std::move(result));
    it = tasks_.erase(it);
  }
}

std::size_t EffectDesk::open(int partition) const {
  return static_cast<std::size_t>(
      std::count_if(tasks_.begin(), tasks_.end(), [&](const auto& t) {
        return t.second.partition == partition;
      }));
}

bool EffectDesk::quiet() const {
  const auto now = clock_.steady_ms();
  return std::none_of(tasks_.begin(), tasks_.end(),
                      [&](const auto& t) { return t.second.under_way || t.second.next_ms <= now; });
}

}  // namespace surety
