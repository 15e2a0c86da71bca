// Every reason for which a well-formed command is refused: the code on the wire is the
// enumerator's name in kebab-case, its sentence stands beside it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "events/describe.hpp"
#include "events/values.hpp"

namespace surety {

enum class Code {
  not_found,
  forbidden,
  not_in_this_state,
  already_registered,
  stale_version,
  expired,
  internal_error,
  cannot_be_decided,
  unknown_reference,
  required_by_rulebook,
  date_in_the_future,
  invalid_range,
  no_rulebook,
  amount_below_minimum,
  amount_above_contract,
  contract_amount_differs,
  guarantor_not_listed,
  agreement_required,
  account_number_in_use,
  letter_number_taken,
  review_fails,
  backfill_outside_window,
  project_not_active,
  project_code_taken,
  month_not_due,
  month_already_reported,
  not_settled,
  plan_incomplete,
  plan_exists,
  no_such_node,
  node_settled,
  claim_above_limit,
  no_project_source,
  already_admitted,
  not_admitted,
  username_taken,
  role_in_use,
  unknown_role,
  permission_not_held,
  already_linked,
  not_linked,
  effective_date_not_later,
  owner_is_contractor,
  guarantee_not_in_force,
  own_account,
  too_large,
  already_insured,
  policy_number_taken,
  policy_not_in_force,
  enterprise_incomplete,
  unknown_plan,
  service_provider_assigned,
  no_such_entry,
  already_reversed,
  order_not_in_service,
  services_outstanding,
  no_such_record,
  record_void,
  already_confirmed,
  outside_policy_period,
  last_administrator,
  roles_exclude_each_other,
  duties_separated,
  service_outside_period,
  credentials_in_address,
  entry_exists,
  unknown_entry,
  ledger_exists,
  no_such_certificate,
  retention_runs,
  no_personal_data,
  personal_data_erased,
};
DESCRIBE_ENUM(
    Code, (not_found, "找不到该案卷", "There is no such case"),
    (forbidden, "您没有办理该事项的权限", "You may not do this"),
    (not_in_this_state, "当前状态下不能办理该事项", "The case's state does not allow this"),
    (already_registered, "该编号已登记", "A case with this id is already registered"),
    (stale_version, "案卷已被他人更新，请刷新后重试", "The case has changed meanwhile"),
    (expired, "指令等待过久，已作废", "The command waited too long"),
    (internal_error, "系统内部错误，指令未执行", "An internal error; nothing was done"),
    (cannot_be_decided, "该指令无法处理", "The command cannot be decided"),
    (unknown_reference, "引用的对象不存在或无权查看", "What is referred to does not exist or may not be seen"),
    (required_by_rulebook, "本辖区规则要求填写该项", "The rulebook of this jurisdiction requires this field"),
    (date_in_the_future, "日期不能晚于今天", "The date may not lie in the future"),
    (invalid_range, "起止或大小关系不符合要求", "Two fields contradict each other"),
    (no_rulebook, "该辖区尚无生效的规则集", "No rulebook is in force for this jurisdiction"),
    (amount_below_minimum, "担保金额低于最低担保金额", "Less than the least guaranteed amount"),
    (amount_above_contract, "担保金额高于合同金额", "More than the contract amount"),
    (contract_amount_differs, "同一合同编号的合同金额不一致", "The same contract number has another amount"),
    (guarantor_not_listed, "保证人未建档或已暂停", "The guarantor is not listed"),
    (agreement_required, "按累进方式计算须上传双方协议", "Progressive calculation needs the agreement's document"),
    (account_number_in_use, "该账户已用于其他在保担保", "The account is under another guarantee in force"),
    (letter_number_taken, "保函编号已存在", "The letter number is taken"),
    (review_fails, "不符合审核要点，不能同意", "A hard point of the review fails"),
    (backfill_outside_window, "业务办结时间不在补录范围内", "The day of handling lies outside the back-fill window"),
    (project_not_active, "项目不在有效状态", "The project is not active"),
    (project_code_taken, "项目代码已被其他辖区使用", "The project code is held by another jurisdiction"),
    (month_not_due, "该月份不需要或尚不能报送", "No report is due for this month"),
    (month_already_reported, "该月份已报送", "The month has been reported"),
    (not_settled, "工程款尚未结清", "The payments are not settled"),
    (plan_incomplete, "支付计划各节点之和须等于合同金额", "The nodes must add up to the contract amount"),
    (plan_exists, "该合同已有支付计划", "The contract already has a payment plan"),
    (no_such_node, "没有该支付节点", "There is no such node"),
    (node_settled, "该节点已结清", "The node is settled"),
    (claim_above_limit, "索赔金额超过限额", "The claim is above its limit"),
    (no_project_source, "未配置项目数据源", "No project source is configured"),
    (already_admitted, "企业在该辖区已通过审核", "The enterprise is already admitted here"),
    (not_admitted, "企业在该辖区没有待审核的申请", "Nothing of the enterprise is pending here"),
    (username_taken, "用户名已被使用", "The username is taken"),
    (role_in_use, "角色正在使用，不能删除", "The role is in use"),
    (unknown_role, "没有该角色", "There is no such role"),
    (permission_not_held, "不能授予自己没有的权限", "One cannot grant what one does not hold"),
    (already_linked, "已建立合作关系", "They are already linked"),
    (not_linked, "没有合作关系", "They are not linked"),
    (effective_date_not_later, "生效日期须晚于今天", "The effective date must be later than today"),
    (owner_is_contractor, "建设单位与施工单位不能相同", "Owner and contractor must differ"),
    (guarantee_not_in_force, "担保不在有效状态", "The guarantee is not in force"),
    (own_account, "不能停用或删除自己的账号", "One cannot disable or delete one's own account"),
    (too_large, "结果超过记录大小上限，指令未执行", "The outcome is larger than a record may be"),
    (already_insured, "该项目已有在办或有效的保单", "The project is insured or under way already"),
    (policy_number_taken, "保单号已存在", "The policy number is taken"),
    (policy_not_in_force, "保单不在有效状态", "The policy is not in force"),
    (enterprise_incomplete, "请先完善企业信息", "The enterprise's own information is incomplete"),
    (unknown_plan, "没有该保险方案", "There is no such insurance plan"),
    (service_provider_assigned, "已有安全服务机构", "A service provider is assigned already"),
    (no_such_entry, "没有该台账记录", "There is no such entry"),
    (already_reversed, "该台账记录已冲销", "The entry is reversed already"),
    (order_not_in_service, "服务订单不在服务中", "The service order is not in service"),
    (services_outstanding, "尚有约定的服务未完成", "Promised services are outstanding"),
    (no_such_record, "没有该服务记录", "There is no such service record"),
    (record_void, "该服务记录已作废", "The service record is void"),
    (already_confirmed, "该服务记录已确认", "The service record is confirmed already"),
    (outside_policy_period, "出险日期不在保险期间内", "The day lies outside the policy's period"),
    (last_administrator, "机构至少保留一名管理员", "An organisation keeps at least one administrator"),
    (roles_exclude_each_other, "系统管理员、安全管理员、安全审计员须由不同账号担任",
     "One account cannot hold several of the separated administrators' roles"),
    (duties_separated, "该事项由另一类管理员办理", "Another kind of administrator does this"),
    (service_outside_period, "服务日期应在接单和保险生效之日以后、保险终止之日以前", "The service was before acceptance or outside the policy's period"),
    (credentials_in_address, "地址中不能包含用户名、口令或参数", "An address may hold no user, password or parameter"),
    (entry_exists, "字典中已有该项", "The dictionary has this entry already"),
    (unknown_entry, "字典中没有该项", "The dictionary has no such entry"),
    (ledger_exists, "该项目已有安全生产费用台账", "The project has a ledger already"),
    (no_such_certificate, "没有该证书", "There is no such certificate"),
    (retention_runs, "案卷仍在法定保存期内，到期后方可删除个人信息", "The records must still be kept; not before the day named"),
    (no_personal_data, "案卷中没有可删除的个人信息", "The case holds no personal data"),
    (personal_data_erased, "个人信息已删除，无法查看", "The personal data were erased for good"))

/// Why a command was refused, with the facts a person needs to mend it.
struct Refusal {
  Code code{};
  std::vector<std::pair<std::string, std::string>> facts;  ///< name → JSON text

  Refusal with(std::string name, Money m) && { return std::move(*this).raw(std::move(name), std::to_string(m.fen)); }
  Refusal with(std::string name, std::int64_t n) && { return std::move(*this).raw(std::move(name), std::to_string(n)); }
  Refusal with(std::string name, std::string_view text) &&;
  Refusal raw(std::string name, std::string json) && {
    facts.emplace_back(std::move(name), std::move(json));
    return std::move(*this);
  }
  std::string facts_json() const;  ///< {"least_amount": 88640000}
};

inline Refusal refuse(Code code) { return {code, {}}; }

}  // namespace surety
