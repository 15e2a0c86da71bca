// The few commands with which a letter of guarantee begins, for worlds of one node.
#pragma once

#include <fmt/format.h>

#include <string>

#include "tests/simulation/alone.hpp"
#include "tests/simulation/people.hpp"

namespace surety::simulation {

inline const std::string owner_code = "91460000MA5T00001D", contractor_code = "91460000MA5T00011A",
                         guarantor_code = "91460000MA5T00021B";

inline Actor member_of(const std::string& kind, const std::string& code) {
  Actor a;
  a.account = "somebody";
  a.organisation = a.credit_code = code;
  a.organisation_kind = kind;
  a.jurisdiction = a.region_code = "460000";
  a.permissions = {"*"};
  a.admin = true;
  return a;
}

/// Rulebook and guarantors, in every partition.
inline void found(Alone& world) {
  People people(1, 1);
  for (int i = 0; i < 3; ++i) {
    const auto c = people.next({world.time.now_ms});
    world.node.node().offer(c, [&people, c](const Outcome& o) { people.heard(c, o); });
    world.settle();
  }
}

inline void register_project(Alone& world, const std::string& code) {
  world.ask("project",
            "register",
            code,
            code,
            fmt::format(R"({{"project_code":"{}","name":"海口住宅","region_code":"460100",)"
                        R"("contractor":"{}","owner":"{}","planned_finish":"2026-07-01"}})",
                        code,
                        contractor_code,
                        owner_code),
            member_of("enterprise", owner_code));
}

inline void apply_for_letter(Alone& world, const std::string& project) {
  world.ask("guarantee",
            "apply",
            project,
            "",
            fmt::format(R"({{"project":"{}","contract_type":"construction",)"
                        R"("contract_number":"无","contract_amount":100000000,)"
                        R"("guarantor":"{}","guarantee_type":"letter-of-guarantee",)"
                        R"("uses_fiscal_budget":false,"guaranteed_amount":10000000}})",
                        project,
                        guarantor_code),
            member_of("enterprise", owner_code));
}

/// `id`: of the guarantee; valid from 2024-07-11.
inline void issue_letter(Alone& world,
                         const std::string& project,
                         const std::string& id,
                         const std::string& number,
                         const std::string& valid_until) {
  world.ask("guarantee",
            "issue",
            project,
            id,
            fmt::format(R"({{"letter_number":"{}","valid_from":"2024-07-11",)"
                        R"("valid_until":"{}","premium":100000,"guaranteed_amount":10000000,)"
                        R"("letter":"{}"}})",
                        number,
                        valid_until,
                        std::string(64, 'a')),
            member_of("guarantor", guarantor_code));
}

inline std::string id_of(const Outcome& o) { return o.case_key.substr(o.case_key.find('/') + 1); }

}  // namespace surety::simulation
