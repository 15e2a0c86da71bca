// The leader's view ahead of the fold, as its decisions see it.
#pragma once

#include "engine/decide.hpp"
#include "engine/leader.hpp"

namespace surety {

class Working : public Desk, public Facts {
 public:
  explicit Working(const Leader& l) : l_(l) {}
  std::optional<Case> find(const std::string& case_key) const override {
    return l_.ahead(case_key);
  }
  std::vector<std::string> cases_of(std::string_view root) const override {
    return l_.cases_of(root);
  }
  const Facts& facts() const override { return *this; }
  const Rulebook& book_of(const CaseHead& h) const override { return l_.replica_.book_of(h); }
  const Rulebook* book_in_force(std::string_view jurisdiction, Date day) const override {
    return l_.replica_.book_in_force(jurisdiction, day);
  }
  const Calendar& calendar() const override { return l_.replica_.calendar(); }
  const Library& library() const override { return l_.parts_.library; }
  std::string number(Instant at, const std::string& previous) const override {
    return l_.next_number(at, previous);
  }
  std::optional<Case> find(std::string_view kind, std::string_view id) const override {
    if (auto c = l_.ahead(std::string(kind) + "/" + std::string(id))) return c;
    return l_.others_.find(kind, id);
  }
  std::string holder(std::string_view unique, std::string_view value) const override {
    for (const auto& [key, ahead] : l_.ahead_)
      if (ahead.c.kind->unique)
        for (const auto& [name, v] : ahead.c.kind->unique(ahead.c.state.get()))
          if (name == unique && v == value) return key;
    return l_.others_.holder(unique, value);
  }
  std::vector<Case> having(std::string_view kind,
                           std::string_view member,
                           std::string_view value) const override {
    return l_.others_.having(kind, member, value);
  }

 private:
  const Leader& l_;
};

}  // namespace surety
