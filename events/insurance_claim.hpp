// 理赔 (insurance claim): reported by the insurer or filed by the policyholder. HLJ 二.3, BX 理赔管理.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/describe.hpp"
#include "events/values.hpp"

namespace surety::insurance_claim {

struct Report {
  std::string policy;
  Date accident_on;
  std::int64_t casualties = 0, deaths = 0;
  Money estimated_loss;
  std::optional<std::string> description;
};
DESCRIBE(Report, "录入理赔信息", "The insurer enters an accident.",
         (policy, "保单", "Policy", .refers = "policy"),
         (accident_on, "出险日期", "Day of the accident", .past = true),
         (casualties, "伤亡人数", "Hurt or dead", .max = 9999, .unit = "人"),
         (deaths, "死亡人数", "Dead", .max = 9999, .unit = "人"),
         (estimated_loss, "估损金额", "Estimated loss", .min = 0, .unit = "元"),
         (description, "出险经过", "What happened", .max = 1000))

struct File {
  std::string policy;
  Date accident_on;
  std::string description;
  std::vector<DocumentId> documents;
  std::optional<std::int64_t> casualties, deaths;
  std::optional<Money> claimed_amount;
  std::optional<std::string> place, contact_name;
  std::optional<Phone> contact_phone;
};
DESCRIBE(File, "提交理赔信息", "The policyholder asks the insurer to pay.",
         (policy, "保单", "Policy", .refers = "policy"),
         (accident_on, "出险日期", "Day of the accident", .past = true),
         (description, "出险经过", "What happened", .max = 1000),
         (documents, "证明材料", "Proof", .min = 1, .max = 50, .paper = Paper::any),
         (casualties, "伤亡人数", "Hurt or dead", .max = 9999, .unit = "人"),
         (deaths, "死亡人数", "Dead", .max = 9999, .unit = "人"),
         (claimed_amount, "索赔金额", "Amount that is asked for", .unit = "元"),
         (place, "出险地点", "Where it happened"), (contact_name, "联系人", "Contact", .max = 50),
         (contact_phone, "联系电话", "Contact's phone", .personal = true))

struct Accept {
  std::optional<std::string> note;
};
DESCRIBE(Accept, "受理", "The insurer takes the claim up.", (note, "说明", "Note", .max = 1000))

struct Refuse {
  std::string reason;
};
DESCRIBE(Refuse, "不予受理", "The insurer does not.", (reason, "原因", "Why", .max = 1000))

struct RequestSupplement {
  std::string note;
};
DESCRIBE(RequestSupplement, "要求补充材料", "The insurer asks for more material.",
         (note, "说明", "What is missing", .max = 1000))

struct Supplement {
  std::vector<DocumentId> documents;
  std::optional<std::string> note;
};
DESCRIBE(Supplement, "补充材料", "The policyholder hands in more material.",
         (documents, "补充材料", "Files", .min = 1, .max = 50, .paper = Paper::any),
         (note, "说明", "Note", .max = 1000))

struct UpdateProgress {
  std::string note;
  std::optional<std::vector<DocumentId>> documents;
};
DESCRIBE(UpdateProgress, "更新理赔进度", "The insurer tells how it goes.",
         (note, "进度说明", "How it goes", .max = 1000),
         (documents, "附件", "Files", .max = 50, .paper = Paper::any))

struct Pay {
  Money amount;
  Date paid_on;
  std::optional<std::string> note;
};
DESCRIBE(Pay, "登记赔款", "The insurer paid.", (amount, "赔款金额", "Amount paid", .unit = "元"),
         (paid_on, "赔付日期", "Paid on", .past = true), (note, "说明", "Note", .max = 1000))

struct Settle {
  std::optional<std::string> note;
};
DESCRIBE(Settle, "结案", "Nothing more is to be paid.", (note, "说明", "Note", .max = 1000))

/// What was entered wrongly; what is left out stays.
struct Correct {
  std::string reason;
  std::optional<Date> accident_on;
  std::optional<std::int64_t> casualties, deaths;
  std::optional<Money> estimated_loss;
  std::optional<std::string> description;
};
DESCRIBE(Correct, "更正", "The insurer corrects what was entered.",
         (reason, "更正原因", "Why", .max = 1000),
         (accident_on, "出险日期", "Day of the accident", .past = true),
         (casualties, "伤亡人数", "Hurt or dead", .max = 9999, .unit = "人"),
         (deaths, "死亡人数", "Dead", .max = 9999, .unit = "人"),
         (estimated_loss, "估损金额", "Estimated loss", .min = 0, .unit = "元"),
         (description, "出险经过", "What happened", .max = 1000))

struct Void {
  std::string reason;
};
DESCRIBE(Void, "作废", "The claim counts nowhere.", (reason, "原因", "Why", .max = 1000))

struct Withdraw {
  std::optional<std::string> reason;
};
DESCRIBE(Withdraw, "撤回", "The policyholder takes the claim back.",
         (reason, "原因", "Why", .max = 1000))

// ---------------------------------------------------------------------------------------------
// Events.

/// The policy and its parties, as they were when the claim began.
struct Insured {
  std::string project, project_name;
  RegionCode region_code;
  std::optional<std::string> policy_number, policyholder_name;
  PartyCode policyholder;
  CreditCode insurer;
  std::optional<CreditCode> broker;
};
DESCRIBE(Insured, "被保险项目", "The policy and its parties.",
         (project, "项目代码", "Project", .refers = "project"),
         (project_name, "项目名称", "Project's name"), (region_code, "行政区划", "Region"),
         (policy_number, "保单编号", "Policy number"),
         (policyholder_name, "投保人", "Policyholder's name"),
         (policyholder, "投保人信用代码", "Policyholder"), (insurer, "保险公司", "Insurer"),
         (broker, "经纪公司", "Broker"))

struct Reported : Insured {
  std::string policy;
  Date accident_on;
  std::int64_t casualties = 0, deaths = 0;
  Money estimated_loss;
  std::optional<std::string> description;
};
DESCRIBE_EXTENDING(Reported, Insured, "已录入理赔信息", "The insurer entered an accident.",
                   (policy, "保单", "Policy", .refers = "policy"),
                   (accident_on, "出险日期", "Day of the accident"),
                   (casualties, "伤亡人数", "Hurt or dead"), (deaths, "死亡人数", "Dead"),
                   (estimated_loss, "估损金额", "Estimated loss", .min = 0, .unit = "元"),
                   (description, "出险经过", "What happened", .max = 1000))

struct Filed : Insured {
  std::string policy;
  Date accident_on;
  std::string description;
  std::vector<DocumentId> documents;
  std::optional<std::int64_t> casualties, deaths;
  std::optional<Money> claimed_amount;
  std::optional<std::string> place, contact_name;
  std::optional<Phone> contact_phone;
};
DESCRIBE_EXTENDING(Filed, Insured, "已提交理赔信息", "The policyholder asked the insurer to pay.",
                   (policy, "保单", "Policy", .refers = "policy"),
                   (accident_on, "出险日期", "Day of the accident"),
                   (description, "出险经过", "What happened", .max = 1000),
                   (documents, "证明材料", "Proof", .max = 50, .paper = Paper::any),
                   (casualties, "伤亡人数", "Hurt or dead"), (deaths, "死亡人数", "Dead"),
                   (claimed_amount, "索赔金额", "Amount that is asked for", .unit = "元"),
                   (place, "出险地点", "Where it happened"), (contact_name, "联系人", "Contact"),
                   (contact_phone, "联系电话", "Contact's phone", .personal = true))

struct Accepted : Accept {};
DESCRIBE_EXTENDING(Accepted, Accept, "已受理", "The insurer took the claim up.")

struct Refused : Refuse {};
DESCRIBE_EXTENDING(Refused, Refuse, "不予受理", "The insurer did not take it up.")

struct SupplementRequested : RequestSupplement {};
DESCRIBE_EXTENDING(SupplementRequested, RequestSupplement, "已要求补充材料",
                   "More material was asked for.")

struct Supplemented : Supplement {};
DESCRIBE_EXTENDING(Supplemented, Supplement, "已补充材料", "More material was handed in.")

struct ProgressUpdated : UpdateProgress {};
DESCRIBE_EXTENDING(ProgressUpdated, UpdateProgress, "理赔进度已更新", "How it goes.")

struct Paid : Pay {};
DESCRIBE_EXTENDING(Paid, Pay, "已赔付", "The insurer paid.")

struct Settled : Settle {};
DESCRIBE_EXTENDING(Settled, Settle, "已结案", "Nothing more is to be paid.")

struct Corrected : Correct {};
DESCRIBE_EXTENDING(Corrected, Correct, "已更正", "What was entered was corrected.")

struct Voided : Void {};
DESCRIBE_EXTENDING(Voided, Void, "已作废", "The claim counts nowhere.")

struct Withdrawn : Withdraw {};
DESCRIBE_EXTENDING(Withdrawn, Withdraw, "已撤回", "The policyholder took the claim back.")

}  // namespace surety::insurance_claim
