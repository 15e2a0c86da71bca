// Filling in: `{…}` in the texts of a template becomes what the case says, in people's words.
#include "projections/printout.hpp"

#include <map>

#include "engine/embedded.hpp"
#include "engine/regions.hpp"
#include "events/capital_amount.hpp"
#include "projections/run.hpp"

namespace surety {
namespace {

constexpr std::string_view blank = "＿＿＿＿＿＿", nothing = "—";

const Type& plain(const Type& type) {
  return type.shape == Shape::optional ? plain(*type.element) : type;
}

/// The kinds in which the case that a field names is looked for.
std::vector<std::string_view> kinds_behind(std::string_view field) {
  if (field == "project" || field == "guarantee" || field == "policy") return {field};
  if (field == "guarantor") return {"guarantor", "organisation"};
  if (field == "insurer" || field == "broker" || field == "provider")
    return {"organisation", "enterprise"};
  return {"enterprise", "organisation"};
}

struct Path {
  std::string_view head, rest, filter;
  explicit Path(std::string_view text) {
    if (const auto bar = text.find('|'); bar != text.npos) {
      filter = text.substr(bar + 1);
      text = text.substr(0, bar);
    }
    const auto dot = text.find('.');
    head = text.substr(0, dot);
    if (dot != text.npos) rest = text.substr(dot + 1);
  }
};

bool own_word(std::string_view path) {
  return path == "id" || path == "today" || path == "edition" || path == "n";
}

bool known(const Type& object, const Path& path) {
  const Member* member = object.fields().find(path.head);
  if (!member || member->rule.secret) return false;
  const Type& type = plain(*member->type);
  if (path.rest.empty()) return type.shape != Shape::object;
  if (type.shape == Shape::object) return known(type, Path(path.rest));
  for (const auto name : kinds_behind(path.head))
    if (known(*kind_named(name)->state_type, Path(path.rest))) return true;
  return false;
}

/// Calls `say` for the text between placeholders and `fill` for these, in their order.
void each_part(std::string_view text, const std::function<void(std::string_view)>& say,
               const std::function<void(std::string_view)>& fill) {
  for (;;) {
    const auto open = text.find('{'), close = text.find('}', open);
    say(text.substr(0, open));
    if (open == text.npos || close == text.npos) return;
    fill(text.substr(open + 1, close - open - 1));
    text.remove_prefix(close + 1);
  }
}

/// `a/b`: the first of them that there is.
template <class Visit>
void each_choice(std::string_view paths, Visit visit) {
  for (std::size_t at = 0; at <= paths.size();) {
    const auto end = std::min(paths.find('/', at), paths.size());
    visit(paths.substr(at, end - at));
    at = end + 1;
  }
}

void check_text(const PrintTemplate& t, const Type& type, std::string_view text) {
  const auto check = [&](std::string_view path) {
    if (!own_word(path) && !known(type, Path(path)))
      throw std::logic_error(t.kind + "." + t.name + " prints what there is not: " +
                             std::string(path));
  };
  each_part(text, [](std::string_view) {}, [&](std::string_view paths) {
    each_choice(paths, check);
  });
}

void check_choices(const PrintTemplate& t, const std::vector<Choice>& choices,
                   const std::vector<std::string>& names) {
  for (const auto& name : names)
    if (std::none_of(choices.begin(), choices.end(),
                     [&](const Choice& c) { return c.name == name; }))
      throw std::logic_error(t.kind + "." + t.name + " names what there is not: " + name);
}

void check_template(const PrintTemplate& t) {
  const Kind* kind = kind_named(t.kind);
  if (!kind) throw std::logic_error("a printout of no kind: " + t.kind);
  const Type& state = *kind->state_type;
  if (t.only) {
    const Member* member = state.fields().find(t.only->field);
    if (!member || member->type->shape != Shape::choice)
      throw std::logic_error(t.kind + "." + t.name + ": no choice " + t.only->field);
    check_choices(t, member->type->choices(), t.only->values);
  }
  if (t.final_in) check_choices(t, *kind->phases, *t.final_in);
  for (const auto& block : t.body) {
    check_text(t, state, block.heading.value_or(""));
    check_text(t, state, block.paragraph.value_or(""));
    if (block.table)
      for (const auto& row : *block.table)
        for (const auto& cell : row) check_text(t, state, cell);
    if (block.seals)
      for (const auto& cell : *block.seals) check_text(t, state, cell);
    if (!block.list) continue;
    const Member* list = state.fields().find(block.list->of);
    if (!list || plain(*list->type).shape != Shape::list)
      throw std::logic_error(t.kind + "." + t.name + " has no list " + block.list->of);
    for (const auto& c : block.list->columns) check_text(t, *plain(*list->type).element, c.text);
  }
}

bool used_in(const PrintTemplate& t, std::string_view jurisdiction) {
  if (!t.jurisdictions) return true;
  return std::any_of(t.jurisdictions->begin(), t.jurisdictions->end(),
                     [&](const RegionCode& code) { return code.text() == jurisdiction; });
}

bool holds(const PrintOnly& only, const Case& c) {
  const Member* member = c.kind->state_type->fields().find(only.field);
  const auto choice = member->type->integer(member->of(c.state.get()));
  const auto& name = member->type->choices()[static_cast<std::size_t>(choice)].name;
  return std::find(only.values.begin(), only.values.end(), name) != only.values.end();
}

std::string figures(std::int64_t fen) {
  std::string yuan = std::to_string(std::abs(fen) / 100);
  for (auto at = static_cast<std::ptrdiff_t>(yuan.size()) - 3; at > 0; at -= 3)
    yuan.insert(static_cast<std::size_t>(at), 1, ',');
  return (fen < 0 ? "-" : "") + yuan + '.' + std::to_string(100 + std::abs(fen) % 100).substr(1);
}

std::string day_text(Date day) {
  return std::to_string(day.year()) + "年" + std::to_string(day.month()) + "月" +
         std::to_string(day.day()) + "日";
}

std::string region_text(const std::string& code) {
  std::string out;
  for (std::string at = code; !at.empty(); at = region_parent(at))
    if (const auto* r = region(at)) out.insert(0, r->name);
  return out.empty() ? code : out;
}

class Filler {
 public:
  Filler(const PrintTemplate& t, const Case& c, const PrintContext& context)
      : template_(t), case_(c), context_(context) {}

  /// `otherwise` stands for what is absent; where nothing is there, for all of it if `whole`.
  std::string text(std::string_view text, std::string_view otherwise, bool whole = false) const {
    return filled(text, *case_.kind->state_type, case_.state.get(), otherwise, whole);
  }

  std::vector<std::vector<std::string>> items(const PrintList& list) const {
    std::vector<std::vector<std::string>> rows(1);
    for (const auto& column : list.columns) rows[0].push_back(column.title);
    const Member* member = case_.kind->state_type->fields().find(list.of);
    const Type* type = member->type;
    const void* all = member->of(case_.state.get());
    if (type->shape == Shape::optional) {
      if (type->size(all) == 0) return rows;
      all = type->item_of(all, 0);
      type = type->element;
    }
    for (std::size_t i = 0; i < type->size(all); ++i) {
      number_ = std::to_string(i + 1);
      auto& row = rows.emplace_back();
      for (const auto& column : list.columns)
        row.push_back(filled(column.text, *type->element, type->item_of(all, i), nothing, true));
    }
    if (rows.size() == 1) rows.emplace_back(list.columns.size(), std::string(nothing));
    return rows;
  }

 private:
  std::string filled(std::string_view text, const Type& type, const void* object,
                     std::string_view otherwise, bool whole) const {
    std::string out;
    std::size_t asked = 0, absent = 0;
    each_part(text, [&](std::string_view said) { out += said; }, [&](std::string_view paths) {
      std::string value;
      each_choice(paths, [&](std::string_view path) {
        if (value.empty())
          value = own_word(path) ? own(path) : find(case_, type, object, Path(path));
      });
      ++asked;
      absent += value.empty();
      out += value.empty() ? otherwise : value;
    });
    return whole && asked > 0 && asked == absent ? std::string(otherwise) : out;
  }

  std::string own(std::string_view word) const {
    if (word == "id") return case_.head.id;
    if (word == "edition") return template_.edition;
    return word == "n" ? number_ : day_text(context_.today);
  }

  std::string find(const Case& c, const Type& object, const void* from, const Path& path) const {
    const Member* member = object.fields().find(path.head);
    if (!member || member->rule.secret) return {};
    const Type* type = member->type;
    const void* value = member->of(from);
    if (type->shape == Shape::optional) {
      if (type->size(value) == 0) return {};
      value = type->item_of(value, 0);
      type = type->element;
    }
    if (path.rest.empty()) return shown(c, *member, *type, value, path.filter);
    if (type->shape == Shape::object) return find(c, *type, value, inner(path));
    for (const auto kind : kinds_behind(path.head))
      if (const auto other = context_.fold.find(kind, type->text(value)))
        return visible(*other) || path.rest == "name"
                   ? find(*other, *other->kind->state_type, other->state.get(), inner(path))
                   : std::string();
    return {};
  }

  static Path inner(const Path& path) {
    Path out(path.rest);
    out.filter = path.filter;
    return out;
  }

  bool visible(const Case& c) const {
    return sees(context_.actor, *c.kind, c.kind->parties(c.head, c.state.get()));
  }

  std::string shown(const Case& c, const Member& member, const Type& type, const void* value,
                    std::string_view filter) const {
    switch (type.shape) {
      case Shape::flag: return type.integer(value) ? "是" : "否";
      case Shape::choice:
        return std::string(type.choices()[static_cast<std::size_t>(type.integer(value))].zh);
      case Shape::integer: return number(type, type.integer(value), filter);
      case Shape::list: return joined(c, member, type, value);
      case Shape::text: break;
      default: return {};
    }
    std::string text = type.text(value);
    if (text.empty()) return text;
    if (type.format == "document") return "已上传";
    if (member.rule.personal || type.format == "phone") {
      if (text.starts_with("sealed:") && context_.open) text = context_.open(text);
      return context_.disclosed(c, member.name) ? text : masked(type.format, text);
    }
    if (type.format == "date") return day_text(Date::stored(text));
    if (type.format == "date-time")
      return day_text(Instant::stored(text).date()) + text.substr(10, 6).replace(0, 1, " ");
    if (type.format == "region-code") return region_text(text);
    return text;
  }

  static std::string number(const Type& type, std::int64_t value, std::string_view filter) {
    if (type.format == "money") return filter == "words" ? capital_amount({value}) : figures(value);
    if (type.format == "basis-points") return figures(value) + "%";
    return std::to_string(value);
  }

  std::string joined(const Case& c, const Member& member, const Type& type,
                     const void* list) const {
    std::string out;
    for (std::size_t i = 0; i < type.size(list); ++i)
      out += (i == 0 ? "" : "、") + shown(c, member, *type.element, type.item_of(list, i), {});
    return out;
  }

  const PrintTemplate& template_;
  const Case& case_;
  const PrintContext& context_;
  mutable std::string number_;
};

}  // namespace

const std::vector<PrintTemplate>& print_templates() {
  static const std::vector<PrintTemplate> all = [] {
    std::vector<PrintTemplate> read;
    for (const auto& [name, text] : embedded_files()) {
      if (!name.starts_with("printouts/")) continue;
      PrintTemplate t;
      const auto problems = from_json(text, t, Source::stored);
      if (!problems.empty())
        throw std::logic_error(name + ": " + problems[0].path + " " + problems[0].code);
      check_template(t);
      read.push_back(std::move(t));
    }
    return read;
  }();
  return all;
}

std::vector<const PrintTemplate*> print_templates(const Case& c) {
  std::vector<const PrintTemplate*> found;
  for (const auto& t : print_templates())
    if (t.kind == c.head.kind && used_in(t, c.head.jurisdiction) && (!t.only || holds(*t.only, c)))
      found.push_back(&t);
  return found;
}

Printout printout(const PrintTemplate& t, const Case& c, const PrintContext& context) {
  const Filler fill(t, c, context);
  Printout out;
  out.title = t.title;
  out.footer = "编号 " + c.head.id + "　文本版本 " + t.edition + "　打印于 " +
               day_text(context.today);
  const auto& phase = c.kind->phase_name(c.state.get());
  if (t.final_in)
    out.preview = std::find(t.final_in->begin(), t.final_in->end(), phase) == t.final_in->end();
  using Form = PrintedBlock::Form;
  for (const auto& block : t.body) {
    if (block.heading) out.blocks.push_back({Form::heading, {{fill.text(*block.heading, blank)}}});
    if (block.paragraph)
      out.blocks.push_back({Form::paragraph, {{fill.text(*block.paragraph, blank)}}});
    if (block.table) {
      auto& table = out.blocks.emplace_back(PrintedBlock{Form::table, {}});
      for (const auto& cells : *block.table) {
        auto& row = table.rows.emplace_back();
        for (const auto& cell : cells) row.push_back(fill.text(cell, nothing, true));
      }
    }
    if (block.list) out.blocks.push_back({Form::list, fill.items(*block.list)});
    if (block.seals) {
      auto& seals = out.blocks.emplace_back(PrintedBlock{Form::seals, {{}}});
      for (const auto& cell : *block.seals) seals.rows[0].push_back(fill.text(cell, blank));
    }
  }
  return out;
}

}  // namespace surety
