// Lists over read models: row scope inside the query, filters, part-of-name search, sorting, cursors.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/kind.hpp"
#include "engine/ports.hpp"

namespace surety {

struct Column {
  std::string name;   ///< as in the case's JSON
  Label label;
  std::string format; ///< money, date, choice … as Type::format, or the shape
  bool searched = false;  ///< `q=` looks here: name, number and code columns
  bool personal = false;
};

/// A list people see: `guarantees`, `alerts` … one per kind, plus the special ones.
struct View {
  std::string name;   ///< the plural of the kind, or a name of its own
  Label label;
  const Kind* kind;   ///< whose scope and authorisation apply
  std::string family; ///< of the projection it reads
  std::vector<Column> columns;
};
const std::vector<View>& views();
const View* view_named(std::string_view name);

struct Filter {
  std::string field;
  enum class Op { equals, from, until } op{};
  std::vector<std::string> values;  ///< equals: any of them
};
struct Query {
  std::vector<Filter> filters;
  std::string q, sort, cursor;  ///< sort: field or -field
  std::size_t limit = 50;       ///< 1–1000
};
struct Page {
  std::vector<std::string> items;  ///< flat JSON objects, personal fields masked
  std::string next_cursor;         ///< empty at the end
  std::size_t total = 0;           ///< rows of filter and scope, not of the page
};
/// What is wrong with a query: code (unknown-filter, unknown-sort, bad-cursor, limit) and the field.
struct BadQuery {
  std::string code, field;
};
std::variant<Page, BadQuery> run(const StoreReader&, int partitions, const View&, const Query&, const Actor&);

/// One case as `GET /{kinds}/{id}` shows it, without `allowed_commands`: kind, id, root, state,
/// version, opened_at, changed_at, then the state's fields; personal ones masked.
std::string case_json(const Case&);
/// `138****0000`, `230***********1234`; sealed values show as `***`.
std::string masked(std::string_view format, std::string_view value);

}  // namespace surety
