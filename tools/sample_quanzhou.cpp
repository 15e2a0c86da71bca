// The sample's rows of Quanzhou: offline orders, policies, and who serves them (requirements §7.2).
#include <fmt/format.h>

#include "engine/kinds/policy.hpp"
#include "tools/sample_parts.hpp"

namespace surety::tools {
namespace {

constexpr std::int64_t yuan = 100;

struct Holder {
  std::string_view code, name, address, contact, phone;
};
/// The seed prints the first one's code; the others' are nobody's and pass their check.
constexpr Holder chain{contractor_qz, "深圳筑链科技有限公司", "月", "张三", "13697770764"};
constexpr Holder chain_five{contractor_qz, "深圳筑链科技有限公司", "月", "张五", "13697770764"};
constexpr Holder together{"91440300MA5G00010T", "深圳共筑", "深圳市福田区", "陈工", "13600000001"};
constexpr Holder hardware{"91441900MA4X00010H", "东莞市焯宝五金有限公司", "东莞市长安镇", "刘工",
                          "13600000002"};

enum class Served { no, awaited, yes };

/// An order is not issued where it has no policy number.
struct Order {
  std::string_view number, applied_at;
  const Holder& holder;
  std::string_view policy_number{}, issued_at{};
  std::int64_t premium = 0;
  Served served = Served::no;
};

constexpr Order orders[] = {
    {"202412291044501312", "2024-12-29T10:44:50", hardware, "safddafsdffgdsfd",
     "2024-12-29T17:23:00", 1000 * yuan},
    {"202412291754035549", "2024-12-29T17:54:03", hardware, "fgfdgvdfrdsf", "2024-12-29T18:10:00",
     100 * yuan, Served::awaited},
    {"202501071217289270", "2025-01-07T12:17:28", hardware, "PAK984662654526",
     "2025-01-07T12:24:00", 100 * yuan, Served::yes},
    {"202501092108229518", "2025-01-09T21:08:22", hardware, "YH00458854373475",
     "2025-01-09T21:14:00", 1000 * yuan, Served::yes},
    {"20250110162352233", "2025-01-10T16:23:52", together, "zb1234561", "2025-01-10T18:05:00",
     333 * yuan},
    {"202502192323464889", "2025-02-19T23:23:46", chain_five, "5457854121", "2025-02-19T23:40:00",
     1200 * yuan},
    {"202502192340024959", "2025-02-19T23:40:02", chain},
};

/// Each order has a site of its own: one site has one policy at a time.
std::string site_of(const Order& o) { return fmt::format("QZ-{}", o.number); }

void open_site(Player& player, const Order& o) {
  player.play(player.account("regulator-qz"),
              {.step = fmt::format("sample/project/{}", site_of(o)),
               .kind = "project",
               .command = "import",
               .body = fmt::format(R"({{"project_code":"{}","name":"{}","region_code":"350503",)"
                                   R"("contractor":"{}","address":"{}","jurisdiction":"350500"}})",
                                   site_of(o), o.holder.name, o.holder.code, o.holder.address),
               .historical = true,
               .archive = true});
}

void record(Storyteller& story, DocumentStore& documents, const Order& o) {
  const auto file = [&](std::string_view title) { return paper(documents, insurer_qz, title); };
  story.opens(
      "insurer-qz", "policy", "record-offline", o.number,
      fmt::format(
          R"({{"project":"{}","beneficiary":{{"name":"{}","address":"{}"}},"policyholder":"{}",)"
          R"("policyholder_name":"{}","contact_name":"{}","contact_phone":"{}",)"
          R"("business_licence":"{}","legal_representative_id_front":"{}",)"
          R"("intended_services":["safety-training","risk-identification","hazard-inspection"],)"
          R"("applied_at":"{}.000+08:00"}})",
          site_of(o), o.holder.name, o.holder.address, o.holder.code, o.holder.name,
          o.holder.contact, o.holder.phone, file("营业执照"), file("法人身份证"), o.applied_at),
      site_of(o), std::string(o.number));
}

/// The limits are those of the one order that shows them. A policy that would have ended by today
/// runs on, for the list offers what only one in force allows.
void issue(Storyteller& story, DocumentStore& documents, const Order& o) {
  const auto file = [&](std::string_view title) { return paper(documents, insurer_qz, title); };
  const std::string from(o.issued_at.substr(0, 10));
  const auto year = (Date::stored(from) + 364).text();
  story.does("insurer-qz", "policy", std::string(o.number), "issue",
             fmt::format(R"({{"policy_number":"{}","valid_from":"{}","valid_until":"{}",)"
                         R"("premium":{},"aggregate_limit":2300000,"per_accident_limit":50000,)"
                         R"("per_person_death_limit":70000,"per_person_medical_limit":10000,)"
                         R"("promised_services":{{"safety-training":1,"risk-identification":1,)"
                         R"("hazard-inspection":1}},"policy_document":"{}","invoice":"{}",)"
                         R"("contract":"{}","issued_at":"{}.000+08:00"}})",
                         o.policy_number, from, std::max(year, story.day(240)), o.premium,
                         file("电子保单"), file("发票"), file("保险合同"), o.issued_at));
}

void serve(Player& player, Storyteller& story, const Order& o) {
  const std::string id(o.number);
  story.does("insurer-qz", "policy", id, "assign-service-provider",
             fmt::format(R"({{"provider":"{}"}})",
                         o.served == Served::yes ? provider_qz : other_provider_qz));
  if (o.served != Served::yes) return;
  const auto order = *player.find("policy", id)->as<policy::State>().service_order;
  story.does("provider-qz", "service-order", order, "accept");
  story.does("provider-qz", "service-order", order, "record-service",
             fmt::format(R"({{"kind":"safety-training","held_on":"{}","summary":"新员工岗前安全培训",)"
                         R"("place":"厂区会议室","participants":24,"hours":4}})",
                         story.day(-2)));
}

}  // namespace

void play_quanzhou(Player& player, DocumentStore& documents) {
  Storyteller story(player, "quanzhou");
  for (const auto& o : orders) {
    open_site(player, o);
    record(story, documents, o);
    if (o.policy_number.empty()) continue;
    issue(story, documents, o);
    if (o.served != Served::no) serve(player, story, o);
  }
}

}  // namespace surety::tools
