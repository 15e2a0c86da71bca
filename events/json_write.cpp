// Writing JSON straight to text, with no tree in between.
#include <charconv>

#include "events/json.hpp"
#include "events/utf8.hpp"

namespace surety {
namespace {

void write_integer(std::string& out, std::int64_t value) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

void write_escaped(std::string& out, char c) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default:
      constexpr char hex[] = "0123456789abcdef";
      out += "\\u00";
      out += hex[static_cast<unsigned char>(c) >> 4];
      out += hex[c & 15];
  }
}

void write_text(std::string& out, const Type& type, const void* value) {
  // Plain texts are most of what is written, and long ones at that: no copy of them.
  if (type.check == check_plain_text)
    write_json_string(out, *static_cast<const std::string*>(value));
  else
    write_json_string(out, type.text(value));
}

void write_object(std::string& out, const Description& fields, const void* object) {
  char before = '{';
  for (const Member& member : fields.members) {
    const void* value = member.of(object);
    if (!member.required() && member.type->size(value) == 0) continue;
    out += before;
    out += '"';
    out += member.name;  // a C++ identifier: nothing to escape
    out += "\":";
    write_json(out, *member.type, value);
    before = ',';
  }
  if (before == '{') out += '{';
  out += '}';
}

}  // namespace

void write_json_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t clean = 0;  // what is before it has been written
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const auto c = static_cast<unsigned char>(text[at]);
    const bool plain = c < 0x80 ? ++at, c >= 0x20 && c != '"' && c != '\\'
                                : next_code_point(text, at) >= 0;
    if (plain) continue;
    out.append(text, clean, start - clean);
    // Bytes that are no UTF-8 (digests, broken records) must not break the document around them.
    if (c < 0x80) write_escaped(out, static_cast<char>(c));
    else out += "\uFFFD";
    clean = at;
  }
  out.append(text, clean);
  out += '"';
}

void write_json(std::string& out, const Type& type, const void* object) {
  switch (type.shape) {
    case Shape::flag: out += type.integer(object) ? "true" : "false"; return;
    case Shape::integer: return write_integer(out, type.integer(object));
    case Shape::text: return write_text(out, type, object);
    case Shape::choice: {
      const auto& choices = type.choices();
      const auto index = static_cast<std::size_t>(type.integer(object));
      if (index < choices.size()) write_json_string(out, choices[index].name);
      else out += "null";
      return;
    }
    case Shape::object: return write_object(out, type.fields(), object);
    case Shape::optional:
      if (type.size(object) == 0) out += "null";
      else write_json(out, *type.element, type.item_of(object, 0));
      return;
    case Shape::list: {
      out += '[';
      const std::size_t size = type.size(object);
      for (std::size_t i = 0; i < size; ++i) {
        if (i > 0) out += ',';
        write_json(out, *type.element, type.item_of(object, i));
      }
      out += ']';
      return;
    }
  }
}

}  // namespace surety
