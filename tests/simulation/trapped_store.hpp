// A store with a trap in every read: how a decision that fails, or ends its process, is played
// without a hook in the engine.
#pragma once

#include <functional>

#include "tests/support/memory_store.hpp"

namespace surety::simulation {

class TrappedStore final : public Store {
 public:
  explicit TrappedStore(testing::MemoryStore& store) : store_(store) {}

  /// Called after every single read with its key and whether there was a row; may throw.
  std::function<void(std::string_view key, bool found)> trap;

  std::optional<std::string> get(std::string_view family, std::string_view key) const override {
    auto value = store_.get(family, key);
    if (trap) trap(key, value.has_value());
    return value;
  }
  void scan(std::string_view family,
            std::string_view from,
            std::string_view until,
            const std::function<bool(std::string_view, std::string_view)>& visit,
            bool descending = false) const override {
    store_.scan(family, from, until, visit, descending);
  }
  std::vector<std::string> families() const override { return store_.families(); }
  void create_family(std::string_view name) override { store_.create_family(name); }
  void drop_family(std::string_view name) override { store_.drop_family(name); }
  void write(const Batch& batch) override { store_.write(batch); }
  std::unique_ptr<StoreReader> snapshot() const override { return store_.snapshot(); }
  void flush() override { store_.flush(); }

 private:
  testing::MemoryStore& store_;
};

}  // namespace surety::simulation
