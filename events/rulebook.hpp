// The rulebook of a jurisdiction: numbers, switches and extra required fields, versioned by date.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/values.hpp"

namespace surety {

enum class Quotation { none, required };
DESCRIBE_ENUM(Quotation, (none, "不需要报价", "No quotation"), (required, "须报价", "A quote comes first"))

enum class ProgressiveReading { marginal, whole_price };
DESCRIBE_ENUM(ProgressiveReading, (marginal, "按超出部分", "Each rate on the part within its tier"),
              (whole_price, "按全部价款", "At least the last rate on the whole price"))

/// One tier of the least guaranteed amount; the last has no `up_to`.
struct Tier {
  std::optional<Money> up_to;
  BasisPoints rate;
  friend bool operator==(const Tier&, const Tier&) = default;
};
DESCRIBE(Tier, "分档", "One tier.", (up_to, "上限", "Contract amount up to which it holds", .unit = "万元"),
         (rate, "比例", "Rate"))

struct RequiredFields {
  std::string command;  ///< guarantee.apply
  std::vector<std::string> fields;
};
DESCRIBE(RequiredFields, "必填项", "Fields this jurisdiction requires beyond the platform's.",
         (command, "指令", "kind.command"), (fields, "字段", "Field names"))

struct Source_ {
  std::string key, source;
};
DESCRIBE(Source_, "出处", "Where a number comes from.", (key, "规则键", "Rulebook key"),
         (source, "出处", "Manual and section, or law and article", .max = 1000))

/// What the reviewer of an application goes by, out of a province's implementing rules (HLJ-67).
enum class ReviewCheck { papers_complete, period_covers_construction, sum_insured };
DESCRIBE_ENUM(ReviewCheck, (papers_complete, "材料齐全", "Papers are complete"),
              (period_covers_construction, "保险期间覆盖施工期", "The period covers the construction"),
              (sum_insured, "每人死亡赔偿限额达标", "The limit per person's death suffices"))

struct ReviewRule {
  ReviewCheck check{};
  bool hard = false;  ///< what fails it cannot be agreed to
  std::optional<std::string> plan;          ///< of this plan alone
  std::optional<Money> per_person;          ///< sum-insured: the least limit
  std::optional<Date> begins_from;          ///< for periods that begin on this day or later
  friend bool operator==(const ReviewRule&, const ReviewRule&) = default;
};
DESCRIBE(ReviewRule, "审核要点", "What a review goes by.", (check, "要点", "What is looked at"),
         (hard, "硬性", "Nothing that fails it can be agreed to"), (plan, "方案", "Of this plan alone"),
         (per_person, "每人死亡赔偿限额下限", "Least limit per person's death", .unit = "万元"),
         (begins_from, "生效日期自", "For periods that begin on this day or later"))

/// Days unless said otherwise; every number's source stands in `sources`.
struct Rules {
  std::int64_t receipt_confirmation_days = 10;
  std::int64_t payment_overdue_days = 60;
  std::int64_t adjustment_days = 10;
  std::int64_t balance_report_day = 10;  ///< day of the next month
  std::int64_t backfill_days = 30;
  std::int64_t expiry_reminder_days = 30;
  std::int64_t service_acceptance_days = 5;
  std::int64_t review_days = 5;  ///< working days
  std::int64_t quote_validity_days = 30;
  std::int64_t service_shortfall_days = 30;
  bool roll_over_holidays = false;
  Quotation quotation{};
  std::optional<BasisPoints> flat_rate;  ///< absent: no least guaranteed amount here
  ProgressiveReading progressive_reading{};
  std::vector<Tier> tiers;
  std::vector<std::string> minimum_enforced_modes;
  std::optional<Date> backfill_from, backfill_until;
  std::vector<std::string> plans;
  bool project_table = false;
  bool recheck_hazards = true;
  std::optional<bool> county_projects;  ///< a registered project's region is a county
  std::optional<std::int64_t> complaint_reply_days;  ///< absent: no deadline
  std::optional<std::int64_t> warning_handling_days;  ///< absent: no deadline
  /// Years for which a case's personal data are kept after its last event; absent: 10.
  std::optional<std::int64_t> retention_years;
  std::optional<std::vector<ReviewRule>> review_rules;
  std::vector<RequiredFields> required_fields;
  std::vector<Source_> sources;
};
DESCRIBE(Rules, "规则", "The whole set of rules.",
         (receipt_confirmation_days, "收函确认天数", "Days to confirm receipt", .min = 1, .max = 3650, .unit = "天"),
         (payment_overdue_days, "付款逾期天数", "Days after a node's due date", .min = 1, .max = 3650, .unit = "天"),
         (adjustment_days, "变更天数", "Days to request an adjustment", .min = 1, .max = 3650, .unit = "天"),
         (balance_report_day, "余额报送日", "Day of the next month", .min = 1, .max = 28),
         (backfill_days, "补录天数", "Days to back-fill", .min = 1, .max = 3650, .unit = "天"),
         (expiry_reminder_days, "到期提醒天数", "Days before the end", .min = 1, .max = 3650, .unit = "天"),
         (service_acceptance_days, "服务接单天数", "Days to accept a service order", .min = 1, .max = 3650, .unit = "天"),
         (review_days, "审核工作日", "Working days to review an application", .min = 1, .max = 3650, .unit = "天"),
         (quote_validity_days, "报价有效天数", "Days a quote holds", .min = 1, .max = 3650, .unit = "天"),
         (service_shortfall_days, "服务不足提醒天数", "Days before the policy's end", .min = 1, .max = 3650, .unit = "天"),
         (roll_over_holidays, "遇休息日顺延", "A last day that is a rest day moves on"),
         (quotation, "报价", "Whether a quote comes first"),
         (flat_rate, "固定比例", "Least amount without agreement"),
         (progressive_reading, "累进读法", "Reading of the last tier"),
         (tiers, "分档", "Tiers with agreement", .max = 20),
         (minimum_enforced_modes, "最低金额适用方式", "Modes for which the least amount is enforced"),
         (backfill_from, "补录起始", "First day of handling that may be back-filled"),
         (backfill_until, "补录截止", "Last such day"), (plans, "方案", "Insurance plans"),
         (project_table, "项目表", "Valid projects come from the province's table"),
         (recheck_hazards, "整改复核", "Rectified hazards are verified"),
         (county_projects, "项目区划到县级", "A registered project's region is a county"),
         (complaint_reply_days, "投诉答复天数", "Days to reply to a complaint", .min = 1, .max = 3650, .unit = "天"),
         (warning_handling_days, "预警处理天数", "Days to deal with an alert once it is taken up", .min = 1, .max = 3650, .unit = "天"),
         (retention_years, "个人信息保存年限", "Years personal data are kept after a case's last event", .min = 1, .max = 100, .unit = "年"),
         (review_rules, "审核要点", "What the insurer's review goes by", .max = 50),
         (required_fields, "必填项", "Extra required fields", .max = 200),
         (sources, "出处", "Source of each number", .max = 200))

/// A version as it is adopted by a partition and looked up by a case.
struct Rulebook {
  std::string jurisdiction;
  std::int64_t version = 0;
  Date effective_from;
  Rules rules;
  std::string name() const { return jurisdiction + "/" + std::to_string(version); }
};
DESCRIBE(Rulebook, "规则集", "One version of a jurisdiction's rules.",
         (jurisdiction, "辖区", "Jurisdiction"), (version, "版本", "Version"),
         (effective_from, "生效日期", "In force from"), (rules, "规则", "The rules"))

}  // namespace surety
