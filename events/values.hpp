// The value types that all case kinds share, each with the rule of its standard.
//
// Every textual value has three doors: `check` puts a text from outside into normal form or names
// the problem; `stored` believes a text from the journal, sealed and legacy ones included; `text`
// is what stands in JSON. Problem codes have their sentences in events/problems.cpp.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "events/describe.hpp"

namespace surety {

/// Fen (分). From 1 to 10^15 unless the field allows 0.
struct Money {
  std::int64_t fen = 0;
  static constexpr std::string_view format = "money";
  static constexpr std::int64_t least = 1, greatest = 1'000'000'000'000'000;
  std::int64_t count() const { return fen; }
  static Money of(std::int64_t v) { return {v}; }
  friend auto operator<=>(const Money&, const Money&) = default;
  friend Money operator+(Money a, Money b) { return {a.fen + b.fen}; }
  friend Money operator-(Money a, Money b) { return {a.fen - b.fen}; }
  Money& operator+=(Money b) { fen += b.fen; return *this; }
};

/// 1/10 000. From 0 to 10 000 unless the field says otherwise.
struct BasisPoints {
  std::int64_t bp = 0;
  static constexpr std::string_view format = "basis-points";
  static constexpr std::int64_t least = 0, greatest = 10'000;
  std::int64_t count() const { return bp; }
  static BasisPoints of(std::int64_t v) { return {v}; }
  friend auto operator<=>(const BasisPoints&, const BasisPoints&) = default;
};

/// A calendar day in Beijing, 1990-01-01 … 2100-12-31 when it comes from outside.
struct Date {
  std::int32_t days = 0;  ///< since 1970-01-01
  static constexpr std::string_view format = "date";
  static Date of(int year, unsigned month, unsigned day);
  int year() const;
  unsigned month() const, day() const;
  unsigned weekday() const;  ///< 0 Sunday … 6 Saturday
  /// The same day of a later month, or its last day (Civil Code 202).
  Date plus_months(int months) const;
  std::string text() const;
  static Date stored(std::string_view);
  static std::string_view check(std::string&);
  friend auto operator<=>(const Date&, const Date&) = default;
  friend Date operator+(Date d, int days) { return {d.days + days}; }
  friend Date operator-(Date d, int days) { return {d.days - days}; }
};

/// A point in time, milliseconds since 1970 UTC; written in Beijing time with `+08:00`.
struct Instant {
  std::int64_t ms = 0;
  static constexpr std::string_view format = "date-time";
  static constexpr std::int64_t beijing_offset_ms = 8 * 3600 * 1000;
  /// 00:00 Beijing time of that day.
  static Instant start_of(Date d) { return {std::int64_t{d.days} * 86'400'000 - beijing_offset_ms}; }
  Date date() const;  ///< the Beijing date
  std::string text() const;  ///< 2025-03-01T00:00:00.000+08:00
  std::string compact() const;  ///< 20250301000000, Beijing time
  static Instant stored(std::string_view);
  static std::string_view check(std::string&);  ///< any RFC 3339 offset; normal form is +08:00
  friend auto operator<=>(const Instant&, const Instant&) = default;
};

/// A calendar month, YYYY-MM.
struct Month {
  std::int32_t number = 0;  ///< year * 12 + month - 1
  static constexpr std::string_view format = "month";
  static Month of(Date d);
  Date first() const, last() const;
  Month next() const { return {number + 1}; }
  std::string text() const;
  static Month stored(std::string_view);
  static std::string_view check(std::string&);
  friend auto operator<=>(const Month&, const Month&) = default;
};

namespace detail {
/// A text with its own rule; `Rule_` has `format` and `check`.
template <class Rule_>
struct Code {
  std::string value;
  static constexpr std::string_view format = Rule_::format;
  const std::string& text() const { return value; }
  static Code stored(std::string_view s) { return {std::string(s)}; }
  static std::string_view check(std::string& s) { return Rule_::check(s); }
  bool empty() const { return value.empty(); }
  friend auto operator<=>(const Code&, const Code&) = default;
};
#define SURETY_CODE(Name, format_)                      \
  struct Name##Rule {                                   \
    static constexpr std::string_view format = format_; \
    static std::string_view check(std::string&);        \
  };
SURETY_CODE(CreditCode, "credit-code")
SURETY_CODE(PartyCode, "party-code")
SURETY_CODE(RegionCode, "region-code")
SURETY_CODE(Phone, "phone")
SURETY_CODE(ProjectCode, "project-code")
SURETY_CODE(DocumentId, "document")
SURETY_CODE(AccountNumber, "account-number")
SURETY_CODE(Username, "username")
SURETY_CODE(CaseNumber, "case-number")
#undef SURETY_CODE
}  // namespace detail

/// 统一社会信用代码, GB 32100-2015: 18 characters with check digit; trimmed, upper-cased, full-width
/// characters converted.
using CreditCode = detail::Code<detail::CreditCodeRule>;
/// What an import may hold where a credit code belongs: 1–64 printable characters, unchecked; also
/// the short name of an organisation.
using PartyCode = detail::Code<detail::PartyCodeRule>;
/// Six digits of GB/T 2260; whether it exists on a date is told by engine/regions.hpp.
using RegionCode = detail::Code<detail::RegionCodeRule>;
/// Mainland mobile (1[3-9] and nine digits) or landline (0xx[x]-7..8 digits, optional extension).
using Phone = detail::Code<detail::PhoneRule>;
/// 1–64 of letters, digits and `-`.
using ProjectCode = detail::Code<detail::ProjectCodeRule>;
/// `sha256` of the bytes, 64 lower-case hex digits.
using DocumentId = detail::Code<detail::DocumentIdRule>;
/// 8–32 digits; spaces and hyphens dropped.
using AccountNumber = detail::Code<detail::AccountNumberRule>;
/// 3–64 of letters, digits, `.`, `_`, `-`.
using Username = detail::Code<detail::UsernameRule>;
/// The id of a case whose number the platform issues: 18 digits.
using CaseNumber = detail::Code<detail::CaseNumberRule>;

/// True if the code passes GB 32100's check digit.
bool credit_code_valid(std::string_view code);

}  // namespace surety
