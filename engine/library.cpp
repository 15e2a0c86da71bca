// The node's rulebooks by name.
#include "engine/library.hpp"

#include <mutex>

namespace surety {

const Rulebook& RulebookLibrary::rulebook(std::string_view name) const {
  static const Rulebook none;
  std::shared_lock lock(mutex_);
  const auto it = books_.find(name);
  return it == books_.end() ? none : it->second;
}

void RulebookLibrary::add(const Rulebook& book) {
  std::unique_lock lock(mutex_);
  books_.emplace(book.name(), book);
}

std::size_t RulebookLibrary::size() const {
  std::shared_lock lock(mutex_);
  return books_.size();
}

std::vector<const Rulebook*> RulebookLibrary::all() const {
  std::shared_lock lock(mutex_);
  std::vector<const Rulebook*> v;
  for (const auto& [name, book] : books_) v.push_back(&book);
  return v;
}

}  // namespace surety
