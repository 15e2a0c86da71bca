// Performing what cases owe the outside: at least once, under one id, ended by a record.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>

#include "engine/leader.hpp"

namespace surety {

/// The workers of one node's leaders. Receivers drop repeats by the effect's id.
class EffectDesk {
 public:
  /// Without a destroyer destructions stay open, until a node that has one leads.
  EffectDesk(Notifier& notifier, Clock& clock, Destroyer* destroyer = nullptr)
      : notifier_(notifier), clock_(clock), destroyer_(destroyer) {}
  void add(int partition, Replica::OpenEffect);
  /// It has ended, perhaps by another node's doing: it is not tried again.
  void forget(const std::string& id) { tasks_.erase(id); }
  /// Performs what is due to be tried. `offer` hands a command to the leader of its root; `report`
  /// takes a result to the leader of the effect's partition; `leads`: whether this node leads it.
  void perform(const std::function<bool(CommandEnvelope, Node::Reply)>& offer,
               const std::function<void(int, EffectResult)>& report,
               const std::function<bool(int)>& leads);
  std::size_t open(int partition) const;
  /// Nothing to be tried now and no command under way; what is done outside may take its time.
  bool quiet() const;

 private:
  struct Task {
    int partition = 0;
    Replica::OpenEffect effect;
    std::int64_t first_ms = -1, next_ms = 0, wait_ms = 1'000;
    bool under_way = false;
    bool through(Effect::Channel c) const { return effect.effect.channel == c; }
  };
  void give(Task&, const std::string& id, const std::function<bool(CommandEnvelope, Node::Reply)>&,
            const std::function<void(int, EffectResult)>& report);
  void note(Sent, const std::function<void(int, EffectResult)>& report,
            const std::function<bool(int)>& leads);
  Notifier& notifier_;
  Clock& clock_;
  Destroyer* destroyer_;
  std::map<std::string, Task> tasks_;  ///< by effect id
};

}  // namespace surety
