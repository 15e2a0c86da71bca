// Codes and numbers with a standard of their own: what is accepted from outside, in normal form.
#include <algorithm>

#include "events/utf8.hpp"
#include "events/values.hpp"

namespace surety {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), digit); }

// Chinese input methods write ０-９, Ａ-Ｚ and － as wide characters (U+FF01 … U+FF5E).
void narrow(std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const std::int32_t point = next_code_point(text, at);
    if (point >= 0xFF01 && point <= 0xFF5E)
      out += static_cast<char>(point - 0xFF01 + '!');
    else
      out.append(text, start, at - start);
  }
  text = std::move(out);
}

std::string_view check_code(std::string& text) {
  const auto problem = check_plain_text(text);
  if (problem.empty()) narrow(text);
  return problem;
}

// Values 0 … 30 of GB 32100: no I, O, S, V, Z, which are taken for digits and letters like them.
constexpr std::string_view credit_alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

std::string_view credit_code_problem(std::string_view code) {
  if (characters(code) != 18) return "credit-code-length";
  if (code.size() != 18) return "credit-code-character";
  unsigned sum = 0, weight = 1;
  for (std::size_t i = 0; i < 18; ++i) {
    const auto value = credit_alphabet.find(code[i]);
    // Places 3 to 8 are a region of GB/T 2260.
    if (value == std::string_view::npos || (i >= 2 && i < 8 && !digit(code[i])))
      return "credit-code-character";
    if (i == 17) break;
    sum += static_cast<unsigned>(value) * weight;
    weight = weight * 3 % 31;
  }
  return credit_alphabet[(31 - sum % 31) % 31] == code[17] ? "" : "credit-code-check-digit";
}

bool mobile(std::string_view text) {
  return text.size() == 11 && text[0] == '1' && text[1] >= '3' && all_digits(text);
}

// 0xx or 0xxx, a hyphen or none, seven or eight digits, then perhaps `-` and an extension.
bool landline(std::string_view text) {
  for (std::size_t area : {std::size_t{3}, std::size_t{4}}) {
    if (text.size() < area || text[0] != '0' || !all_digits(text.substr(0, area))) return false;
    std::string_view rest = text.substr(area);
    if (rest.starts_with('-')) rest.remove_prefix(1);
    const auto hyphen = std::min(rest.find('-'), rest.size());
    const std::string_view number = rest.substr(0, hyphen);
    const std::string_view extension = rest.substr(std::min(hyphen + 1, rest.size()));
    const bool extended = hyphen < rest.size();
    if ((number.size() == 7 || number.size() == 8) && all_digits(number) &&
        (!extended || (!extension.empty() && extension.size() <= 6 && all_digits(extension))))
      return true;
  }
  return false;
}

}  // namespace

bool credit_code_valid(std::string_view code) { return credit_code_problem(code).empty(); }

namespace detail {

std::string_view CreditCodeRule::check(std::string& text) {
  if (const auto problem = check_code(text); !problem.empty()) return problem;
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return credit_code_problem(text);
}

std::string_view PartyCodeRule::check(std::string& text) {
  if (const auto problem = check_plain_text(text); !problem.empty()) return problem;
  return !text.empty() && characters(text) <= 64 ? "" : "party-code";
}

std::string_view RegionCodeRule::check(std::string& text) {
  if (const auto problem = check_code(text); !problem.empty()) return problem;
  return text.size() == 6 && all_digits(text) ? "" : "region-code";
}

std::string_view PhoneRule::check(std::string& text) {
  if (const auto problem = check_code(text); !problem.empty()) return problem;
  return mobile(text) || landline(text) ? "" : "phone";
}

std::string_view ProjectCodeRule::check(std::string& text) {
  if (const auto problem = check_code(text); !problem.empty()) return problem;
  const bool known = std::all_of(
      text.begin(), text.end(), [](char c) { return digit(c) || letter(c) || c == '-'; });
  return known && !text.empty() && text.size() <= 64 ? "" : "project-code";
}

std::string_view DocumentIdRule::check(std::string& text) {
  if (const auto problem = check_plain_text(text); !problem.empty()) return problem;
  const bool hex = std::all_of(
      text.begin(), text.end(), [](char c) { return digit(c) || (c >= 'a' && c <= 'f'); });
  return hex && text.size() == 64 ? "" : "document";
}

std::string_view AccountNumberRule::check(std::string& text) {
  if (const auto problem = check_code(text); !problem.empty()) return problem;
  std::erase_if(text, [](char c) { return c == ' ' || c == '-'; });
  return all_digits(text) && text.size() >= 8 && text.size() <= 32 ? "" : "account-number";
}

std::string_view UsernameRule::check(std::string& text) {
  if (const auto problem = check_plain_text(text); !problem.empty()) return problem;
  const bool known = std::all_of(text.begin(), text.end(), [](char c) {
    return digit(c) || letter(c) || c == '.' || c == '_' || c == '-';
  });
  return known && text.size() >= 3 && text.size() <= 64 ? "" : "username";
}

std::string_view CaseNumberRule::check(std::string& text) {
  if (const auto problem = check_code(text); !problem.empty()) return problem;
  return text.size() == 18 && all_digits(text) ? "" : "case-number";
}

}  // namespace detail
}  // namespace surety
