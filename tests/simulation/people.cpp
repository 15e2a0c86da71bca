// Random commands with JSON bodies, of the real kinds, through envelopes as the edge makes them.
#include "tests/simulation/people.hpp"

#include <fmt/format.h>

#include <utility>

#include "engine/embedded.hpp"
#include "events/json.hpp"
#include "events/rulebook_case.hpp"
#include "tests/simulation/own_dates.hpp"

namespace surety::simulation {
namespace {

const std::string contractor_code = "91460000MA5T00011A";
const std::string guarantor_codes[] = {"91460000MA5T00021B", "91460000MA5T00022C"};
const std::string owner_codes[] = {"91460000MA5T00001D", "91460000MA5T00002E"};
constexpr std::int64_t contract_amount = 100'000'000, guaranteed_amount = 10'000'000;

Actor member(const std::string& kind, const std::string& code) {
  Actor a;
  a.account = "somebody";
  a.organisation = code;
  a.organisation_kind = kind;
  a.jurisdiction = a.region_code = "460000";
  a.permissions = {"*"};
  a.admin = true;
  if (kind != "regulator") a.credit_code = code;
  return a;
}

Actor engine() {
  Actor a;
  a.engine = true;
  a.jurisdiction = "460000";
  return a;
}

std::string document(char c) { return std::string(64, c); }

Rulebook hainan() {
  Rulebook book;
  from_json(embedded_files().at("rulebooks/460000-1.json"), book, Source::outside);
  return book;
}

std::string publish(const Rulebook& book) {
  return to_json(rulebook::Publish{.effective_from = book.effective_from,
                                   .rules = book.rules,
                                   .jurisdiction = RegionCode{book.jurisdiction}});
}

}  // namespace

People::People(std::uint64_t seed, int projects) : random_(seed) {
  for (int i = 0; i < projects; ++i)
    projects_.push_back({fmt::format("2407-460000-04-01-{:06}", i + 1), owner_codes[i % 2]});
  auto book = command({}, "rulebook", "publish", "460000", "460000", publish(hainan()), engine());
  book.historical = true;
  first_.push_back(std::move(book));
  for (const auto& code : guarantor_codes)
    first_.push_back(command({}, "guarantor", "import", code, code,
                             fmt::format(R"({{"credit_code":"{}","name":"海口保证人","type":"bank",)"
                                         R"("registered_capital":1000000,"address":"海口",)"
                                         R"("contact_name":"王","contact_phone":"13800000001"}})",
                                         code),
                             engine()));
}

std::string People::day(Instant now, std::int64_t days_after) const {
  return day_text(beijing_day(now.ms) + days_after);
}

CommandEnvelope People::command(Instant now, const std::string& kind, const std::string& name,
                                const std::string& root, const std::string& id, std::string body,
                                Actor actor) {
  CommandEnvelope c;
  c.id = fmt::format("c-{}", ++asked_);
  c.kind = kind;
  c.command = name;
  c.case_id = id;
  c.root = root;
  c.actor = std::move(actor);
  c.body = std::move(body);
  c.submitted_at = now;
  return c;
}

std::optional<CommandEnvelope> People::founding(Instant now) {
  for (auto c : first_) {
    if (founded_[c.kind + "/" + c.case_id]) continue;
    c.id = fmt::format("c-{}", ++asked_);
    c.submitted_at = now;
    return c;
  }
  return std::nullopt;
}

CommandEnvelope People::next(Instant now) {
  if (twin_) return *std::exchange(twin_, std::nullopt);
  if (auto c = founding(now)) return *c;
  if (random_.one_in(30)) {
    // A code may look like a number that the platform issues.
    const auto which = enterprises_++ % 20;
    const auto code = which % 2 ? fmt::format("91460000MA5T1{:04}X", which)
                                : fmt::format("91460000123451{:04}", which);
    return command(now, "enterprise", "register", code, code,
                   fmt::format(R"({{"credit_code":"{0}","name":"企业{0}","capacities":["owner"],)"
                               R"("legal_representative":"李","region_code":"460100",)"
                               R"("address":"海口","contact_name":"李","contact_phone":)"
                               R"("13800000002","username":"u{0}","password":"ref"}})",
                               code),
                   Actor{});
  }
  auto& project = projects_[random_.below(projects_.size())];
  if (!project.registered || project.guarantees.empty() || random_.one_in(5))
    return about_project(now, project);
  auto it = project.guarantees.begin();
  std::advance(it, static_cast<long>(random_.below(project.guarantees.size())));
  if (it->second.state != "in-underwriting" && random_.one_in(2))
    return about_plan(now, project, it->second);
  return about_guarantee(now, project, it->second);
}

CommandEnvelope People::create_organisation(Instant now, const std::string& code) {
  const auto body = fmt::format(
      R"({{"kind":"insurer","name":"海口保险","region_code":"460000","credit_code":"{}"}})", code);
  return command(now, "organisation", "create", code, code, body, engine());
}

CommandEnvelope People::publish_rules(Instant now) {
  auto book = hainan();
  book.effective_from =
      Date{static_cast<std::int32_t>(beijing_day(now.ms) + 1) +
           static_cast<std::int32_t>(random_.below(60))};
  book.rules.receipt_confirmation_days = 1 + static_cast<std::int64_t>(random_.below(20));
  book.rules.payment_overdue_days = 1 + static_cast<std::int64_t>(random_.below(90));
  book.rules.expiry_reminder_days = 1 + static_cast<std::int64_t>(random_.below(60));
  return command(now, "rulebook", "publish", "460000", "460000", publish(book), engine());
}

CommandEnvelope People::about_project(Instant now, Project& p) {
  const auto owner = member("enterprise", p.owner);
  if (!p.registered)
    return command(now, "project", "register", p.code, p.code,
                   fmt::format(R"({{"project_code":"{}","name":"海口住宅","region_code":"460100",)"
                               R"("contractor":"{}","owner":"{}","planned_finish":"{}"}})",
                               p.code, contractor_code, p.owner, day(now, 300)),
                   owner);
  switch (random_.below(6)) {
    case 0:
      return command(now, "project", p.suspended ? "resume" : "suspend", p.code, p.code,
                     fmt::format(R"({{"occurred_on":"{}"}})", day(now, 0)), owner);
    case 1:
      return command(now, "project", "amend", p.code, p.code,
                     fmt::format(R"({{"planned_finish":"{}"}})",
                                 day(now, static_cast<std::int64_t>(random_.below(900)))),
                     owner);
    default: return apply(now, p);
  }
}

CommandEnvelope People::apply(Instant now, const Project& p) {
  const auto phone = random_.one_in(2) ? R"("owner_phone":"13800000003",)" : "";
  return command(
      now, "guarantee", "apply", p.code, "",
      fmt::format(R"({{"project":"{}","contract_type":"construction","contract_number":"C-{}",)"
                  R"("contract_amount":{},"guarantor":"{}","guarantee_type":)"
                  R"("letter-of-guarantee","uses_fiscal_budget":false,{}"guaranteed_amount":{}}})",
                  p.code, asked_, contract_amount, guarantor_codes[random_.below(2)], phone,
                  guaranteed_amount - (random_.one_in(10) ? 1 : 0)),
      member("enterprise", p.owner));
}

CommandEnvelope People::about_guarantee(Instant now, Project& p, Guarantee& g) {
  const auto owner = member("enterprise", p.owner), contractor = member("enterprise", contractor_code);
  const auto guarantor = member("guarantor", guarantor_codes[random_.below(2)]);
  const auto choice = random_.below(10);
  if (g.state == "in-underwriting" && choice < 8) {
    if (choice == 0)
      return command(now, "guarantee", "return", p.code, g.id, R"({"reason":"不全"})", guarantor);
    return issue(now, p, g, guarantor);
  }
  if (g.state == "returned" && choice < 5)
    return command(now, "guarantee", "resubmit", p.code, g.id, "{}", owner);
  if (choice < 3) return adjust(now, p, g);
  if (choice == 3)
    return command(now, "guarantee", "confirm-cleared", p.code, g.id,
                   fmt::format(R"({{"certificate":"{}"}})", document('b')), contractor);
  if (choice == 4)
    return command(now, "guarantee", "release", p.code, g.id,
                   fmt::format(R"({{"settlement_proof":"{}"}})", document('c')), owner);
  return command(now, "guarantee", "confirm-receipt", p.code, g.id, "{}", contractor);
}

CommandEnvelope People::issue(Instant now, const Project& p, const Guarantee& g,
                              const Actor& guarantor) {
  const auto days = static_cast<std::int64_t>(1 + random_.below(random_.one_in(3) ? 20 : 400));
  if (letters_ == 0 || !random_.one_in(8)) ++letters_;  // else one that may be taken
  auto c = command(now, "guarantee", "issue", p.code, g.id,
                   fmt::format(R"({{"letter_number":"L-{}","valid_from":"{}","valid_until":"{}",)"
                               R"("premium":100000,"guaranteed_amount":{},"letter":"{}"}})",
                               letters_, day(now, 0), day(now, days), guaranteed_amount,
                               document('a')),
                   guarantor);
  for (const auto& other : projects_)
    for (const auto& [id, waits] : other.guarantees)
      if (other.code != p.code && waits.state == "in-underwriting" && random_.one_in(4))
        twin_ = command(now, "guarantee", "issue", other.code, id, c.body, guarantor);
  return c;
}

CommandEnvelope People::adjust(Instant now, const Project& p, Guarantee& g) {
  if (!g.waiting.empty())
    return command(now, "guarantee", random_.one_in(4) ? "reject-adjustment" : "approve-adjustment",
                   p.code, g.id, R"({"reason":"变更"})",
                   member("guarantor", guarantor_codes[random_.below(2)]));
  static const char* const types[] = {"extend", "extend", "suspend", "resume", "terminate"};
  const auto* type = types[random_.below(5)];
  const auto end = day(now, static_cast<std::int64_t>(random_.below(500)));
  return command(now, "guarantee", "request-adjustment", p.code, g.id,
                 fmt::format(R"({{"type":"{}","reason":"工程需要","effective_on":"{}",)"
                             R"("new_valid_until":"{}"}})",
                             type, day(now, 0), end),
                 member("enterprise", p.owner));
}

// Some nodes have been due for so long that their deadline lies in the past when they are planned.
std::string People::nodes(Instant now) {
  const auto count = static_cast<std::int64_t>(1 + random_.below(4));
  std::string list;
  for (std::int64_t i = 0; i < count; ++i)
    list += fmt::format(
        R"({}{{"name":"n{}","kind":"progress","due_on":"{}","amount":{}}})", i ? "," : "", i,
        day(now, static_cast<std::int64_t>(random_.below(300)) - 100),
        i + 1 < count ? 10'000'000 : contract_amount - (count - 1) * 10'000'000);
  return list;
}

CommandEnvelope People::about_plan(Instant now, Project& p, Guarantee& g) {
  const auto owner = member("enterprise", p.owner), contractor = member("enterprise", contractor_code);
  if (g.plan.empty())
    return command(now, "payment-plan", "submit", p.code, "",
                   fmt::format(R"({{"guarantee":"{}","nodes":[{}]}})", g.id, nodes(now)), owner);
  const auto choice = random_.below(10);
  if (choice == 0)
    return command(now, "payment-plan", "propose-change", p.code, g.plan,
                   fmt::format(R"({{"nodes":[{}]}})", nodes(now)), owner);
  if (choice < 3)
    return command(now, "payment-plan", choice == 1 ? "accept-change" : "refuse-change", p.code,
                   g.plan, "{}", contractor);
  const auto node = fmt::format("n{}", random_.below(4));
  if (choice == 3)
    return command(now, "payment-plan", "record-payment", p.code, g.plan,
                   fmt::format(R"({{"node":"{}","amount":1000,"paid_on":"{}","voucher":"{}"}})",
                               node, day(now, 0), document('d')),
                   owner);
  return command(now, "payment-plan", "confirm-receipt", p.code, g.plan,
                 fmt::format(R"({{"node":"{}","amount":{},"received_on":"{}","voucher":"{}"}})",
                             node, random_.one_in(2) ? 10'000'000 : contract_amount, day(now, 0),
                             document('e')),
                 contractor);
}

void People::heard(const CommandEnvelope& c, const Outcome& o) {
  if (o.refusal) {
    const auto& code = o.refusal->code;
    if (code == "already-registered" || code == "effective-date-not-later")
      founded_[c.kind + "/" + c.case_id] = true;
    return;
  }
  if (!o.events.empty()) founded_[o.case_key] = true;
  const auto id = o.case_key.substr(o.case_key.find('/') + 1);
  for (auto& p : projects_) {
    if (p.code != c.root) continue;
    if (c.kind == "project") {
      if (c.command == "register") p.registered = true;
      if (c.command == "suspend" || c.command == "resume") p.suspended = c.command == "suspend";
    }
    if (c.kind == "payment-plan" && c.command == "submit")
      for (auto& [key, g] : p.guarantees)
        if (c.body.find(g.id) != std::string::npos) g.plan = id;
    if (c.kind != "guarantee") continue;
    auto& g = p.guarantees[id];
    g.id = id;
    if (c.command == "issue") g.state = "in-force";
    if (c.command == "return") g.state = "returned";
    if (c.command == "resubmit") g.state = "in-underwriting";
    if (c.command == "request-adjustment") g.waiting = "yes";
    if (c.command.ends_with("-adjustment") && c.command[0] != 'r') g.waiting.clear();
    if (c.command == "reject-adjustment") g.waiting.clear();
  }
}

}  // namespace surety::simulation
