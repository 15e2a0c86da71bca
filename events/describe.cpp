// Wire names from C++ names, and the rule that every plain text from outside must pass.
#include "events/describe.hpp"

#include "events/utf8.hpp"

namespace surety {
namespace {

bool upper(char c) { return c >= 'A' && c <= 'Z'; }
bool lower(char c) { return c >= 'a' && c <= 'z'; }

// What an input method or a spreadsheet leaves around a text without anybody seeing it.
bool blank(std::int32_t point) {
  return point == ' ' || (point >= '\t' && point <= '\r') || point == 0xA0 || point == 0x3000 ||
         (point >= 0x2000 && point <= 0x200B) || point == 0xFEFF;
}

bool control(std::int32_t point) { return point < 0x20 || (point >= 0x7F && point < 0xA0); }

}  // namespace

std::string kebab(std::string_view identifier) {
  // `void_` and `register_` only dodge a C++ keyword.
  while (!identifier.empty() && identifier.back() == '_') identifier.remove_suffix(1);
  std::string out;
  for (std::size_t i = 0; i < identifier.size(); ++i) {
    const char c = identifier[i];
    if (c == '_') {
      out += '-';
    } else if (!upper(c)) {
      out += c;
    } else {
      // A word begins behind a small letter or digit, and with the last capital of `CAKey`.
      const bool inside = i > 0 && identifier[i - 1] != '_';
      const bool last_capital = i + 1 < identifier.size() && lower(identifier[i + 1]);
      if (inside && (!upper(identifier[i - 1]) || last_capital)) out += '-';
      out += static_cast<char>(c - 'A' + 'a');
    }
  }
  return out;
}

std::string_view check_plain_text(std::string& text) {
  std::size_t begin = text.size(), end = 0;
  bool has_control = false, control_pending = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const std::int32_t point = next_code_point(text, at);
    if (point < 0) return "broken-text";
    if (blank(point)) {  // a line feed counts only if more text follows it
      control_pending |= begin != text.size() && control(point);
      continue;
    }
    if (begin == text.size()) begin = start;
    end = at;
    has_control |= control_pending || control(point);
  }
  if (begin >= end) {
    text.clear();
    return {};
  }
  if (has_control) return "control-character";
  if (begin > 0 || end < text.size()) text = text.substr(begin, end - begin);
  // Who could hand in a sealed value would have the platform open what they only saw sealed.
  if (text.starts_with("sealed:")) return "reserved-text";
  return {};
}

}  // namespace surety
