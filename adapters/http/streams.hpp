// Server-sent events: every open stream follows the journal from a cursor of its own.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/edge_state.hpp"

namespace surety::http {

/// Events the call's actor may see behind a cursor, as CloudEvents, and the cursor behind them.
/// Cursors are opaque and name their generation. Throws 400 bad-cursor, 410 other-generation.
struct Feed {
  struct Item {
    std::string case_key, cloud_event, actor;
    CommitPosition position;
    Instant recorded_at;
  };
  std::vector<Item> items;
  std::string next;
};
Feed read_feed(const Call&,
               std::string_view cursor,
               const std::vector<std::string>& types,
               std::size_t limit);
/// The cursor behind everything this call's snapshot shows.
std::string cursor_now(const Call&);
/// `guarantee.*,alert.opened` taken apart.
std::vector<std::string> types_of(std::string_view comma_separated);

class Streams {
 public:
  explicit Streams(EdgeState& edge) : edge_(edge) {}
  /// Opens a stream for the call; `as_alerts`: the data are alert cases, not events.
  Response open(const CallPtr&, std::string cursor, std::vector<std::string> types, bool as_alerts);
  /// Something became visible; called on the engine's thread.
  void news();
  void close_all();

 private:
  struct One;
  void pump();
  bool feed(One&);
  bool write(One&, const Feed&);
  void beat();

  EdgeState& edge_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<One>> all_;
  std::atomic<bool> scheduled_{false};
  bool beating_ = false;
};

}  // namespace surety::http
