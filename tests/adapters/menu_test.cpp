// Each role's menu: the manuals' words in their order, and nothing that leads nowhere.
#include <doctest/doctest.h>

#include <algorithm>

#include "adapters/http/menu.hpp"
#include "projections/query.hpp"

using namespace surety;
using namespace surety::http;

namespace {

Actor of(std::string kind, std::string jurisdiction) {
  Actor a;
  a.account = "somebody";
  a.organisation = a.credit_code = "91460000MA5TM8HD9J";
  a.organisation_kind = std::move(kind);
  a.jurisdiction = jurisdiction;
  a.region_code = std::move(jurisdiction);
  a.permissions = {"*"};
  return a;
}

std::string words(const Actor& actor, const std::vector<std::string>& capacities = {}) {
  std::string out;
  for (const auto& entry : navigation_of(actor, capacities).entries) {
    out += (out.empty() ? "" : " · ") + std::string(entry.label.zh);
    std::string pages;
    for (const auto& page : entry.pages)
      if (!page.label.zh.empty())
        pages += (pages.empty() ? "" : "、") + std::string(page.label.zh);
    if (!pages.empty()) out += "（" + pages + "）";
  }
  return out;
}

std::string landing(const Actor& actor, const std::vector<std::string>& capacities = {}) {
  return navigation_of(actor, capacities).landing;
}

bool leads(const std::vector<MenuPage>& pages, std::string_view path) {
  return std::any_of(pages.begin(), pages.end(), [&](const MenuPage& p) { return p.path == path; });
}

}  // namespace

TEST_CASE("menu: an enterprise has that of its jurisdiction") {
  CHECK(words(of("enterprise", "230000")) ==
        "企业信息 · 项目信息 · 我的投保 · 理赔查询 · 飞行检查整改（飞行检查、整改） · 帮助");
  CHECK(landing(of("enterprise", "230000")) == "/l/projects");
  CHECK(words(of("enterprise", "210500")) ==
        "项目管理（项目列表） · 企业管理 · 保险管理（我的保单） · "
        "风险管理（重大危险源、服务记录、隐患整改） · 理赔管理 · 安全生产费用 · "
        "系统管理（用户管理）");
  CHECK(landing(of("enterprise", "210500")) == "/w");
  CHECK(words(of("enterprise", "350500")) ==
        "订单（投保、确认报价、付款凭证） · 保单 · 安全服务 · 隐患整改");
  CHECK(landing(of("enterprise", "350500")).starts_with("/l/policies?state=in-review"));
}

TEST_CASE("menu: in Hainan an owner's, a contractor's, or both") {
  const Actor firm = of("enterprise", "460000");
  CHECK(words(firm, {"owner"}) ==
        "首页 · 保证人诚信档案（建档保证人公示） · 工程款支付担保监管（我的担保、支付信息归集、"
        "共管资金及使用预售资金月报、申请担保调整）");
  CHECK(words(firm, {"contractor"}) ==
        "首页 · 建档保证人公示 · 我的保函（确认收函） · 支付信息归集（收款归集） · "
        "申请代偿索赔（保证执行）");
  CHECK(words(firm, {"contractor", "owner"}).find("申请代偿索赔") != std::string::npos);
  CHECK(words(firm, {"contractor", "owner"}).find("我的担保") != std::string::npos);
  CHECK(landing(firm, {"owner"}) == "/w");
}

// proves QZS-04
TEST_CASE("menu: guarantor, account bank, insurers, brokers and service providers") {
  CHECK(words(of("guarantor", "460000")) ==
        "机构备案 · 待办申请 · 保函管理 · 调整办理 · 代偿理赔 · 信用记录");
  CHECK(words(of("account-bank", "460000")) == "协议确认 · 共管账户 · 账户变动上传");
  CHECK(words(of("insurer", "230000")) == "投保信息 · 保单信息 · 理赔信息");
  CHECK(words(of("insurer", "350500")).starts_with("订单管理 · 保单管理"));
  CHECK(words(of("insurer", "210500")).starts_with("保险管理（投保单） · 风险管理"));
  CHECK(words(of("broker", "230000")) == "投保信息");
  CHECK(words(of("service-provider", "350500"))
            .starts_with("安责险服务（服务订单、安全培训、隐患排查、风险识别、标准化建设、"
                         "应急预案编制和演练、安全生产科技推广应用、其他有关事故预防工作）"));
  CHECK(words(of("service-provider", "210500")) ==
        "委托服务合同 · 事故预防服务方案 · 服务记录 · 安全隐患事件 · 整改反馈");
}

TEST_CASE("menu: regulators land on the dashboard in Heilongjiang, on the alerts elsewhere") {
  const Actor province = of("regulator", "230000");
  CHECK(words(province) ==
        "数据大屏 · 预警中心 · 企业信息 · 项目信息 · 保险监管（投保与保单、理赔、"
        "安全服务费用台账） · 服务与隐患（服务订单、服务记录、隐患、重大危险源） · 飞行检查 · "
        "注册审核 · 统计报表");
  CHECK(landing(province) == "/screen/230000");
  CHECK(landing(of("regulator", "210500")) == "/alerts");
  const Actor island = of("regulator", "460000");
  CHECK(landing(island) == "/alerts");
  CHECK(words(island) ==
        "数据大屏 · 预警中心 · 企业信息 · 项目信息 · 担保监管（工程款支付担保、支付信息归集、"
        "代偿索赔） · 保证人备案审核（待审核、保证人诚信档案） · 注册审核 · 统计报表");
}

TEST_CASE("menu: whoever administers an organisation has its accounts, and none twice") {
  Actor insurer = of("insurer", "230000");
  insurer.admin = true;
  CHECK(words(insurer).ends_with("理赔信息 · 账号管理 · 角色管理 · 机构资料"));
  Actor other = of("insurer", "350500");
  other.admin = true;
  const auto text = words(other);
  CHECK(text.find("账号管理") == text.rfind("账号管理"));
  CHECK(words(of("administrator", "")) ==
        "系统概览 · 机构 · 账号 · 角色权限（角色、权限矩阵） · 字典 · 参数（生效日期） · "
        "经纪—保险公司合作 · 节假日 · 公告 · 消息记录 · 操作日志");
}

TEST_CASE("menu: an own role has the lines from which it grants something") {
  Actor clerk = of("insurer", "350500");
  clerk.permissions = {"policy.quote"};
  CHECK(words(clerk) == "订单管理 · 个人中心");
  const auto his = navigation_of(clerk, {});
  REQUIRE(his.permissions.size() == 1);
  CHECK(his.permissions.front()->name == "orders");
  clerk.permissions = {"policies"};
  CHECK(words(clerk) == "保单管理 · 个人中心");
  clerk.permissions = {};
  CHECK(words(clerk) == "个人中心");
}

TEST_CASE("menu: whoever may nothing finds nothing, and a role beside adds its lines") {
  Actor pending = of("enterprise", "230000");
  pending.credit_code.clear();
  pending.permissions = {"enterprise.resubmit"};
  CHECK(words(pending) == "企业信息 · 帮助");
  Actor admin = of("administrator", "");
  admin.region_code = "000000";
  const auto before = words(admin);
  admin.permissions.push_back("role:auditor");
  CHECK(words(admin) == before + " · 审计回放 · 被拒绝的操作 · 导出记录 · 权限矩阵 · 统计报表");
}

TEST_CASE("menu: a natural person has its complaints and what is public") {
  Actor person;
  person.account = "np-somebody";
  person.organisation_kind = "person";
  CHECK(words(person) == "首页 · 我的投诉（投诉进度、提交投诉） · 建档保证人公示 · 通知公告 · 个人中心");
  CHECK(navigation_of(person, {}).more.empty());
  CHECK(navigation_of(person, {}).permissions.empty());
}

TEST_CASE("menu: what no line leads to and may be read stands beside it") {
  const auto insurer = navigation_of(of("insurer", "230000"), {});
  CHECK(leads(insurer.more, "/l/service-orders"));
  CHECK_FALSE(leads(insurer.more, "/l/policies"));
  CHECK_FALSE(leads(insurer.more, "/organisations"));
  CHECK(leads(navigation_of(of("regulator", "230000"), {}).more, "/import"));
  CHECK_FALSE(leads(insurer.more, "/import"));
}

TEST_CASE("menu: every line of every role leads to a list that is there") {
  for (const auto& menu : role_menus())
    for (const auto& entry : menu.entries) {
      REQUIRE_FALSE(entry.pages.empty());
      for (const auto& page : entry.pages) {
        CAPTURE(page.path);
        if (!page.path.starts_with("/l/")) continue;
        const auto mark = page.path.find('?');
        const View* view = view_named(std::string_view(page.path).substr(3, mark - 3));
        REQUIRE(view);
        if (mark == std::string::npos) continue;
        const auto field = page.path.substr(mark + 1, page.path.find('=') - mark - 1);
        CHECK(std::any_of(view->columns.begin(), view->columns.end(),
                          [&](const Column& c) { return c.name == field; }));
      }
    }
}
