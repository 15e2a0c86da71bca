// JSON Schema 2020-12 of a description: for the public documents and for the pages' forms.
#include <utility>

#include "events/json.hpp"
#include "events/papers.hpp"

namespace surety {
namespace {

/// Appends members to an object that has been opened, with the commas in between.
class Members {
 public:
  explicit Members(std::string& out) : out_(out) { out_ += '{'; }
  std::string& name(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    write_json_string(out_, name);
    return out_ += ':';
  }
  void text(std::string_view member, std::string_view value) {
    if (!value.empty()) write_json_string(name(member), value);
  }
  void number(std::string_view member, std::int64_t value) {
    if (value != unset) name(member) += std::to_string(value);
  }
  void flag(std::string_view member, bool value) { name(member) += value ? "true" : "false"; }
  void mark(std::string_view member, bool value) {
    if (value) flag(member, true);
  }
  void close() { out_ += '}'; }

 private:
  std::string& out_;
  bool first_ = true;
};

constexpr std::string_view paper_names[] = {"", "pdf", "picture", "any"};

void write_type(Members& schema, const Type& type, const Rule& rule);

void write_bounds(Members& schema,
                  const Type& type,
                  const Rule& rule,
                  std::string_view least,
                  std::string_view greatest) {
  schema.number(least, rule.min != unset ? rule.min : type.min);
  schema.number(greatest, rule.max != unset ? rule.max : type.max);
}

void write_upload(Members& schema, Paper paper) {
  std::string& out = schema.name("x-accept");
  char before = '[';
  for (const auto type : media_types_of(paper)) {
    out += std::exchange(before, ',');
    write_json_string(out, type);
  }
  out += ']';
  schema.number("x-max-bytes", document_bytes_max);
}

void write_field(std::string& out, const Member& member) {
  Members schema(out);
  schema.text("title", member.label.zh);
  schema.text("description", member.label.en);
  schema.text("x-title-en", member.label.en);
  write_type(schema, *member.type, member.rule);
  schema.mark("x-personal", member.rule.personal);
  schema.mark("x-secret", member.rule.secret);
  schema.mark("x-past", member.rule.past);
  schema.text("x-paper", paper_names[static_cast<std::size_t>(member.rule.paper)]);
  if (member.rule.paper != Paper::none) write_upload(schema, member.rule.paper);
  schema.text("x-refers", member.rule.refers);
  schema.text("x-unit", member.rule.unit);
  schema.text("x-dictionary", member.rule.dictionary);
  schema.close();
}

void write_fields(Members& schema, const Description& description) {
  schema.text("type", "object");
  Members properties(schema.name("properties"));
  for (const Member& member : description.members)
    write_field(properties.name(member.name), member);
  properties.close();
  std::string& out = schema.name("required") += '[';
  bool first = true;
  for (const Member& member : description.members) {
    if (!member.required()) continue;
    if (!std::exchange(first, false)) out += ',';
    write_json_string(out, member.name);
  }
  out += ']';
  schema.flag("additionalProperties", false);
}

void write_choices(Members& schema, const std::vector<Choice>& choices) {
  schema.text("type", "string");
  std::string& out = schema.name("oneOf") += '[';
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (i > 0) out += ',';
    Members choice(out);
    choice.text("const", choices[i].name);
    choice.text("title", choices[i].zh);
    choice.text("x-title-en", choices[i].en);
    choice.close();
  }
  out += ']';
}

void write_text_type(Members& schema, const Type& type, const Rule& rule) {
  schema.text("type", "string");
  if (type.format == "date" || type.format == "date-time") schema.text("format", type.format);
  schema.text("x-format", type.format);
  write_bounds(schema, type, rule, "minLength", "maxLength");
}

void write_list(Members& schema, const Type& type, const Rule& rule) {
  schema.text("type", "array");
  write_bounds(schema, type, rule, "minItems", "maxItems");
  Members items(schema.name("items"));
  if (type.element->shape == Shape::object) {
    items.text("title", type.element->fields().label.zh);
    items.text("description", type.element->fields().label.en);
  }
  write_type(items, *type.element, Rule{});
  items.close();
}

void write_type(Members& schema, const Type& type, const Rule& rule) {
  switch (type.shape) {
    case Shape::flag: return schema.text("type", "boolean");
    case Shape::integer:
      schema.text("type", "integer");
      schema.text("x-format", type.format);
      return write_bounds(schema, type, rule, "minimum", "maximum");
    case Shape::text: return write_text_type(schema, type, rule);
    case Shape::choice: return write_choices(schema, type.choices());
    case Shape::object: return write_fields(schema, type.fields());
    case Shape::optional: return write_type(schema, *type.element, rule);
    case Shape::list: return write_list(schema, type, rule);
  }
}

}  // namespace

std::string json_schema(const Description& description) {
  std::string out;
  Members schema(out);
  schema.text("$schema", "https://json-schema.org/draft/2020-12/schema");
  schema.text("title", description.label.zh);
  schema.text("description", description.label.en);
  write_fields(schema, description);
  schema.close();
  return out;
}

}  // namespace surety
