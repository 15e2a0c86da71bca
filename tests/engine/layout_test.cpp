// Rows of another layout are known by their family's name.
#include <doctest/doctest.h>

#include "engine/fold.hpp"
#include "engine/layout.hpp"

using namespace surety;

namespace {

enum class Two { one, two };
DESCRIBE_ENUM(Two, (one, "一", "One"), (two, "二", "Two"))
enum class Three { one, two, three };
DESCRIBE_ENUM(Three, (one, "一", "One"), (two, "二", "Two"), (three, "三", "Three"))
struct Before {
  std::string name;
  Two state{};
};
DESCRIBE(Before, "前", "As it was.", (name, "名称", "Name"), (state, "状态", "State"))
struct Grown {
  std::string name;
  Two state{};
  std::optional<Date> day;
};
DESCRIBE(Grown, "多", "With a member more.", (name, "名称", "Name"), (state, "状态", "State"),
         (day, "日期", "Day"))
struct Turned {
  Two state{};
  std::string name;
};
DESCRIBE(Turned, "换", "In another order.", (state, "状态", "State"), (name, "名称", "Name"))
struct Chosen {
  std::string name;
  Three state{};
};
DESCRIBE(Chosen, "选", "With a choice more.", (name, "名称", "Name"), (state, "状态", "State"))

template <class T>
int version(int edition = 1) { return Layout().add(type_of<T>()).version(edition); }

}  // namespace

TEST_CASE("a member, an order or a choice that changed is another layout") {
  CHECK(version<Before>() == version<Before>());
  CHECK(version<Grown>() != version<Before>());
  CHECK(version<Turned>() != version<Before>());
  CHECK(version<Chosen>() != version<Before>());
  CHECK(version<Before>(2) == version<Before>() + 1'000'000);
}

TEST_CASE("the fold's family bears its layout") {
  CHECK(fold_family().substr(0, 6) == "fold@4");
  CHECK(fold_family().size() == std::string_view("fold@4000000").size());
}
