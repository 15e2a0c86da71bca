// The seven safety services an insurer promises and a provider holds; how many of each.
#pragma once

#include <array>
#include <optional>
#include <utility>

#include "events/describe.hpp"

namespace surety {

enum class ServiceKind {
  safety_training,
  risk_identification,
  hazard_inspection,
  standardisation,
  emergency_plan_and_drill,
  technology_promotion,
  other
};
DESCRIBE_ENUM(ServiceKind, (safety_training, "安全生产宣传教育培训", "Safety training"),
              (risk_identification, "安全风险辨识、评估和安全评价", "Risk identification"),
              (hazard_inspection, "生产安全事故隐患排查", "Inspection for hazards"),
              (standardisation, "安全生产标准化建设", "Standardisation"),
              (emergency_plan_and_drill, "生产安全事故应急预案编制和演练",
               "Emergency plans and drills"),
              (technology_promotion, "安全生产科技推广应用", "Promotion of technology"),
              (other, "其他有关事故预防工作", "Other prevention of accidents"))

/// {kind: count}; a kind that is left out is promised, or held, not once.
struct ServiceCounts {
  static constexpr std::size_t kinds = 7;
  std::array<std::optional<std::int64_t>, kinds> counts;

  std::int64_t of(ServiceKind k) const { return counts[static_cast<std::size_t>(k)].value_or(0); }
  void add(ServiceKind k, std::int64_t n) { counts[static_cast<std::size_t>(k)] = of(k) + n; }
  /// True if nothing is promised here that `held` lacks.
  bool met_by(const ServiceCounts& held) const {
    for (std::size_t i = 0; i < kinds; ++i)
      if (held.counts[i].value_or(0) < counts[i].value_or(0)) return false;
    return true;
  }
  friend bool operator==(const ServiceCounts&, const ServiceCounts&) = default;
};

/// Its members are named as the kinds are on the wire, which no C++ member can be.
inline const Description& description_of(const ServiceCounts*) {
  static const Description description = [] {
    Description d{"service-counts", {"服务次数", "How many services of each kind"}, {}};
    const auto& names = choices_of(static_cast<const ServiceKind*>(nullptr));
    const auto add = [&]<std::size_t I>() {
      const auto at = [](void* o) -> void* { return &static_cast<ServiceCounts*>(o)->counts[I]; };
      d.members.push_back({names[I].name,
                           {names[I].zh, names[I].en},
                           &type_of<std::optional<std::int64_t>>(),
                           at,
                           {.min = 0, .max = 999}});
    };
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (add.template operator()<I>(), ...);
    }(std::make_index_sequence<ServiceCounts::kinds>{});
    return d;
  }();
  return description;
}

}  // namespace surety
