// Destroying a case's personal data once its records need be kept no longer.
#pragma once

#include <string>
#include <string_view>

#include "events/describe.hpp"

namespace surety {

struct ErasePersonalData {
  std::string reason;
};
DESCRIBE(ErasePersonalData, "删除个人信息",
         "Destroy the case's personal data for good, once its retention period is over.",
         (reason, "原因", "Why", .max = 1000))

struct PersonalDataErased {
  std::string reason;
};
DESCRIBE(PersonalDataErased, "已删除个人信息", "The case's personal data were destroyed for good.",
         (reason, "原因", "Why"))

/// What people read wherever a personal text has stood.
inline constexpr std::string_view erased_text = "已删除";

}  // namespace surety
