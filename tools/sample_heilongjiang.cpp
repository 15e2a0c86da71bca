// The sample's rows of Heilongjiang: the project table and the insurer's desk (requirements §7.1).
#include <fmt/format.h>

#include "engine/kinds/inspection.hpp"
#include "tools/sample_parts.hpp"

namespace surety::tools {
namespace {

enum class Insurance { none, asked, taken_out };

struct Row {
  std::string_view code, name, region;
  std::int64_t investment_fen;
  Insurance insurance = Insurance::none;
};

constexpr std::int64_t wan = 1'000'000;

/// As the seed prints them, the region code `11` included.
constexpr Row rows[] = {
    {"2019-230700-49-01-001516", "伊春市南岔区铁路家属区...", "230700", 6100 * wan, Insurance::taken_out},
    {"2019-230700-49-01-001517", "伊春市南岔区...", "230700", 901'654 * (wan / 100), Insurance::asked},
    {"2019-230702-70-03-062509", "天华·林都御景小区项目", "230700", 19'345 * wan, Insurance::taken_out},
    {"2019-230700-89-01-001514", "南岔区体育场", "230700", 66'933 * (wan / 100), Insurance::taken_out},
    {"2019-230700-92-01-001521", "金山屯区公安分局业务技术用房", "230700", 1564 * wan, Insurance::taken_out},
    {"2307000000000", "测试项目1", "230700", 100 * wan, Insurance::asked},
    {"33", "222", "11", 4444 * wan},
    {"2022-0000", "哈尔滨项目测试", "230100", 1100 * wan},
};

/// 在线填报; returns the application's number.
std::string apply(Storyteller& story, DocumentStore& documents, const Row& row) {
  const auto file = [&](std::string_view title) {
    return paper(documents, contractor_hlj, title);
  };
  return story.opens(
      "contractor-hlj", "policy", "apply", row.code,
      fmt::format(
          R"({{"project":"{}","insurer":"{}","broker":"{}","contact_name":"张海池",)"
          R"("contact_phone":"13314518976","business_licence":"{}",)"
          R"("legal_representative_id_front":"{}","legal_representative_id_back":"{}",)"
          R"("agreement_accepted":true,"bid_award_notice":"{}","signed_agreement":"{}",)"
          R"("plan":"A","investment_total":{},"applied_at":"{}"}})",
          row.code, insurer_hlj, broker_hlj, file("营业执照"), file("法人身份证正面"),
          file("法人身份证反面"), file("中标通知书"), file("用户协议"), row.investment_fen,
          story.morning(row.insurance == Insurance::asked ? 0 : -45)),
      std::string(row.code));
}

/// 同意, 出函.
void issue(Storyteller& story, DocumentStore& documents, const Row& row, const std::string& id) {
  const auto file = [&](std::string_view title) { return paper(documents, insurer_hlj, title); };
  story.does("insurer-hlj", "policy", id, "approve");
  const auto premium = row.investment_fen / 1000;
  story.does("insurer-hlj", "policy", id, "issue",
             fmt::format(R"({{"policy_number":"PICC-{}","valid_from":"{}","valid_until":"{}",)"
                         R"("premium":{},"aggregate_limit":{},"accident_prevention_fee":{},)"
                         R"("policy_document":"{}","agreement":"{}","issued_at":"{}"}})",
                         row.code, story.day(-40), story.day(324), premium, 500 * wan,
                         premium / 5, file("保单"), file("保险协议"), story.morning(-41)));
}

constexpr std::string_view accident_site = "2019-230700-92-01-001521";
constexpr std::string_view inspected_site = "2019-230702-70-03-062509";

/// 理赔: one accident, part of it paid.
void report_accident(Storyteller& story, const std::string& policy) {
  const auto id = story.opens(
      "insurer-hlj", "insurance-claim", "report", "accident",
      fmt::format(R"({{"policy":"{}","accident_on":"{}","casualties":1,"deaths":0,)"
                  R"("estimated_loss":{},"description":"作业人员从脚手架坠落受伤"}})",
                  policy, story.day(-12), 8 * wan),
      std::string(accident_site));
  story.does("insurer-hlj", "insurance-claim", id, "pay",
             fmt::format(R"({{"amount":{},"paid_on":"{}"}})", 3 * wan, story.day(-3)));
}

/// 飞行检查: one problem is closed, one is still to be rectified.
void inspect(Player& player, Storyteller& story, DocumentStore& documents) {
  const auto id = story.opens(
      "regulator-hlj", "inspection", "record", "visit",
      fmt::format(
          R"({{"project":"{}","inspected_on":"{}","inspectors":["李明","赵强"],"problems":[)"
          R"({{"category":"基坑支护","description":"基坑周边防护栏杆缺失","level":"general",)"
          R"("rectify_by":"{}"}},{{"category":"消防安全","description":"易燃材料堆放区缺少灭火器",)"
          R"("level":"major","rectify_by":"{}"}}],"conclusion":"限期整改"}})",
          inspected_site, story.day(-6), story.day(10), story.day(20)),
      std::string(inspected_site));
  const auto closed = player.find("inspection", id)->as<inspection::State>().hazards.at(0);
  story.does("contractor-hlj", "hazard", closed, "rectify",
             fmt::format(R"({{"photos":["{}"],"description":"已增设防护栏杆"}})",
                         picture(documents, contractor_hlj, "整改后")));
  story.does("regulator-hlj", "hazard", closed, "verify");
}

}  // namespace

void play_heilongjiang(Player& player, DocumentStore& documents) {
  Storyteller story(player, "heilongjiang");
  const Actor regulator = player.account("regulator-hlj");
  for (const auto& row : rows) {
    player.play(regulator,
                {.step = fmt::format("sample/project/{}", row.code),
                 .kind = "project",
                 .command = "import",
                 .body = fmt::format(R"({{"project_code":"{}","name":"{}","region_code":"{}",)"
                                     R"("contractor":"{}","investment_total":{},)"
                                     R"("jurisdiction":"230000"}})",
                                     row.code, row.name, row.region, contractor_hlj,
                                     row.investment_fen),
                 .historical = true,
                 .archive = true});
    if (row.insurance == Insurance::none) continue;
    const auto policy = apply(story, documents, row);
    if (row.insurance == Insurance::taken_out) issue(story, documents, row, policy);
    if (row.code == accident_site) report_accident(story, policy);
  }
  inspect(player, story, documents);
}

}  // namespace surety::tools
