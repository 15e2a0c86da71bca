// A small world in Benxi, whose seed prints no rows: a site insured and served, one that has applied.
#include <fmt/format.h>

#include "engine/kinds/policy.hpp"
#include "tools/sample_parts.hpp"

namespace surety::tools {
namespace {

constexpr std::int64_t wan = 1'000'000;

void register_site(Storyteller& story, std::string_view code, std::string_view name) {
  story.opens("contractor-bx", "project", "register", code,
              fmt::format(R"({{"project_code":"{}","name":"{}","region_code":"210504",)"
                          R"("contractor":"{}","credit_code":"{}","owner":"{}",)"
                          R"("address":"本溪市明山区","construction_cost":{},)"
                          R"("category":"building","duration_days":500,"planned_start":"{}",)"
                          R"("planned_finish":"{}"}})",
                          code, name, contractor_bx, contractor_bx, contractor_bx, 8000 * wan,
                          story.day(-100), story.day(400)));
}

std::string apply(Storyteller& story, DocumentStore& documents, std::string_view site, int day) {
  const auto file = [&](std::string_view title) { return paper(documents, contractor_bx, title); };
  return story.opens(
      "contractor-bx", "policy", "apply", site,
      fmt::format(R"({{"project":"{}","insurer":"{}","contact_name":"王建国",)"
                  R"("contact_phone":"13904140001","business_licence":"{}",)"
                  R"("legal_representative_id_front":"{}","legal_representative_id_back":"{}",)"
                  R"("agreement_accepted":true,"applied_at":"{}"}})",
                  site, insurer_bx, file("营业执照"), file("法人身份证正面"),
                  file("法人身份证反面"), story.morning(day)),
      std::string(site));
}

void issue(Storyteller& story, DocumentStore& documents, const std::string& policy) {
  story.does("insurer-bx", "policy", policy, "approve");
  story.does("insurer-bx", "policy", policy, "issue",
             fmt::format(R"({{"policy_number":"BX-2024-0001","valid_from":"{}","valid_until":"{}",)"
                         R"("premium":{},"aggregate_limit":{},"per_accident_limit":{},)"
                         R"("per_person_death_limit":{},"per_person_medical_limit":{},)"
                         R"("accident_prevention_fee":{},"promised_services":)"
                         R"({{"safety-training":2,"hazard-inspection":2,)"
                         R"("emergency-plan-and-drill":1}},"policy_document":"{}",)"
                         R"("issued_at":"{}"}})",
                         story.day(-80), story.day(400), 12 * wan, 1000 * wan, 500 * wan,
                         100 * wan, 10 * wan, 2 * wan, paper(documents, insurer_bx, "本溪保单"),
                         story.morning(-81)));
  story.does("insurer-bx", "policy", policy, "record-service-fee",
             fmt::format(R"({{"amount":{},"spent_on":"{}","purpose":"安全培训"}})", wan / 2,
                         story.day(-30)));
}

/// 事故预防服务: contract, plan, two services; one hazard closed, one open, one of them major.
void serve(Player& player, Storyteller& story, DocumentStore& documents,
           const std::string& policy) {
  story.does("insurer-bx", "policy", policy, "assign-service-provider",
             fmt::format(R"({{"provider":"{}"}})", provider_bx));
  const auto order = *player.find("policy", policy)->as<policy::State>().service_order;
  const auto acts = [&](std::string_view command, std::string body, std::string_view again = {}) {
    story.does("provider-bx", "service-order", order, command, std::move(body), again);
  };
  acts("accept", "{}");
  acts("sign-contract",
       fmt::format(R"({{"contract":"{}"}})", paper(documents, provider_bx, "委托服务合同")));
  acts("submit-plan",
       fmt::format(R"({{"plan_document":"{}","planned_services":[)"
                   R"({{"kind":"safety-training","planned_on":"{}"}},)"
                   R"({{"kind":"hazard-inspection","planned_on":"{}"}}]}})",
                   paper(documents, provider_bx, "事故预防服务方案"), story.day(-20),
                   story.day(30)));
  acts("record-service", fmt::format(R"({{"kind":"safety-training","held_on":"{}",)"
                                     R"("summary":"三级安全教育","participants":60,"hours":3}})",
                                     story.day(-20)));
  acts("record-service",
       fmt::format(R"({{"kind":"hazard-inspection","held_on":"{}","summary":"现场隐患排查"}})",
                   story.day(-8)),
       "/2");
  const auto report = [&](std::string_view step, std::string_view category,
                          std::string_view description, std::string_view level, int days) {
    return story.opens("provider-bx", "hazard", "report", step,
                       fmt::format(R"({{"service_order":"{}","service_record":2,"category":"{}",)"
                                   R"("description":"{}","level":"{}","photos":["{}"],)"
                                   R"("rectify_by":"{}"}})",
                                   order, category, description, level,
                                   picture(documents, provider_bx, step), story.day(days)),
                       "BX-2024-001");
  };
  report("scaffold", "脚手架", "连墙件缺失", "major", 15);
  const auto closed = report("cable", "临时用电", "配电箱未上锁", "general", 7);
  story.does("contractor-bx", "hazard", closed, "rectify",
             fmt::format(R"({{"photos":["{}"],"description":"已加锁并张贴标识"}})",
                         picture(documents, contractor_bx, "整改后")));
  story.does("provider-bx", "hazard", closed, "verify");
}

void file_claim(Storyteller& story, DocumentStore& documents, const std::string& policy) {
  story.opens("contractor-bx", "insurance-claim", "file", "accident",
              fmt::format(R"({{"policy":"{}","accident_on":"{}","description":"物体打击，一人受伤",)"
                          R"("documents":["{}"],"casualties":1,"deaths":0,"claimed_amount":{},)"
                          R"("place":"3号楼","contact_name":"王建国","contact_phone":"13904140001"}})",
                          policy, story.day(-5), paper(documents, contractor_bx, "诊断证明"),
                          6 * wan),
              "BX-2024-001");
}

}  // namespace

void play_benxi(Player& player, DocumentStore& documents) {
  Storyteller story(player, "benxi");
  register_site(story, "BX-2024-001", "明山区滨河花园一期");
  register_site(story, "BX-2024-002", "明山区实验小学改扩建");
  const auto policy = apply(story, documents, "BX-2024-001", -85);
  issue(story, documents, policy);
  serve(player, story, documents, policy);
  file_claim(story, documents, policy);
  story.opens("contractor-bx", "major-hazard-source", "register", "crane",
              fmt::format(R"({{"project":"BX-2024-001","name":"塔式起重机","category":"起重机械",)"
                          R"("location":"2号楼东侧","controls":"持证上岗，每班检查",)"
                          R"("responsible_person":"王建国","phone":"13904140001"}})"),
              "BX-2024-001");
  apply(story, documents, "BX-2024-002", 0);
}

}  // namespace surety::tools
