// Who acts in the scenarios, and the values, rulebooks and holidays they speak of.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/support/scenario.hpp"

namespace surety::tests {
namespace {

std::string file_text(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

Actor member_of(std::string organisation, std::string kind, std::string jurisdiction) {
  Actor a;
  a.account = "somebody";
  a.organisation = std::move(organisation);
  a.organisation_kind = std::move(kind);
  a.jurisdiction = std::move(jurisdiction);
  a.region_code = a.jurisdiction;
  a.permissions = {"*"};
  a.admin = true;
  return a;
}

}  // namespace

Actor of_kind(std::string organisation_kind, std::string credit_code) {
  Actor a = member_of(credit_code, std::move(organisation_kind), "460000");
  a.credit_code = std::move(credit_code);
  return a;
}
Actor enterprise(std::string credit_code) { return of_kind("enterprise", std::move(credit_code)); }
Actor regulator(std::string jurisdiction) {
  return member_of("regulator-" + jurisdiction, "regulator", jurisdiction);
}
Actor auditor() { return member_of("auditor", "auditor", ""); }
Actor administrator() { return member_of("platform", "administrator", ""); }
Actor the_engine() {
  Actor a;
  a.engine = true;
  return a;
}
Actor nobody() { return {}; }

Instant moment(std::string_view text) {
  if (text.size() == 10) return {Instant::start_of(Date::stored(text)).ms + 9 * 3'600'000};
  return Instant::stored(text);
}

CreditCode credit_code(int seed) {
  std::string digits = std::to_string(seed);
  const std::string body = "91460000MA5T" + std::string(5 - digits.size(), '0') + digits;
  for (char last : std::string_view("0123456789ABCDEFGHJKLMNPQRTUWXY"))
    if (credit_code_valid(body + last)) return {body + last};
  return {};
}

DocumentId document(char letter) {
  static constexpr char hex[] = "0123456789abcdef";
  return {std::string(62, '0') + hex[(letter >> 4) & 15] + hex[letter & 15]};
}

const Rulebook& rulebook(const std::string& jurisdiction) {
  static std::map<std::string, Rulebook> books;
  const auto [at, fresh] = books.try_emplace(jurisdiction);
  if (fresh) {
    at->second = {jurisdiction, 1, Date::stored("2024-01-01"), {}};
    const std::string text = file_text(std::filesystem::path(SURETY_SOURCE_DIR) / "schemas" /
                                       "rulebooks" / (jurisdiction + "-1.json"));
    const auto problems = from_json(text, at->second);
    const std::string where = problems.empty() ? "" : problems[0].path + " " + problems[0].code;
    REQUIRE_MESSAGE(problems.empty(), "rulebook " << jurisdiction << ": " << where);
  }
  return at->second;
}

const Calendar& calendar() {
  static const Calendar published = [] {
    Calendar newest;
    const auto folder = std::filesystem::path(SURETY_SOURCE_DIR) / "schemas" / "calendars";
    if (!std::filesystem::exists(folder)) return newest;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
      auto one = Calendar::from_json(file_text(file.path()));
      if (one.version > newest.version) newest = one;
    }
    return newest;
  }();
  return published;
}

}  // namespace surety::tests
