// Staff: entered by their own organisation, reminded of certificates, shut out when they leave.
#include "engine/kinds/staff_member.hpp"

#include <doctest/doctest.h>

#include "engine/kinds/account.hpp"
#include "engine/kinds/organisation.hpp"
#include "engine/message_receipt.hpp"
#include "tests/support/scenario.hpp"

using namespace surety;
using namespace surety::staff_member;
namespace t = surety::tests;
using t::day;
using t::Scenario;

namespace {

const CreditCode insurer = t::credit_code(11), other = t::credit_code(12);
const Actor admin = t::insurer(insurer.value);

account::Created account_of(const CreditCode& organisation) {
  account::Created e;
  e.username = {"clerk"};
  e.organisation = {organisation.value};
  return e;
}

Enter clerk(std::optional<Username> account = {}) {
  return {"陈小", Sex::female, "理赔部", "查勘员", Phone{"13800001234"}, std::move(account), {}};
}

Scenario register_of(const CreditCode& owner_of_account = insurer) {
  Scenario s(kind(), "E-1", insurer.value);
  organisation::Created e;
  e.kind = organisation::Type::insurer;
  e.credit_code = insurer;
  s.given_in("organisation", insurer.value, e);
  s.fact("account", "clerk", account_of(owner_of_account));
  s.on("2025-03-01").as(admin);
  return s;
}

RecordCertificate licence(const char* until = "2025-06-30") {
  return {"安全工程师", "AQ-1", day(until), {}};
}

}  // namespace

TEST_CASE("staff: entered and changed by the organisation's administrator alone") {
  auto s = register_of();
  s.when(clerk()).then(Entered{clerk(), {insurer.value}}).then_state("employed");
  Update moved;
  moved.post = "核赔员";
  s.when(moved).then(Updated{moved});
  s.when(moved).then_nothing();
  s.as(t::insurer(other.value)).when(moved).then_refused(Code::forbidden);
  Actor plain = admin;
  plain.admin = false;
  register_of().as(plain).when(clerk()).then_refused(Code::forbidden);
}

TEST_CASE("staff: the account is one of the same organisation") {
  register_of().when(clerk(Username{"clerk"})).then_state("employed");
  register_of(other).when(clerk(Username{"clerk"})).then_refused(Code::unknown_reference);
  Update linked;
  linked.account = Username{"nobody"};
  auto s = register_of();
  s.when(clerk()).when(linked).then_refused(Code::unknown_reference);
}

// proves QZI-08
TEST_CASE("staff: thirty days before a certificate ends its holder is told, then it has ended") {
  auto s = register_of();
  s.when(clerk()).when(licence()).then(CertificateRecorded{licence()});
  s.due("certificate-reminder", "AQ-1", "2025-05-31").due("certificate-expiry", "AQ-1",
                                                         "2025-07-01");
  auto renewed = s;
  s.passes("certificate-reminder", "AQ-1")
      .then(CertificateReminded{"AQ-1", day("2025-06-30")})
      .owes("sms-AQ-1-2025-06-30")
      .not_due("certificate-reminder", "AQ-1");
  s.passes("certificate-expiry", "AQ-1").then(CertificateExpired{"AQ-1"}).nothing_due();
  CHECK(s.state<State>().certificates.front().expired);
  renewed.when(licence("2028-06-30")).due("certificate-expiry", "AQ-1", "2028-07-01");
  CHECK(renewed.state<State>().certificates.size() == 1);
  renewed.when(RemoveCertificate{"AQ-1", "吊销"}).then(CertificateRemoved{{"AQ-1", "吊销"}});
  renewed.nothing_due().when(RemoveCertificate{"AQ-1", "吊销"});
  renewed.then_refused(Code::no_such_certificate);
}

// proves QZI-08
TEST_CASE("staff: the receipt of a reminder is recorded, whatever the certificate's number holds") {
  auto s = register_of();
  RecordCertificate stroke = licence();
  stroke.number = "AQ/1";
  s.when(clerk()).when(stroke).passes("certificate-reminder", "AQ/1");
  const RecordMessageReceipt told{"sms-AQ%2F1-2025-06-30", MessageOutcome::failed, {}, "空号"};
  s.as(t::the_engine()).when(told).then(
      MessageReceiptRecorded{told.effect, told.outcome, {}, told.detail});
  s.when(RecordMessageReceipt{"disable-account"}).then_refused(Code::not_found);
}

TEST_CASE("staff: leaving ends the deadlines and disables the account") {
  auto s = register_of();
  s.when(clerk(Username{"clerk"})).when(licence());
  s.when(Leave{day("2025-03-01"), "辞职"}).then(Left{{day("2025-03-01"), "辞职"}});
  s.then_state("left").owes("disable-account").nothing_due();
  s.when(licence()).then_refused(Code::not_in_this_state);
  s.when(Leave{day("2025-03-01"), {}}).then_refused(Code::not_in_this_state);
}
