// The store in memory, with the crash that the real one may suffer: every family back to its flush.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "engine/ports.hpp"

namespace surety::testing {

class MemoryStore final : public Store {
 public:
  std::optional<std::string> get(std::string_view family, std::string_view key) const override;
  void scan(std::string_view family, std::string_view from, std::string_view until,
            const std::function<bool(std::string_view, std::string_view)>& visit,
            bool descending = false) const override;
  std::vector<std::string> families() const override;
  void create_family(std::string_view name) override;
  void drop_family(std::string_view name) override;
  void write(const Batch&) override;
  std::unique_ptr<StoreReader> snapshot() const override;
  void flush() override;

  void flush(std::string_view family);
  /// Every family falls back to its own last flush; which families exist stays.
  void crash();
  /// All families, keys and values as one text, for comparing two stores byte for byte.
  std::string bytes() const;
  /// Without the positions, which may lag where no row changed.
  std::string bytes(std::string_view family) const;

  /// Called before and after every write: a place to die.
  std::function<void()> around_write;

  using Rows = std::map<std::string, std::string, std::less<>>;

 private:
  struct Family {
    std::shared_ptr<Rows> rows = std::make_shared<Rows>();  ///< shared with snapshots
    /// What the keys written since the last flush held at that flush.
    std::map<std::string, std::optional<std::string>> before;
  };
  Family& existing(std::string_view name);
  static Rows& writable(Family&);
  std::map<std::string, Family, std::less<>> families_;
};

}  // namespace surety::testing
