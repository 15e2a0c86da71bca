// Opening masked personal fields in full: who looked and why stays in the case's history.
#pragma once

#include <string>
#include <vector>

#include "events/describe.hpp"

namespace surety {

struct Disclose {
  std::vector<std::string> fields;
  std::string reason;
};
DESCRIBE(Disclose, "查看完整信息", "Open personal fields in full.",
         (fields, "字段", "Names of the fields", .min = 1), (reason, "原因", "Why", .max = 1000))

/// Names and reason, never the values.
struct Disclosed {
  std::vector<std::string> fields;
  std::string reason;
};
DESCRIBE(Disclosed, "已查看完整信息", "Somebody opened personal fields in full.",
         (fields, "字段", "Names of the fields"), (reason, "原因", "Why"))

}  // namespace surety
