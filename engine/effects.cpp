// Commands for other roots, and messages.
#include "engine/effects.hpp"

#include <algorithm>
#include <functional>

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
  if (e.effect.channel == Effect::Channel::destruction && !destroyer_) return;
  auto id = e.id();
  tasks_.try_emplace(std::move(id), Task{partition, std::move(e)});
}

/// A command's effect ends once its record has been read back there, refused or not.
void EffectDesk::give(Task& t, const std::string& id,
                      const std::function<bool(CommandEnvelope, Node::Reply)>& offer,
                      const std::function<void(int, EffectResult)>& report) {
  const EffectResult done{t.effect.case_key, t.effect.effect.name, id, {}};
  t.under_way = offer(envelope(t.effect), [this, done, report](const Outcome& o) {
    const auto task = tasks_.find(done.id);
    if (task == tasks_.end()) return;
    if (o.command_id.empty()) {  // lost on its way: tried again under the same id
      task->second.under_way = false;
      task->second.next_ms = clock_.steady_ms() + wait_max_ms / 60;
      return;
    }
    auto result = done;
    if (o.refusal) result.failure = o.refusal->code;
    const int partition = task->second.partition;
    tasks_.erase(task);
    report(partition, std::move(result));
  });
}

void EffectDesk::note(Sent s, const std::function<void(int, EffectResult)>& report,
                      const std::function<bool(int)>& leads) {
  const auto task = tasks_.find(s.id);
  if (task == tasks_.end()) return;
  auto& t = task->second;
  t.under_way = false;
  if (!leads(t.partition)) return;  // whoever leads now tries it too
  const auto now = clock_.steady_ms();
  // Nobody else will destroy what the law wants gone: that is never given up.
  const bool patient = t.through(Effect::Channel::destruction) || now - t.first_ms < give_up_ms;
  if (!s.failure.empty() && !s.for_good && patient) {
    // What failed together is not tried again together.
    const auto spread = std::hash<std::string>{}(s.id) % static_cast<std::size_t>(t.wait_ms / 2);
    t.next_ms = now + std::max(t.wait_ms, s.again_after_ms) + static_cast<std::int64_t>(spread);
    t.wait_ms = std::min(t.wait_ms * 2, wait_max_ms);
    return;
  }
  EffectResult result{t.effect.case_key, t.effect.effect.name, s.id, std::move(s.failure)};
  const int partition = t.partition;
  tasks_.erase(task);
  report(partition, std::move(result));
}

void EffectDesk::perform(const std::function<bool(CommandEnvelope, Node::Reply)>& offer,
                         const std::function<void(int, EffectResult)>& report,
                         const std::function<bool(int)>& leads) {
  const auto now = clock_.steady_ms();
  for (auto& [id, t] : tasks_) {
    if (t.under_way || t.next_ms > now || !leads(t.partition)) continue;
    if (t.first_ms < 0) t.first_ms = now;
    if (t.through(Effect::Channel::command)) {
      give(t, id, offer, report);
      continue;
    }
    t.under_way = true;
    if (t.through(Effect::Channel::destruction))
      destroyer_->destroy(id, t.effect.case_key, t.effect.version);
    else
      notifier_.send({id, t.effect.effect.to, t.effect.effect.body});
  }
  for (auto& s : notifier_.sent()) note(std::move(s), report, leads);
  if (!destroyer_) return;
  for (auto& s : destroyer_->destroyed()) note(std::move(s), report, leads);
}

std::size_t EffectDesk::open(int partition) const {
  return static_cast<std::size_t>(
      std::count_if(tasks_.begin(), tasks_.end(), [&](const auto& t) {
        return t.second.partition == partition;
      }));
}

bool EffectDesk::quiet() const {
  const auto now = clock_.steady_ms();
  return std::none_of(tasks_.begin(), tasks_.end(), [&](const auto& entry) {
    const Task& t = entry.second;
    return t.under_way ? t.through(Effect::Channel::command) : t.next_ms <= now;
  });
}

}  // namespace surety
