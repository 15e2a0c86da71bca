// Cases and rows as people see them: flat JSON, personal values masked, secrets left out.
#include <algorithm>
#include <set>

#include "engine/digest.hpp"
#include "engine/fold.hpp"
#include "engine/fold_event.hpp"
#include "engine/fold_keys.hpp"
#include "events/erasure.hpp"
#include "events/utf8.hpp"
#include "projections/run.hpp"

namespace surety {
namespace {

constexpr std::int64_t long_plain_list = 500, long_object_list = 50;

std::string hidden(std::string_view format, std::string_view value, const Opener& open) {
  if (value.starts_with("sealed:") && open) return masked(format, open(value));
  return masked(format, value);
}

/// Writes members of objects as JSON, one name once.
class Writer {
 public:
  explicit Writer(const Opener& open) : open_(open) {}

  void text(std::string_view name, std::string_view value) {
    if (begin(name)) write_json_string(out, value);
  }
  void number(std::string_view name, std::int64_t value) {
    if (begin(name)) out += std::to_string(value);
  }
  bool begin(std::string_view name) {
    if (!seen_.insert(std::string(name)).second) return false;
    out += seen_.size() == 1 ? "" : ",";
    write_json_string(out, name);
    out += ':';
    return true;
  }
  /// Members of a described object; `lists`: long ones too.
  void members(const Type& type, const void* object, bool lists) {
    for (const Member& member : type.fields().members) {
      if (member.rule.secret || (!lists && is_long(member))) continue;
      const void* field = member.of(object);
      if (member.type->shape == Shape::optional && member.type->size(field) == 0) continue;
      if (begin(member.name)) value(*member.type, member.rule.personal, field);
    }
  }
  std::string out;

 private:
  static bool is_long(const Member& member) {
    const Type& type = bare(*member.type);
    if (type.shape != Shape::list) return false;
    const bool objects = bare(*type.element).shape == Shape::object;
    const std::int64_t most = member.rule.max == unset ? type.max : member.rule.max;
    return most > (objects ? long_object_list : long_plain_list);
  }

  void value(const Type& type, bool personal, const void* v) {
    switch (type.shape) {
      case Shape::optional:
        if (type.size(v) > 0) value(*type.element, personal, type.item_of(v, 0));
        else out += "null";
        return;
      case Shape::text:
        if (personal || type.format == "phone")
          write_json_string(out, hidden(type.format, type.text(v), open_));
        else
          write_json_string(out, type.text(v));
        return;
      case Shape::object: {
        Writer inner(open_);
        inner.members(type, v, true);
        out += '{' + inner.out + '}';
        return;
      }
      case Shape::list:
        out += '[';
        for (std::size_t i = 0; i < type.size(v); ++i) {
          if (i > 0) out += ',';
          value(*type.element, personal, type.item_of(v, i));
        }
        out += ']';
        return;
      default: write_json(out, type, v);
    }
  }

  const Opener& open_;
  std::set<std::string, std::less<>> seen_;
};

void write_case(Writer& w, const Case& c, bool lists) {
  const auto own = [&](std::string_view name) { return c.kind->state_type->fields().find(name); };
  w.text("kind", c.head.kind);
  w.text("id", c.head.id);
  w.text("root", c.head.root);
  w.text("state", c.kind->phase_name(c.state.get()));
  w.number("version", c.head.version);
  // Where the kind keeps an opening of its own (business times), that is the one people mean.
  if (!own("opened_at")) w.text("opened_at", c.head.opened_at.text());
  w.text("changed_at", c.head.changed_at.text());
  if (!own("jurisdiction") && !c.head.jurisdiction.empty())
    w.text("jurisdiction", c.head.jurisdiction);
  w.members(*c.kind->state_type, c.state.get(), lists);
}

void write_cell(Writer& w, const Column& column, std::string_view cell, const Opener& open) {
  if (cell.empty() || !w.begin(column.name)) return;
  if (is_number(*column.type)) {
    const auto number = from_big_endian64(cell);
    if (bare(*column.type).shape == Shape::flag) w.out += number ? "true" : "false";
    else w.out += std::to_string(number);
  } else if (bare(*column.type).shape == Shape::list) {
    w.out += '[';
    for (std::size_t at = 1; at < cell.size();) {
      const auto end = cell.find(item_separator, at);
      if (at > 1) w.out += ',';
      write_json_string(w.out, cell.substr(at, end - at));
      at = end == cell.npos ? cell.size() : end + 1;
    }
    w.out += ']';
  } else if (column.personal && cell.starts_with("sealed:")) {
    write_json_string(w.out, hidden(column.format, cell, open));
  } else {
    write_json_string(w.out, cell);
  }
}

/// The case behind a row, from the fold: it lies where its root does.
std::optional<Case> case_behind(const StoreReader& store, int partitions, const View& view,
                                const Packed& row) {
  const auto root = column_at(view, "root");
  if (!root) return std::nullopt;
  const int partition = partition_of(row[*root], partitions);
  const auto bytes = store.get(fold_family(), keys::state(partition, case_of(view, row)));
  if (!bytes) return std::nullopt;
  return decode_case(*view.kind, *bytes);
}

}  // namespace

std::string masked(std::string_view format, std::string_view value) {
  constexpr std::size_t head = 3, tail = 4, shortest = 8;
  if (value == erased_text) return std::string(value);
  if (value.starts_with("sealed:") || value.empty()) return value.empty() ? "" : "***";
  const bool id_number = value.size() == 18 && std::all_of(value.begin(), value.end(), [](char c) {
                           return (c >= '0' && c <= '9') || c == 'X' || c == 'x';
                         });
  if ((format != "phone" && !id_number) || value.size() < shortest) return "***";
  std::string shown(value);
  std::fill(shown.begin() + head, shown.end() - tail, '*');
  return shown;
}

std::string case_json(const Case& c, Date today, const Opener& open) {
  Writer w(open);
  write_case(w, c, true);
  for (const auto& daily : c.kind->daily) {
    const std::string table = daily.timetable(c.state.get());
    const auto value = value_on(table, today);
    if (daily.type->shape != Shape::flag) w.text(daily.name, value);
    else if (w.begin(daily.name)) w.out += value;
  }
  return '{' + w.out + '}';
}

std::string item_json(const StoreReader& store, int partitions, const View& view, const Packed& row,
                      Names& names, const Opener& open) {
  Writer w(open);
  if (view.shows_case)
    if (const auto c = case_behind(store, partitions, view, row)) write_case(w, *c, false);
  for (std::size_t i = 0; i < view.columns.size(); ++i) {
    // A spread-out object stands in the case as it is.
    if (view.shows_case && view.columns[i].name.find('.') != std::string::npos) continue;
    write_cell(w, view.columns[i], names.value(row, i), open);
  }
  return '{' + w.out + '}';
}

}  // namespace surety
