// The policy's table: who may do what in which state, what it owes until when, and to whom.
#include <algorithm>

#include "engine/alerts.hpp"
#include "engine/disclosure.hpp"
#include "engine/kind_table.hpp"
#include "engine/message_receipt.hpp"
#include "engine/kinds/policy_rules.hpp"

namespace surety::policy {

Parties parties(const CaseHead& head, const State& s) {
  Parties p;
  p.contractor = s.policyholder.value;
  p.insurer = s.insurer.value;
  if (s.broker) p.broker = s.broker->value;
  if (s.provider) p.provider = s.provider->value;
  // Every filing of an insurer is open to the brokers it works with (HLJ-59).
  if (s.order_type == OrderType::online) p.filed_with = s.insurer.value;
  p.region = s.region_code.value;
  p.jurisdiction = head.jurisdiction;
  return p;
}

namespace {

std::vector<Deadline> open_deadlines(const State& s, const Periods& p) {
  std::vector<Deadline> open;
  if (s.state == Phase::in_review)
    open.push_back(p.working_days("application-review", *s.review_since, p.rules().review_days,
                                  "review_days"));
  if (s.state == Phase::quoted)
    open.push_back(p.days("quote-validity", *s.quoted_on, p.rules().quote_validity_days,
                          "quote_validity_days"));
  if (s.state != Phase::in_force) return open;
  if (s.reminded_of != s.valid_until)
    open.push_back(p.before("expiry-reminder", *s.valid_until, p.rules().expiry_reminder_days,
                            "expiry_reminder_days"));
  if (!s.promises_met())
    open.push_back(p.before("service-shortfall", *s.valid_until, p.rules().service_shortfall_days,
                            "service_shortfall_days"));
  open.push_back(p.until("expiry", *s.valid_until, *s.valid_until));
  return open;
}

// The table of domain.md §4 gives these events names of their own.
Decision passed_as(std::string name, const State& s, const Deadline& due, const Context& ctx) {
  Decision d;
  d.named(std::move(name), DeadlinePassed{due.name, due.subject, due.started_on, due.passes_at});
  raise_alert(d, ctx, parties(ctx.head, s), s.project, due.name, due.subject, due.passes_at);
  return d;
}
Decision review_overdue(const State& s, const Deadline& due, const Context& ctx) {
  return passed_as("review-overdue", s, due, ctx);
}
Decision service_shortfall(const State& s, const Deadline& due, const Context& ctx) {
  return passed_as("service-shortfall", s, due, ctx);
}
Decision quote_lapsed(const State& s, const Deadline&, const Context&) {
  return happened(QuoteLapsed{*s.quoted_on});
}

/// Messages to the policyholder's contact: issued, ends soon.
std::vector<Effect> open_effects(const CaseHead& head, const State& s) {
  std::vector<Effect> owed;
  if (!s.contact_phone) return owed;
  const auto tell = [&](std::string name, std::string text) {
    const auto& ended = head.effects_ended;
    if (std::find(ended.begin(), ended.end(), name) != ended.end()) return;
    Effect e;
    e.name = std::move(name);
    e.channel = Effect::Channel::sms;
    e.to = s.contact_phone->value;
    e.body = "“" + s.project_name + "”的安全生产责任保险（保单号" + s.policy_number.value_or("") +
             "）" + text;
    owed.push_back(std::move(e));
  };
  if (s.told_of_issue) tell("sms-issued", "已出函。");
  if (s.reminded_of)
    tell("sms-expiry-" + s.reminded_of->text(),
         "将于" + s.reminded_of->text() + "到期，请及时办理续保。");
  return owed;
}

std::vector<std::pair<std::string, std::string>> unique(const State& s) {
  if (!s.issued_at) return {};
  return {{"policy-number", s.insurer.value + "/" + *s.policy_number}};
}

/// Whether the policy is in force and today within its period.
std::string covers_by_day(const State& s) {
  if (s.state != Phase::in_force) return "false";
  return "false|" + s.valid_from->text() + "=true|" + (*s.valid_until + 1).text() + "=false";
}

/// The project's id, or that of the policyholder's own site.
template <class C>
std::string root_of(const C& c, const Actor& actor) {
  if (c.project) return *c.project;
  if constexpr (requires { c.policyholder; }) return "site-" + c.policyholder.value;
  else return "site-" + actor.credit_code;
}

template <class C>
std::vector<Problem> checked(const C& c, Date today) {
  return check(c, today);
}

void add_openings(KindOf<State>& k) {
  k.opens<Apply>({"在线填报", "Apply"}, by(Who::contractor)).rooted<Apply>(root_of);
  k.check<Apply>(checked);
  k.opens<RecordOffline>({"新增线下订单", "Record an offline order"}, by(Who::insurer))
      .rooted<RecordOffline>(root_of)
      .judges()
      .check<RecordOffline>(checked);
  k.opens<Upload>({"保单上传", "Upload"}, by(Who::contractor)).rooted<Upload>(root_of);
  k.check<Upload>(checked);
}

void add_order_commands(KindOf<State>& k) {
  const Whose contractor = by(Who::contractor), insurer = by(Who::insurer);
  const auto needs_quote = [](const State& s) { return s.needs_quote(); };
  k.command<Return>({"打回", "Return"}, insurer, in(Phase::in_review));
  k.command<Resubmit>({"重新提交", "Resubmit"}, contractor, in(Phase::returned))
      .check<Resubmit>(checked);
  k.command<Approve>({"同意", "Approve"}, insurer, in(Phase::in_review))
      .when([=](const State& s) { return !needs_quote(s); });
  k.command<Quote>({"报价", "Quote"}, insurer, in(Phase::in_review)).check<Quote>(checked);
  k.when(needs_quote);
  k.command<WithdrawQuote>({"撤回报价", "Withdraw the quote"}, insurer, in(Phase::quoted));
  k.command<AcceptQuote>({"确认报价", "Accept the quote"}, contractor, in(Phase::quoted));
  k.command<DeclineQuote>({"拒绝报价", "Decline the quote"}, contractor, in(Phase::quoted));
  k.command<SendPaymentNotice>({"上传付款通知书", "Send the payment notice"}, insurer,
                               in(Phase::awaiting_payment_notice));
  k.command<SubmitPayment>({"提交支付凭证", "Submit the payment"}, contractor,
                           in(Phase::awaiting_payment));
  k.command<ApprovePayment>({"支付审核通过", "Approve the payment"}, insurer,
                            in(Phase::payment_in_review));
  k.command<RejectPayment>({"支付审核不通过", "Reject the payment"}, insurer,
                           in(Phase::payment_in_review));
  k.command<Withdraw>({"撤回", "Withdraw"}, contractor,
                      in(Phase::in_review, Phase::returned, Phase::quoted,
                         Phase::awaiting_payment_notice, Phase::awaiting_payment,
                         Phase::payment_in_review, Phase::awaiting_issue));
  k.command<Issue>({"出函", "Issue"}, insurer, in(Phase::awaiting_issue)).check<Issue>(checked);
}

void add_policy_commands(KindOf<State>& k) {
  const Whose insurer = by(Who::insurer);
  k.command<Endorse>({"加保", "Endorse"}, insurer, in(Phase::in_force)).check<Endorse>(checked);
  k.command<AssignServiceProvider>({"申请第三方服务", "Assign a service provider"}, insurer,
                                   in(Phase::in_force));
  k.command<RecordServiceFee>({"登记安全服务费用", "Record a service fee"}, insurer,
                              in(Phase::in_force, Phase::expired));
  k.command<ReverseServiceFee>({"冲销安全服务费用", "Reverse a service fee"}, insurer,
                               in(Phase::in_force, Phase::expired, Phase::cancelled));
  k.command<NoteProjectChange>({"知悉项目变更", "Note the project's change"}, insurer,
                               in(Phase::in_force))
      .when([](const State& s) { return s.project_change.has_value(); });
  k.command<Cancel>({"退保", "Cancel"}, insurer, in(Phase::in_force));
  k.command<Disclose>({"查看完整信息", "Disclose"},
                      by(Who::contractor, Who::insurer, Who::broker, Who::provider,
                         Who::regulator),
                      in_any());
  k.erasable(by(Who::regulator), in(Phase::withdrawn, Phase::expired, Phase::cancelled));
  k.command<RecordMessageReceipt>({"登记短信回执", "Record a message's receipt"}, by(Who::engine),
                                  in_any());
}

void add_events(KindOf<State>& k) {
  k.event<Disclosed>().event<MessageReceiptRecorded>();
  k.event<Applied>().event<OfflineOrderRecorded>().event<Uploaded>();
  k.event<Returned>().event<Resubmitted>().event<Approved>().event<Quoted>();
  k.event<QuoteWithdrawn>().event<QuoteAccepted>().event<QuoteDeclined>().event<QuoteLapsed>();
  k.event<PaymentNoticeSent>().event<PaymentSubmitted>().event<PaymentApproved>();
  k.event<PaymentRejected>().event<Withdrawn>().event<Issued>().event<Endorsed>();
  k.event<ServiceProviderAssigned>().event<ServiceStatusChanged>().event<ServicesCounted>();
  k.event<ServiceFeeRecorded>().event<ServiceFeeReversed>().event<Cancelled>();
  k.event<ProjectChanged>().event<ProjectChangeNoted>();
  k.event<ExpiryReminded>().event<Expired>();
}

void add_deadlines(KindOf<State>& k) {
  using Pass = std::function<Decision(const State&, const Deadline&, const Context&)>;
  const Label review{"申请审核", "Review of the application"};
  const Label shortfall{"服务不足", "Promised services not held"};
  k.event<DeadlinePassed>("review-overdue", review)
      .deadline("application-review", review, Pass(review_overdue));
  k.event<DeadlinePassed>("service-shortfall", shortfall)
      .deadline("service-shortfall", shortfall, Pass(service_shortfall));
  k.deadline("quote-validity", {"报价有效期", "How long the quote holds"}, Pass(quote_lapsed));
  k.deadline("expiry-reminder", {"到期提醒", "Reminder of the end"}, Pass(remind));
  k.deadline("expiry", {"到期", "End"}, Pass(expire));
}

}  // namespace

const Kind& kind() {
  static const Kind kind = [] {
    KindOf<State> k("policy", "policies", {"投保订单与保单", "Policy"});
    add_openings(k);
    add_order_commands(k);
    add_policy_commands(k);
    add_events(k);
    add_deadlines(k);
    return k.parties(parties)
        .open_deadlines(open_deadlines)
        .open_effects(open_effects)
        .unique(unique)
        .daily<bool>("covers_today", {"今日有效", "Covers today"}, covers_by_day)
        .project([](const State& s) { return s.project; })
        .done();
  }();
  return kind;
}

}  // namespace surety::policy
