// The sample's organisations, enterprises and accounts (api.md §4).
#include <fmt/format.h>

#include <chrono>
#include <thread>

#include "events/enterprise.hpp"
#include "tools/cli.hpp"
#include "tools/sample_parts.hpp"

namespace surety::tools {
namespace {

struct Organisation {
  std::string_view account, kind, code, region, name, person;  ///< without a person no account
  std::string_view id{};  ///< by default the code
};

/// Codes that no seed prints are nobody's and pass their check.
constexpr Organisation organisations[] = {
    {"auditor", "auditor", "11100000MB1A0001XJ", "000000", "审计", "审计员", "audit"},
    {"regulator-hlj", "regulator", "11230000000010014T", "230000", "黑龙江省住房和城乡建设厅", "省厅经办人"},
    {"regulator-bx", "regulator", "1121050000002001XH", "210500", "本溪市住房和城乡建设局", "本溪经办人"},
    {"regulator-qz", "regulator", "113505000000300156", "350500", "泉州市住房和城乡建设局", "泉州经办人"},
    {"regulator-hn", "regulator", "11460000000040010F", "460000", "海南省住房和城乡建设厅", "海南经办人"},
    {"insurer-hlj", "insurer", insurer_hlj, "230000", "人保财险", "人保经办人"},
    {"broker-hlj", "broker", broker_hlj, "230000", "黑龙江经纪公司", "经纪经办人"},
    {"insurer-bx", "insurer", insurer_bx, "210500", "本溪保险公司", "保险经办人"},
    {"provider-bx", "service-provider", provider_bx, "210500", "本溪安全技术服务公司", "服务经办人"},
    {"insurer-qz", "insurer", insurer_qz, "350500", "泉州保险公司", "保险经办人"},
    {"provider-qz", "service-provider", provider_qz, "350500", "小修公司", "服务经办人"},
    {"provider-qz-2", "service-provider", other_provider_qz, "350500", "鹤飞天", ""},
    {"guarantor-hn", "guarantor", guarantor_hn, "460000", "测试担保公司", "联系人2"},
};

struct Enterprise {
  std::string_view account, code, regulator, jurisdiction, region, capacities;
  std::string_view name, representative, address, contact, phone;
};

constexpr std::string_view both = R"("contractor","owner")";

constexpr Enterprise enterprises[] = {
    {"contractor-hlj", contractor_hlj, "regulator-hlj", "230000", "230700", both,
     "哈尔滨海硕科技开发有限公司", "张海池", "道里区", "张海池", "13314518976"},
    {"contractor-bx", contractor_bx, "regulator-bx", "210500", "210504", both,
     "本溪建筑工程有限公司", "王建国", "本溪市明山区", "王建国", "13904140001"},
    {"contractor-qz", contractor_qz, "regulator-qz", "350500", "350503", both,
     "深圳筑链科技有限公司", "张三", "深圳市南山区", "张三", "13697770764"},
    {"owner-hn", owner_hn, "regulator-hn", "460000", "460100", R"("owner")", "海口江东新区基础建设有限公司",
     "测试", "海口市江东新区", "测试", "19011111112"},
    {"contractor-hn", contractor_hn, "regulator-hn", "460000", "460100", R"("contractor")",
     "上海建工五建集团有限公司", "测试", "上海市", "测试", "19011111112"},
};

void open_organisation(Player& player, const Actor& admin, const Organisation& o) {
  const auto id = o.id.empty() ? o.code : o.id;
  player.play(admin, {.step = fmt::format("sample/organisation/{}", o.account),
                      .kind = "organisation",
                      .command = "create",
                      .body = fmt::format(R"({{"id":"{}","kind":"{}","name":"{}",)"
                                          R"("credit_code":"{}","region_code":"{}"}})",
                                          id, o.kind, o.name, o.code, o.region)});
  if (o.person.empty()) return;
  player.play(admin, {.step = fmt::format("sample/account/{}", o.account),
                      .kind = "account",
                      .command = "create",
                      .body = fmt::format(R"({{"username":"{}","display_name":"{}",)"
                                          R"("phone":"13800000001","roles":["{}"],)"
                                          R"("organisation":"{}","admin":true,"password":"{}"}})",
                                          o.account, o.person, o.kind, id, sample_password),
                      .historical = true});
}

/// The account of an enterprise is opened by an effect, a moment later; or, where the command of it
/// was lost on its way to another node, once the node asks again.
void wait_for_account(Player& player, std::string_view username) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(100);
  while (!player.find("account", username)) {
    if (std::chrono::steady_clock::now() > until) {
      throw Failure(fmt::format("the account {} was not opened", username),
                    "look at the log and start again");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

/// What the jurisdiction asks of a registration besides.
std::string papers_of(DocumentStore& documents, const Enterprise& e) {
  if (e.jurisdiction != "210500") return {};
  return fmt::format(R"(,"business_licence":"{}","phone_code":"{}")",
                     paper(documents, e.code, "营业执照"), enterprise::phone_verified);
}

void register_enterprise(Player& player, DocumentStore& documents, const Enterprise& e) {
  player.play({}, {.step = fmt::format("sample/enterprise/{}", e.account),
                   .kind = "enterprise",
                   .command = "register",
                   .body = fmt::format(
                       R"({{"credit_code":"{}","name":"{}","capacities":[{}],)"
                       R"("legal_representative":"{}","region_code":"{}","address":"{}",)"
                       R"("contact_name":"{}","contact_phone":"{}","username":"{}",)"
                       R"("password":"{}","jurisdiction":"{}"{}}})",
                       e.code, e.name, e.capacities, e.representative, e.region, e.address,
                       e.contact, e.phone, e.account, sample_password, e.jurisdiction,
                       papers_of(documents, e)),
                   .historical = true});
}

}  // namespace

void play_parties(Player& player, DocumentStore& documents) {
  const Actor admin = player.account("admin");
  for (const auto& o : organisations) open_organisation(player, admin, o);
  player.play(admin, {.step = "sample/link/broker-hlj",
                      .kind = "organisation",
                      .command = "link-insurer",
                      .case_id = std::string(broker_hlj),
                      .body = fmt::format(R"({{"insurer":"{}"}})", insurer_hlj)});
  for (const auto& e : enterprises) register_enterprise(player, documents, e);
  for (const auto& e : enterprises) {
    player.play(player.account(e.regulator),
                {.step = fmt::format("sample/admission/{}", e.account),
                 .kind = "enterprise",
                 .command = "approve",
                 .case_id = std::string(e.code),
                 .body = fmt::format(R"({{"jurisdiction":"{}"}})", e.jurisdiction)});
    wait_for_account(player, e.account);
  }
}

}  // namespace surety::tools
