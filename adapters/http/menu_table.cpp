// The menus of the manuals, role by role.
#include "adapters/http/menu.hpp"

namespace surety::http {
namespace {

// A policy is an order until it is issued.
const std::string orders =
    "/l/policies?state=in-review&state=returned&state=withdrawn&state=quoted"
    "&state=awaiting-payment-notice&state=awaiting-payment&state=payment-in-review"
    "&state=awaiting-issue";
const std::string issued = "/l/policies?state=in-force&state=expired&state=cancelled";

const MenuEntry accounts{"accounts", {"账号管理", "Accounts"}, {{"/l/accounts"}}};
const MenuEntry roles{"roles", {"角色管理", "Roles"}, {{"/l/roles"}}};
const MenuEntry profile{"profile", {"个人中心", "My account"}, {{"/me"}}};
const MenuEntry screen{"screen", {"数据大屏", "Dashboard"}, {{"/screen/{jurisdiction}"}}};
const MenuEntry alarms{"alert-console", {"预警中心", "Alerts"}, {{"/alerts"}}};
const MenuEntry records{
    "access-records", {"导出记录", "Exports and openings"}, {{"/l/access-records"}}};
const MenuEntry home{"home", {"首页", "Home"}, {{"/w"}}};
const MenuEntry archive{
    "guarantors", {"建档保证人公示", "Listed guarantors"}, {{"/l/guarantors?state=listed"}}};
const MenuEntry enterprises{"enterprises", {"企业信息", "Enterprises"}, {{"/l/enterprises"}}};
const MenuEntry projects{"projects", {"项目信息", "Projects"}, {{"/l/projects"}}};
const MenuEntry claims{"insurance-claims", {"理赔管理", "Claims"}, {{"/l/insurance-claims"}}};
const MenuEntry applicants{"enterprise-reviews",
                           {"注册审核", "Registrations"},
                           {{"/l/enterprises?state=pending-review"}}};
const MenuEntry insurances{"supervision",
                           {"保险监管", "Insurance"},
                           {{"/l/policies", {"投保与保单", "Policies"}},
                            {"/l/insurance-claims", {"理赔", "Claims"}},
                            {"/ledger/service-fees", {"安全服务费用台账", "Service fees"}}}};
const MenuEntry prevention{"prevention",
                           {"服务与隐患", "Services and hazards"},
                           {{"/l/service-orders", {"服务订单", "Service orders"}},
                            {"/l/services", {"服务记录", "Services held"}},
                            {"/l/hazards", {"隐患", "Hazards"}},
                            {"/l/major-hazard-sources", {"重大危险源", "Major hazards"}}}};
const MenuEntry statistics{"statistics", {"统计报表", "Statistics"}, {{"/statistics"}}};
const MenuEntry matrix{"matrix", {"权限矩阵", "Permissions"}, {{"/matrix"}}};
const MenuEntry log{"operation-log", {"操作日志", "Operations"}, {{"/operations"}}};
const MenuEntry inspections{"inspections", {"飞行检查", "Inspections"}, {{"/l/inspections"}}};

RoleMenu enterprise_heilongjiang() {
  return {"enterprise", "230000", "/l/projects",
          {enterprises,
           projects,
           {"policies", {"我的投保", "My insurance"}, {{"/l/policies"}}},
           {"insurance-claims", {"理赔查询", "Claims"}, {{"/l/insurance-claims"}}},
           {"inspections",
            {"飞行检查整改", "Inspections"},
            {{"/l/inspections", {"飞行检查", "Inspections"}},
             {"/l/hazards", {"整改", "Rectification"}}}},
           {"help", {"帮助", "Help"}, {{"/help"}}}}};
}

RoleMenu enterprise_elsewhere() {
  return {"enterprise", "", "/w",
          {{"projects",
            {"项目管理", "Projects"},
            {{"/l/projects", {"项目列表", "List of projects"}}}},
           {"enterprises", {"企业管理", "Enterprises"}, {{"/l/enterprises"}}},
           {"policies",
            {"保险管理", "Insurance"},
            {{"/l/policies", {"我的保单", "My policies"}}}},
           {"risks",
            {"风险管理", "Risks"},
            {{"/l/major-hazard-sources", {"重大危险源", "Major hazards"}},
             {"/l/services", {"服务记录", "Services held"}},
             {"/l/hazards", {"隐患整改", "Hazards"}}}},
           claims,
           {"safety-expenses", {"安全生产费用", "Safety expenses"}, {{"/ledger/safety-expenses"}}},
           {"system", {"系统管理", "System"}, {{"/l/accounts", {"用户管理", "Users"}}}}}};
}

RoleMenu enterprise_quanzhou() {
  return {"enterprise", "350500", orders,
          {{"orders",
            {"订单", "Orders"},
            {{"/do/policy/apply", {"投保", "Apply"}},
             {"/l/policies?state=quoted", {"确认报价", "Confirm quotes"}},
             {"/l/policies?state=awaiting-payment", {"付款凭证", "Proofs of payment"}}},
            "orders"},
           {"policies", {"保单", "Policies"}, {{issued}}, "policies"},
           {"safety-services", {"安全服务", "Safety services"}, {{"/l/service-orders"}}},
           {"hazards", {"隐患整改", "Hazards"}, {{"/l/hazards"}}}}};
}

RoleMenu owner_hainan() {
  return {"owner", "460000", "/w",
          {home,
           {"guarantor-archive",
            {"保证人诚信档案", "Guarantors"},
            {{"/l/guarantors?state=listed", {"建档保证人公示", "Listed guarantors"}}}},
           {"guarantees",
            {"工程款支付担保监管", "Payment guarantees"},
            {{"/l/guarantees", {"我的担保", "My guarantees"}},
             {"/l/payment-plans", {"支付信息归集", "Payments"}},
             {"/l/guarantees?mode=escrow&mode=presale",
              {"共管资金及使用预售资金月报", "Monthly reports of accounts"}},
             {"/l/guarantees?state=in-force&state=suspended",
              {"申请担保调整", "Ask for an adjustment"}}}}}};
}

RoleMenu contractor_hainan() {
  return {"contractor", "460000", "/w",
          {home, archive,
           {"guarantees",
            {"我的保函", "My letters"},
            {{"/l/guarantees", {"确认收函", "Confirm receipt"}}}},
           {"payment-plans",
            {"支付信息归集", "Payments"},
            {{"/l/payment-plans", {"收款归集", "Receipts"}}}},
           {"guarantee-claims",
            {"申请代偿索赔", "Claims on guarantees"},
            {{"/l/guarantee-claims", {"保证执行", "Claims"}}}}}};
}

RoleMenu guarantor() {
  return {"guarantor", "", "/w",
          {{"guarantors", {"机构备案", "Filing"}, {{"/l/guarantors"}}},
           {"applications",
            {"待办申请", "Applications"},
            {{"/l/guarantees?state=in-underwriting"}}},
           {"guarantees", {"保函管理", "Letters"}, {{"/l/guarantees"}}},
           {"adjustments",
            {"调整办理", "Adjustments"},
            {{"/l/guarantees?state=in-force&state=suspended"}}},
           {"guarantee-claims", {"代偿理赔", "Claims"}, {{"/l/guarantee-claims"}}},
           {"credit-record", {"信用记录", "Credit record"}, {{"/c/guarantors/{own}"}}}}};
}

RoleMenu account_bank() {
  return {"account-bank", "", "/w",
          {{"agreements",
            {"协议确认", "Agreements"},
            {{"/l/guarantees?awaits_bank=true"}}},
           {"accounts-held", {"共管账户", "Accounts"}, {{"/l/guarantees"}}},
           {"movements",
            {"账户变动上传", "Movements"},
            {{"/l/guarantees?state=in-force"}}}}};
}

RoleMenu insurer_heilongjiang() {
  return {"insurer", "230000", "/l/policies",
          {{"orders", {"投保信息", "Applications"}, {{"/l/policies"}}, "orders"},
           {"policies", {"保单信息", "Policies"}, {{issued}}, "policies"},
           {"insurance-claims", {"理赔信息", "Claims"}, {{"/l/insurance-claims"}}}}};
}

RoleMenu insurer_quanzhou() {
  return {"insurer", "350500", orders,
          {{"orders", {"订单管理", "Orders"}, {{orders}}, "orders"},
           {"policies", {"保单管理", "Policies"}, {{issued}}, "policies"},
           accounts, roles, profile,
           {"inspections", {"检查管理", "Inspections"}, {{"/l/inspections"}}},
           {"dictionaries", {"基础数据", "Base data"}, {{"/l/dictionaries"}}},
           {"site-cameras", {"现场视频", "Cameras"}, {{"/l/site-cameras"}}},
           {"staff-members", {"综合人事管理", "Staff"}, {{"/l/staff-members"}}}}};
}

RoleMenu insurer_elsewhere() {
  return {"insurer", "", "/w",
          {{"orders", {"保险管理", "Insurance"}, {{"/l/policies", {"投保单", "Applications"}}}},
           {"risks",
            {"风险管理", "Risks"},
            {{"/l/major-hazard-sources", {"重大危险源", "Major hazards"}},
             {"/l/services", {"服务记录", "Services held"}},
             {"/l/hazards", {"隐患", "Hazards"}}}},
           {"service-fees", {"安全服务费用台账", "Service fees"}, {{"/ledger/service-fees"}}},
           claims,
           {"system",
            {"系统管理", "System"},
            {{"/l/accounts", {"用户管理", "Users"}}, {"/l/roles", {"角色管理", "Roles"}}}}}};
}

RoleMenu broker() {
  return {"broker", "", "/l/policies",
          {{"orders", {"投保信息", "Applications"}, {{"/l/policies"}}}}};
}

RoleMenu provider_quanzhou() {
  const auto held = [](std::string_view kind) { return "/l/services?kind=" + std::string(kind); };
  return {"service-provider", "350500", "/l/service-orders",
          {{"safety-services",
            {"安责险服务", "Safety services"},
            {{"/l/service-orders", {"服务订单", "Service orders"}},
             {held("safety-training"), {"安全培训", "Training"}},
             {held("hazard-inspection"), {"隐患排查", "Inspection for hazards"}},
             {held("risk-identification"), {"风险识别", "Risk identification"}},
             {held("standardisation"), {"标准化建设", "Standardisation"}},
             {held("emergency-plan-and-drill"), {"应急预案编制和演练", "Emergency plans"}},
             {held("technology-promotion"), {"安全生产科技推广应用", "Technology"}},
             {held("other"), {"其他有关事故预防工作", "Other prevention"}}}},
           {"system",
            {"系统账号", "System"},
            {{"/l/accounts", {"账号管理", "Accounts"}}, {"/l/roles", {"角色管理", "Roles"}}}}}};
}

RoleMenu provider_elsewhere() {
  return {"service-provider", "", "/w",
          {{"contracts", {"委托服务合同", "Contracts"}, {{"/l/service-orders"}}},
           {"plans",
            {"事故预防服务方案", "Plans"},
            {{"/l/service-orders?state=awaiting-acceptance&state=in-service"}}},
           {"services", {"服务记录", "Services held"}, {{"/l/services"}}},
           {"hazards", {"安全隐患事件", "Hazards"}, {{"/l/hazards"}}},
           {"rectifications", {"整改反馈", "Rectification"}, {{"/l/hazards?state=rectified"}}}}};
}

RoleMenu regulator_of_insurance(std::string_view jurisdiction, std::string landing) {
  return {"regulator", jurisdiction, std::move(landing),
          {screen, alarms, enterprises, projects, insurances, prevention, inspections, applicants,
           statistics}};
}

RoleMenu regulator_hainan() {
  return {"regulator", "460000", "/alerts",
          {screen, alarms, enterprises, projects,
           {"supervision",
            {"担保监管", "Guarantees"},
            {{"/l/guarantees", {"工程款支付担保", "Guarantees"}},
             {"/l/payment-plans", {"支付信息归集", "Payments"}},
             {"/l/guarantee-claims", {"代偿索赔", "Claims on guarantees"}}}},
           {"guarantor-reviews",
            {"保证人备案审核", "Guarantors"},
            {{"/l/guarantors?state=pending-review", {"待审核", "Pending"}},
             {"/l/guarantors", {"保证人诚信档案", "All"}}}},
           applicants, statistics}};
}

RoleMenu auditor() {
  return {"auditor", "", "/audit",
          {{"replay", {"审计回放", "Replay"}, {{"/audit"}}},
           {"operations", {"被拒绝的操作", "Refused commands"}, {{"/refusals"}}},
           records, matrix, statistics}};
}

RoleMenu natural_person() {
  return {"person", "", "/w",
          {home,
           {"complaints",
            {"我的投诉", "My complaints"},
            {{"/l/complaints", {"投诉进度", "How they stand"}},
             {"/do/complaint/file", {"提交投诉", "Complain"}}}},
           archive,
           {"notices", {"通知公告", "Notices"}, {{"/l/notices"}}},
           profile}};
}

RoleMenu administrator() {
  return {"administrator", "", "/overview",
          {{"overview", {"系统概览", "Overview"}, {{"/overview"}}},
           {"organisations", {"机构", "Organisations"}, {{"/organisations"}}},
           {"accounts", {"账号", "Accounts"}, {{"/l/accounts"}}},
           {"roles",
            {"角色权限", "Roles"},
            {{"/l/roles", {"角色", "Roles"}}, {"/matrix", {"权限矩阵", "Permissions"}}}},
           {"dictionaries", {"字典", "Dictionaries"}, {{"/dictionaries"}}},
           {"rulebooks", {"参数（生效日期）", "Rules"}, {{"/rules"}}},
           {"links",
            {"经纪—保险公司合作", "Brokers and insurers"},
            {{"/organisations?kind=broker"}}},
           {"holiday-calendars", {"节假日", "Holidays"}, {{"/holidays"}}},
           {"notices", {"公告", "Notices"}, {{"/l/notices"}}},
           {"messages", {"消息记录", "Messages"}, {{"/messages"}}},
           log}};
}

RoleMenu audit_administrator() {
  return {"audit-administrator", "", "/operations", {log, records, matrix}};
}

RoleMenu organisation_admin() {
  return {"organisation-admin", "", "/l/accounts",
          {accounts, roles,
           {"own-organisation", {"机构资料", "Organisation"}, {{"/c/{plural}/{own}"}}}}};
}

}  // namespace

const std::vector<RoleMenu>& role_menus() {
  static const std::vector<RoleMenu> all{enterprise_heilongjiang(),
                                         enterprise_elsewhere(),
                                         enterprise_quanzhou(),
                                         owner_hainan(),
                                         contractor_hainan(),
                                         guarantor(),
                                         account_bank(),
                                         insurer_heilongjiang(),
                                         insurer_quanzhou(),
                                         insurer_elsewhere(),
                                         broker(),
                                         provider_quanzhou(),
                                         provider_elsewhere(),
                                         regulator_of_insurance("230000", "/screen/{jurisdiction}"),
                                         regulator_of_insurance("", "/alerts"),
                                         regulator_hainan(),
                                         auditor(),
                                         natural_person(),
                                         administrator(),
                                         audit_administrator(),
                                         organisation_admin()};
  return all;
}

}  // namespace surety::http
