// What happens on a project: policies of former years and of today, services, hazards, claims,
// guarantees with their plans.
#include "tools/demo_telling.hpp"

#include <fmt/format.h>

#include "engine/digest.hpp"

namespace surety::tools {
namespace {

constexpr std::int64_t wan = 1'000'000;
constexpr int numbers_each = 16;      // cases of one project, at most
constexpr int before_all = 1'000;     // days: what is made up is numbered before anything else
constexpr std::int64_t second = 1'000;

struct Places {
  std::string_view jurisdiction;
  std::vector<std::string_view> regions, names;
};

const Places& places_of(std::string_view jurisdiction) {
  static const std::vector<Places> all{
      {"230000",
       {"230102", "230103", "230202", "230302", "230402", "230602", "230702", "230803", "231002",
        "231102"},
       {"哈尔滨市道里区", "哈尔滨市南岗区", "齐齐哈尔市龙沙区", "鸡西市鸡冠区", "鹤岗市向阳区", "大庆市萨尔图区",
        "伊春市伊美区", "佳木斯市向阳区", "牡丹江市东安区", "黑河市爱辉区"}},
      {"350500",
       {"350502", "350503", "350504", "350505", "350582"},
       {"泉州市鲤城区", "泉州市丰泽区", "泉州市洛江区", "泉州市泉港区", "晋江市"}},
      {"210500", {"210502", "210503", "210504"}, {"本溪市平山区", "本溪市溪湖区", "本溪市明山区"}},
      {"460000",
       {"460105", "460106", "460107", "460202"},
       {"海口市秀英区", "海口市龙华区", "海口市琼山区", "三亚市海棠区"}}};
  for (const auto& p : all)
    if (p.jurisdiction == jurisdiction) return p;
  return all.front();
}

constexpr std::string_view estates[] = {"滨河花园", "林都御景", "铁路家属区", "金山新城", "阳光小区",
                                        "体育场",   "实验小学", "人民医院",   "科技产业园", "会展中心"};
constexpr std::string_view works[] = {"新建工程", "改扩建工程", "装饰装修工程", "道路改造工程",
                                      "二期工程", "老旧小区改造"};
constexpr std::string_view trouble[] = {"脚手架", "临时用电", "高处作业", "基坑支护", "起重机械", "消防安全"};
constexpr std::string_view kinds_of_service[] = {"safety-training", "risk-identification",
                                                 "hazard-inspection", "standardisation",
                                                 "emergency-plan-and-drill"};

}  // namespace

std::string unit_name(std::size_t number) {
  constexpr std::string_view first[] = {"宏", "恒", "华", "中", "鼎", "盛", "安", "建", "天", "金"};
  constexpr std::string_view then[] = {"远", "泰", "诚", "兴", "达", "业", "信", "和", "源", "基"};
  const auto name = std::string(first[number % 10]).append(then[number / 10 % 10]);
  return number < 100 ? name : fmt::format("{}{}", name, number / 100);
}

DemoWorld::Telling::Telling(const DemoWorld& world, std::int64_t project)
    : ground_(world.ground_),
      province_(world.province_of(project)),
      project_(project),
      random_(ground_.seed * 1'000'003 + static_cast<std::uint64_t>(project)),
      contractor_(one_of(province_.contractors)) {
  const auto& places = places_of(province_.code);
  const auto at = random_.below(places.regions.size());
  region_ = places.regions[at];
  name_ = fmt::format("{}{}{}{}号", places.names[at], estates[random_.below(std::size(estates))],
                      works[random_.below(std::size(works))], project + 1);
  root_ = fmt::format("{}-{}-47-0{}-{:06}", 2021 + random_.below(5), region_,
                      1 + random_.below(4), 500'000 + project);
  investment_ = between(100, 30'000) * wan;
}

std::string DemoWorld::Telling::next_number() {
  const auto first = Instant::start_of(ground_.today - before_all);
  const Instant at{first.ms + (project_ * numbers_each + numbers_++) * second};
  return fmt::format("{}{:04}", at.compact(), partition_of(root_, ground_.partitions));
}

std::string DemoWorld::Telling::hour(int days) {
  return fmt::format("{}T{:02}:{:02}:{:02}.000+08:00", day(days), between(8, 17), between(0, 59),
                     between(0, 59));
}

void DemoWorld::Telling::opens(const Actor& actor, std::string_view kind, std::string_view command,
                               const std::string& id, std::string body) {
  story_.moves.push_back(
      {actor, std::string(kind), std::string(command), root_, id, std::move(body)});
}

void DemoWorld::Telling::does(const Actor& actor, std::string_view kind, std::string_view command,
                              const std::string& id, std::string body) {
  opens(actor, kind, command, id, std::move(body));
}

DemoStory DemoWorld::Telling::whole() {
  open_project();
  province_.guarantors.empty() ? insure() : guarantee();
  if (random_.percent(8)) inspect();
  return std::move(story_);
}

void DemoWorld::Telling::open_project() {
  std::string owner;
  if (!province_.owners.empty()) {
    owner_ = &one_of(province_.owners);
    owner = fmt::format(R"("owner":"{}",)", owner_->credit_code);
  }
  const int start = between(-600, -30);
  opens(province_.regulator, "project", "import", root_,
        fmt::format(R"({{"project_code":"{}","name":"{}","region_code":"{}","contractor":"{}",{})"
                    R"("address":"{}","investment_total":{},"construction_cost":{},)"
                    R"("category":"{}","planned_start":"{}","planned_finish":"{}",)"
                    R"("duration_days":{},"jurisdiction":"{}"}})",
                    root_, name_, region_, contractor_.credit_code, owner, name_, investment_,
                    investment_ / 10 * 8, random_.percent(70) ? "building" : "municipal",
                    day(start), day(start + 700), 700, province_.code));
}

void DemoWorld::Telling::insure() {
  const int past = random_.percent(33) ? 3 : 2;
  for (int years = past; years >= 1; --years) past_policy(years);
  present_policy();
}

/// Taken out on paper in former years and uploaded; most have expired.
void DemoWorld::Telling::past_policy(int years) {
  const auto policy = next_number();
  const Actor& insurer = one_of(province_.insurers);
  const bool cancelled = random_.percent(25), withdrawn = !cancelled && random_.percent(25);
  const int from = -370 * years + between(0, 20), until = cancelled ? 200 : from + 330;
  opens(contractor_, "policy", "upload", policy,
        fmt::format(R"({{"project":"{}","insurer":"{}","policy_number":"P{}","valid_from":"{}",)"
                    R"("valid_until":"{}","policy_document":"{}","contact_name":"经办人"}})",
                    root_, insurer.credit_code, policy, day(from), day(until), ground_.pdf));
  if (withdrawn) return does(contractor_, "policy", "withdraw", policy);
  does(insurer, "policy", "approve", policy);
  issue(insurer, policy, from, until);
  if (cancelled) does(insurer, "policy", "cancel", policy, R"({"reason":"工程停建退保"})");
}

void DemoWorld::Telling::issue(const Actor& insurer, const std::string& policy, int from,
                               int until) {
  const auto limit = between(2, 20) * 100 * wan;
  does(insurer, "policy", "issue", policy,
       fmt::format(R"({{"policy_number":"P{}","valid_from":"{}","valid_until":"{}","premium":{},)"
                   R"("aggregate_limit":{},"per_accident_limit":{},"per_person_death_limit":{},)"
                   R"("per_person_medical_limit":{},"accident_prevention_fee":{},)"
                   R"("policy_document":"{}","invoice":"{}","contract":"{}","agreement":"{}",)"
                   R"("issued_at":"{}"}})",
                   policy, day(from), day(until), investment_ / 1000, limit, limit / 2, limit / 4,
                   limit / 40, investment_ / 5000, ground_.pdf, ground_.pdf, ground_.pdf,
                   ground_.pdf, hour(from - 1)));
}

void DemoWorld::Telling::present_policy() {
  const auto fate = random_.below(100);
  if (fate < 4) return;  // not insured
  const auto policy = next_number();
  const Actor& insurer = one_of(province_.insurers);
  const int from = between(-300, -1);
  const std::string broker =
      province_.broker.empty() ? "" : fmt::format(R"("broker":"{}",)", province_.broker);
  opens(contractor_, "policy", "apply", policy,
        fmt::format(
            R"({{"project":"{}","insurer":"{}",{}"contact_name":"经办人","contact_phone":"{}",)"
            R"("business_licence":"{}","legal_representative_id_front":"{}",)"
            R"("legal_representative_id_back":"{}","bid_award_notice":"{}",)"
            R"("signed_agreement":"{}","agreement_accepted":true,"investment_total":{},)"
            R"("intended_services":["safety-training","hazard-inspection"],)"
            R"("applied_at":"{}"}})",
            root_, insurer.credit_code, broker,
            ground_.seal(fmt::format("139{:08}", random_.below(100'000'000))), ground_.pdf,
            ground_.picture, ground_.picture, ground_.pdf, ground_.pdf, investment_,
            hour(from - between(2, 9))));
  const auto insurer_does = [&](std::string_view command, std::string body = "{}") {
    does(insurer, "policy", command, policy, std::move(body));
  };
  if (fate < 14) return;  // in review
  if (fate < 20) return insurer_does("return", R"({"reason":"资料不清晰，请重新上传"})");
  if (province_.code == "350500") {
    bargain(insurer, policy);
    if (fate < 30) return;
  } else {
    insurer_does("approve");
    if (fate < 28) return;  // awaiting issue
  }
  issue(insurer, policy, from, from + 364);
  live_with(insurer, policy);
}

/// Where a quotation is required: 报价 to 支付审核.
void DemoWorld::Telling::bargain(const Actor& insurer, const std::string& policy) {
  does(insurer, "policy", "quote", policy,
       fmt::format(R"({{"premium":{},"aggregate_limit":{},"per_accident_limit":{},)"
                   R"("per_person_death_limit":{},"per_person_medical_limit":{}}})",
                   investment_ / 1000, 500 * wan, 200 * wan, 80 * wan, 5 * wan));
  does(contractor_, "policy", "accept-quote", policy);
  does(insurer, "policy", "send-payment-notice", policy,
       fmt::format(R"({{"payment_notice":"{}"}})", ground_.pdf));
  does(contractor_, "policy", "submit-payment", policy,
       fmt::format(R"({{"payment_proof":"{}","paid_amount":{},"paid_on":"{}"}})", ground_.pdf,
                   investment_ / 1000, day(-1)));
  does(insurer, "policy", "approve-payment", policy);
}

/// Services, fees and accidents of a policy in force.
void DemoWorld::Telling::live_with(const Actor& insurer, const std::string& policy) {
  if (random_.percent(30)) {
    provider_ = &one_of(province_.providers);
    does(insurer, "policy", "assign-service-provider", policy,
         fmt::format(R"({{"provider":"{}"}})", provider_->credit_code));
    story_.served_policy = policy;
  }
  if (random_.percent(20))
    does(insurer, "policy", "record-service-fee", policy,
         fmt::format(R"({{"amount":{},"spent_on":"{}","purpose":"安全培训"}})",
                     between(1, 50) * wan / 10, day(-1)));
  if (!random_.percent(12)) return;
  const auto claim = next_number();
  opens(insurer, "insurance-claim", "report", claim,
        fmt::format(R"({{"policy":"{}","accident_on":"{}","casualties":{},"deaths":0,)"
                    R"("estimated_loss":{},"description":"作业人员受伤"}})",
                    policy, day(-1), between(1, 3), between(1, 80) * wan));
  if (random_.percent(30)) return;
  does(insurer, "insurance-claim", "pay", claim,
       fmt::format(R"({{"amount":{},"paid_on":"{}"}})", between(1, 40) * wan, day(0)));
  if (random_.percent(50)) does(insurer, "insurance-claim", "settle", claim);
}

void DemoWorld::Telling::inspect() {
  opens(province_.regulator, "inspection", "record", next_number(),
        fmt::format(R"({{"project":"{}","inspected_on":"{}","inspectors":["李明","赵强"],)"
                    R"("problems":[{{"category":"{}","description":"现场不符合要求",)"
                    R"("level":"general","rectify_by":"{}"}}]}})",
                    root_, day(-2), trouble[random_.below(std::size(trouble))], day(20)));
}

std::vector<DemoMove> DemoWorld::Telling::services(const std::string& order) {
  whole();  // to where the story has come, and whom it has met
  const Actor& provider = *provider_;
  story_ = {};
  if (random_.percent(15)) return {};  // not accepted yet
  does(provider, "service-order", "accept", order);
  const int held = between(1, 3);
  for (int i = 0; i < held; ++i)
    does(provider, "service-order", "record-service", order,
         fmt::format(R"({{"kind":"{}","held_on":"{}","summary":"按计划开展服务",)"
                     R"("participants":{},"documents":["{}"]}})",
                     kinds_of_service[random_.below(std::size(kinds_of_service))],
                     day(-between(0, 20)), between(5, 80), ground_.pdf));
  for (int i = between(0, 2); i > 0; --i) {
    const auto hazard = next_number();
    opens(provider, "hazard", "report", hazard,
          fmt::format(R"({{"service_order":"{}","category":"{}","description":"防护措施不到位",)"
                      R"("level":"{}","photos":["{}"],"rectify_by":"{}"}})",
                      order, trouble[random_.below(std::size(trouble))],
                      random_.percent(15) ? "major" : "general", ground_.picture,
                      day(between(3, 40))));
    if (random_.percent(40)) continue;
    does(contractor_, "hazard", "rectify", hazard,
         fmt::format(R"({{"photos":["{}"],"description":"已整改"}})", ground_.picture));
    if (random_.percent(60)) does(provider, "hazard", "verify", hazard);
  }
  return std::move(story_.moves);
}

void DemoWorld::Telling::guarantee() {
  const auto contract = between(50, 1600) * 10 * wan;
  const auto letter = next_number();
  const Actor& guarantor = province_.guarantors.front();
  opens(*owner_, "guarantee", "apply", letter,
        fmt::format(R"({{"project":"{}","contract_type":"construction","contract_number":"HT-{}",)"
                    R"("contract_amount":{},"guarantor":"{}","guarantee_type":"{}",)"
                    R"("uses_fiscal_budget":false,"guaranteed_amount":{}}})",
                    root_, project_, contract, guarantor.credit_code,
                    random_.percent(50) ? "letter-of-guarantee" : "surety-insurance",
                    contract / 10));
  if (random_.percent(12)) return;  // in underwriting
  if (random_.percent(6))
    return does(guarantor, "guarantee", "return", letter, R"({"reason":"合同金额与文件不符"})");
  const int from = between(-400, -5);
  does(guarantor, "guarantee", "issue", letter,
       fmt::format(R"({{"letter_number":"BH{}","valid_from":"{}","valid_until":"{}",)"
                   R"("premium":{},"guaranteed_amount":{},"letter":"{}","issued_at":"{}"}})",
                   letter, day(from), day(from + 900), contract / 1000, contract / 10, ground_.pdf,
                   hour(from)));
  if (random_.percent(75)) does(contractor_, "guarantee", "confirm-receipt", letter);
  if (!random_.percent(80)) return;
  plan(letter, contract);
  if (!random_.percent(5)) return;
  const auto claim = next_number();
  opens(contractor_, "guarantee-claim", "file", claim,
        fmt::format(R"({{"guarantee":"{}","claimant_name":"张工","claimant_phone":"{}",)"
                    R"("ground":"wage-account","reason":"农民工工资专户欠款","amount":{},)"
                    R"("documents":["{}"]}})",
                    letter, ground_.seal("13900000000"), contract / 50, ground_.pdf));
  if (random_.percent(50))
    does(guarantor, "guarantee-claim", "approve", claim,
         fmt::format(R"({{"paid_amount":{},"paid_on":"{}"}})", contract / 50, day(0)));
}

/// Four equal payments; those of the past are settled, but for some that are late.
void DemoWorld::Telling::plan(const std::string& letter, std::int64_t contract) {
  const auto plan = next_number();
  const auto quarter = contract / 4;
  const int due = between(-200, 60);
  std::string nodes;
  for (int i = 0; i < 4; ++i)
    nodes += fmt::format(R"({}{{"name":"第{}期","kind":"progress","due_on":"{}","amount":{}}})",
                         i ? "," : "", i + 1, day(due + 90 * i), quarter);
  opens(*owner_, "payment-plan", "submit", plan,
        fmt::format(R"({{"guarantee":"{}","nodes":[{}]}})", letter, nodes));
  for (int i = 0; i < 4 && due + 90 * i < -3 && random_.percent(85); ++i) {
    does(*owner_, "payment-plan", "record-payment", plan,
         fmt::format(R"({{"node":"第{}期","amount":{},"paid_on":"{}","voucher":"{}"}})", i + 1,
                     quarter, day(-3), ground_.pdf));
    does(contractor_, "payment-plan", "confirm-receipt", plan,
         fmt::format(R"({{"node":"第{}期","amount":{},"received_on":"{}","voucher":"{}"}})", i + 1,
                     quarter, day(-2), ground_.pdf));
  }
}

}  // namespace surety::tools
