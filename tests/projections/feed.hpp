// Hand-made commits for read models: told in order, folded in batches of any size.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/fold.hpp"
#include "engine/kinds/guarantor.hpp"
#include "engine/kinds/payment_plan.hpp"
#include "engine/kinds/project.hpp"
#include "engine/projection.hpp"
#include "projections/query.hpp"
#include "tests/support/memory_store.hpp"

namespace surety::tests {

inline constexpr int partitions = 4;

/// One empty rulebook under every name.
class OneBook : public Library {
 public:
  const Rulebook& rulebook(std::string_view) const override { return book_; }

 private:
  Rulebook book_{"230000", 1, {}, {}};
};

/// Tells commits of one event each; sequences, versions and times by itself.
class Feed {
 public:
  template <Described E>
  Feed& tell(const std::string& kind, const std::string& id, const std::string& root, const E& e) {
    return tell(kind, id, root, std::string(describe<E>().name), to_json(e));
  }
  Feed& tell(const std::string& kind, const std::string& id, const std::string& root,
             const std::string& event, const std::string& json);
  /// The deadline that the commit just told is the passing of.
  Feed& passing(const std::string& name, const std::string& subject);
  Feed& at(std::string_view instant);

  /// Folds what was told since the last time into all projections, in batches of `batch` commits.
  void fold(testing::MemoryStore&, std::vector<std::unique_ptr<Projection>>&,
      std::size_t batch) const;
  const std::vector<std::pair<int, Commit>>& commits() const { return commits_; }

 private:
  std::vector<std::pair<int, Commit>> commits_;
  std::map<std::string, std::int64_t> versions_;
  std::map<int, std::int64_t> sequences_;
  Instant now_ = Instant::stored("2025-03-01T09:00:00.000+08:00");
};

/// All projections over what was told, in one store.
std::unique_ptr<testing::MemoryStore> folded(const Feed&, std::size_t batch = 3);

Actor member(std::string organisation_kind, std::string code);
Actor regulator(std::string region);

project::Registered registered(std::string code, std::string name, std::string contractor,
                               std::string region = "230700");
guarantor::Filed filed(std::string code, std::string name, std::int64_t capital_fen);

/// The page, or a failure of the test.
Page page(const StoreReader&, std::string_view view, const Query&, const Actor&);
BadQuery bad(const StoreReader&, std::string_view view, const Query&, const Actor&);
/// The value of a text member in an item, empty if there is none.
std::string member_of(const std::string& item, const std::string& name);
std::vector<std::string> ids(const Page&);

inline const std::string anhua = "91230700MA1ABCDE01", bofeng = "91230700MA1ABCDE02";

}  // namespace surety::tests
