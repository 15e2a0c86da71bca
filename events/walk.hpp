// Every single value of a described object, with the rule of the field it stands in and its path.
#pragma once

#include <string>

#include "events/describe.hpp"

namespace surety {

namespace detail {
template <class Visit>
void walk_value(
    const Type& type, const Rule& rule, void* value, const std::string& path, Visit& visit);

template <class Visit>
void walk_object(const Description& fields, void* object, const std::string& path, Visit& visit) {
  for (const Member& member : fields.members)
    walk_value(
        *member.type, member.rule, member.at(object), path + '/' + std::string(member.name), visit);
}

template <class Visit>
void walk_value(
    const Type& type, const Rule& rule, void* value, const std::string& path, Visit& visit) {
  switch (type.shape) {
    case Shape::object:
      return walk_object(type.fields(), value, path, visit);
    case Shape::optional:
      if (type.size(value) == 1) walk_value(*type.element, rule, type.item(value, 0), path, visit);
      return;
    case Shape::list:
      for (std::size_t i = 0; i < type.size(value); ++i)
        walk_value(*type.element, rule, type.item(value, i), path + '/' + std::to_string(i), visit);
      return;
    default:
      visit(type, rule, value, path);
  }
}
}  // namespace detail

/// `visit(const Type&, const Rule&, void* value, const std::string& path)`; the rule of a list's
/// items is the list's.
template <class Visit>
void walk(const Type& type, void* object, Visit visit) {
  detail::walk_value(type, Rule{}, object, "", visit);
}

}  // namespace surety
