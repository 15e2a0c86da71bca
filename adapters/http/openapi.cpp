// Writes the descriptions; nothing here is kept twice.
#include "adapters/http/openapi.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "adapters/spreadsheets/xlsx_sheet.hpp"
#include "events/message_receipt.hpp"
#include "projections/printout.hpp"

namespace surety {
namespace {

namespace bj = boost::json;

bj::string_view view(std::string_view s) { return {s.data(), s.size()}; }

bj::object schema_of(const Type& type, const Label& label) {
  bj::object schema = bj::parse(json_schema(type.fields())).as_object();
  schema["title"] = view(label.zh);
  schema["x-title-en"] = view(label.en);
  return schema;
}

bj::object json_content(bj::value schema) {
  return {{"content", {{"application/json", {{"schema", std::move(schema)}}}}}};
}

bj::object reference(std::string_view path) { return {{"$ref", "/schemas/" + std::string(path)}}; }

void refusals(std::initializer_list<int> statuses, bj::object& responses) {
  for (int s : statuses)
    responses[std::to_string(s)] = {{"$ref", "#/components/responses/Problem"}};
}

bj::object path_parameter(std::string_view name) {
  return {
      {"name", view(name)}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}};
}

bj::object header_parameter(std::string_view name, std::string_view description) {
  return {{"name", view(name)},
          {"in", "header"},
          {"description", view(description)},
          {"schema", {{"type", "string"}}}};
}

bj::object command_operation(const Kind& kind, const CommandRule& rule) {
  bj::object responses;
  responses[rule.opens ? "201" : "200"] = {{"$ref", "#/components/responses/Done"}};
  refusals({400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 503}, responses);
  bj::array parameters{
      header_parameter("Idempotency-Key",
                       "1–200 visible ASCII characters; a repeat gets the first answer"),
      header_parameter("If-Match", "version the case must have")};
  if (!rule.opens) parameters.insert(parameters.begin(), path_parameter("id"));
  bj::object body = json_content(reference("commands/" + kind.name + "." + rule.name + ".json"));
  body["required"] = true;
  return {{"operationId", kind.name + "." + rule.name},
          {"summary", view(rule.label.zh)},
          {"description", view(rule.label.en)},
          {"tags", bj::array{view(kind.label.zh)}},
          {"parameters", std::move(parameters)},
          {"requestBody", std::move(body)},
          {"responses", std::move(responses)}};
}

bj::object read_operation(std::string_view summary, bool of_case) {
  bj::object responses;
  responses["200"] = {{"description", "JSON"}};
  refusals({400, 401, 404, 503}, responses);
  bj::array parameters{header_parameter("Surety-Min-Position", "G.P:S to wait for, at most 5 s")};
  if (of_case) parameters.insert(parameters.begin(), path_parameter("id"));
  return {{"summary", view(summary)},
          {"parameters", std::move(parameters)},
          {"responses", std::move(responses)}};
}

/// By the gateway, whose signature stands for a session.
bj::object receipt_operation() {
  bj::object responses{{"204", {{"description", "Recorded, now or before"}}}};
  refusals({400, 401, 404, 413, 415, 422, 503}, responses);
  bj::array parameters;
  for (std::string_view name :
       {"Surety-Key", "Surety-Timestamp", "Surety-Nonce", "Surety-Signature"})
    parameters.push_back(header_parameter(name, "the gateway's signature"));
  const auto& receipt = describe<MessageReceipt>();
  bj::object body = json_content(schema_of(type_of<MessageReceipt>(), receipt.label));
  body["required"] = true;
  return {{"summary", view(receipt.label.zh)},
          {"description", view(receipt.label.en)},
          {"parameters", std::move(parameters)},
          {"requestBody", std::move(body)},
          {"responses", std::move(responses)},
          {"security", bj::array{}}};
}

void add_kind(bj::object& paths, const Kind& kind) {
  const std::string base = "/api/v1/" + kind.plural;
  bj::object all{{"get", read_operation("List " + kind.plural, false)}};
  bool first = true;
  for (const auto& rule : kind.commands) {
    if (rule.who == by(Who::engine)) continue;
    if (rule.opens && first) {
      bj::object same = command_operation(kind, rule);
      same["operationId"] = kind.name;
      all["post"] = std::move(same);
      first = false;
    }
    const std::string path = base + (rule.opens ? "/" : "/{id}/") + rule.name;
    paths[path] = {{"post", command_operation(kind, rule)}};
  }
  paths[base] = std::move(all);
  paths[base + "/{id}"] = {{"get", read_operation("One case", true)}};
  for (std::string_view part : {"history", "deadlines", "proof", "bundle", "documents.zip"})
    paths[base + "/{id}/" + std::string(part)] = {{"get", read_operation(part, true)}};
  for (const auto& t : print_templates())
    if (t.kind == kind.name)
      paths[base + "/{id}/print/" + t.name] = {{"get", read_operation(t.title_en, true)}};
}

bj::object import_operation() {
  const bj::object file{{"schema", {{"type", "string"}, {"format", "binary"}}}};
  const bj::object confirm{{"name", "confirm"},
                           {"in", "query"},
                           {"schema", {{"type", "boolean"}, {"default", false}}}};
  return {{"summary", "A project table, foreseen; done where confirmed"},
          {"parameters", bj::array{confirm}},
          {"requestBody", {{"required", true}, {"content", {{"text/csv", file}, {xlsx_media_type, file}}}}},
          {"responses",
           {{"200", {{"description", "Counts and refused rows"}}},
            {"default", {{"$ref", "#/components/responses/Problem"}}}}}};
}

bj::object problem_schema() {
  const bj::object text{{"type", "string"}};
  const bj::object error{{"type", "object"},
                         {"properties", {{"path", text}, {"code", text}, {"message", text}}}};
  return {{"type", "object"},
          {"properties",
           {{"type", text},
            {"title", text},
            {"status", {{"type", "integer"}}},
            {"code", text},
            {"detail", text},
            {"facts", {{"type", "object"}}},
            {"errors", {{"type", "array"}, {"items", error}}}}}};
}

bj::object done_schema() {
  const bj::object text{{"type", "string"}};
  const bj::object integer{{"type", "integer"}};
  const bj::object event{{"type", "object"},
                         {"properties", {{"type", text}, {"version", integer}}}};
  return {{"type", "object"},
          {"properties",
           {{"case",
             {{"type", "object"}, {"properties", {{"kind", text}, {"id", text}, {"root", text}}}}},
            {"version", integer},
            {"events", {{"type", "array"}, {"items", event}}},
            {"position", text}}}};
}

std::string openapi() {
  bj::object paths;
  for (const Kind* kind : kinds()) add_kind(paths, *kind);
  paths["/api/v1/projects/imports"] = {{"post", import_operation()}};
  for (std::string_view path : {"/api/v1/public/site",
                                "/api/v1/public/insurers",
                                "/api/v1/public/notices",
                                "/api/v1/public/guarantors",
                                "/api/v1/meta/permissions",
                                "/api/v1/meta/dashboard",
                                "/api/v1/account",
                                "/api/v1/account/sign-ins",
                                "/api/v1/deadlines",
                                "/api/v1/refusals",
                                "/api/v1/operations",
                                "/api/v1/seals",
                                "/api/v1/public/seal-key",
                                "/api/v1/messages",
                                "/api/v1/search",
                                "/api/v1/events",
                                "/api/v1/events/stream",
                                "/api/v1/alerts/stream",
                                "/api/v1/calculations/minimum-guarantee",
                                "/api/v1/clock",
                                "/api/v1/meta/menu",
                                "/api/v1/meta/dictionaries",
                                "/api/v1/meta/regions",
                                "/api/v1/meta/sign-in",
                                "/healthz",
                                "/readyz",
                                "/metrics"})
    paths[view(path)] = {{"get", read_operation(path, false)}};
  auto& seals = paths["/api/v1/seals"].as_object();
  seals["post"] = read_operation("Make a seal now: auditors and administrators", false);
  paths["/api/v1/seals/{id}"] = {{"get", read_operation("A seal, byte for byte", true)}};
  paths["/api/v1/webhooks/{id}/deliveries"] = {{"get", read_operation("How far it has got", true)}};
  paths["/api/v1/messages/receipts"] = {{"post", receipt_operation()}};
  bj::object problem{
      {"description", "RFC 9457"},
      {"content",
       {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}};
  bj::object done = json_content(bj::object{{"$ref", "#/components/schemas/Done"}});
  done["description"] = "Decided";
  return bj::serialize(bj::object{
      {"openapi", "3.1.0"},
      {"info", {{"title", "Surety"}, {"version", "1"}}},
      {"paths", std::move(paths)},
      {"components",
       {{"schemas", {{"Problem", problem_schema()}, {"Done", done_schema()}}},
        {"responses", {{"Problem", std::move(problem)}, {"Done", std::move(done)}}},
        {"securitySchemes",
         {{"bearer", {{"type", "http"}, {"scheme", "bearer"}}},
          {"cookie", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "surety_session"}}}}}}},
      {"security",
       bj::array{bj::object{{"bearer", bj::array{}}}, bj::object{{"cookie", bj::array{}}}}}});
}

/// `guarantee.issued`; of an earlier shape with its version: `guarantee.issued.v1`.
std::string message_name(const Kind& kind, const EventRule& event, std::int64_t version) {
  const auto name = kind.name + "." + event.name;
  return version == event.version() ? name : name + ".v" + std::to_string(version);
}

std::string asyncapi() {
  bj::object channels;
  for (const Kind* kind : kinds()) {
    bj::object messages;
    for (const auto& event : kind->events)
      for (std::int64_t version = 1; version <= event.version(); ++version) {
        const auto name = message_name(*kind, event, version);
        messages[name] = {{"title", view(event.label.zh)},
                          {"summary", view(event.label.en)},
                          {"contentType", "application/json"},
                          {"payload", reference("events/" + name + ".json")}};
      }
    channels["surety.events." + kind->name] = {{"address", "surety.events." + kind->name},
                                               {"messages", std::move(messages)}};
  }
  return bj::serialize(bj::object{{"asyncapi", "3.0.0"},
                                  {"info", {{"title", "Surety"}, {"version", "1"}}},
                                  {"channels", std::move(channels)}});
}

void pretty(std::string& out, const bj::value& value, std::size_t depth) {
  const std::string inner(2 * depth + 2, ' '), outer(2 * depth, ' ');
  if (value.is_object() && !value.get_object().empty()) {
    const char* before = "{\n";
    for (const auto& member : value.get_object()) {
      out += before + inner + bj::serialize(bj::string(member.key())) + ": ";
      pretty(out, member.value(), depth + 1);
      before = ",\n";
    }
    out += '\n' + outer + '}';
  } else if (value.is_array() && !value.get_array().empty()) {
    const char* before = "[\n";
    for (const auto& item : value.get_array()) {
      out += before + inner;
      pretty(out, item, depth + 1);
      before = ",\n";
    }
    out += '\n' + outer + ']';
  } else {
    const std::string text = bj::serialize(value);
    out += text;
  }
}

}  // namespace

std::string pretty_json(std::string_view json) {
  std::string out;
  pretty(out, bj::parse(view(json)), 0);
  return out + '\n';
}

/// Where a form finds what may be chosen: the organisations of a kind, permissions, roles.
void hint_choices(const Kind& kind, bj::object& properties) {
  static const std::map<std::string_view, std::string_view> chosen{
      {"insurer", "insurer"},
      {"broker", "broker"},
      {"provider", "service-provider"},
      {"bank_credit_code", "account-bank"}};
  for (auto& [name, field] : properties) {
    const auto found = chosen.find(name);
    if (found != chosen.end() && kind.name != "organisation")
      field.as_object()["x-organisation"] = view(found->second);
    if (name == "permissions" && kind.name == "role") field.as_object()["x-choose"] = "permissions";
    if (name == "approving_body") {  // a body's name, since not all are on the platform
      field.as_object()["x-organisation"] = "regulator";
      field.as_object()["x-organisation-by"] = "name";
    }
    if (name == "roles" && kind.name == "account") field.as_object()["x-choose"] = "roles";
  }
}

/// Times that imports alone may give: of whoever acts himself the platform's clock is taken, so that
/// no form asks for them.
void hint_imports(const std::string& command, bj::object& properties) {
  static const std::set<std::string_view> imported{
      "policy.apply applied_at", "policy.record-offline applied_at", "policy.issue issued_at",
      "guarantee.issue issued_at"};
  for (auto& [name, field] : properties)
    if (imported.count(command + ' ' + std::string(name)))
      field.as_object()["x-imported"] = true;
}

std::string command_schema(const Kind& kind, const CommandRule& rule, const Rules* rules) {
  bj::object schema = schema_of(*rule.type, rule.label);
  schema["$id"] = "/schemas/commands/" + kind.name + "." + rule.name + ".json";
  schema["x-command"] = kind.name + "." + rule.name;
  hint_choices(kind, schema["properties"].as_object());
  hint_imports(kind.name + "." + rule.name, schema["properties"].as_object());
  if (rules) {
    bj::array required;
    if (const auto* already = schema.if_contains("required")) required = already->as_array();
    for (const auto& r : rules->required_fields) {
      if (r.command != kind.name + "." + rule.name) continue;
      for (const auto& field : r.fields)
        if (std::find(required.begin(), required.end(), bj::value(field)) == required.end())
          required.emplace_back(field);
    }
    schema["required"] = std::move(required);
  }
  return bj::serialize(schema);
}

/// Subscribers pass over members that they do not know: a later build may add some.
void leave_open(bj::value& schema) {
  if (auto* list = schema.if_array())
    for (auto& item : *list) leave_open(item);
  auto* object = schema.if_object();
  if (!object) return;
  object->erase("additionalProperties");
  for (auto& member : *object) leave_open(member.value());
}

std::string event_schema(const EventRule& event, std::int64_t version, std::string_view id) {
  const bool present = version == event.version();
  const Type& type =
      present ? *event.type : *event.earlier.at(static_cast<std::size_t>(version - 1)).type;
  bj::value schema = schema_of(type, event.label);
  leave_open(schema);
  schema.as_object()["$id"] = view(id);
  schema.as_object()["x-type-version"] = version;
  return bj::serialize(schema);
}

const std::map<std::string, std::string>& schema_files() {
  static const std::map<std::string, std::string> files = [] {
    std::map<std::string, std::string> out;
    for (const Kind* kind : kinds()) {
      for (const auto& rule : kind->commands)
        out["commands/" + kind->name + "." + rule.name + ".json"] =
            pretty_json(command_schema(*kind, rule, nullptr));
      for (const auto& event : kind->events)
        for (std::int64_t version = 1; version <= event.version(); ++version) {
          const auto name = "events/" + message_name(*kind, event, version) + ".json";
          out[name] = pretty_json(event_schema(event, version, "/schemas/" + name));
        }
    }
    out["openapi.json"] = pretty_json(openapi());
    out["asyncapi.json"] = pretty_json(asyncapi());
    return out;
  }();
  return files;
}

}  // namespace surety
