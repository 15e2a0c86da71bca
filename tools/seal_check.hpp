// Seals against the journal: each by itself, what it knows of the records, and the newest one case
// by case.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "adapters/seals/seal_book.hpp"
#include "tools/chain_check.hpp"

namespace surety::tools {

struct SealKeys {
  std::string folder;  ///< empty: the node's own, where there is none
  std::string key;     ///< file (PEM) of the key that must have signed; empty: the folder's
  std::string timestamp_authorities;
};

class SealCheck {
 public:
  /// `whole`: no seal from the first on may be missing, as in the node's own folder. Throws Failure.
  SealCheck(const std::filesystem::path& folder, const SealKeys&, bool whole, const Journal&);

  /// What the seals know of that partition.
  void expect(ChainCheck&, int partition);
  /// After the last partition.
  void finish();

  const std::vector<Finding>& findings() const { return findings_; }
  /// `3 seals, the newest of …, 1 time-stamped`, or `no seals`.
  std::string told() const;

 private:
  bool good(const KeptSeal&);
  void take_list();
  void compare(ChainCheck&);
  void find(Breach, std::int64_t number, std::string reason);

  SealBook book_;
  std::string journal_, key_;
  std::string authorities_;
  std::vector<KeptSeal> seals_;  ///< that hold by themselves, in their order
  std::size_t timestamps_ = 0;
  std::map<std::string, SealedCase> sealed_;  ///< of the newest, where its list is there
  bool listed_ = false;
  std::vector<std::string> lines_;  ///< of the cases that the journal has where the newest was made
  std::set<std::string> met_;
  std::vector<Finding> findings_;
};

}  // namespace surety::tools
