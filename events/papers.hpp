// What may be uploaded: how large, and as which media types each `Paper` comes.
#pragma once

#include <string_view>
#include <vector>

#include "events/describe.hpp"

namespace surety {

inline constexpr std::int64_t document_bytes_max = 10'485'760;

inline std::vector<std::string_view> media_types_of(Paper paper) {
  if (paper == Paper::pdf) return {"application/pdf"};
  if (paper == Paper::picture) return {"image/jpeg", "image/png"};
  return {"application/pdf", "image/jpeg", "image/png"};
}

}  // namespace surety
