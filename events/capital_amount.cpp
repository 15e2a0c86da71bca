// Four digits make a section; sections are joined by 万 and 亿, which nest: 壹拾万亿.
#include "events/capital_amount.hpp"

#include <array>

namespace surety {
namespace {

constexpr std::array<std::string_view, 10> digits{"零", "壹", "贰", "叁", "肆",
                                                  "伍", "陆", "柒", "捌", "玖"};

struct Place {
  std::int64_t value;
  std::string_view name;
};
constexpr std::array<Place, 5> places{
    {{100'000'000, "亿"}, {10'000, "万"}, {1'000, "仟"}, {100, "佰"}, {10, "拾"}}};

/// Of a number from 1 on.
std::string words(std::int64_t number) {
  for (const auto& [value, name] : places) {
    if (number < value) continue;
    std::string out = words(number / value);
    out += name;
    const auto rest = number % value;
    if (rest == 0) return out;
    if (rest < value / 10) out += digits[0];
    return out + words(rest);
  }
  return std::string(digits[static_cast<std::size_t>(number)]);
}

}  // namespace

std::string capital_amount(Money amount) {
  if (amount.fen == 0) return "零元整";
  if (amount.fen < 0) return "负" + capital_amount({-amount.fen});
  const auto yuan = amount.fen / 100, jiao = amount.fen / 10 % 10, fen = amount.fen % 10;
  std::string out;
  if (yuan > 0) out = words(yuan) + "元";
  if (jiao > 0) out += words(jiao) + "角";
  if (fen > 0 && jiao == 0 && yuan > 0) out += digits[0];
  out += fen > 0 ? words(fen) + "分" : "整";
  return out;
}

}  // namespace surety
