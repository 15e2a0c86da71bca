// Codes of people and authorities: which are accepted, in which form, and why others are not.
#include <doctest/doctest.h>

#include "events/values.hpp"

using namespace surety;

namespace {
template <class T>
std::string accepted(std::string text) {
  CAPTURE(text);
  CHECK(T::check(text) == "");
  return T::stored(text).text();
}
template <class T>
std::string_view refused(std::string text) {
  return T::check(text);
}
}  // namespace

TEST_CASE("credit code: the sample codes that pass GB 32100") {
  for (const char* code : {"11230703001784935X", "91440300MA5FBK637G", "91110108765016311A",
                           "91321012608797601X", "91460000MA5TM8HD9J", "91460000MA5TPGXG3G",
                           "9131011513230855XK"}) {
    CHECK(accepted<CreditCode>(code) == code);
    CHECK(credit_code_valid(code));
  }
}

TEST_CASE("credit code: the sample codes that fail, each for its own reason") {
  CHECK(refused<CreditCode>("91110108765016311A-ins") == "credit-code-length");
  CHECK(refused<CreditCode>("91460000730055113E") == "credit-code-check-digit");
  CHECK(refused<CreditCode>("91460300713000518M") == "credit-code-check-digit");
  CHECK(refused<CreditCode>("91460000MASTPGXG3G") == "credit-code-character");
  CHECK(refused<CreditCode>("9131011513230855XX") == "credit-code-check-digit");
  CHECK(refused<CreditCode>("10240515000288") == "credit-code-length");
  CHECK_FALSE(credit_code_valid("91460000730055113E"));
}

TEST_CASE("credit code: letters are refused in the region, and a remainder of 0 ends in 0") {
  CHECK(refused<CreditCode>("91A40300MA5FBK637G") == "credit-code-character");
  CHECK(refused<CreditCode>("") == "credit-code-length");
  CHECK(refused<CreditCode>("一二三四五六") == "credit-code-length");  // 18 bytes, six characters
  CHECK(credit_code_valid("000000000000000000"));
}

TEST_CASE("credit code: trimmed, in capitals, wide characters made narrow") {
  CHECK(accepted<CreditCode>(" 91440300ma5fbk637g\n") == "91440300MA5FBK637G");
  CHECK(accepted<CreditCode>("　９１４４０３００ＭＡ５ＦＢＫ６３７Ｇ　") == "91440300MA5FBK637G");
  CHECK(accepted<CreditCode>("９１４４０３００ｍａ５ｆｂｋ６３７ｇ") == "91440300MA5FBK637G");
  CHECK_FALSE(credit_code_valid("91440300ma5fbk637g"));
}

TEST_CASE("credit code: every single wrong character is found") {
  const std::string code = "91440300MA5FBK637G";
  for (std::size_t i = 0; i < code.size(); ++i)
    for (char c : std::string_view("0123456789ABCDEFGHJKLMNPQRTUWXY")) {
      std::string wrong = code;
      wrong[i] = c;
      CHECK(credit_code_valid(wrong) == (wrong == code));
    }
}

TEST_CASE("phone: the sample numbers, mobile and landline") {
  for (const char* number :
       {"13314518976", "13697770764", "15199990002", "15199990000", "15122222223", "19022221112",
        "19012344323", "19011111112", "010-12345678", "01012345678", "0455-1234567",
        "04551234567", "0455-12345678-123456"})
    CHECK(accepted<Phone>(number) == number);
  CHECK(accepted<Phone>(" １３３１４５１８９７６ ") == "13314518976");
}

TEST_CASE("phone: too short, too long, or no number of the mainland") {
  for (const char* number :
       {"1901112222", "190111122223", "12345678901", "+8613314518976", "133 1451 8976", "",
        "10-12345678", "0455-123456", "0455-1234567-", "0455-1234567-1234567", "0455--1234567",
        "0455-1234567-12-3", "call me", "0"})
    CHECK(refused<Phone>(number) == "phone");
}

TEST_CASE("project code: the national form, and local ones") {
  for (const char* code : {"2019-230700-49-01-001516", "2019-230700-49-01-001517",
                           "2019-230702-70-03-062509", "2307000000000", "33", "2022-0000"})
    CHECK(accepted<ProjectCode>(code) == code);
  CHECK(accepted<ProjectCode>(std::string(64, '7')).size() == 64);
  CHECK(refused<ProjectCode>(std::string(65, '7')) == "project-code");
  CHECK(refused<ProjectCode>("") == "project-code");
  CHECK(refused<ProjectCode>("a/b") == "project-code");
  CHECK(refused<ProjectCode>("项目1") == "project-code");
}

TEST_CASE("region code: six digits") {
  CHECK(accepted<RegionCode>("230700") == "230700");
  CHECK(accepted<RegionCode>(" ４６９０００") == "469000");
  CHECK(refused<RegionCode>("11") == "region-code");
  CHECK(refused<RegionCode>("2307001") == "region-code");
  CHECK(refused<RegionCode>("23070a") == "region-code");
}

TEST_CASE("document: 64 lower-case hex digits") {
  const std::string id = std::string(32, 'a') + std::string(32, '9');
  CHECK(accepted<DocumentId>(id) == id);
  CHECK(refused<DocumentId>(id.substr(1)) == "document");
  CHECK(refused<DocumentId>(std::string(64, 'A')) == "document");
  CHECK(refused<DocumentId>(std::string(64, 'g')) == "document");
}

TEST_CASE("account number: 8 to 32 digits, blanks and hyphens dropped, no Luhn") {
  CHECK(accepted<AccountNumber>("6222 0000-1111 2223") == "6222000011112223");
  CHECK(accepted<AccountNumber>("12345678") == "12345678");
  CHECK(refused<AccountNumber>("1234567") == "account-number");
  CHECK(refused<AccountNumber>(std::string(33, '1')) == "account-number");
  CHECK(refused<AccountNumber>("12345678x") == "account-number");
}

TEST_CASE("username: 3 to 64 letters, digits, dots, underscores, hyphens") {
  CHECK(accepted<Username>(" regulator-hlj ") == "regulator-hlj");
  CHECK(accepted<Username>("a.b_C") == "a.b_C");
  CHECK(refused<Username>("ab") == "username");
  CHECK(refused<Username>("a@b") == "username");
  CHECK(refused<Username>("李小明") == "username");
  CHECK(refused<Username>(std::string(65, 'a')) == "username");
}

TEST_CASE("case number: 18 digits") {
  CHECK(accepted<CaseNumber>("202502192340024959") == "202502192340024959");
  CHECK(refused<CaseNumber>("20250219234002495") == "case-number");
  CHECK(refused<CaseNumber>("20250219234002495X") == "case-number");
}

TEST_CASE("party code: what an import may hold, 1 to 64 characters unchecked") {
  CHECK(accepted<PartyCode>("91110108765016311A-ins") == "91110108765016311A-ins");
  CHECK(accepted<PartyCode>(" HLJ-住建 ") == "HLJ-住建");
  std::string sixty_four;
  for (int i = 0; i < 64; ++i) sixty_four += "项";
  CHECK(accepted<PartyCode>(sixty_four) == sixty_four);
  CHECK(refused<PartyCode>(sixty_four + "x") == "party-code");
  CHECK(refused<PartyCode>(" ") == "party-code");
  CHECK(refused<PartyCode>("a\nb") == "control-character");
}

TEST_CASE("what stands in the journal is believed, sealed and legacy texts alike") {
  CHECK(CreditCode::stored("91110108765016311A-ins").text() == "91110108765016311A-ins");
  CHECK(Phone::stored("sealed:k1:AbC=").text() == "sealed:k1:AbC=");
  CHECK(refused<Phone>("sealed:k1:AbC=") == "reserved-text");
}
