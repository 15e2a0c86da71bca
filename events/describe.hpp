// One description per struct: JSON, binary form, JSON Schema, forms, filters and masks all read it.
//
//   struct Withdraw { std::string reason; };
//   DESCRIBE(Withdraw, "撤回申请", "The owner takes the application back.",
//            (reason, "原因", "Why", .max = 1000))
//
// Field options are those of `Rule`. A field of type std::optional may be left out; every other is
// required. A described struct that leaves a field out does not compile.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace surety {

/// What people see: Chinese first, English second.
struct Label {
  std::string_view zh, en;
};

/// Which files a document field accepts; told from their content.
enum class Paper : std::uint8_t { none, pdf, picture, any };

inline constexpr std::int64_t unset = std::numeric_limits<std::int64_t>::min();

/// What a field says beyond its type.
struct Rule {
  std::int64_t min = unset;   ///< integer: least value; text: characters; list: items
  std::int64_t max = unset;   ///< likewise the greatest, included
  bool personal = false;      ///< sealed by the edge before the intake, masked when shown
  bool secret = false;        ///< kept behind the Secrets port; the command carries a reference
  bool past = false;          ///< a date that may not lie in the future
  Paper paper = Paper::none;  ///< a DocumentId of such a file
  std::string_view refers{};  ///< the case kind this id must belong to and be visible in
  std::string_view unit{};    ///< unit people read and type, where it is not the stored one: 元, 万元, 天
  std::string_view dictionary{};  ///< the jurisdiction's dictionary it is taken from, if it has one
};

enum class Shape : std::uint8_t { flag, integer, text, choice, object, optional, list };

struct Choice {
  std::string name;  ///< wire name, kebab-case
  std::string_view zh, en;
};

struct Description;

/// A C++ type at run time. Pointers given to its functions point at a value of that type.
struct Type {
  Shape shape{};
  std::string_view format{};  ///< "money", "date", "credit-code" …; empty for plain values
  std::int64_t min = unset, max = unset;  ///< used where the field's Rule sets none

  // flag, integer, choice (its index)
  std::int64_t (*integer)(const void*) = nullptr;
  void (*set_integer)(void*, std::int64_t) = nullptr;

  // text
  std::string (*text)(const void*) = nullptr;
  void (*set_text)(void*, std::string_view) = nullptr;  ///< the stored form, believed as it is
  /// Puts a text from outside into its normal form; returns a problem code, or empty.
  std::string_view (*check)(std::string&) = nullptr;

  const std::vector<Choice>& (*choices)() = nullptr;   // choice
  const Description& (*fields)() = nullptr;            // object

  // optional (0 or 1 items) and list
  const Type* element = nullptr;
  std::size_t (*size)(const void*) = nullptr;
  void* (*item)(void*, std::size_t) = nullptr;
  void (*resize)(void*, std::size_t) = nullptr;

  const void* item_of(const void* v, std::size_t i) const { return item(const_cast<void*>(v), i); }
};

struct Member {
  std::string_view name;
  Label label;
  const Type* type;
  void* (*at)(void*);
  Rule rule;

  bool required() const { return type->shape != Shape::optional; }
  const void* of(const void* object) const { return at(const_cast<void*>(object)); }
};

struct Description {
  std::string name;  ///< kebab-case of the struct's own name: ReceiptConfirmed → receipt-confirmed
  Label label;
  std::vector<Member> members;

  const Member* find(std::string_view member) const {
    for (const auto& m : members)
      if (m.name == member) return &m;
    return nullptr;
  }
};

/// `ReceiptConfirmed` and `receipt_confirmed` → `receipt-confirmed`.
std::string kebab(std::string_view identifier);

// ---------------------------------------------------------------------------------------------
// type_of<T>(): the run-time type of a C++ type.

template <class T>
const Type& type_of();

/// A value with a textual form of its own: Date, CreditCode …
template <class T>
concept TextValue = requires(const T& v, std::string& s) {
  { T::format } -> std::convertible_to<std::string_view>;
  { v.text() } -> std::convertible_to<std::string>;
  { T::stored(std::string_view{}) } -> std::same_as<T>;
  { T::check(s) } -> std::same_as<std::string_view>;
};

/// A value that is an integer with bounds: Money, BasisPoints.
template <class T>
concept IntegerValue = requires(const T& v) {
  { T::format } -> std::convertible_to<std::string_view>;
  { v.count() } -> std::same_as<std::int64_t>;
  { T::of(std::int64_t{}) } -> std::same_as<T>;
};

template <class T>
concept Described = requires(const T* t) { description_of(t); };
template <class T>
concept DescribedEnum = std::is_enum_v<T> && requires(const T* t) { choices_of(t); };

/// Trims, refuses control characters and broken UTF-8; used for plain std::string.
std::string_view check_plain_text(std::string& text);

namespace detail {

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsList : std::false_type {};
template <class T>
struct IsList<std::vector<T>> : std::true_type {};

template <class T>
Type make_type() {
  Type t;
  if constexpr (std::is_same_v<T, bool>) {
    t.shape = Shape::flag;
    t.integer = [](const void* v) -> std::int64_t { return *static_cast<const bool*>(v); };
    t.set_integer = [](void* v, std::int64_t i) { *static_cast<bool*>(v) = i != 0; };
  } else if constexpr (std::is_integral_v<T>) {
    t.shape = Shape::integer;
    t.min = 0;
    t.max = sizeof(T) < 8 ? static_cast<std::int64_t>(std::numeric_limits<T>::max())
                          : 1'000'000'000'000'000;
    t.integer = [](const void* v) { return static_cast<std::int64_t>(*static_cast<const T*>(v)); };
    t.set_integer = [](void* v, std::int64_t i) { *static_cast<T*>(v) = static_cast<T>(i); };
  } else if constexpr (IntegerValue<T>) {
    t.shape = Shape::integer;
    t.format = T::format;
    t.min = T::least;
    t.max = T::greatest;
    t.integer = [](const void* v) { return static_cast<const T*>(v)->count(); };
    t.set_integer = [](void* v, std::int64_t i) { *static_cast<T*>(v) = T::of(i); };
  } else if constexpr (DescribedEnum<T>) {
    t.shape = Shape::choice;
    t.integer = [](const void* v) { return static_cast<std::int64_t>(*static_cast<const T*>(v)); };
    t.set_integer = [](void* v, std::int64_t i) { *static_cast<T*>(v) = static_cast<T>(i); };
    t.choices = []() -> const std::vector<Choice>& {
      return choices_of(static_cast<const T*>(nullptr));
    };
  } else if constexpr (std::is_same_v<T, std::string>) {
    t.shape = Shape::text;
    t.min = 1;
    t.max = 200;
    t.text = [](const void* v) { return *static_cast<const std::string*>(v); };
    t.set_text = [](void* v, std::string_view s) { *static_cast<std::string*>(v) = s; };
    t.check = check_plain_text;
  } else if constexpr (TextValue<T>) {
    t.shape = Shape::text;
    t.format = T::format;
    t.text = [](const void* v) -> std::string { return static_cast<const T*>(v)->text(); };
    t.set_text = [](void* v, std::string_view s) { *static_cast<T*>(v) = T::stored(s); };
    t.check = T::check;
  } else if constexpr (IsOptional<T>::value) {
    t.shape = Shape::optional;
    t.element = &type_of<typename T::value_type>();
    t.size = [](const void* v) -> std::size_t { return static_cast<const T*>(v)->has_value(); };
    t.item = [](void* v, std::size_t) -> void* { return &**static_cast<T*>(v); };
    t.resize = [](void* v, std::size_t n) {
      auto& o = *static_cast<T*>(v);
      if (n == 0) o.reset();
      else if (!o) o.emplace();
    };
  } else if constexpr (IsList<T>::value) {
    t.shape = Shape::list;
    t.min = 0;
    t.max = 50;
    t.element = &type_of<typename T::value_type>();
    t.size = [](const void* v) { return static_cast<const T*>(v)->size(); };
    t.item = [](void* v, std::size_t i) -> void* { return &(*static_cast<T*>(v))[i]; };
    t.resize = [](void* v, std::size_t n) { static_cast<T*>(v)->resize(n); };
  } else {
    static_assert(Described<T>, "this type has no DESCRIBE");
    t.shape = Shape::object;
    t.fields = []() -> const Description& {
      return description_of(static_cast<const T*>(nullptr));
    };
  }
  return t;
}

struct Anything {
  template <class U>
  operator U() const;  // NOLINT: converts to whatever a field wants; never defined, never called
};
template <class T, std::size_t... I>
constexpr bool takes(std::index_sequence<I...>) {
  return requires { T{(static_cast<void>(I), Anything{})...}; };
}

}  // namespace detail

template <class T>
const Type& type_of() {
  static const Type type = detail::make_type<T>();
  return type;
}

template <class T>
const Description& describe() {
  return description_of(static_cast<const T*>(nullptr));
}

/// The wire name of an enumerator.
template <DescribedEnum E>
const std::string& name_of(E e) {
  return choices_of(static_cast<const E*>(nullptr))[static_cast<std::size_t>(e)].name;
}

}  // namespace surety

// ---------------------------------------------------------------------------------------------
// The macros. Repetition by the __VA_OPT__ technique, up to 256 fields.

#define SURETY_PARENS ()
#define SURETY_EXPAND(...) SURETY_E3(SURETY_E3(SURETY_E3(SURETY_E3(__VA_ARGS__))))
#define SURETY_E3(...) SURETY_E2(SURETY_E2(SURETY_E2(SURETY_E2(__VA_ARGS__))))
#define SURETY_E2(...) SURETY_E1(SURETY_E1(SURETY_E1(SURETY_E1(__VA_ARGS__))))
#define SURETY_E1(...) __VA_ARGS__
#define SURETY_EACH(m, a, ...) __VA_OPT__(SURETY_EXPAND(SURETY_EACH_(m, a, __VA_ARGS__)))
#define SURETY_EACH_(m, a, x, ...) m(a, x) __VA_OPT__(SURETY_AGAIN SURETY_PARENS(m, a, __VA_ARGS__))
#define SURETY_AGAIN() SURETY_EACH_
#define SURETY_BARE(...) __VA_ARGS__

#define SURETY_MEMBER(T, x) SURETY_MEMBER_1(T, SURETY_BARE x)
#define SURETY_MEMBER_1(T, ...) SURETY_MEMBER_2(T, __VA_ARGS__)
#define SURETY_MEMBER_2(T, field, zh, en, ...)                                       \
  ::surety::Member{#field,                                                           \
                   {zh, en},                                                         \
                   &::surety::type_of<decltype(T::field)>(),                         \
                   [](void* o) -> void* { return &static_cast<T*>(o)->field; },      \
                   ::surety::Rule{__VA_ARGS__}},
#define SURETY_COUNT(T, x) +1

#define DESCRIBE(T, zh, en, ...)                                                              \
  inline const ::surety::Description& description_of(const T*) {                              \
    static_assert(!::surety::detail::takes<T>(                                                \
                      std::make_index_sequence<1 SURETY_EACH(SURETY_COUNT, T, __VA_ARGS__)>{}), \
                  #T " has a field that its DESCRIBE leaves out");                            \
    static const ::surety::Description description{                                           \
        ::surety::kebab(#T), {zh, en}, {SURETY_EACH(SURETY_MEMBER, T, __VA_ARGS__)}};         \
    return description;                                                                       \
  }

/// For a struct with one base, itself described: the base's fields come first.
#define DESCRIBE_EXTENDING(T, Base, zh, en, ...)                                          \
  inline const ::surety::Description& description_of(const T*) {                          \
    static const ::surety::Description description = [] {                                 \
      ::surety::Description d{                                                            \
          ::surety::kebab(#T), {zh, en}, ::surety::describe<Base>().members};             \
      for (const auto& m : std::vector<::surety::Member>{                                 \
               SURETY_EACH(SURETY_MEMBER, T, __VA_ARGS__)})                               \
        d.members.push_back(m);                                                           \
      return d;                                                                           \
    }();                                                                                  \
    return description;                                                                   \
  }

#define SURETY_CHOICE(E, x) SURETY_CHOICE_1(E, SURETY_BARE x)
#define SURETY_CHOICE_1(E, ...) SURETY_CHOICE_2(E, __VA_ARGS__)
#define SURETY_CHOICE_2(E, value, zh, en) \
  ::surety::Choice{::surety::kebab(#value), zh, en},
#define SURETY_ENUMERATOR(E, x) SURETY_ENUMERATOR_1(E, SURETY_BARE x)
#define SURETY_ENUMERATOR_1(E, ...) SURETY_ENUMERATOR_2(E, __VA_ARGS__)
#define SURETY_ENUMERATOR_2(E, value, zh, en) E::value,

/// The enumerators in their order, all of them, from 0 on.
#define DESCRIBE_ENUM(E, ...)                                                        \
  inline const std::vector<::surety::Choice>& choices_of(const E*) {                 \
    constexpr E order[] = {SURETY_EACH(SURETY_ENUMERATOR, E, __VA_ARGS__)};          \
    static_assert(                                                                   \
        [](const auto& all) {                                                        \
          int i = 0;                                                                 \
          for (E e : all)                                                            \
            if (static_cast<int>(e) != i++) return false;                            \
          return true;                                                               \
        }(order),                                                                    \
        #E ": describe the enumerators in their order");                             \
    static const std::vector<::surety::Choice> choices{                              \
        SURETY_EACH(SURETY_CHOICE, E, __VA_ARGS__)};                                 \
    return choices;                                                                  \
  }
