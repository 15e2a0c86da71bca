// Server-sent events: every open stream follows the journal from a cursor of its own.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/edge_state.hpp"

namespace surety::http {

/// How far a reader has come in each partition; opaque to clients.
struct Cursor {
  struct Place {
    std::int64_t sequence = 0, index = -1;
  };
  std::int64_t generation = 1;
  std::vector<Place> places;
  std::string text() const;
  /// Empty: no cursor. Throws 400 bad-cursor, 410 other-generation.
  static Cursor parse(std::string_view text, const Runtime&);
  /// Behind everything this reader shows.
  static Cursor now(const Call&);
};

/// Event types as `guarantee.*`; empty: all.
struct TypeFilter {
  std::vector<std::string> patterns;
  bool takes(std::string_view type) const;
  static TypeFilter parse(std::string_view comma_separated);
};

struct FeedItem {
  Cursor after;
  std::string cloud_event;
  std::string case_key;
};
/// At most `limit` events the call's actor may see, from the cursor on; moves the cursor.
std::vector<FeedItem> read_feed(const Call&, Cursor&, const TypeFilter&, std::size_t limit);

class Streams {
 public:
  explicit Streams(EdgeState& edge) : edge_(edge) {}
  /// Opens a stream for the call; `as_alerts`: the data are alert cases, not events.
  Response open(const CallPtr&, Cursor, TypeFilter, bool as_alerts);
  /// Something became visible; called on the engine's thread.
  void news();
  void close_all();

 private:
  struct One;
  void pump();
  bool feed(One&);
  void beat();

  EdgeState& edge_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<One>> all_;
  std::atomic<bool> scheduled_{false};
  bool beating_ = false;
};

}  // namespace surety::http
