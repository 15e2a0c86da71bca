// The sample's rows of Hainan: guarantors, letters, the claim, budget contracts (§7.3, §7.4).
#include <fmt/format.h>

#include "tools/sample_parts.hpp"

namespace surety::tools {
namespace {

constexpr std::int64_t wan = 1'000'000;

struct Guarantor {
  std::string_view code, name, type, address, contact, phone, filed_at;
  std::int64_t capital_fen;
};

/// As the seed prints them: codes that fail their check, a phone of ten digits, no address.
constexpr Guarantor guarantors[] = {
    {"91110108765016311A", "人保", "insurer", "北京市密云区巨各庄镇政府208室-1036(四合...", "联系人2",
     "15199990002", "2024-05-06T09:39:18.000+08:00", 5100 * wan},
    {"91110108765016311A-ins", "太平洋保险", "insurer", "", "联系人", "15199990000",
     "2024-05-06T09:39:18.000+08:00", 0},
    {"91460000730055113E", "海南新基建设工程有限公司", "guarantee-company",
     "海口市龙华区金贸中路1号半山花苑海天阁3268", "联系人", "1901112222",
     "2024-05-17T17:19:01.000+08:00", 10'000 * wan},
    {"91321012608797601X", "江苏润江建设集团有限公司", "guarantee-company", "扬州市江都区引江路11号",
     "联系人", "15122222223", "2024-05-27T14:14:08.000+08:00", 4'023'885 * (wan / 100)},
    {guarantor_hn, "测试担保公司", "guarantee-company", "海南省海口市龙华区海北路西苑楼盘2幢1单元...",
     "联系人2", "19022221112", "2024-05-10T15:24:06.000+08:00", 1000 * wan},
    {"91460300713000518M", "海南华金钢结构有限公司", "insurer", "海南省洋浦经济开发区新福州工业园",
     "测试3", "19012344323", "2024-05-31T14:43:02.000+08:00", 20'000 * wan},
};

struct Letter {
  std::string_view number, project, project_name, policy_number, valid_from, valid_until, issued_at;
  std::int64_t contract_fen, amount_fen, premium_fen;
};

/// The contracts' amounts are those of which the letters are a tenth.
constexpr Letter letters[] = {
    {"10240515000288", "HN-2024-0515", "test", "NO.4560218", "2024-05-15", "2024-05-31",
     "2024-05-15T13:52:26.000+08:00", 10'000 * wan, 1000 * wan, 100'000},
    {"10240520000127", "HN-2024-0520", "海口江东新区基础设施工程", "x123-00000000002",
     "2024-05-20", "2025-05-20", "2024-05-20T10:00:00.000+08:00", 16'130 * wan, 1613 * wan,
     1'613'000},
};

struct Contract {
  std::string_view project, name;
  bool filed;
};

constexpr Contract budget_contracts[] = {{"HN-ZF-1", "海...（二期）", false},
                                         {"HN-ZF-2", "海...项目", false},
                                         {"HN-ZF-3", "海南...（二期）", false},
                                         {"HN-ZF-4", "海南...项目", false},
                                         {"HN-ZF-5", "海南...项目（五）", true}};

void import_guarantors(Player& player) {
  Actor admin = player.account("admin");
  admin.jurisdiction = "460000";  // the archive is Hainan's
  for (const auto& g : guarantors) {
    player.play(admin, {.step = fmt::format("sample/guarantor/{}", g.code),
                        .kind = "guarantor",
                        .command = "import",
                        .body = fmt::format(
                            R"({{"credit_code":"{}","name":"{}","type":"{}",)"
                            R"("registered_capital":{},"address":"{}","contact_name":"{}",)"
                            R"("contact_phone":"{}","filed_at":"{}"}})",
                            g.code, g.name, g.type, g.capital_fen, g.address, g.contact, g.phone,
                            g.filed_at),
                        .historical = true,
                        .archive = true});
  }
}

void register_project(Player& player, const Actor& owner, std::string_view code,
                      std::string_view name) {
  player.play(owner, {.step = fmt::format("sample/project/{}", code),
                      .kind = "project",
                      .command = "register",
                      .body = fmt::format(R"({{"project_code":"{}","name":"{}",)"
                                          R"("region_code":"460100","contractor":"{}",)"
                                          R"("owner":"{}","address":"海口市江东新区"}})",
                                          code, name, contractor_hn, owner_hn)});
}

/// Returns the guarantee's number.
std::string issue_letter(Player& player, DocumentStore& documents, const Letter& l) {
  const Actor owner = player.account("owner-hn");
  const auto step = [&](std::string_view what) {
    return fmt::format("sample/letter/{}/{}", l.number, what);
  };
  register_project(player, owner, l.project, l.project_name);
  const std::string id = id_of(player.play(
      owner, {.step = step("apply"),
              .kind = "guarantee",
              .command = "apply",
              .body = fmt::format(R"({{"project":"{}","contract_type":"construction",)"
                                  R"("contract_number":"HT-{}","contract_amount":{},)"
                                  R"("guarantor":"{}","guarantee_type":"surety-insurance",)"
                                  R"("uses_fiscal_budget":false,"guaranteed_amount":{}}})",
                                  l.project, l.number, l.contract_fen, guarantor_hn, l.amount_fen),
              .historical = true}));
  const auto file = paper(documents, guarantor_hn, fmt::format("保函{}", l.number));
  player.play(player.account("guarantor-hn"),
              {.step = step("issue"),
               .kind = "guarantee",
               .command = "issue",
               .case_id = id,
               .body = fmt::format(R"({{"letter_number":"{}","valid_from":"{}","valid_until":"{}",)"
                                   R"("premium":{},"guaranteed_amount":{},"letter":"{}",)"
                                   R"("policy_number":"{}","issued_at":"{}"}})",
                                   l.number, l.valid_from, l.valid_until, l.premium_fen,
                                   l.amount_fen, file, l.policy_number, l.issued_at),
               .historical = true});
  return id;
}

/// What keeps a letter that still runs free of alerts: its receipt, and after the payment of the
/// claim the amount put back to what it was.
void confirm_receipt(Player& player, const std::string& guarantee) {
  player.play(player.account("contractor-hn"), {.step = "sample/receipt/" + guarantee,
                                                .kind = "guarantee",
                                                .command = "confirm-receipt",
                                                .case_id = guarantee,
                                                .body = "{}"});
}

void restore_amount(Player& player, const std::string& guarantee, std::int64_t amount_fen) {
  player.play(player.account("owner-hn"),
              {.step = "sample/adjustment/request",
               .kind = "guarantee",
               .command = "request-adjustment",
               .case_id = guarantee,
               .body = fmt::format(R"({{"type":"amount","reason":"代偿后补足保额",)"
                                   R"("effective_on":"{}","new_amount":{}}})",
                                   player.today().text(), amount_fen)});
  player.play(player.account("guarantor-hn"), {.step = "sample/adjustment/approve",
                                               .kind = "guarantee",
                                               .command = "approve-adjustment",
                                               .case_id = guarantee,
                                               .body = "{}"});
}

void pay_claim(Player& player, DocumentStore& documents, const std::string& guarantee,
               const Letter& letter) {
  const auto list = paper(documents, contractor_hn, "功能清单");
  const std::string id = id_of(player.play(
      player.account("contractor-hn"),
      {.step = "sample/claim/file",
       .kind = "guarantee-claim",
       .command = "file",
       .body = fmt::format(R"({{"guarantee":"{}","claimant_name":"测试",)"
                           R"("claimant_phone":"19011111112","ground":"wage-account",)"
                           R"("reason":"测试","amount":{},"documents":["{}"]}})",
                           guarantee, 50 * wan, list),
       .root = std::string(letter.project),
       .historical = true}));
  player.play(player.account("guarantor-hn"),
              {.step = "sample/claim/approve",
               .kind = "guarantee-claim",
               .command = "approve",
               .case_id = id,
               .body = fmt::format(R"({{"paid_amount":{},"paid_on":"{}"}})", 50 * wan,
                                   player.today().text()),
               .historical = true});
}

void register_budget_contracts(Player& player, DocumentStore& documents) {
  const Actor owner = player.account("owner-hn"), regulator = player.account("regulator-hn");
  const auto proof = paper(documents, owner_hn, "财政批复");
  for (const auto& c : budget_contracts) {
    register_project(player, owner, c.project, c.name);
    const std::string id = id_of(player.play(
        owner, {.step = fmt::format("sample/fiscal/{}", c.project),
                .kind = "guarantee",
                .command = "register-fiscal",
                .body = fmt::format(R"({{"project":"{}","contract_type":"construction",)"
                                    R"("contract_number":"无","contract_amount":{},)"
                                    R"("fiscal_ratio":10000,"budget_amount":{},)"
                                    R"("approving_body":"海南省发展和改革委员会",)"
                                    R"("approved_on":"2024-08-13","documents":["{}"]}})",
                                    c.project, 1000 * wan, 1000 * wan, proof),
                .historical = true}));
    if (!c.filed) continue;
    player.play(regulator, {.step = fmt::format("sample/fiscal/{}/filing", c.project),
                            .kind = "guarantee",
                            .command = "record-filing",
                            .case_id = id,
                            .body = "{}"});
  }
}

}  // namespace

void play_hainan(Player& player, DocumentStore& documents) {
  import_guarantors(player);
  for (const auto& letter : letters) {
    const auto guarantee = issue_letter(player, documents, letter);
    // What has ended before the platform's day one expires as soon as it is entered.
    const bool runs = player.today() <= Date::stored(letter.valid_until);
    if (runs) confirm_receipt(player, guarantee);
    if (&letter != std::end(letters) - 1) continue;
    pay_claim(player, documents, guarantee, letter);
    if (runs) restore_amount(player, guarantee, letter.amount_fen);
  }
  register_budget_contracts(player, documents);
}

}  // namespace surety::tools
