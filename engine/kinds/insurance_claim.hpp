// The claim under a policy as folded: the accident, how it goes, what was paid.
#pragma once

#include "engine/kind.hpp"
#include "events/insurance_claim.hpp"

namespace surety::insurance_claim {

enum class Phase {
  reported,
  filed,
  accepted,
  refused,
  awaiting_supplement,
  settled,
  void_,
  withdrawn
};
DESCRIBE_ENUM(Phase, (reported, "已报案", "Reported by the insurer"), (filed, "待受理", "Filed"),
              (accepted, "理赔中", "Accepted"), (refused, "不予受理", "Refused"),
              (awaiting_supplement, "待补充材料", "Awaiting material"),
              (settled, "已结案", "Settled"), (void_, "已作废", "Void"),
              (withdrawn, "已撤回", "Withdrawn"))

struct Progress : UpdateProgress {
  Instant at;
};
DESCRIBE_EXTENDING(Progress, UpdateProgress, "理赔进度", "How it goes.", (at, "时间", "At"))

struct State : Insured {
  Phase state{};
  std::string policy;
  Date accident_on;
  std::int64_t casualties = 0, deaths = 0;
  std::optional<Money> estimated_loss, claimed_amount;
  Money paid_amount;
  std::optional<std::string> description, place, contact_name, note, reason;
  std::optional<Phone> contact_phone;
  std::vector<DocumentId> documents;
  std::vector<Progress> progress;
  std::vector<Pay> payments;
  bool filed_by_policyholder = false;
  std::optional<Instant> ended_at;
};
DESCRIBE_EXTENDING(State, Insured, "理赔", "An accident and what the insurer pays for it.",
                   (state, "状态", "State"), (policy, "保单", "Policy", .refers = "policy"),
                   (accident_on, "出险日期", "Day of the accident"),
                   (casualties, "伤亡人数", "Hurt or dead"), (deaths, "死亡人数", "Dead"),
                   (estimated_loss, "估损金额", "Estimated loss", .min = 0, .unit = "元"),
                   (claimed_amount, "索赔金额", "Amount that is asked for", .unit = "元"),
                   (paid_amount, "赔款金额", "Paid in all", .min = 0, .unit = "元"),
                   (description, "出险经过", "What happened"),
                   (place, "出险地点", "Where it happened"), (contact_name, "联系人", "Contact"),
                   (note, "说明", "Last note"), (reason, "原因", "Last reason given"),
                   (contact_phone, "联系电话", "Contact's phone", .personal = true),
                   (documents, "证明材料", "Proof", .max = 100000, .paper = Paper::any),
                   (progress, "理赔进度", "How it goes", .max = 100000),
                   (payments, "赔款记录", "What was paid", .max = 100000),
                   (filed_by_policyholder, "投保企业提交", "Filed by the policyholder"),
                   (ended_at, "终结时间", "Ended at"))

const Kind& kind();

}  // namespace surety::insurance_claim
