// A made-up command that has a field of every shape, for the tests of the forms.
#pragma once

#include "events/values.hpp"

namespace surety::tests {

enum class Season { dry, rainy_season, void_ };
DESCRIBE_ENUM(Season, (dry, "旱季", "Dry"), (rainy_season, "雨季", "Rainy season"),
              (void_, "无", "None"))

struct Worker {
  std::string name;
  std::optional<Phone> phone;
};
DESCRIBE(Worker, "人员", "A person on the site.", (name, "姓名", "Name"),
         (phone, "电话", "Phone", .personal = true))

struct Filing {
  std::string title;
  Money amount;
  Money discount;
  BasisPoints rate;
  Date begins;
  CreditCode insurer;
  Season season{};
  bool urgent = false;
  std::int64_t people = 0;
  std::int32_t floors = 0;
  Worker manager;
  std::vector<Worker> workers;
  std::vector<RegionCode> regions;
  std::optional<std::string> reason;
  std::optional<Instant> seen_at;
  std::optional<Month> month;
  std::optional<DocumentId> agreement;
  std::optional<std::string> password;
};
DESCRIBE(Filing, "填报", "A filing.", (title, "标题", "Title"),
         (amount, "金额", "Amount", .unit = "万元"), (discount, "优惠", "Discount", .min = 0),
         (rate, "费率", "Rate", .max = 500), (begins, "起始日", "Begins on", .past = true),
         (insurer, "保险公司", "Insurer", .refers = "organisation"), (season, "季节", "Season"),
         (urgent, "加急", "Urgent"), (people, "人数", "People", .min = -5, .max = 9999),
         (floors, "层数", "Floors"), (manager, "负责人", "Manager"),
         (workers, "人员", "Workers", .min = 1, .max = 3), (regions, "区划", "Regions"),
         (reason, "原因", "Reason", .max = 1000), (seen_at, "查看时间", "Seen at"),
         (month, "月份", "Month"), (agreement, "协议", "Agreement", .paper = Paper::pdf),
         (password, "密码", "Password", .min = 8, .secret = true))

/// All that is required, and nothing wrong in it.
inline constexpr std::string_view plain_filing =
    R"({"title":"沈阳路","amount":100,"discount":0,"rate":500,"begins":"2025-03-01",)"
    R"("insurer":"91440300MA5FBK637G","season":"rainy-season","urgent":true,"people":-5,)"
    R"("floors":3,"manager":{"name":"李"},"workers":[{"name":"a","phone":"13314518976"},)"
    R"({"name":"b"}],"regions":[]})";

/// Every optional field besides.
inline constexpr std::string_view full_filing =
    R"({"title":"\"引号\" \\ 😀","amount":1000000000000000,"discount":7,"rate":0,)"
    R"("begins":"2024-02-29","insurer":"11230703001784935X","season":"void","urgent":false,)"
    R"("people":9999,"floors":0,"manager":{"name":"李","phone":"0455-1234567-12"},)"
    R"("workers":[{"name":"a"}],"regions":["230700","469000"],"reason":"雨",)"
    R"("seen_at":"2025-03-01T08:30:00.250+08:00","month":"2025-12",)"
    R"("agreement":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",)"
    R"("password":"Geheim-2026"})";

}  // namespace surety::tests
