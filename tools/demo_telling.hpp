// One project of the made-up province, told from the seed and its number alone.
#pragma once

#include "tools/demo_world.hpp"

namespace surety::tools {

/// 宏远, 恒泰 … and a number where these are used up.
std::string unit_name(std::size_t number);

class DemoWorld::Telling {
 public:
  Telling(const DemoWorld& world, std::int64_t project);
  DemoStory whole();
  std::vector<DemoMove> services(const std::string& order);

 private:
  void open_project();
  void insure();
  void past_policy(int years);
  void present_policy();
  void bargain(const Actor& insurer, const std::string& policy);
  void issue(const Actor& insurer, const std::string& policy, int from, int until);
  void live_with(const Actor& insurer, const std::string& policy);
  void inspect();
  void guarantee();
  void plan(const std::string& guarantee, std::int64_t contract);

  void opens(const Actor&, std::string_view kind, std::string_view command, const std::string& id,
             std::string body);
  void does(const Actor&, std::string_view kind, std::string_view command, const std::string& id,
            std::string body = "{}");
  /// Unique: each number has a second of the past to itself.
  std::string next_number();
  std::string day(int days) const { return (ground_.today + days).text(); }
  std::string hour(int days);
  int between(int least, int greatest) {
    return least + static_cast<int>(
                       random_.below(static_cast<std::uint64_t>(greatest - least + 1)));
  }
  template <class T>
  const T& one_of(const std::vector<T>& all) {
    return all[random_.below(all.size())];
  }

  const Ground& ground_;
  const Province& province_;
  const std::int64_t project_;
  Random random_;
  std::int64_t numbers_ = 0;
  std::string root_, name_, region_;
  const Actor& contractor_;
  const Actor* owner_ = nullptr;     ///< where there are owners
  const Actor* provider_ = nullptr;  ///< once one has been chosen
  std::int64_t investment_ = 0;
  DemoStory story_;
};

}  // namespace surety::tools
