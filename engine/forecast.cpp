// The desk of a decision that nobody will write down.
#include "engine/forecast.hpp"

#include "engine/fold_event.hpp"
#include "engine/kinds/partition.hpp"
#include "engine/kinds/rulebook.hpp"

namespace surety {

Calendar adopted_calendar(const FoldReader& fold) {
  const auto own = fold.find("partition", "0");
  return own ? Calendar::from_json(own->as<partition::State>().calendar) : Calendar{};
}

Forecast::Forecast(const FoldReader& fold, const Library& library, Instant now)
    : fold_(fold), library_(library), now_(now), calendar_(adopted_calendar(fold)) {}

Commit Forecast::give(const CommandEnvelope& command) {
  Commit commit;
  commit.recorded_at = now_;
  commit.actor = command.actor.account + '@' + command.actor.organisation;
  std::vector<Case> cases;
  decide_command(command, *this, commit, cases);
  for (auto& c : cases) ahead_[c.head.key()] = std::move(c);
  return commit;
}

std::optional<Case> Forecast::find(const std::string& case_key) const {
  const auto ahead = ahead_.find(case_key);
  if (ahead != ahead_.end()) return ahead->second;
  const auto [kind, id] = split_case_key(case_key);
  return fold_.find(kind, id);
}

std::vector<std::string> Forecast::cases_of(std::string_view root) const {
  auto keys = fold_.cases_of(root);
  for (const auto& [key, c] : ahead_)
    if (c.head.root == root && std::find(keys.begin(), keys.end(), key) == keys.end())
      keys.push_back(key);
  return keys;
}

const Rulebook& Forecast::book_of(const CaseHead& head) const {
  return library_.rulebook(head.rulebook());
}

const Rulebook* Forecast::book_in_force(std::string_view jurisdiction, Date day) const {
  const auto published = fold_.find("rulebook", jurisdiction);
  if (!published) return nullptr;
  const auto book = rulebook::in_force(published->as<rulebook::State>(), day);
  return book ? &library_.rulebook(book->name()) : nullptr;
}

std::string Forecast::number(Instant, const std::string&) const {
  return "forecast-" + std::to_string(++numbers_);
}

std::optional<Case> Forecast::find(std::string_view kind, std::string_view id) const {
  return find(std::string(kind) + '/' + std::string(id));
}

std::string Forecast::holder(std::string_view unique, std::string_view value) const {
  for (const auto& [key, c] : ahead_)
    if (c.kind->unique)
      for (const auto& [name, held] : c.kind->unique(c.state.get()))
        if (name == unique && held == value) return key;
  return fold_.holder(unique, value);
}

std::vector<Case> Forecast::having(std::string_view kind, std::string_view member,
                                   std::string_view value) const {
  return fold_.having(kind, member, value);
}

}  // namespace surety
