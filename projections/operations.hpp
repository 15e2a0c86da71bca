// The operation log (操作日志): what people did and what they were refused, newest first. Who, when,
// about which case, with which outcome; never what the command or the case holds.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "engine/fold.hpp"
#include "engine/projection.hpp"
#include "projections/query.hpp"

namespace surety {

struct Operation {
  Instant recorded_at;
  std::string actor;                ///< account@organisation
  std::string case_key;             ///< kind/id
  std::string command, refusal;     ///< of what was refused: policy.issue, its code
  std::vector<std::string> events;  ///< of what was done
  CommitPosition position;
};

struct OperationsWanted {
  std::string account;  ///< empty: everybody's
  std::optional<Instant> from, until;  ///< included; not included
  bool refused_only = false;
  std::string cursor;
  std::size_t limit = 50;
};

struct OperationsPage {
  std::vector<Operation> items;
  std::string next;  ///< empty: that was all
};

/// BadQuery: bad-cursor.
std::variant<OperationsPage, BadQuery> operations(const StoreReader&, int partitions,
                                                  const OperationsWanted&);

std::unique_ptr<Projection> operations_projection();

}  // namespace surety
