// The sentence people read for each problem code.
#include <algorithm>

#include "events/json.hpp"

namespace surety {
namespace {

struct Sentence {
  std::string_view code;
  Label label;
};

constexpr Sentence sentences[] = {
    {"not-json", {"内容不是有效的 JSON，嵌套超过 64 层，或有重复字段",
                  "This is not valid JSON, is nested deeper than 64, or repeats a field."}},
    {"missing", {"此项必填", "This field is required."}},
    {"unknown-field", {"没有这个字段", "There is no such field."}},
    {"wrong-type", {"数据类型不正确", "The value has the wrong type."}},
    {"out-of-range", {"数值超出允许范围", "The number is outside the allowed range."}},
    {"too-short", {"内容为空或过短", "The text is empty or too short."}},
    {"too-long", {"内容超过允许的字数", "The text is too long."}},
    {"too-few", {"项目数量过少", "The list has too few items."}},
    {"too-many", {"项目数量过多", "The list has too many items."}},
    {"unknown-choice", {"不在可选范围之内", "This is none of the possible values."}},
    {"control-character", {"不能包含换行、制表符等控制字符",
                           "Line breaks, tabs and other control characters are not allowed."}},
    {"broken-text", {"文字编码不正确，应为 UTF-8", "The text is not valid UTF-8."}},
    {"not-accepted", {"请阅读并勾选同意", "This must be read and accepted."}},
    {"reserved-text", {"内容不能以 sealed: 开头", "The text must not begin with “sealed:”."}},
    {"date", {"不是有效日期，格式应为 YYYY-MM-DD",
              "This is no calendar day of the form YYYY-MM-DD."}},
    {"date-time", {"不是有效时间，格式应为 YYYY-MM-DDThh:mm:ss+08:00",
                   "This is no instant of the form YYYY-MM-DDThh:mm:ss+08:00."}},
    {"date-range", {"日期应在 1990 年至 2100 年之间", "The date must lie in 1990–2100."}},
    {"month", {"不是有效月份，格式应为 YYYY-MM", "This is no month of the form YYYY-MM."}},
    {"credit-code-length", {"统一社会信用代码应为 18 位",
                            "A unified social credit code has 18 characters."}},
    {"credit-code-character",
     {"统一社会信用代码含有不允许的字符（不使用 I、O、S、V、Z，第 3 至 8 位为数字）",
      "The credit code has a character that is not allowed there (no I, O, S, V, Z; "
      "characters 3–8 are digits)."}},
    {"credit-code-check-digit", {"统一社会信用代码校验码不正确",
                                 "The check digit of the credit code is wrong."}},
    {"party-code", {"主体代码应为 1 至 64 个字符", "A party code has 1–64 characters."}},
    {"region-code", {"行政区划代码应为 6 位数字", "A region code has six digits."}},
    {"phone", {"不是有效的手机号码或固定电话", "This is no mainland mobile or landline number."}},
    {"project-code", {"项目代码应为 1 至 64 位字母、数字或“-”",
                      "A project code has 1–64 letters, digits or hyphens."}},
    {"document", {"文件标识应为 64 位小写十六进制", "A document id has 64 lower-case hex digits."}},
    {"account-number", {"银行账号应为 8 至 32 位数字", "An account number has 8–32 digits."}},
    {"username", {"用户名应为 3 至 64 位字母、数字、“.”、“_”或“-”",
                  "A user name has 3–64 letters, digits, dots, underscores or hyphens."}},
    {"unknown-event-type", {"没有这种事件，应形如 guarantee.issued 或 guarantee.*",
                            "There is no such event; write guarantee.issued or guarantee.*."}},
    {"unsafe-url", {"地址须为公网 https 地址", "The address must be https and public."}},
    {"web-address", {"网址应以 http:// 或 https:// 开头", "An address begins with http:// or https://."}},
    {"stream-address", {"播放地址应以 rtsp、rtmp、http、https、ws 或 wss:// 开头",
                        "A stream's address begins with rtsp, rtmp, http, https, ws or wss://."}},
    {"not-in-dictionary", {"不在本辖区现行字典之内",
                           "This is no entry of the jurisdiction's dictionary."}},
    {"case-number", {"编号应为 18 位数字", "A case number has 18 digits."}},
};

}  // namespace

Label problem_label(std::string_view code) {
  const auto found = std::find_if(std::begin(sentences), std::end(sentences), [&](const auto& s) {
    return s.code == code;
  });
  return found != std::end(sentences) ? found->label : Label{};
}

}  // namespace surety
