// One column of a shelf: every row's cell as a number of the different cells, and the rows' order.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>


namespace surety {

class ShelfColumn {
 public:
  void resize(std::size_t slots) { codes_.resize(slots, none); }
  std::uint32_t code(std::uint32_t slot) const { return codes_[slot]; }
  const std::string& cell(std::uint32_t slot) const { return cells_[codes_[slot]]; }
  const std::string& cell_of(std::uint32_t code) const { return cells_[code]; }
  std::size_t different() const { return cells_.size(); }
  /// Cells that no row has any more make up most of it: to be read anew.
  bool worn() const { return cells_.size() > 2 * codes_.size() + 1'000; }

  void put(std::uint32_t slot, std::string_view cell) {
    const auto [at, fresh] =
        known_.try_emplace(std::string(cell), static_cast<std::uint32_t>(cells_.size()));
    if (fresh) cells_.emplace_back(cell);
    if (codes_[slot] == at->second) return;
    codes_[slot] = at->second;
    if (kept_) moved_.push_back(slot);
  }
  void remove(std::uint32_t slot) {
    codes_[slot] = none;
    if (kept_) moved_.push_back(slot);
  }

  /// The rows that have a cell, by it and then by id; brought up to date when it is asked for.
  const std::vector<std::uint32_t>& order(const std::vector<std::string>& ids) {
    if (kept_ && moved_.empty()) return order_;
    std::vector<bool> moved(codes_.size(), !kept_);
    kept_ = true;
    for (const auto slot : moved_) moved[slot] = true;
    std::erase_if(order_, [&](std::uint32_t slot) { return moved[slot]; });
    std::vector<std::uint32_t> come;
    for (std::uint32_t slot = 0; slot < codes_.size(); ++slot)
      if (moved[slot] && codes_[slot] != none) come.push_back(slot);
    const auto before = [&](std::uint32_t a, std::uint32_t b) {
      const int c = codes_[a] == codes_[b] ? 0 : cell(a).compare(cell(b));
      return c != 0 ? c < 0 : ids[a] < ids[b];
    };
    std::sort(come.begin(), come.end(), before);
    // Few that come are put among many that stay: each finds its place by halving.
    std::vector<std::uint32_t> all;
    all.reserve(order_.size() + come.size());
    auto from = order_.cbegin();
    for (const auto slot : come) {
      const auto to = std::lower_bound(from, order_.cend(), slot, before);
      all.insert(all.end(), from, to);
      all.push_back(slot);
      from = to;
    }
    all.insert(all.end(), from, order_.cend());
    order_ = std::move(all);
    moved_.clear();
    return order_;
  }

 private:
  static constexpr std::uint32_t none = ~0u;
  bool kept_ = false;  ///< the order was asked for once
  std::vector<std::uint32_t> codes_, order_, moved_;
  std::vector<std::string> cells_;
  std::unordered_map<std::string, std::uint32_t> known_;
};

}  // namespace surety
