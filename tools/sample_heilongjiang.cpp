// The sample's rows of Heilongjiang: the province's project table (requirements §7.1).
#include <fmt/format.h>

#include "tools/sample_parts.hpp"

namespace surety::tools {
namespace {

struct Row {
  std::string_view code, name, region;
  std::int64_t investment_fen;
};

constexpr std::int64_t wan = 1'000'000;

/// As the seed prints them, the region code `11` included.
constexpr Row rows[] = {
    {"2019-230700-49-01-001516", "伊春市南岔区铁路家属区...", "230700", 6100 * wan},
    {"2019-230700-49-01-001517", "伊春市南岔区...", "230700", 901'654 * (wan / 100)},
    {"2019-230702-70-03-062509", "天华·林都御景小区项目", "230700", 19'345 * wan},
    {"2019-230700-89-01-001514", "南岔区体育场", "230700", 66'933 * (wan / 100)},
    {"2019-230700-92-01-001521", "金山屯区公安分局业务技术用房", "230700", 1564 * wan},
    {"2307000000000", "测试项目1", "230700", 100 * wan},
    {"33", "222", "11", 4444 * wan},
    {"2022-0000", "哈尔滨项目测试", "230100", 1100 * wan},
};

}  // namespace

void play_heilongjiang(Player& player) {
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
  }
}

}  // namespace surety::tools
