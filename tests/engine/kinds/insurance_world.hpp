// A site of Heilongjiang and one of Quanzhou, their insurers, brokers and providers, and policies.
#pragma once

#include <doctest/doctest.h>

#include "engine/kinds/alert.hpp"
#include "engine/kinds/enterprise.hpp"
#include "engine/kinds/hazard.hpp"
#include "engine/kinds/inspection.hpp"
#include "engine/kinds/insurance_claim.hpp"
#include "engine/kinds/major_hazard_source.hpp"
#include "engine/kinds/organisation.hpp"
#include "engine/kinds/policy.hpp"
#include "engine/kinds/project.hpp"
#include "engine/kinds/service_order.hpp"
#include "tests/support/scenario.hpp"

namespace surety::tests::insurance {

inline const CreditCode the_contractor = credit_code(21), the_insurer = credit_code(22),
                        the_broker = credit_code(23), the_provider = credit_code(24),
                        other_provider = credit_code(25), other_insurer = credit_code(26);
inline const Actor as_contractor = contractor(the_contractor.value);
inline const Actor as_insurer = insurer(the_insurer.value);
inline const Actor as_provider = provider(the_provider.value);
inline const Actor as_regulator = regulator("230000");

inline organisation::Created body_of(organisation::Type type, const CreditCode& code) {
  organisation::Created e;
  e.kind = type;
  e.name = "机构" + code.value;
  e.credit_code = code;
  e.region_code = RegionCode{"230000"};
  return e;
}

inline project::Registered project_registered() {
  project::Registered e;
  e.project_code = ProjectCode{"P-1"};
  e.name = "南岔区体育场";
  e.region_code = RegionCode{"230700"};
  e.contractor = PartyCode{the_contractor.value};
  return e;
}

/// On the root P-1, with every organisation; the project itself is there unless it is a site.
inline Scenario world(const Kind& kind, std::string id, std::string jurisdiction = "230000") {
  const bool site = jurisdiction == "350500";
  Scenario s(kind, std::move(id), site ? "site-" + the_contractor.value : "P-1");
  s.in(jurisdiction).on("2025-03-03");
  using organisation::Type;
  s.fact("organisation", the_insurer.value, body_of(Type::insurer, the_insurer));
  s.fact("organisation", other_insurer.value, body_of(Type::insurer, other_insurer));
  s.fact("organisation", the_broker.value, body_of(Type::broker, the_broker),
         organisation::InsurerLinked{{the_insurer}});
  for (const auto& code : {the_provider, other_provider})
    s.fact("organisation", code.value, body_of(Type::service_provider, code));
  if (!site) s.given_in("project", "P-1", project_registered());
  return s;
}
inline Scenario policy_case(std::string jurisdiction = "230000") {
  return world(policy::kind(), "B-1", std::move(jurisdiction));
}

inline policy::Apply application() {
  policy::Apply c;
  c.project = "P-1";
  c.insurer = the_insurer;
  c.contact_name = "张海池";
  c.contact_phone = Phone{"13314518976"};
  c.business_licence = document('1');
  c.legal_representative_id_front = document('2');
  c.legal_representative_id_back = document('3');
  c.agreement_accepted = true;
  c.broker = the_broker;
  c.bid_award_notice = document('4');
  c.signed_agreement = document('5');
  return c;
}
/// Quanzhou's: no project, but who is insured and which services are wished for.
inline policy::Apply site_application() {
  auto c = application();
  c.project.reset();
  c.broker.reset();
  c.beneficiary = policy::Beneficiary{"深圳筑链科技有限公司", "泉州市丰泽区"};
  c.intended_services = {ServiceKind::safety_training, ServiceKind::hazard_inspection};
  return c;
}

inline policy::Applied applied() {
  policy::Applied e{application()};
  e.policyholder = PartyCode{the_contractor.value};
  e.project_name = "南岔区体育场";
  e.region_code = RegionCode{"230700"};
  e.plan = "A";
  return e;
}
inline policy::Applied site_applied() {
  policy::Applied e{site_application()};
  e.project = "site-" + the_contractor.value;
  e.policyholder = PartyCode{the_contractor.value};
  e.project_name = "深圳筑链科技有限公司";
  e.region_code = RegionCode{"350503"};
  return e;
}

inline ServiceCounts counts(std::int64_t trainings, std::int64_t inspections) {
  ServiceCounts c;
  if (trainings > 0) c.add(ServiceKind::safety_training, trainings);
  if (inspections > 0) c.add(ServiceKind::hazard_inspection, inspections);
  return c;
}

inline policy::Issue issue(std::string number = "PDAA-1") {
  policy::Issue c;
  c.policy_number = std::move(number);
  c.valid_from = day("2025-03-10");
  c.valid_until = day("2026-03-09");
  c.premium = yuan(33'300);
  c.aggregate_limit = wan(500);
  c.per_accident_limit = wan(200);
  c.policy_document = document('6');
  c.agreement = document('7');
  c.promised_services = counts(1, 1);
  return c;
}
inline policy::Issued issued() {
  policy::Issued e{issue()};
  e.issued_at = moment("2025-03-03");
  return e;
}
inline project::InsuranceChanged insured() {
  return {"B-1", project::InsuranceStatus::insured, day("2025-03-10"), day("2026-03-09")};
}

/// A case of another kind under the policy B-1, which is in force.
inline Scenario under_policy(const Kind& kind, std::string id) {
  auto s = world(kind, std::move(id));
  s.given_in("policy", "B-1", applied(), policy::Approved{}, issued());
  return s;
}

inline service_order::Ordered ordered() {
  service_order::Ordered e;
  e.policy = "B-1";
  e.project = "P-1";
  e.project_name = "南岔区体育场";
  e.region_code = RegionCode{"230700"};
  e.policyholder = PartyCode{the_contractor.value};
  e.policy_number = "PDAA-1";
  e.insurer = the_insurer;
  e.provider = the_provider;
  e.valid_from = day("2025-03-10");
  e.valid_until = day("2026-03-09");
  e.promised_services = counts(1, 1);
  return e;
}

}  // namespace surety::tests::insurance
