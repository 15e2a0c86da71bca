// One connection: reads requests one after the other, writes their answers. Beast stays in here and
// in server.cpp.
#pragma once

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

#include "adapters/http/server.hpp"

namespace surety::http {

class Session;

/// All connections of a server; the longest silent one makes room when there are too many.
class Connections {
 public:
  explicit Connections(std::size_t max) : max_(max) {}
  void joined();
  void left();
  /// The session waits for the next header from now on.
  void silent(std::uint64_t id, std::weak_ptr<Session>);
  void speaks(std::uint64_t id);
  void close_silent();
  /// Kept alive while its request is with a handler; `done` lets go.
  void works(std::uint64_t id, std::shared_ptr<Session>);
  void done(std::uint64_t id);
  void drop_all();  ///< once no io thread runs any more
  /// False if a new connection must be turned away: all others are at work.
  bool make_room();
  std::size_t count() const { return count_; }
  std::uint64_t next_id() { return ++last_id_; }

 private:
  const std::size_t max_;
  std::atomic<std::size_t> count_{0};
  std::atomic<std::uint64_t> last_id_{0};
  std::mutex mutex_;
  std::map<std::uint64_t, std::weak_ptr<Session>> silent_;
  std::map<std::uint64_t, std::shared_ptr<Session>> working_;
};

struct SessionContext {
  const HttpSettings& settings;
  Handler handler;
  Connections connections;
  std::atomic<bool> stopping{false};
  std::atomic<std::int64_t> body_bytes{0};  ///< announced bodies being read
};

/// Takes over an accepted socket.
void start_session(boost::asio::ip::tcp::socket, SessionContext&);
void close_session(const std::shared_ptr<Session>&);

}  // namespace surety::http
