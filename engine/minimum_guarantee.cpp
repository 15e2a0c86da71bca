// Hainan manual 2.2.1 业务说明(三): 10 % up to 1000万, 5 % of the part up to 1亿, 2.5 % above it.
#include "engine/minimum_guarantee.hpp"

#include <algorithm>

namespace surety {
namespace {

// 10^15 fen at 10 000 basis points is 10^19, more than 64 bits hold.
__extension__ using Wide = __int128;

constexpr Wide scale = 10'000;  // basis points in one

Money rounded_up(Wide scaled) {
  return {static_cast<std::int64_t>((scaled + scale - 1) / scale)};
}

Wide share(Money part, BasisPoints rate) { return Wide{part.fen} * rate.bp; }

MinimumGuarantee flat(BasisPoints rate, Money contract_amount) {
  const Money least = rounded_up(share(contract_amount, rate));
  return {least, contract_amount, MinimumReading::flat,
          {{Money{0}, std::nullopt, rate, contract_amount, least}}};
}

}  // namespace

std::optional<MinimumGuarantee> minimum_guarantee(const Rules& rules, Money contract_amount,
                                                  bool progressive_agreed) {
  if (!rules.flat_rate) return std::nullopt;
  if (!progressive_agreed || rules.tiers.empty()) return flat(*rules.flat_rate, contract_amount);

  const bool whole = rules.progressive_reading == ProgressiveReading::whole_price;
  MinimumGuarantee result{{}, contract_amount,
                          whole ? MinimumReading::whole_price : MinimumReading::marginal, {}};
  Wide sum = 0;
  Money over{0};
  for (const auto& tier : rules.tiers) {
    const Money end = tier.up_to ? std::min(*tier.up_to, contract_amount) : contract_amount;
    const bool last_of_whole = whole && !tier.up_to;
    const Money part = last_of_whole ? contract_amount : end - over;
    const Wide here = share(part, tier.rate);
    sum = last_of_whole ? std::max(sum, here) : sum + here;
    result.steps.push_back({over, tier.up_to, tier.rate, part, rounded_up(sum)});
    if (end == contract_amount) break;
    over = end;
  }
  result.least_amount = rounded_up(sum);
  return result;
}

std::optional<Money> enforced_minimum(const Rules& rules, std::string_view mode,
                                      Money contract_amount, bool progressive_agreed) {
  const auto& modes = rules.minimum_enforced_modes;
  if (std::find(modes.begin(), modes.end(), mode) == modes.end()) return std::nullopt;
  const auto least = minimum_guarantee(rules, contract_amount, progressive_agreed);
  if (!least) return std::nullopt;
  return least->least_amount;
}

}  // namespace surety
