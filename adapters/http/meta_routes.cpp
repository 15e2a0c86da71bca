// What pages are built from: forms, columns, steps, dictionaries, regions.
#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "adapters/http/json_out.hpp"
#include "adapters/http/openapi.hpp"
#include "adapters/http/refresh.hpp"
#include "adapters/http/router.hpp"
#include "engine/kinds/dictionary.hpp"
#include "engine/regions.hpp"
#include "projections/first_columns.hpp"
#include "projections/printout.hpp"

namespace surety::http {
namespace {

namespace bj = boost::json;
using FindDictionary = std::function<std::optional<Case>(std::string_view name)>;

void offer_entries(bj::value& schema, const FindDictionary& find) {
  if (auto* list = schema.if_array())
    for (auto& item : *list) offer_entries(item, find);
  auto* object = schema.if_object();
  if (!object) return;
  for (auto& [key, value] : *object) offer_entries(value, find);
  const auto* name = object->if_contains("x-dictionary");
  const auto found = name ? find(std::string_view(name->as_string())) : std::nullopt;
  if (!found) return;
  bj::array choices;
  for (const auto& entry : found->as<dictionary::State>().entries)
    if (!entry.disabled)
      choices.push_back(bj::object{{"const", entry.code},
                                   {"title", entry.title},
                                   {"x-title-en", entry.title_en.value_or(entry.title)}});
  (*object)["oneOf"] = std::move(choices);
}

JsonObject titled(std::string_view name, const Label& label) {
  return JsonObject().text("name", name).text("title", label.zh).text("title_en", label.en);
}

/// The entries that can be chosen now, as a form's schema has fixed values.
std::string with_entries(std::string schema, const Call& call, const std::string& jurisdiction) {
  if (schema.find("x-dictionary") == std::string::npos) return schema;
  auto whole = bj::parse(schema);
  offer_entries(whole, [&](std::string_view name) {
    return call.fold->find("dictionary", dictionary::id_of(jurisdiction, name));
  });
  return bj::serialize(whole);
}

std::optional<Response> command_meta(const CallPtr& call) {
  const std::string& name = call->parts.at(0);
  const std::size_t dot = name.find('.');
  const Kind* kind = kind_named(name.substr(0, dot));
  const CommandRule* rule =
      kind && dot != std::string::npos ? kind->command(name.substr(dot + 1)) : nullptr;
  if (!rule) throw Refused(404, "no-such-route");
  std::string jurisdiction(call->parameter("jurisdiction"));
  if (const auto id = call->parameter("project"); !id.empty())
    if (const auto project = call->fold->find("project", id))
      jurisdiction = project->head.jurisdiction;
  if (jurisdiction.empty()) jurisdiction = call->actor.jurisdiction;
  const auto book = rules_in_force(*call, jurisdiction);
  return json_response(with_entries(
      command_schema(*kind, *rule, book ? &book->rules : nullptr), *call, jurisdiction));
}

std::string choices_json(const std::vector<Choice>& choices) {
  std::vector<std::string> out;
  for (const auto& c : choices)
    out.push_back(
        JsonObject().text("value", c.name).text("title", c.zh).text("title_en", c.en).done());
  return json_list(out);
}

std::string column_json(const Column& column) {
  JsonObject out = titled(column.name, column.label);
  out.text("format", column.format).text("unit", column.unit);
  out.flag("searched", column.searched).flag("personal", column.personal);
  const Type* type = column.type;
  while (type && (type->shape == Shape::optional || type->shape == Shape::list))
    type = type->element;
  if (type && type->shape == Shape::choice) out.raw("choices", choices_json(type->choices()));
  return out.done();
}

/// What the manual of a jurisdiction calls an opening, where it has a word of its own for it.
Label title_of(const Call& call, const Kind& kind, const CommandRule& rule) {
  const bool own = kind.name == "project" && rule.name == "register";
  return own && call.actor.jurisdiction == "210500" ? Label{"新增项目", "New project"} : rule.label;
}

std::string commands_json(const Call& call, const Kind& kind, bool opening) {
  std::vector<std::string> out;
  for (const auto& rule : kind.commands)
    if (rule.opens == opening && offered(call.actor, kind, rule))
      out.push_back(
          titled(rule.name, title_of(call, kind, rule))
              .text("command", kind.name + "." + rule.name)
              .done());
  return json_list(out);
}

/// What is done over the whole list: 刷新项目, over the projects that it brings.
std::string actions_json(const Call& call, const View& view) {
  if (view.name != "projects" || !may_refresh_projects(call)) return "[]";
  const auto& rule = *kind_named("enterprise")->command("refresh-projects");
  return json_list({titled(rule.name, rule.label)
                        .text("command", "enterprise.refresh-projects")
                        .text("path", "/enterprises/" + call.actor.organisation + "/" + rule.name)
                        .done()});
}

std::optional<Response> view_meta(const CallPtr& call) {
  const View* view = view_named(call->parts.at(0));
  if (!view) throw Refused(404, "no-such-route");
  std::vector<std::string> columns, filters;
  for (const auto& c : view->columns) {
    columns.push_back(column_json(c));
    if (!c.personal) filters.push_back(columns.back());
  }
  return json_response(
      titled(view->name, view->label)
          .text("kind", view->kind ? view->kind->name : "")
          .raw("columns", json_list(columns))
          .texts("first", first_columns(*view, call->actor.jurisdiction))
          .raw("filters", json_list(filters))
          .raw("row_actions", view->kind ? commands_json(*call, *view->kind, false) : "[]")
          .raw("actions", actions_json(*call, *view))
          .raw("openings", view->kind ? commands_json(*call, *view->kind, true) : "[]")
          .done());
}

std::string fields_json(const Description& description);

/// A field of a case as it is shown: what it is called, how it is written, what is inside.
std::string field_json(const Member& member) {
  const Type* type = member.type;
  bool list = false;
  for (; type->shape == Shape::optional || type->shape == Shape::list; type = type->element)
    list |= type->shape == Shape::list;
  JsonObject out = titled(member.name, member.label);
  out.text("format", type->format.empty() && type->shape == Shape::flag ? "flag" : type->format);
  out.text("unit", member.rule.unit).flag("personal", member.rule.personal).flag("list", list);
  if (type->shape == Shape::choice) out.raw("choices", choices_json(type->choices()));
  if (type->shape == Shape::object) out.raw("fields", fields_json(type->fields()));
  return out.done();
}

std::string fields_json(const Description& description) {
  std::vector<std::string> out;
  for (const auto& member : description.members)
    if (!member.rule.secret) out.push_back(field_json(member));
  return json_list(out);
}

std::string states_of(const Kind& kind, const CommandRule& rule) {
  std::vector<std::string> names;
  for (const auto phase : rule.states)
    names.push_back((*kind.phases)[static_cast<std::size_t>(phase)].name);
  const std::string object = JsonObject().texts("x", names).done();
  return object.substr(5, object.size() - 6);
}

std::string printouts_json(const Kind& kind) {
  std::vector<std::string> out;
  for (const auto& t : print_templates()) {
    if (t.kind != kind.name) continue;
    std::vector<std::string> codes;
    for (const auto& code : t.jurisdictions.value_or(std::vector<RegionCode>()))
      codes.push_back(code.text());
    JsonObject one = titled(t.name, {t.title, t.title_en});
    one.text("edition", t.edition);
    if (t.jurisdictions) one.texts("jurisdictions", codes);
    out.push_back(one.done());
  }
  return json_list(out);
}

std::optional<Response> kind_meta(const CallPtr& call) {
  const std::string& name = call->parts.at(0);
  const Kind* kind = kind_named(name) ? kind_named(name) : kind_of_plural(name);
  if (!kind) throw Refused(404, "no-such-route");
  std::vector<std::string> steps, commands, events, deadlines;
  for (const auto& p : *kind->phases) steps.push_back(titled(p.name, {p.zh, p.en}).done());
  for (const auto& c : kind->commands)
    commands.push_back(
        titled(c.name, c.label).flag("opens", c.opens).raw("states", states_of(*kind, c)).done());
  for (const auto& e : kind->events)
    events.push_back(titled(kind->name + "." + e.name, e.label).done());
  for (const auto& d : kind->deadline_rules)
    deadlines.push_back(titled(d.name, d.label).flag("alerts", d.alerts).done());
  return json_response(titled(kind->name, kind->label)
                           .text("plural", kind->plural)
                           .raw("steps", json_list(steps))
                           .raw("commands", json_list(commands))
                           .raw("events", json_list(events))
                           .raw("deadlines", json_list(deadlines))
                           .raw("fields", fields_json(kind->state_type->fields()))
                           .raw("printouts", printouts_json(*kind))
                           .done());
}

using Dictionaries = std::map<std::string, const std::vector<Choice>*>;

void gather_names(std::set<std::string>& names, const Type& type) {
  if (type.element) gather_names(names, *type.element);
  if (type.shape != Shape::object) return;
  for (const Member& m : type.fields().members) {
    if (!m.rule.dictionary.empty()) names.emplace(m.rule.dictionary);
    gather_names(names, *m.type);
  }
}

std::string entries_json(const dictionary::State& s) {
  std::vector<std::string> out;
  for (const auto& entry : s.entries)
    out.push_back(JsonObject()
                      .text("value", entry.code)
                      .text("title", entry.title)
                      .text("title_en", entry.title_en.value_or(entry.title))
                      .flag("disabled", entry.disabled)
                      .done());
  return json_list(out);
}

void gather(Dictionaries& out, const std::string& kind, const Type& type, std::string_view name) {
  switch (type.shape) {
    case Shape::optional:
    case Shape::list:
      return gather(out, kind, *type.element, name);
    case Shape::object:
      for (const Member& m : type.fields().members) gather(out, kind, *m.type, m.name);
      return;
    case Shape::choice:
      out.emplace(kind + "." + std::string(name), &type.choices());
      return;
    default:
      return;
  }
}

std::optional<Response> dictionaries(const CallPtr& call) {
  Dictionaries all;
  std::set<std::string> kept;
  for (const Kind* kind : kinds()) {
    gather(all, kind->name, *kind->state_type, "state");
    for (const auto& rule : kind->commands) {
      gather(all, kind->name, *rule.type, rule.name);
      gather_names(kept, *rule.type);
    }
  }
  JsonObject out;
  for (const auto& [name, choices] : all) out.raw(name, choices_json(*choices));
  out.raw("refusals", choices_json(choices_of(static_cast<const Code*>(nullptr))));
  // Those that are kept as cases, disabled entries too: lists show what old cases have.
  std::string jurisdiction(call->parameter("jurisdiction"));
  if (jurisdiction.empty()) jurisdiction = call->actor.jurisdiction;
  for (const auto& [parameter, name] : call->request->query)
    if (parameter == "name") kept.insert(name);  // one that no field is taken from: contacts, links
  for (const auto& name : kept)
    if (const auto c = call->fold->find("dictionary", dictionary::id_of(jurisdiction, name)))
      out.raw(name, entries_json(c->as<dictionary::State>()));
  return json_response(out.done());
}

std::optional<Response> region_list(const CallPtr& call) {
  const auto parent = call->request->parameter("parent");
  std::vector<std::string> items;
  for (const auto& r : regions()) {
    const std::string above = region_parent(r.code);
    if (parent && above != *parent) continue;
    items.push_back(JsonObject()
                        .text("code", r.code)
                        .text("name", r.name)
                        .text_or_null("parent", above)
                        .text_or_null("valid_from", r.valid_from ? r.valid_from->text() : "")
                        .text_or_null("valid_to", r.valid_to ? r.valid_to->text() : "")
                        .text_or_null("successor", r.successor)
                        .done());
  }
  return json_response("{\"items\":" + json_list(items) + "}");
}

std::optional<Response> openapi_json(const CallPtr&) {
  return json_response(schema_files().at("openapi.json"));
}

std::optional<Response> schema(const CallPtr& call) {
  std::string path;
  for (const auto& part : call->parts) path += (path.empty() ? "" : "/") + part;
  const auto found = schema_files().find(path);
  if (found == schema_files().end()) throw Refused(404, "no-such-route");
  return json_response(found->second);
}

}  // namespace

void add_meta_routes(Router& router) {
  // Forms are public: an enterprise registers before anybody of it can sign in.
  router.add("GET", "/api/v1/meta/commands/{}", Access::anyone, command_meta);
  router.add("GET", "/api/v1/meta/kinds/{}", Access::anyone, kind_meta);
  router.add("GET", "/api/v1/meta/dictionaries", Access::anyone, dictionaries);
  router.add("GET", "/api/v1/meta/regions", Access::anyone, region_list);
  router.add("GET", "/api/v1/meta/views/{}", Access::signed_in, view_meta);
  for (const char* base : {"", "/api/v1"}) {
    router.add("GET", std::string(base) + "/openapi.json", Access::anyone, openapi_json);
    router.add("GET", std::string(base) + "/schemas/{}", Access::anyone, schema);
    router.add("GET", std::string(base) + "/schemas/{}/{}", Access::anyone, schema);
  }
}

}  // namespace surety::http
