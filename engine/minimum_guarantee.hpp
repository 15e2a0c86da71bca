// The least guaranteed amount (最低担保金额) of a contract, exact in fen, with its steps.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "events/rulebook.hpp"

namespace surety {

enum class MinimumReading { flat, marginal, whole_price };
DESCRIBE_ENUM(MinimumReading, (flat, "固定比例", "One rate on the whole amount"),
              (marginal, "超额累进", "Each rate on the part within its tier"),
              (whole_price, "按全部价款", "At least the last rate on the whole price"))

/// One line of the computation: `rate` of `part`, the part of the contract above `over`.
struct MinimumStep {
  Money over;
  std::optional<Money> up_to;
  BasisPoints rate;
  Money part;
  Money subtotal;  ///< least amount up to and with this step, rounded up once
  friend bool operator==(const MinimumStep&, const MinimumStep&) = default;
};
DESCRIBE(MinimumStep, "计算步骤", "One line of the computation.",
         (over, "超过", "Above this amount", .min = 0, .unit = "万元"),
         (up_to, "不超过", "Up to this amount", .unit = "万元"), (rate, "比例", "Rate"),
         (part, "计算基数", "The part it is taken of", .min = 0, .unit = "万元"),
         (subtotal, "累计", "Least amount so far", .min = 0, .unit = "万元"))

struct MinimumGuarantee {
  Money least_amount, contract_amount;
  MinimumReading reading{};
  std::vector<MinimumStep> steps;
};
DESCRIBE(MinimumGuarantee, "最低担保金额", "The least guaranteed amount and how it comes about.",
         (least_amount, "最低担保金额", "Least guaranteed amount", .unit = "万元"),
         (contract_amount, "合同金额", "Contract amount", .unit = "万元"),
         (reading, "计算方式", "Reading"), (steps, "计算步骤", "Steps", .max = 20))

/// Empty where the rulebook knows no least amount. Without the parties' agreement the flat rate of
/// the whole; with it the tiers, the last one by the rulebook's reading. Rounded up to the fen.
std::optional<MinimumGuarantee> minimum_guarantee(const Rules&, Money contract_amount,
                                                  bool progressive_agreed);

/// The least amount of a guarantee in that mode (wire name); empty where none is enforced.
std::optional<Money> enforced_minimum(const Rules&, std::string_view mode, Money contract_amount,
                                      bool progressive_agreed);

}  // namespace surety
