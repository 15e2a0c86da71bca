// The first start: rulebooks from schemas/, the platform's organisation, its administrator.
#include "tools/first_start.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "adapters/identity/password.hpp"
#include "engine/digest.hpp"
#include "engine/embedded.hpp"
#include "events/json.hpp"
#include "events/rulebook_case.hpp"
#include "tools/cli.hpp"

namespace surety::tools {
namespace {

/// Who sets the platform up; an engine's password would need no change at the first sign-in.
Actor installer() {
  Actor actor;
  actor.account = "installer";
  actor.organisation = "platform";
  actor.organisation_kind = "administrator";
  actor.permissions = {"*", "role:administrator"};
  actor.admin = true;
  return actor;
}

}  // namespace

void publish_rulebooks(Player& player) {
  for (const auto& [name, text] : embedded_files()) {
    if (!name.starts_with("rulebooks/") || player.played(name)) continue;
    Rulebook book;
    const auto problems = from_json(text, book, Source::outside);
    if (!problems.empty()) {
      throw Failure(fmt::format("schemas/{}: {} at {}", name, problems[0].code, problems[0].path),
                    "mend that file and build again");
    }
    const rulebook::Publish publish{.effective_from = book.effective_from,
                                    .rules = book.rules,
                                    .jurisdiction = RegionCode{book.jurisdiction}};
    player.play(Player::engine(), {.step = name,
                                   .kind = "rulebook",
                                   .command = "publish",
                                   .body = to_json(publish),
                                   .historical = true});
  }
}

bool open_platform(Player& player, std::string_view password, bool one_time) {
  // An organisation needs a code that passes its check; this one is nobody's.
  player.play(installer(), {.step = "platform",
                            .kind = "organisation",
                            .command = "create",
                            .body = R"({"id":"platform","kind":"administrator",)"
                                    R"("name":"平台管理","credit_code":"11100000MB1A00028J",)"
                                    R"("region_code":"000000"})"});
  std::string quoted;
  write_json_string(quoted, password);
  const auto body = fmt::format(R"({{"username":"admin","display_name":"平台管理员",)"
                                R"("phone":"13800000000","roles":["administrator"],)"
                                R"("organisation":"platform","admin":true,"password":{}}})",
                                quoted);
  const auto outcome = player.play(installer(), {.step = "platform/admin",
                                                 .kind = "account",
                                                 .command = "create",
                                                 .body = body,
                                                 .historical = !one_time});
  return outcome.body_digest == hex(sha256(body));
}

std::string first_administrator(Player& player) {
  if (player.find("account", "admin")) return {};
  const char* given = std::getenv("SURETY_ADMIN_PASSWORD");
  const std::string password = given ? given : random_password();
  if (const auto problem = password_problem(password, "admin"); !problem.empty()) {
    throw Failure(fmt::format("SURETY_ADMIN_PASSWORD: {}", problem_label(problem).en),
                  "give at least 8 characters of three classes");
  }
  const bool holds = open_platform(player, password, given == nullptr);
  return given || !holds ? std::string{} : password;
}

}  // namespace surety::tools
