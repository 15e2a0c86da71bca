// A project of Hainan with its parties, a listed guarantor, and guarantees in every mode.
#pragma once

#include <doctest/doctest.h>

#include "engine/kinds/alert.hpp"
#include "engine/kinds/guarantee.hpp"
#include "engine/kinds/guarantee_claim.hpp"
#include "engine/kinds/guarantor.hpp"
#include "engine/kinds/payment_plan.hpp"
#include "engine/kinds/project.hpp"
#include "tests/support/scenario.hpp"

namespace surety::tests::hainan {

inline const std::string the_owner = credit_code(1).value;
inline const std::string the_contractor = credit_code(2).value;
inline const std::string the_bank = credit_code(4).value;
inline const CreditCode the_guarantor = credit_code(3);
inline const Actor as_owner = owner(the_owner);
inline const Actor as_contractor = contractor(the_contractor);
inline const Actor as_guarantor = guarantor(the_guarantor.value);
inline const Actor as_bank = account_bank(the_bank);
inline const Actor as_regulator = regulator("460000");

inline project::Registered project_registered() {
  project::Registered e;
  e.project_code = ProjectCode{"P-1"};
  e.name = "海口市图书馆";
  e.region_code = RegionCode{"460100"};
  e.owner = PartyCode{the_owner};
  e.contractor = PartyCode{the_contractor};
  return e;
}

inline guarantor::Filed guarantor_filed(const CreditCode& code = the_guarantor) {
  return {PartyCode{code.value}, "海南担保有限公司", guarantor::Type::guarantee_company, wan(10'000),
          "海口市", "王五", Phone{"13800138000"}, {}};
}

/// On a project of the owner and contractor, with a listed guarantor.
inline Scenario on_project(const Kind& kind, std::string id) {
  Scenario s(kind, std::move(id), "P-1");
  s.given_in("project", "P-1", project_registered());
  s.fact("guarantor", the_guarantor.value, guarantor_filed(), guarantor::Listed{});
  return s;
}
inline Scenario guarantee_case() { return on_project(guarantee::kind(), "G-1"); }

inline void fill(guarantee::Contract& c, Money contract_amount) {
  c.project = "P-1";
  c.contract_number = "HT-1";
  c.contract_amount = contract_amount;
}

inline void fill(guarantee::Apply& c, Money contract_amount, Money guaranteed) {
  fill(static_cast<guarantee::Contract&>(c), contract_amount);
  c.guarantor = the_guarantor;
  c.guarantee_type = guarantee::GuaranteeType::surety_insurance;
  c.guaranteed_amount = guaranteed;
}

/// The seed's sample letter: 1613万, 10 % of 16130万.
inline guarantee::Apply application(Money contract = wan(16'130), Money guaranteed = wan(1'613)) {
  guarantee::Apply c;
  fill(c, contract, guaranteed);
  return c;
}

/// What the engine adds to a command of this project when it becomes an event.
template <class Event, class Command>
Event opened(const Command& c, std::optional<Money> least) {
  Event e;
  static_cast<Command&>(e) = c;
  e.owner = PartyCode{the_owner};
  e.contractor = PartyCode{the_contractor};
  e.region_code = RegionCode{"460100"};
  e.project_name = "海口市图书馆";
  e.least_amount = least;
  if constexpr (std::is_base_of_v<guarantee::Apply, Command>) e.guarantor_name = "海南担保有限公司";
  return e;
}

inline guarantee::Applied applied() {
  return opened<guarantee::Applied>(application(), wan(1'613));
}

inline guarantee::Issue issue() {
  return {"10240515000288", day("2025-03-01"), day("2026-02-28"), yuan(48'390), wan(1'613),
          document('l'), "PZ-1", std::nullopt};
}
inline guarantee::Issued issued() {
  const auto c = issue();
  return {*c.letter_number, c.valid_from, c.valid_until, c.premium, c.guaranteed_amount, c.letter,
          c.policy_number, c.issued_at};
}

inline guarantee::Backfill backfill(std::string_view handled_on) {
  guarantee::Backfill c;
  fill(c, wan(16'130), wan(1'613));
  c.letter_number = "B-1";
  c.valid_from = day("2024-07-01");
  c.valid_until = day("2026-06-30");
  c.premium = yuan(100);
  c.letter = document('l');
  c.handled_on = day(handled_on);
  return c;
}

inline guarantee::RegisterEscrow escrow() {
  guarantee::RegisterEscrow c;
  fill(c, wan(5'000));
  c.bank = "海南银行";
  c.bank_credit_code = CreditCode{the_bank};
  c.account_name = "共管账户";
  c.account_number = AccountNumber{"6222020200012345678"};
  c.amount = wan(500);
  c.agreement = document('a');
  c.deposited_on = day("2025-01-20");
  c.valid_from = day("2025-01-21");
  c.account_proof = document('p');
  return c;
}
inline guarantee::EscrowRegistered escrow_registered() {
  return opened<guarantee::EscrowRegistered>(escrow(), wan(500));
}

inline guarantee::RegisterPresale presale() {
  guarantee::RegisterPresale c;
  static_cast<guarantee::Account&>(c) = escrow();
  return c;
}

inline guarantee::RegisterFiscal fiscal() {
  guarantee::RegisterFiscal c;
  fill(c, wan(5'000));
  c.fiscal_ratio = BasisPoints{8'000};
  c.budget_amount = wan(4'000);
  c.approving_body = "海南省发展和改革委员会";
  c.approved_on = day("2025-02-01");
  c.documents = {document('d')};
  return c;
}
inline guarantee::FiscalRegistered fiscal_registered() {
  return opened<guarantee::FiscalRegistered>(fiscal(), std::nullopt);
}

/// A plan of two nodes for the sample letter's contract.
inline payment_plan::Submit plan() {
  return {"G-1",
          {{"预付款", payment_plan::NodeKind::advance, day("2024-12-31"), wan(6'130)},
           {"进度款", payment_plan::NodeKind::progress, day("2025-06-30"), wan(10'000)}}};
}
inline payment_plan::Submitted plan_submitted() {
  payment_plan::Submitted e{plan()};
  e.project = "P-1";
  e.contract_number = "HT-1";
  e.project_name = "海口市图书馆";
  e.contract_amount = wan(16'130);
  e.owner = PartyCode{the_owner};
  e.contractor = PartyCode{the_contractor};
  e.guarantor = the_guarantor;
  e.region_code = RegionCode{"460100"};
  return e;
}

}  // namespace surety::tests::hainan
