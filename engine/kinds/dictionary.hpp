// The dictionary as folded.
#pragma once

#include "engine/kind.hpp"
#include "events/dictionary.hpp"

namespace surety::dictionary {

enum class Phase { defined };
DESCRIBE_ENUM(Phase, (defined, "有效", "Defined"))

struct Item : Entry {
  bool disabled = false;
};
DESCRIBE_EXTENDING(Item, Entry, "字典项", "An entry.",
                   (disabled, "已停用", "Can be chosen no longer"))

struct State {
  Phase state{};
  RegionCode jurisdiction;
  Username name;
  std::string title;
  std::vector<Item> entries;

  bool offers(std::string_view code) const;
};
DESCRIBE(State, "字典", "What a field of the forms may have.", (state, "状态", "State"),
         (jurisdiction, "辖区", "Jurisdiction"), (name, "字典标识", "Name"),
         (title, "字典名称", "Title"), (entries, "字典项", "Entries", .max = 10000))

/// 350500.hazard-categories
std::string id_of(std::string_view jurisdiction, std::string_view name);

const Kind& kind();

}  // namespace surety::dictionary
