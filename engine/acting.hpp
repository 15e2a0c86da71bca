// For which of its organisations an account acts, and what an organisation's place in the tree
// of its kind lets it see.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/kind.hpp"
#include "engine/ports.hpp"

namespace surety {

/// As `actor_of` without the last, for another organisation the account was assigned to; nobody if
/// it is not, or not any more. Empty: its own.
Actor actor_of(const Case& account, const Facts&, std::string_view acting_for);
/// The kind of organisation a natural person has, who stands for none: it sees what is public and
/// what it has brought itself.
inline constexpr std::string_view natural_person = "person";

/// What the account may act for: its own organisation, then those it was assigned to.
std::vector<std::string> organisations_of(const Case& account);

/// A head office's branch, its own branches included, as it stands among the actor's permissions:
/// `branch:<code>`.
inline constexpr std::string_view branch_mark = "branch:";

/// The fold's facts, and which cases have a value besides: cheap for few of a kind.
class WholeFacts : public Facts {
 public:
  WholeFacts(const StoreReader& store, int partitions, const Facts& fold)
      : store_(store), partitions_(partitions), fold_(fold) {}
  std::optional<Case> find(std::string_view kind, std::string_view id) const override {
    return fold_.find(kind, id);
  }
  std::string holder(std::string_view unique, std::string_view value) const override {
    return fold_.holder(unique, value);
  }
  std::vector<Case> having(std::string_view kind, std::string_view member,
                           std::string_view value) const override;

 private:
  const StoreReader& store_;
  int partitions_;
  const Facts& fold_;
};

}  // namespace surety
