// Webhooks: the administrator's, for events and scopes that there are, paused, disabled, deleted.
#include <doctest/doctest.h>

#include "engine/kinds/organisation.hpp"
#include "engine/kinds/webhook.hpp"
#include "tests/support/scenario.hpp"

using namespace surety;
using namespace surety::webhook;
namespace t = surety::tests;
using t::Scenario;

namespace {

const CreditCode regulator = t::credit_code(21);
const PartyCode scope{"hainan"};
const std::string url = "https://tax.example.cn/events";

Create create() { return {{"tax"}, url, {"guarantee.*", "project.registered"}, scope}; }

Scenario world() {
  Scenario s(kind(), "tax", "tax");
  s.fact("organisation", scope.value,
         organisation::Created{organisation::Type::regulator, "海南省厅", regulator, {"460000"},
                               RegionCode{"460000"}});
  return std::move(s.on("2025-03-01").as(t::administrator()));
}

Scenario created() {
  auto s = world();
  s.given(Created{url, {"guarantee.*"}, scope});
  return s;
}

}  // namespace

TEST_CASE("webhook: created for a scope and events that there are") {
  world().when(create()).then(Created{url, {"guarantee.*", "project.registered"}, scope});
  auto nobodys = create();
  nobodys.organisation = {"nobody"};
  world().when(nobodys).then_refused(Code::unknown_reference);
  for (const char* none : {"guarantee", "guarantee.", "guarantee.exploded", "spaceship.*", "*"}) {
    auto wrong = create();
    wrong.types = {"guarantee.*", none};
    world().when(wrong).then_problem("/types/1", "unknown-event-type");
  }
  created().when(create()).then_refused(Code::already_registered);
}

TEST_CASE("webhook: only what is different is an update") {
  created().when(Update{url, {}, {}}).then_nothing();
  created()
      .when(Update{{}, std::vector<std::string>{"policy.*"}, {}})
      .then(Updated{{}, std::vector<std::string>{"policy.*"}, {}});
  created().when(Update{{}, {}, PartyCode{"nobody"}}).then_refused(Code::unknown_reference);
  created()
      .when(Update{{}, std::vector<std::string>{"policy.exploded"}, {}})
      .then_problem("/types/0", "unknown-event-type");
}

TEST_CASE("webhook: paused and resumed, disabled by the platform alone, deleted for good") {
  auto s = created();
  s.when(Resume{}).then_refused(Code::not_in_this_state);
  s.when(Pause{}).then(Paused{}).then_state("paused");
  s.when(Pause{}).then_refused(Code::not_in_this_state);
  s.when(Resume{}).then(Resumed{}).then_state("active");
  const Disable failing{t::moment("2025-02-20"), "answers-500"};
  s.when(failing).then_refused(Code::forbidden);
  s.as(t::the_engine()).when(failing).then_state("disabled");
  CHECK(s.state<State>().reason == "answers-500");
  s.as(t::administrator()).when(Resume{}).then_state("active");
  CHECK_FALSE(s.state<State>().reason);
  s.when(RenewSecret{}).then(SecretRenewed{});
  s.when(Delete{}).then(Deleted{}).then_state("deleted");
  s.when(Resume{}).then_refused(Code::not_in_this_state);
  s.when(create()).then_refused(Code::already_registered);
}

TEST_CASE("webhook: a suspended organisation sees nothing any more") {
  auto s = created();
  s.fact("organisation", "gone",
         organisation::Created{organisation::Type::regulator, "某厅", regulator, {"460000"},
                               RegionCode{"460000"}},
         organisation::Suspended{});
  s.when(Update{{}, {}, PartyCode{"gone"}}).then_refused(Code::unknown_reference);
}
