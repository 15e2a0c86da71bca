// Codes, statuses and sentences of everything the edge refuses.
#include "adapters/http/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "adapters/http/json_out.hpp"

namespace surety::http {
namespace {

struct Sentence {
  std::string_view code;
  Label label;
};

// A sentence here goes before the engine's of the same code: at the edge a document, a draft or a
// page may be what is not found.
constexpr Sentence sentences[] = {
    {"not-found", {"找不到，或无权查看", "It does not exist, or may not be seen by you."}},
    {"bad-request", {"请求格式不正确", "The request cannot be read."}},
    {"bad-cursor", {"游标无效", "The cursor is not valid."}},
    {"bad-parameter", {"查询参数不正确", "A query parameter has a wrong value."}},
    {"bad-header", {"请求头不正确", "A request header has a wrong value."}},
    {"limit", {"limit 超出允许范围", "The limit is outside the allowed range."}},
    {"unknown-filter", {"没有这个筛选项", "There is no such filter."}},
    {"bad-filter", {"筛选值不正确", "A filter has a wrong value."}},
    {"unknown-sort", {"不能按该列排序", "This column cannot be sorted by."}},
    {"unknown-column", {"没有这一列", "There is no such column."}},
    {"unknown-format", {"不支持该导出格式", "There is no such format."}},
    {"unsupported-media-type", {"不支持该内容类型", "This type of content is not accepted here."}},
    {"unsupported-document",
     {"只接受 PDF、JPEG、PNG 文件，且不能为空",
      "Only PDF, JPEG and PNG files are accepted, and no empty one."}},
    {"body-too-large", {"内容过大", "The body is too large."}},
    {"header-too-large", {"请求头过大", "The request's header is too large."}},
    {"request-timeout", {"等待请求内容超时", "The request did not arrive in time."}},
    {"not-signed-in", {"请先登录", "Please sign in."}},
    {"wrong-signature",
     {"签名不正确或已过期", "The signature is wrong, or too old."}},
    {"sign-in-failed",
     {"用户名或密码不正确，或账号暂不可用",
      "The user name or password is wrong, or the account cannot be used now."}},
    {"no-certificate-sign-in",
     {"本平台未开通证书登录", "Sign-in by certificate is not set up here."}},
    {"challenge-expired",
     {"登录请求已过期，或不是本站发出的，请重新登录",
      "The challenge has run out, or is not of this site; ask for a new one."}},
    {"challenge-used",
     {"该登录请求已使用过，请重新登录", "The challenge was used before; ask for a new one."}},
    {"certificate-unreadable", {"不是可识别的证书", "This is no certificate that can be read."}},
    {"certificate-untrusted",
     {"证书不是受信任的机构签发的", "The certificate is not of an authority trusted here."}},
    {"certificate-expired", {"证书已过期", "The certificate has expired."}},
    {"certificate-not-yet-valid", {"证书尚未生效", "The certificate is not valid yet."}},
    {"certificate-revoked", {"证书已被吊销", "The certificate was revoked."}},
    {"certificate-not-for-signing",
     {"该证书不能用于签名登录", "The certificate is not meant for signing."}},
    {"certificate-without-code",
     {"证书中没有有效的统一社会信用代码", "The certificate names no valid credit code."}},
    {"signature-wrong", {"签名与证书不符", "The signature is not the certificate's."}},
    {"revocation-list-stale",
     {"暂时无法核对证书是否被吊销，请稍后重试",
      "Whether the certificate was revoked cannot be told at present."}},
    {"no-portal-sign-in", {"本平台未开通该门户登录", "Sign-in by that portal is not set up here."}},
    {"portal-unavailable",
     {"暂时无法连接登录门户，请稍后重试", "The portal cannot be reached at present; please try again."}},
    {"portal-state-wrong",
     {"登录不是由本浏览器在本站发起的，请重新登录",
      "This browser did not begin this sign-in here; please begin again."}},
    {"portal-state-expired", {"登录等待过久，请重新登录", "The sign-in took too long; please begin again."}},
    {"portal-state-used", {"该登录已使用过，请重新登录", "This sign-in was used before; please begin again."}},
    {"portal-declined", {"门户未完成登录", "The portal did not complete the sign-in."}},
    {"portal-code-refused",
     {"门户不接受该登录凭据，请重新登录", "The portal does not accept this code; please begin again."}},
    {"portal-token-unreadable", {"门户的身份信息无法识别", "The portal's token cannot be read."}},
    {"portal-token-untrusted",
     {"门户的身份信息没有有效签名", "The portal's token does not bear a signature of its keys."}},
    {"portal-issuer-wrong", {"身份信息不是该门户签发的", "The token is not of this portal."}},
    {"portal-audience-wrong", {"身份信息不是签发给本平台的", "The token is not meant for this platform."}},
    {"portal-token-expired", {"身份信息已过期", "The token has expired."}},
    {"portal-token-early", {"身份信息尚未生效", "The token is not valid yet."}},
    {"portal-nonce-wrong", {"身份信息不属于这次登录", "The token does not belong to this sign-in."}},
    {"portal-without-code",
     {"门户没有提供单位名称或有效的统一社会信用代码",
      "The portal names no enterprise with a valid credit code."}},
    {"no-such-route", {"没有这个地址", "There is nothing at this address."}},
    {"method-not-allowed", {"该地址不支持此操作", "This address does not take this method."}},
    {"password-change-required", {"请先修改密码", "The password must be changed first."}},
    {"invalid-fields", {"请检查标出的各项内容", "Please look at the fields named."}},
    {"idempotency-key-reused",
     {"该 Idempotency-Key 已用于另一内容", "This Idempotency-Key was used with another body."}},
    {"too-many-requests", {"请求过多，请稍后重试", "Too much is asked for; please try again shortly."}},
    {"overloaded", {"系统繁忙，请稍后重试", "The platform is busy; please try again shortly."}},
    {"outcome-unknown",
     {"暂时不知道处理结果，用同一 Idempotency-Key 重试可得到结果",
      "The outcome is not known yet; repeat with the same Idempotency-Key."}},
    {"not-caught-up",
     {"本节点尚未处理到该位置，请稍后重试",
      "This node has not reached that position yet; please try again."}},
    {"secrets-unavailable",
     {"暂时无法保存登录与密钥信息，请稍后重试",
      "Sign-ins and keys cannot be kept at present; please try again shortly."}},
    {"stopping", {"系统正在停止", "The node is stopping."}},
    {"other-generation", {"该位置属于另一代日志", "The position is of another generation."}},
    {"range-not-satisfiable", {"范围无效", "The range cannot be satisfied."}},
    {"no-least-amount", {"该辖区没有最低担保金额规则", "This jurisdiction has no such rule."}},
    {"clock-not-manual", {"当前不是手动时钟", "The clock is not a manual one."}},
    {"clock-goes-back", {"时间只能向前", "Time moves only forward."}},
    {"wrong-password", {"当前密码不正确", "The current password is wrong."}},
    {"wrong-code", {"验证码不正确", "The code is wrong."}},
    {"code-expired",
     {"验证码已失效，请重新获取", "The code has run out; please ask for another."}},
    {"code-sent-already",
     {"验证码已发送，请稍后再获取", "A code is on its way; please wait before asking again."}},
    {"not-assigned", {"账号未分配到该机构", "The account is not assigned to this organisation."}},
    {"password-too-short", {"密码至少 8 位", "A password has at least 8 characters."}},
    {"password-classes",
     {"密码须包含大写字母、小写字母、数字、符号中的至少三类",
      "A password holds three of: capitals, small letters, digits, signs."}},
    {"password-holds-username", {"密码不能包含用户名", "A password must not hold the user name."}},
    {"password-unchanged", {"新密码不能与当前密码相同", "The new password must differ."}},
    {"wrong-document-kind",
     {"文件类型不符合此项要求", "The document is not of the kind asked for."}},
    {"empty-table", {"表格是空的", "The table is empty."}},
    {"bad-encoding", {"文件既不是 UTF-8 也不是 GB 18030", "It is neither UTF-8 nor GB 18030."}},
    {"bad-csv", {"不是有效的 CSV：引号不配对", "It is no CSV: a quote does not fit in row"}},
    {"bad-workbook", {"不是可读取的 Excel 工作簿（.xlsx）", "It is no workbook that can be read."}},
    {"table-too-large", {"表格过大", "The table is too large."}},
    {"missing-column", {"缺少必需的列", "A column is missing:"}},
    {"too-many-cells", {"单元格多于标题", "There are more cells than titles."}},
    {"project-source-unavailable",
     {"项目数据源暂时无法访问，未作任何更改，请稍后重试",
      "The project source cannot be used at present; nothing was changed, please try again."}},
    {"refresh-unfinished",
     {"项目尚未全部更新，请再次刷新", "Not every project is up to date yet; please refresh again."}},
    {"no-documents", {"该案件没有文件", "This case has no documents."}},
    {"documents-too-large",
     {"文件总量超过 1 GB，请逐个下载", "Together they are over 1 GB; please fetch them one by one."}},
    {"not-personal", {"此项不是受保护的个人信息", "This is no masked personal field."}},
};

Label title_of(int status) {
  switch (status) {
    case 400:
      return {"请求不正确", "Bad request"};
    case 401:
      return {"未登录", "Not signed in"};
    case 403:
      return {"没有权限", "Forbidden"};
    case 404:
      return {"找不到", "Not found"};
    case 405:
      return {"不支持的操作", "Method not allowed"};
    case 408:
      return {"请求超时", "Request timeout"};
    case 409:
      return {"不能办理", "Refused"};
    case 410:
      return {"已失效", "Gone"};
    case 412:
      return {"已被更新", "Stale"};
    case 413:
      return {"内容过大", "Content too large"};
    case 415:
      return {"不支持的内容类型", "Unsupported media type"};
    case 416:
      return {"范围无效", "Range not satisfiable"};
    case 422:
      return {"内容不符合要求", "Invalid content"};
    case 429:
      return {"请求过多", "Too many requests"};
    case 431:
      return {"请求头过大", "Header too large"};
    case 503:
      return {"暂时不可用", "Unavailable"};
    default:
      return {"系统内部错误", "Internal error"};
  }
}

bool is_language(std::string_view range, std::string_view language) {
  if (range.size() < 2 || (range.size() > 2 && std::string_view("-; ").find(range[2]) ==
                                                   std::string_view::npos))
    return false;
  return (range[0] | 0x20) == language[0] && (range[1] | 0x20) == language[1];
}

// In thousandths; 1 000 where none is given.
int quality(std::string_view range) {
  const std::size_t at = range.find("q=");
  if (at == std::string_view::npos) return 1'000;
  int value = 0, digits = -1;
  for (char c : range.substr(at + 2)) {
    if (c == '.' && digits < 0) {
      digits = 0;
    } else if (c >= '0' && c <= '9' && digits < 3) {
      value = value * 10 + (c - '0');
      if (digits >= 0) ++digits;
    } else {
      break;
    }
    if (value > 1'000) return 0;
  }
  for (digits = std::max(digits, 0); digits < 3; ++digits) value *= 10;
  return std::min(value, 1'000);
}

// The engine's sentences stand beside its codes, the fields' in events/problems.cpp.
Label error_sentence(std::string_view code) {
  if (const Label l = problem_label(code); !l.zh.empty()) return l;
  return sentence_of(code);
}

// What a browser shows by itself, where a link or another site led to a refusal. Our words alone,
// nothing that was asked.
std::string page_of(std::string_view title, std::string_view sentence, bool english) {
  return fmt::format("<!doctype html><html lang=\"{}\"><meta charset=\"utf-8\"><title>{}</title>"
                     "<h1>{}</h1><p>{}</p><p><a href=\"/\">{}</a></p></html>\n",
                     english ? "en" : "zh-CN", title, title, sentence, english ? "Back" : "返回");
}

}  // namespace

Label sentence_of(std::string_view code) {
  for (const auto& s : sentences)
    if (s.code == code) return s.label;
  for (const auto& c : choices_of(static_cast<const Code*>(nullptr)))
    if (c.name == code) return {c.zh, c.en};
  return problem_label(code);
}

int status_of_refusal(std::string_view code) {
  static constexpr std::pair<std::string_view, int> table[] = {{"not-found", 404},
                                                               {"forbidden", 403},
                                                               {"stale-version", 412},
                                                               {"unknown-reference", 422},
                                                               {"required-by-rulebook", 422},
                                                               {"date-in-the-future", 422},
                                                               {"invalid-range", 422},
                                                               {"too-large", 422},
                                                               {"internal-error", 500},
                                                               {"cannot-be-decided", 500},
                                                               {"expired", 503}};
  const auto found = std::find_if(
      std::begin(table), std::end(table), [&](const auto& row) { return row.first == code; });
  return found == std::end(table) ? 409 : found->second;
}

bool wants_english(const Request& request) {
  // The better liked of the two, the first named of equals.
  std::string_view rest = request.header("accept-language");
  int best = 0;
  bool english = false;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    std::string_view range = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    while (!range.empty() && range.front() == ' ') range.remove_prefix(1);
    const bool en = is_language(range, "en");
    if (const int liked = quality(range); (en || is_language(range, "zh")) && liked > best) {
      best = liked;
      english = en;
    }
  }
  return english;
}

Response problem(const Request& request,
                 int status,
                 std::string_view code,
                 const std::vector<Problem>& errors,
                 std::string_view facts) {
  const bool english = wants_english(request);
  const auto said = [&](const Label& l) { return english ? l.en : l.zh; };
  const Label title = title_of(status);
  const Label sentence = sentence_of(code);
  std::vector<std::string> list;
  for (const auto& e : errors)
    list.push_back(JsonObject()
                       .text("path", e.path)
                       .text("code", e.code)
                       .text("message", said(error_sentence(e.code)))
                       .done());
  Response r;
  r.status = status;
  r.content_type = "application/problem+json; charset=utf-8";
  r.body = JsonObject()
               .text("type", "urn:surety:problem:" + std::string(code))
               .text("title", said(title))
               .number("status", status)
               .text("code", code)
               .text("detail", said(sentence.zh.empty() ? title : sentence))
               .raw("facts", facts.empty() ? "{}" : facts)
               .raw("errors", json_list(list))
               .done();
  if (request.header("accept").starts_with("text/html")) {
    r.content_type = "text/html; charset=utf-8";
    r.body = page_of(said(title), said(sentence.zh.empty() ? title : sentence), english);
  }
  r.header("Content-Language", english ? "en" : "zh-CN").header("Cache-Control", "no-store");
  if (status == 503 || status == 429) r.header("Retry-After", "1");
  return r;
}

}  // namespace surety::http
