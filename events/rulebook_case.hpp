// Publishing rulebooks (规则集): what an administrator asks for and what became of it.
#pragma once

#include "events/rulebook.hpp"

namespace surety::rulebook {

struct Publish {
  Date effective_from;
  Rules rules;
  std::optional<RegionCode> jurisdiction;
};
DESCRIBE(Publish, "发布规则集", "A new version of the whole set of rules.",
         (effective_from, "生效日期", "In force from; later than today"),
         (rules, "规则", "The whole set of rules"), (jurisdiction, "辖区", "Jurisdiction"))

struct Published {
  std::int64_t version = 0;
  Date effective_from;
  Rules rules;
  std::string jurisdiction;
};
DESCRIBE(Published, "已发布", "A version of the rules was published.", (version, "版本", "Version"),
         (effective_from, "生效日期", "In force from"), (rules, "规则", "The rules"),
         (jurisdiction, "辖区", "Jurisdiction"))

}  // namespace surety::rulebook
