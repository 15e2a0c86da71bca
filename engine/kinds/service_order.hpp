// The service order as folded: what is promised, what was held, what the policyholder thinks of it.
#pragma once

#include "engine/kind.hpp"
#include "engine/kinds/policy.hpp"
#include "events/service_order.hpp"

namespace surety::service_order {

enum class Phase {
  awaiting_acceptance,
  in_service,
  declined,
  withdrawn,
  replaced,
  completed,
  ended
};
DESCRIBE_ENUM(Phase, (awaiting_acceptance, "待处理", "Awaiting acceptance"),
              (in_service, "服务中", "In service"), (declined, "已拒绝", "Declined"),
              (withdrawn, "已撤回", "Withdrawn"), (replaced, "已更换", "Replaced"),
              (completed, "已完成", "Completed"), (ended, "保单终止", "Ended with the policy"))

/// A record of a service; its number is its place in the list, from 1.
struct Service : RecordService {
  std::int64_t record = 0;
  Instant recorded_at;
  std::string recorded_by;
  std::optional<std::string> void_reason;
  std::optional<Instant> confirmed_at;
  std::int64_t hazards_found = 0, hazards_open = 0, hazards_closed = 0;
};
DESCRIBE_EXTENDING(Service, RecordService, "服务记录", "A service that was held.",
                   (record, "记录序号", "Number"), (recorded_at, "登记时间", "Recorded at"),
                   (recorded_by, "登记人", "Recorded by"),
                   (void_reason, "作废原因", "Why it does not count"),
                   (confirmed_at, "确认时间", "Confirmed at"),
                   (hazards_found, "隐患数", "Hazards found", .min = 0),
                   (hazards_open, "未销号隐患数", "Hazards not closed", .min = 0),
                   (hazards_closed, "已销号隐患数", "Hazards closed", .min = 0))

struct State : Ordered {
  Phase state{};
  Date ordered_on;
  std::optional<Instant> accepted_at, ended_at;
  std::optional<std::string> reason;
  std::optional<ContractSigned> contract;
  std::optional<DocumentId> plan_document;
  std::vector<PlannedService> planned_services;
  std::vector<Service> services;
  ServiceCounts recorded_services;
  std::optional<std::string> shortfall_reason, comment;
  std::optional<std::int64_t> stars;

  /// Somebody is to serve, or does.
  bool serves() const { return state == Phase::awaiting_acceptance || state == Phase::in_service; }
};
DESCRIBE_EXTENDING(State, Ordered, "安全服务订单", "The safety services of a policy.",
                   (state, "状态", "State"), (ordered_on, "指定日期", "Ordered on"),
                   (accepted_at, "受理时间", "Accepted at"), (ended_at, "终结时间", "Ended at"),
                   (reason, "原因", "Last reason given"),
                   (contract, "委托服务合同", "Contract with the provider"),
                   (plan_document, "服务方案", "Plan of the services", .paper = Paper::any),
                   (planned_services, "计划服务项目", "Services and their days", .max = 200),
                   (services, "服务记录", "Services that were held", .max = 100000),
                   (recorded_services, "已完成服务次数", "Services held"),
                   (shortfall_reason, "未完成原因", "Why less was done than promised"),
                   (comment, "评价", "Comment"), (stars, "星级", "Stars"))

const Kind& kind();

/// Gives the services of a policy of this root to a provider: the policy's event and a new order.
/// The provider is an active service provider, or the insurer itself.
Decision assign(const Context&, const std::string& policy_id, const policy::State&,
                const CreditCode& provider);

}  // namespace surety::service_order
