// Reading JSON: the text is parsed once into a flat list, then walked along the description.
#include "events/json.hpp"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <functional>
#include <utility>

#include "events/utf8.hpp"

namespace surety {
namespace {

namespace bj = boost::json;

constexpr std::size_t depth_max = 64;
// A megabyte of unknown fields is not worth a megabyte of answer.
constexpr std::size_t problems_max = 500;

enum class Kind : std::uint8_t { null, flag, integer, huge, fraction, text, list, object };

/// One value of the flat list; what an object or list holds follows it up to `end`.
struct Node {
  Kind kind = Kind::null;
  bool used = false;
  std::string_view key, text;
  std::int64_t integer = 0;
  std::size_t end = 0;
};

/// Takes the parser's calls and lines the values up. Texts are views of the input, or of
/// `unescaped` where the input had escapes.
struct Collector {
  static constexpr std::size_t max_array_size = -1, max_object_size = -1;
  static constexpr std::size_t max_string_size = -1, max_key_size = -1;

  std::string_view input;
  std::vector<Node> nodes;
  std::vector<std::size_t> open;
  std::vector<std::string_view> keys;
  std::string unescaped;
  std::size_t part = 0;  ///< where the text that still comes in parts begins
  std::string_view key;

  void start(std::string_view text) {
    input = text;
    nodes.clear();
    open.clear();
    unescaped.clear();
    unescaped.reserve(text.size());  // never longer, so views into it stay
    part = 0;
    key = {};
  }
  Node& add(Kind kind) {
    Node& node = nodes.emplace_back();
    node.kind = kind;
    node.key = std::exchange(key, {});
    node.end = nodes.size();
    return node;
  }
  bool close() {
    nodes[open.back()].end = nodes.size();
    open.pop_back();
    return true;
  }
  std::string_view whole(bj::string_view last, std::size_t size) {
    const bool in_input = std::less_equal<>{}(input.data(), last.data()) &&
                          std::less<>{}(last.data(), input.data() + input.size());
    if (in_input && size == last.size() && part == unescaped.size())
      return {last.data(), last.size()};
    unescaped.append(last.data(), last.size());
    const std::string_view text = std::string_view(unescaped).substr(part);
    part = unescaped.size();
    return text;
  }
  // Two members of one name: readers would disagree on which of them counts.
  bool names_differ(std::size_t object) {
    keys.clear();
    for (std::size_t i = object + 1; i < nodes.size(); i = nodes[i].end)
      keys.push_back(nodes[i].key);
    std::sort(keys.begin(), keys.end());
    return std::adjacent_find(keys.begin(), keys.end()) == keys.end();
  }

  bool on_document_begin(bj::error_code&) { return true; }
  bool on_document_end(bj::error_code&) { return true; }
  bool on_array_begin(bj::error_code&) {
    open.push_back(nodes.size());
    return add(Kind::list), true;
  }
  bool on_array_end(std::size_t, bj::error_code&) { return close(); }
  bool on_object_begin(bj::error_code&) {
    open.push_back(nodes.size());
    return add(Kind::object), true;
  }
  bool on_object_end(std::size_t, bj::error_code& ec) {
    if (names_differ(open.back())) return close();
    ec = bj::error::syntax;
    return false;
  }
  bool on_string_part(bj::string_view s, std::size_t, bj::error_code&) {
    return unescaped.append(s.data(), s.size()), true;
  }
  bool on_string(bj::string_view s, std::size_t n, bj::error_code&) {
    const auto text = whole(s, n);
    return add(Kind::text).text = text, true;
  }
  bool on_key_part(bj::string_view s, std::size_t, bj::error_code&) {
    return unescaped.append(s.data(), s.size()), true;
  }
  bool on_key(bj::string_view s, std::size_t n, bj::error_code&) { return key = whole(s, n), true; }
  bool on_number_part(bj::string_view, bj::error_code&) { return true; }
  bool on_int64(std::int64_t i, bj::string_view, bj::error_code&) {
    return add(Kind::integer).integer = i, true;
  }
  bool on_uint64(std::uint64_t, bj::string_view, bj::error_code&) { return add(Kind::huge), true; }
  bool on_double(double, bj::string_view s, bj::error_code&) {
    const std::string_view literal(s.data(), s.size());
    const bool whole_number = literal.find_first_of(".eE") == std::string_view::npos;
    return add(whole_number ? Kind::huge : Kind::fraction), true;
  }
  bool on_bool(bool b, bj::error_code&) { return add(Kind::flag).integer = b, true; }
  bool on_null(bj::error_code&) { return add(Kind::null), true; }
  bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
  bool on_comment(bj::string_view, bj::error_code&) { return true; }
};

bj::parse_options strict_options() {
  bj::parse_options options;
  options.max_depth = depth_max;
  return options;
}

/// Where we are, kept on the stack: made into a text only where there is a problem.
struct Path {
  const Path* up = nullptr;
  std::string_view name{};
  std::size_t index = 0;
  bool in_list = false;

  std::string text() const {
    if (!up) return {};
    std::string out = up->text() + '/';
    if (in_list) return out + std::to_string(index);
    for (char c : name) {
      if (c == '~') out += "~0";
      else if (c == '/') out += "~1";
      else out += c;
    }
    return out;
  }
};

class Reader {
 public:
  Reader(std::vector<Node>& nodes, Source source, std::vector<Problem>& problems)
      : nodes_(nodes), problems_(problems), strict_(source == Source::outside) {}

  void value(const Type& type, const Rule& rule, std::size_t at, void* out, const Path& path) {
    const Node& node = nodes_[at];
    if (type.shape == Shape::optional) {
      type.resize(out, node.kind == Kind::null ? 0 : 1);
      if (node.kind != Kind::null) value(*type.element, rule, at, type.item(out, 0), path);
      return;
    }
    if (node.kind == Kind::null) {
      if (strict_) problem(path, "missing");
      return;
    }
    switch (type.shape) {
      case Shape::flag:
        if (node.kind != Kind::flag) return problem(path, "wrong-type");
        return type.set_integer(out, node.integer);
      case Shape::integer: return integer(type, rule, node, out, path);
      case Shape::text: return text(type, rule, node, out, path);
      case Shape::choice: return choice(type, node, out, path);
      case Shape::object: return object(type.fields(), at, out, path);
      case Shape::list: return list(type, rule, at, out, path);
      case Shape::optional: return;
    }
  }

 private:
  void problem(const Path& path, std::string_view code) {
    if (problems_.size() < problems_max) problems_.push_back({path.text(), std::string(code)});
  }

  void integer(const Type& type, const Rule& rule, const Node& node, void* out, const Path& path) {
    if (node.kind == Kind::huge) return problem(path, "out-of-range");
    if (node.kind != Kind::integer) return problem(path, "wrong-type");
    const std::int64_t least = rule.min != unset ? rule.min : type.min;
    const std::int64_t greatest = rule.max != unset ? rule.max : type.max;
    if (strict_ && ((least != unset && node.integer < least) ||
                    (greatest != unset && node.integer > greatest)))
      return problem(path, "out-of-range");
    type.set_integer(out, node.integer);
    // A narrow C++ integer may not hold what the rule allows.
    if (type.integer(out) != node.integer) problem(path, "out-of-range");
  }

  void text(const Type& type, const Rule& rule, const Node& node, void* out, const Path& path) {
    if (node.kind != Kind::text) return problem(path, "wrong-type");
    if (!strict_) return type.set_text(out, node.text);
    std::string normal(node.text);
    if (const auto code = type.check(normal); !code.empty()) return problem(path, code);
    if (rule.secret) normal = node.text;  // a password is what was typed, blanks included
    const std::int64_t least = rule.min != unset ? rule.min : type.min;
    const std::int64_t greatest = rule.max != unset ? rule.max : type.max;
    const std::int64_t length = characters(normal);
    if (least != unset && length < least) return problem(path, "too-short");
    if (greatest != unset && length > greatest) return problem(path, "too-long");
    type.set_text(out, normal);
  }

  void choice(const Type& type, const Node& node, void* out, const Path& path) {
    if (node.kind != Kind::text) return problem(path, "wrong-type");
    const auto& choices = type.choices();
    for (std::size_t i = 0; i < choices.size(); ++i)
      if (choices[i].name == node.text) return type.set_integer(out, static_cast<std::int64_t>(i));
    problem(path, "unknown-choice");
  }

  void list(const Type& type, const Rule& rule, std::size_t at, void* out, const Path& path) {
    if (nodes_[at].kind != Kind::list) return problem(path, "wrong-type");
    std::size_t count = 0;
    for (std::size_t i = at + 1; i < nodes_[at].end; i = nodes_[i].end) ++count;
    if (strict_) {
      const std::int64_t least = rule.min != unset ? rule.min : type.min;
      const std::int64_t greatest = rule.max != unset ? rule.max : type.max;
      if (static_cast<std::int64_t>(count) < least) return problem(path, "too-few");
      if (greatest != unset && static_cast<std::int64_t>(count) > greatest)
        return problem(path, "too-many");
    }
    type.resize(out, 0);
    type.resize(out, count);
    std::size_t index = 0;
    for (std::size_t i = at + 1; i < nodes_[at].end; i = nodes_[i].end, ++index)
      value(*type.element, Rule{}, i, type.item(out, index), Path{&path, {}, index, true});
  }

  void object(const Description& fields, std::size_t at, void* out, const Path& path) {
    if (nodes_[at].kind != Kind::object) return problem(path, "wrong-type");
    std::size_t expected = at + 1;  // our own texts have the members in this order
    for (const Member& member : fields.members) {
      const Path here{&path, member.name};
      const std::size_t found = find(member.name, at, expected);
      if (found != 0) {
        nodes_[found].used = true;
        expected = nodes_[found].end;
        value(*member.type, member.rule, found, member.at(out), here);
      } else if (!member.required()) {
        member.type->resize(member.at(out), 0);
      } else if (strict_) {
        problem(here, "missing");
      }
    }
    if (!strict_) return;
    for (std::size_t i = at + 1; i < nodes_[at].end; i = nodes_[i].end)
      if (!nodes_[i].used) problem(Path{&path, nodes_[i].key}, "unknown-field");
  }

  // 0 if the object at `at` has no such member.
  std::size_t find(std::string_view name, std::size_t at, std::size_t expected) const {
    for (std::size_t i = expected; i < nodes_[at].end; i = nodes_[i].end)
      if (nodes_[i].key == name) return i;
    for (std::size_t i = at + 1; i < expected; i = nodes_[i].end)
      if (nodes_[i].key == name) return i;
    return 0;
  }

  std::vector<Node>& nodes_;
  std::vector<Problem>& problems_;
  bool strict_;
};

}  // namespace

std::vector<Problem> read_json(std::string_view text,
                               const Type& type,
                               void* object,
                               Source source) {
  // Reused from call to call, so that reading a small text allocates nothing for the parse.
  thread_local bj::basic_parser<Collector> parser(strict_options());
  parser.reset();
  Collector& collected = parser.handler();
  collected.start(text);
  bj::error_code ec;
  std::size_t used = parser.write_some(false, text.data(), text.size(), ec);
  while (used < text.size() && std::string_view(" \t\r\n").find(text[used]) != text.npos) ++used;
  if (ec || used != text.size() || collected.nodes.empty()) return {{"", "not-json"}};

  std::vector<Problem> problems;
  Reader(collected.nodes, source, problems).value(type, Rule{}, 0, object, Path{});
  return problems;
}

}  // namespace surety
