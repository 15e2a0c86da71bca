// The bundle's page for people: what happened, by whom, under which rules, and how to check it.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <map>

#include "adapters/bundle/bundle.hpp"
#include "adapters/http/event_json.hpp"
#include "engine/digest.hpp"
#include "engine/fold_event.hpp"
#include "events/erasure.hpp"
#include "projections/export.hpp"

namespace surety {
namespace {

namespace bj = boost::json;
using Form = PrintedBlock::Form;
using Rows = std::vector<std::vector<std::string>>;

std::string_view view(const bj::string& s) { return {s.data(), s.size()}; }

std::string words(const Type& type, const bj::value& value);

std::string members(const Description& fields, const bj::object& object) {
  std::string out;
  for (const auto& member : fields.members) {
    const auto* value = object.if_contains({member.name.data(), member.name.size()});
    if (!value || value->is_null()) continue;
    if (!out.empty()) out += "；";
    out += std::string(member.label.zh) + "：" + words(*member.type, *value);
  }
  return out;
}

std::string words(const Type& type, const bj::value& value) {
  if (type.shape == Shape::optional) return words(*type.element, value);
  if (value.is_bool()) return value.get_bool() ? "是" : "否";
  if (value.is_int64())
    return type.format == "money" ? amount_cell(value.get_int64(), 100).text + " 元"
                                  : std::to_string(value.get_int64());
  if (type.shape == Shape::choice && value.is_string())
    for (const auto& choice : type.choices())
      if (choice.name == view(value.get_string())) return std::string(choice.zh);
  if (value.is_string()) return std::string(view(value.get_string()));
  if (type.shape == Shape::object && value.is_object())
    return "（" + members(type.fields(), value.get_object()) + "）";
  std::string out;
  if (type.shape == Shape::list && value.is_array())
    for (const auto& item : value.get_array())
      out += (out.empty() ? "" : "、") + words(*type.element, item);
  return out;
}

std::string day_and_time(Instant at) {
  auto text = at.text().substr(0, 19);
  text[10] = ' ';
  return text;
}

const EventRule* rule_of(const Kind& kind, std::string_view type) {
  const auto dot = type.find('.');
  return dot == type.npos ? nullptr : kind.event(type.substr(dot + 1));
}

std::string title_of(const Kind& kind, std::string_view deadline) {
  const auto* rule = kind.deadline(deadline);
  return std::string(rule ? rule->label.zh : deadline);
}

std::string length_of(const Deadline& d) {
  if (d.unit.empty()) return "指定日期";
  static const std::map<std::string_view, std::string_view> units{
      {"days", "日"}, {"working-days", "个工作日"}, {"months", "个月"}};
  const auto it = units.find(d.unit);
  return std::to_string(d.length) + std::string(it == units.end() ? d.unit : it->second);
}

class Report {
 public:
  Report(const Case& c, const BundleContents& in, const Secrets& secrets)
      : case_(c), in_(in), secrets_(secrets) {
    print_.title = "案卷审计报告";
    print_.footer = fmt::format("{} · {} 出具", c.head.key(), day_and_time(in.manifest.made_at));
  }

  Printout done() {
    const auto& head = case_.head;
    add(Form::table, {{"案卷", head.key(), "类型", std::string(case_.kind->label.zh)},
                      {"所属主线", head.root, "状态", state()},
                      {"事件数", std::to_string(head.version), "立案时间", day_and_time(head.opened_at)},
                      {"末事件哈希", head.last_hash}});
    conclusion();
    heading("二、经过");
    history();
    heading("三、期限");
    deadlines();
    heading("四、被拒绝的操作");
    refusals();
    heading("五、附件");
    documents();
    heading("六、适用的规则与日历");
    add(Form::paragraph, {{fmt::format("规则集：{}。日历：{}。全文见 rules 与 calendars 文件夹，"
                                       "其采用经过见 rules.ndjson。",
                                       joined(in_.rulebooks), joined(in_.calendars))}});
    heading("七、如何自行核验");
    add(Form::paragraph, {{"在装有 Python 3 的任何电脑上运行：python3 verify_case.py 本压缩包。"
                           "该程序不依赖本平台，逐一核对每个事件的哈希、附件的摘要、封存的签名与收录证明。"}});
    add(Form::paragraph,
        {{"公钥（Ed25519）：" + in_.manifest.key + "。请与平台公布的公钥核对是否一致。"}});
    return std::move(print_);
  }

 private:
  void add(Form form, Rows rows) { print_.blocks.push_back({form, std::move(rows)}); }
  void heading(std::string text) { add(Form::heading, {{std::move(text)}}); }
  void list(Rows rows, const char* none) {
    if (rows.size() > 1) add(Form::list, std::move(rows));
    else add(Form::paragraph, {{none}});
  }
  static std::string joined(const std::vector<std::string>& texts) {
    return texts.empty() ? "无" : fmt::format("{}", fmt::join(texts, "、"));
  }
  std::string state() const {
    const auto phase = static_cast<std::size_t>(case_.kind->phase(case_.state.get()));
    return std::string((*case_.kind->phases)[phase].zh);
  }

  void conclusion() {
    heading("一、核验结论");
    add(Form::paragraph, {{chain_words()}});
    add(Form::paragraph, {{seal_words()}});
    if (in_.manifest.erased)
      add(Form::paragraph, {{"本案卷的个人信息已依法删除：原文以密文保留在事件中，任何人不能再解开，"
                             "本报告中显示为“" + std::string(erased_text) + "”；哈希链不受影响。"}});
    else
      add(Form::paragraph, {{"个人信息以密文保存在事件中，本报告只显示其掩码。"}});
  }
  std::string chain_words() const {
    const auto& proof = in_.proof;
    if (proof.first_broken != 0)
      return fmt::format("核验未通过：本案卷共 {} 个事件，第 {} 个事件与哈希链或封存不符。",
                         proof.events, proof.first_broken);
    return fmt::format("出具时逐一核算了本案卷的 {} 个事件：每个事件的内容都与其哈希相符，"
                       "并载有前一事件的哈希。",
                       proof.events);
  }
  std::string seal_words() const {
    const auto& proof = in_.proof;
    if (!proof.seal) return "本案卷尚未被任何封存收录，真实性只能由平台自身的日志证明。";
    if (!proof.leads) return "核验未通过：收录证明与封存不符。";
    const auto& seal = proof.seal->seal;
    const auto rest = in_.manifest.version - proof.inclusion->version;
    return fmt::format(
        "第 {} 号封存（{}，北京时间）收录了本案卷的前 {} 个事件，默克尔根为 {}{}。", seal.number,
        day_and_time(seal.made_at), proof.inclusion->version, seal.root,
        rest > 0 ? fmt::format("；其后的 {} 个事件尚未封存", rest) : std::string());
  }

  void history() {
    for (const auto& entry : in_.history) {
      const auto& e = entry.event;
      const auto* rule = rule_of(*case_.kind, e.type);
      const auto data = bj::parse(http::shown_data(secrets_, e));
      auto text = rule && data.is_object() ? members(rule->type->fields(), data.get_object()) : "";
      if (entry.due_at)
        text += (text.empty() ? "" : "；") + ("届满于 " + day_and_time(*entry.due_at));
      const auto title = rule ? std::string(rule->label.zh) : e.type;
      Rows rows{{"第 " + std::to_string(e.case_version) + " 个事件", title, "时间",
                 day_and_time(entry.recorded_at)},
                {"操作人", entry.actor == "engine" ? "平台" : entry.actor, "规则集",
                 e.rulebook.empty() ? "—" : e.rulebook}};
      if (!text.empty()) rows.push_back({"内容", text});
      rows.push_back({"哈希", e.hash});
      add(Form::table, std::move(rows));
    }
  }
  void deadlines() {
    Rows rows{{"期限", "起算日", "长度", "最后一日", "结果", "依据"}};
    for (const auto& d : in_.deadlines) {
      const bool runs = d.status == DeadlineStatus::running;
      const auto status = runs && d.deadline.provisional       ? "暂定"
                          : runs                               ? "进行中"
                          : d.status == DeadlineStatus::passed ? "已届满"
                                                               : "已结束";
      auto reason = d.rulebook;
      if (!d.deadline.key.empty()) reason += " " + d.deadline.key;
      if (!d.calendar.empty()) reason += "，日历 " + d.calendar;
      rows.push_back({title_of(*case_.kind, d.deadline.name), d.deadline.started_on.text(),
                      length_of(d.deadline), d.deadline.last_day.text(), status, reason});
    }
    list(std::move(rows), "本案卷没有期限。");
  }
  void refusals() {
    Rows rows{{"时间", "操作人", "指令", "原因"}};
    for (const auto& r : in_.refusals)
      rows.push_back({day_and_time(r.recorded_at), r.actor, r.refusal.command, r.refusal.code});
    list(std::move(rows), "没有被拒绝的操作。");
  }
  void documents() {
    Rows rows{{"名称", "摘要（SHA-256）", "说明"}};
    for (const auto& d : in_.documents)
      rows.push_back({d.file.empty() ? d.title : d.file, d.info.id.text(),
                      d.file.empty()              ? "已不存在"
                      : d.personal_field.empty() ? "已附"
                                                 : "含个人身份信息，不附"});
    list(std::move(rows), "本案卷没有附件。");
  }

  const Case& case_;
  const BundleContents& in_;
  const Secrets& secrets_;
  Printout print_;
};

}  // namespace

Printout bundle_report(const Case& c, const BundleContents& in, const Secrets& secrets) {
  return Report(c, in, secrets).done();
}

}  // namespace surety
