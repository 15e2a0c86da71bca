// Lists over read models: scope inside the query, filters, part-of-name search, sorting, cursors.
#pragma once

#include <functional>
#include <mutex>
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
  const Type* type = nullptr;  ///< of its values: choices, shape
  std::string_view unit{};     ///< unit people read, where it is not the stored one: 元, 万元
  bool daily = false;          ///< the cell is a timetable, what it says depends on the day
};

/// A list people see: `guarantees`, `alerts` … one per kind, plus the special ones.
struct View {
  std::string name;   ///< the plural of the kind, or a name of its own
  Label label;
  const Kind* kind;   ///< whose authorisation applies; the scope is each row's own case's
  std::string family; ///< of the projection it reads
  std::vector<Column> columns;  ///< the stored ones, then those looked up by `joins`, in order
  struct Source {
    std::string view, column;
  };
  /// A column that is looked up by the id in another column of the same row when it is asked for:
  /// the enterprise's name by its credit code. The first source that has the row answers.
  struct Join {
    std::size_t by;
    std::vector<Source> sources;
  };
  std::vector<Join> joins;
  bool shows_case = false;  ///< items are the case's own fields, not the columns alone
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
  Date today{};                 ///< in Beijing, for what changes by the calendar alone
};
struct Page {
  std::vector<std::string> items;  ///< flat JSON objects, personal fields masked
  std::string next_cursor;         ///< empty at the end
  std::size_t total = 0;           ///< rows of filter and scope, not of the page
};
/// What is wrong with a query: code (unknown-filter, unknown-sort, bad-cursor, limit) and the
/// field.
struct BadQuery {
  std::string code, field;
};
/// Opens a sealed value; the text itself if it is not sealed. None: sealed values show as `***`.
using Opener = std::function<std::string(std::string_view)>;
std::variant<Page, BadQuery> run(const StoreReader&, int partitions, const View&, const Query&,
                                 const Actor&, const Opener& = {});

/// A shelf that is held; let go as soon as the rows are chosen.
class Shelf;
struct HeldShelf {
  Shelf& shelf;
  std::unique_lock<std::mutex> lock;
};
/// The same by a shelf. REQUIRES: the snapshot was taken while it was held; see Shelf::select.
std::variant<Page, BadQuery> run(const StoreReader&, int partitions, const View&, const Query&,
                                 const Actor&, const Opener&, HeldShelf);

/// One case as `GET /{kinds}/{id}` shows it, without `allowed_commands`: kind, id, root, state,
/// version, opened_at, changed_at, then the state's fields; personal ones masked.
/// Secret ones are left out.
/// What changes by the calendar alone is as on `today`.
std::string case_json(const Case&, Date today, const Opener& = {});
/// `138****0000`, `230***********1234`; sealed values show as `***`.
std::string masked(std::string_view format, std::string_view value);

}  // namespace surety
