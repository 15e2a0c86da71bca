// Writes of a batch being folded, laid over the store: reads see both, nothing is visible to others.
#pragma once

#include <map>
#include <string>

#include "engine/ports.hpp"

namespace surety {

class Writes : public StoreReader {
 public:
  explicit Writes(const StoreReader& below) : below_(below) {}
  using Family = std::map<std::string, std::optional<std::string>, std::less<>>;
  /// A family's own writes; the reference stays good as long as these Writes.
  Family& family(std::string_view name);
  void put(std::string_view name, std::string key, std::string value) {
    family(name)[std::move(key)] = std::move(value);
  }
  void erase(std::string_view name, std::string key) { family(name)[std::move(key)].reset(); }
  std::optional<std::string> get(std::string_view family, std::string_view key) const override;
  void scan(std::string_view family, std::string_view from, std::string_view until,
            const std::function<bool(std::string_view, std::string_view)>& visit,
            bool descending = false) const override;
  bool empty() const;
  /// Everything written since the last take, ready for Store::write.
  Batch take();

 private:
  const StoreReader& below_;
  std::map<std::string, Family, std::less<>> families_;
};

}  // namespace surety
