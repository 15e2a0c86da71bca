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
  if (!text.starts_with('0')) return false;
  std::size_t length[3] = {};  // of the digits between hyphens
  std::size_t parts = 1;
  for (char c : text) {
    if (digit(c)) ++length[parts - 1];
    else if (c != '-' || ++parts > 3) return false;
  }
  const auto in = [&](std::size_t part, std::size_t least, std::size_t most) {
    return length[part] >= least && length[part] <= most;
  };
  const bool in_one = in(0, 10, 12);
  const bool in_two = in(0, 3, 4) && in(1, 7, 8);
  if (parts == 1) return in_one;
  if (parts == 2) return in_two || (in_one && in(1, 1, 6));
  return in_two && in(2, 1, 6);
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
