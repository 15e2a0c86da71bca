// Numbers that two cases of different roots hold: each was free when it was decided, by leaders
// that had not read each other yet.
//
// No partition's fold reads another. A node that leads looks, after folding, whether a value is
// held in two partitions, and asks the root of every holder but the first to open an alert; the
// command's id makes repeats harmless. Whichever of the two records a node folds last, it sees
// both then; what was folded before it led, it looks at when it begins to lead.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/replica.hpp"

namespace surety {

class Duplicates {
 public:
  using Replicas = std::vector<std::unique_ptr<Replica>>;

  Duplicates(const Replicas& replicas, const Writes& writes)
      : replicas_(replicas), writes_(writes) {}

  /// A commit that counted, while this node leads anything.
  void folded(int partition, const Commit&);
  /// This node leads the partition from here on: all that it holds is looked at again.
  void begins_to_lead(int partition);
  /// Looks at what changed, and at a part of what it began to lead.
  void look(const std::function<void(CommandEnvelope)>& offer,
            const std::function<bool(int)>& leads);
  bool quiet() const { return sweeps_.empty(); }

 private:
  using Values = std::vector<std::pair<std::string, std::string>>;
  struct Noted {
    int partition;
    std::string case_key;
  };
  void look_at(const std::string& unique,
               const std::string& value,
               const std::function<void(CommandEnvelope)>& offer,
               const std::function<bool(int)>& leads) const;

  const Replicas& replicas_;
  const Writes& writes_;
  std::vector<Noted> noted_;
  std::unordered_map<std::string, Values> seen_;  ///< by case, what it held when looked at
  std::unordered_map<int, std::string> sweeps_;   ///< by partition, the key to go on from
};

}  // namespace surety
