// Masks an event's data along its description; an event of an unknown type shows no data at all.
#include "adapters/http/event_json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "adapters/http/json_out.hpp"
#include "adapters/identity/sealing.hpp"
#include "engine/fold_event.hpp"
#include "projections/query.hpp"

namespace surety::http {
namespace {

namespace bj = boost::json;

void mask(const Secrets& secrets, const Type& type, const Rule& rule, bj::value& value) {
  if (type.shape == Shape::optional) return mask(secrets, *type.element, rule, value);
  if (type.shape == Shape::list && value.is_array()) {
    for (auto& item : value.get_array()) mask(secrets, *type.element, rule, item);
  } else if (type.shape == Shape::object && value.is_object()) {
    auto& object = value.get_object();
    for (const Member& member : type.fields().members) {
      const auto at = object.find({member.name.data(), member.name.size()});
      if (at == object.end()) continue;
      if (member.rule.secret)
        object.erase(at);
      else
        mask(secrets, *member.type, member.rule, at->value());
    }
  } else if (rule.personal && value.is_string()) {
    const auto& text = value.get_string();
    value = masked(type.format, opened(secrets, {text.data(), text.size()}));
  }
}

const EventRule* rule_of(std::string_view type) {
  const std::size_t dot = type.find('.');
  const Kind* kind = kind_named(type.substr(0, dot));
  return kind && dot != std::string_view::npos ? kind->event(type.substr(dot + 1)) : nullptr;
}

std::string_view status_text(const DeadlineEntry& d) {
  if (d.status == DeadlineStatus::running && d.deadline.provisional) return "provisional";
  return name_of(d.status);
}

}  // namespace

std::string shown_data(const Secrets& secrets, const EventRecord& event) {
  const EventRule* rule = rule_of(event.type);
  if (!rule) return "{}";
  bj::error_code ec;
  bj::value value = bj::parse(event.data, ec);
  if (ec) return "{}";
  mask(secrets, *rule->type, Rule{}, value);
  const std::string text = bj::serialize(value);
  return text;
}

std::string history_json(const Secrets& secrets, const HistoryEntry& entry, bool proof) {
  const EventRecord& e = entry.event;
  const std::string due = entry.due_at ? entry.due_at->text() : std::string();
  JsonObject out;
  out.text("case", e.case_key).text("type", e.type).number("version", e.case_version);
  out.text("recorded_at", entry.recorded_at.text()).text_or_null("due_at", due);
  out.text("actor", entry.actor).raw("data", shown_data(secrets, e)).text("hash", e.hash);
  out.text("position", entry.position.text()).text("rulebook", e.rulebook);
  out.text("cause", entry.cause);
  if (proof) {
    out.text("prevhash", e.prev_hash).text("caseversion", std::to_string(e.case_version));
    out.text("typeversion", std::to_string(e.type_version));
    out.text("recordedat", entry.recorded_at.text()).text("dueat", due);
    out.text("data_text", e.data);
  }
  return out.done();
}

std::string cloud_event_json(const Secrets& secrets, const HistoryEntry& entry) {
  const EventRecord& e = entry.event;
  JsonObject out;
  out.text("specversion", "1.0").text("id", e.hash);
  out.text("source", "/surety/" + std::string(split_case_key(e.case_key).first));
  out.text("type", e.type).text("subject", e.case_key).text("time", entry.recorded_at.text());
  out.text("datacontenttype", "application/json").text("position", entry.position.text());
  out.number("generation", entry.position.generation).number("sequence", entry.position.sequence);
  out.number("index", entry.index).text("case", e.case_key);
  out.text("caseversion", std::to_string(e.case_version));
  out.text("typeversion", std::to_string(e.type_version)).text("prevhash", e.prev_hash);
  out.text("recordedat", entry.recorded_at.text());
  out.text("dueat", entry.due_at ? entry.due_at->text() : std::string());
  out.text("actor", entry.actor).text("rulebook", e.rulebook).text("cause", entry.cause);
  return out.raw("data", shown_data(secrets, e)).done();
}

std::string deadline_json(const DeadlineEntry& entry) {
  const Deadline& d = entry.deadline;
  JsonObject out;
  out.text("name", d.name).text("subject", d.subject).text("started_on", d.started_on.text());
  if (d.name == "adjustment") out.text("cause", d.subject);
  out.number("length", d.length).text("unit", d.unit).text("last_day", d.last_day.text());
  out.text("passes_at", d.passes_at.text()).text("rulebook_key", d.key);
  out.text("rulebook", entry.rulebook);
  const std::size_t slash = entry.rulebook.find('/');
  out.raw("rulebook_version",
          slash == std::string::npos ? "null" : entry.rulebook.substr(slash + 1));
  out.text("calendar_version", entry.calendar).text("status", status_text(entry));
  out.flag("provisional", d.provisional);
  out.text_or_null("settled_at", entry.settled_at ? entry.settled_at->text() : std::string());
  return out.done();
}

std::string refusal_json(const RefusalEntry& r) {
  return JsonObject()
      .text("case", r.refusal.case_key)
      .text("actor", r.actor)
      .text("recorded_at", r.recorded_at.text())
      .text("command", r.refusal.command)
      .text("code", r.refusal.code)
      .raw("facts", r.refusal.facts.empty() ? "{}" : r.refusal.facts)
      .text("position", r.position.text())
      .done();
}

}  // namespace surety::http
