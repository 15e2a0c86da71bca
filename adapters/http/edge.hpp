// The edge: every request passes here on its way from a connection to a handler and back.
#pragma once

#include <memory>

#include "adapters/http/server.hpp"

namespace surety::http {

struct EdgeState;

/// Thread-safe. Holds the worker pools, sessions, drafts, streams and metrics of one server.
class Edge {
 public:
  Edge(const HttpSettings&, Services&);
  ~Edge();
  void start();
  void handle(std::shared_ptr<const Request>, Reply);
  /// Ends the streams and takes nothing new in; what has been asked goes on.
  void begin_stop();
  void end_stop();
  EdgeState& state() { return *state_; }

 private:
  std::shared_ptr<EdgeState> state_;
};

}  // namespace surety::http
