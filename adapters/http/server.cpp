// Listens, accepts, keeps the number of connections bounded; the rest is the session's and the
// edge's.
#include "adapters/http/server.hpp"

#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <stdexcept>
#include <thread>

#include "adapters/http/edge.hpp"
#include "adapters/http/edge_state.hpp"
#include "adapters/http/json_out.hpp"
#include "adapters/http/session.hpp"

namespace surety {
namespace http {

void Connections::joined() { ++count_; }
void Connections::left() { --count_; }

void Connections::silent(std::uint64_t id, std::weak_ptr<Session> session) {
  const std::lock_guard lock(mutex_);
  silent_[id] = std::move(session);
}

void Connections::speaks(std::uint64_t id) {
  const std::lock_guard lock(mutex_);
  silent_.erase(id);
}

void Connections::works(std::uint64_t id, std::shared_ptr<Session> session) {
  const std::lock_guard lock(mutex_);
  working_[id] = std::move(session);
}

void Connections::done(std::uint64_t id) {
  std::shared_ptr<Session> last;
  const std::lock_guard lock(mutex_);
  if (const auto found = working_.find(id); found != working_.end()) {
    last = std::move(found->second);
    working_.erase(found);
  }
}

void Connections::drop_all() {
  std::map<std::uint64_t, std::shared_ptr<Session>> last;
  const std::lock_guard lock(mutex_);
  last.swap(working_);
}

bool Connections::make_room() {
  if (count_ < max_) return true;
  const std::lock_guard lock(mutex_);
  while (!silent_.empty()) {
    const auto oldest = silent_.begin()->second.lock();
    silent_.erase(silent_.begin());
    if (oldest) {
      close_session(oldest);
      return true;
    }
  }
  return false;
}

void Connections::close_silent() {
  const std::lock_guard lock(mutex_);
  for (auto& [id, weak] : silent_)
    if (const auto session = weak.lock()) close_session(session);
  silent_.clear();
}

namespace {

// Sockets, and as many files again for the stores.
std::size_t connections_allowed(std::size_t wanted) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
  limit.rlim_cur = std::max(limit.rlim_cur, std::min<rlim_t>(limit.rlim_max, 65'536));
  setrlimit(RLIMIT_NOFILE, &limit);
  getrlimit(RLIMIT_NOFILE, &limit);
  return std::min<std::size_t>(wanted, std::max<std::size_t>(64, limit.rlim_cur / 2));
}

}  // namespace
}  // namespace http

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

struct HttpServer::Impl {
  HttpSettings settings;
  const std::function<std::string()> waits_for;
  std::unique_ptr<http::Edge> edge;
  std::atomic<http::Edge*> open{nullptr};
  http::SessionContext context;
  asio::io_context io;  // behind what the sessions in its handlers refer to
  tcp::acceptor acceptor;
  asio::steady_timer pause;
  std::vector<std::thread> threads;
  int bound_port = 0;

  Impl(HttpSettings s, std::function<std::string()> waits)
      : settings(std::move(s)),
        waits_for(std::move(waits)),
        context{settings,
                [this](std::shared_ptr<const http::Request> request, http::Reply reply) {
                  auto* there = open.load();
                  if (there) there->handle(std::move(request), std::move(reply));
                  else reply(early(*request));
                },
                http::Connections(http::connections_allowed(settings.connections_max))},
        acceptor(io),
        pause(io) {}

  void serve(Services& services) {
    edge = std::make_unique<http::Edge>(settings, services);
    edge->start();
    open = edge.get();
  }

  http::Response early(const http::Request& request) const {
    if (request.path == "/healthz") return http::json_response("{\"alive\":true}");
    if (request.path != "/readyz") return http::problem(request, 503, "not-caught-up");
    auto response = http::json_response(http::JsonObject()
                                            .flag("ready", false)
                                            .texts("waits_for", {waits_for()})
                                            .text("build", settings.build)
                                            .done(),
                                        503);
    return std::move(response).header("Retry-After", "1");
  }

  void listen() {
    boost::system::error_code ec;
    auto address =
        asio::ip::make_address(settings.host == "localhost" ? "127.0.0.1" : settings.host, ec);
    if (ec) throw std::runtime_error("cannot listen on " + settings.host + ": not an IP address");
    const tcp::endpoint endpoint(address, static_cast<unsigned short>(settings.port));
    acceptor.open(endpoint.protocol(), ec);
    if (!ec) acceptor.set_option(asio::socket_base::reuse_address(true), ec);
    if (!ec) acceptor.bind(endpoint, ec);
    if (!ec) acceptor.listen(4096, ec);
    if (ec)
      throw std::runtime_error("cannot listen on " + settings.host + ":" +
                               std::to_string(settings.port) + ": " + ec.message());
    bound_port = acceptor.local_endpoint().port();
  }

  void accept() {
    acceptor.async_accept(asio::make_strand(io),
                          [this](boost::system::error_code ec, tcp::socket socket) {
                            if (context.stopping) return;
                            if (ec) {
                              // Out of descriptors: the longest silent connection goes, and the
                              // loop must not spin.
                              context.connections.make_room();
                              pause.expires_after(std::chrono::milliseconds(50));
                              pause.async_wait([this](boost::system::error_code) { accept(); });
                              return;
                            }
                            boost::system::error_code ignored;
                            socket.set_option(tcp::no_delay(true), ignored);
                            if (context.connections.make_room())
                              http::start_session(std::move(socket), context);
                            else
                              socket.close(ignored);
                            accept();
                          });
  }

  void stop() {
    if (context.stopping.exchange(true)) return;
    asio::post(io, [this] {
      boost::system::error_code ignored;
      acceptor.close(ignored);
      pause.cancel();
    });
    if (edge) edge->begin_stop();  // streams end, nothing new is taken in
    context.connections.close_silent();
    for (int i = 0; i < 500 && context.connections.count() > 0; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    if (edge) edge->end_stop();
    io.stop();
    for (auto& thread : threads) thread.join();
    threads.clear();
    context.connections.drop_all();
  }
};

HttpServer::HttpServer(HttpSettings settings, Services& services)
    : impl_(std::make_unique<Impl>(std::move(settings), nullptr)) {
  serve(services);
}
HttpServer::HttpServer(HttpSettings settings, std::function<std::string()> waits_for)
    : impl_(std::make_unique<Impl>(std::move(settings), std::move(waits_for))) {}

HttpServer::~HttpServer() { stop(); }

void HttpServer::start() {
  impl_->listen();
  impl_->accept();
  for (int i = 0; i < impl_->settings.io_threads; ++i)
    impl_->threads.emplace_back([this] {
      while (!impl_->io.stopped()) {
        try {
          impl_->io.run();
        } catch (const std::exception& e) {
          spdlog::error("http: {}", e.what());
        }
      }
    });
  spdlog::info("http: listening on {}:{}", impl_->settings.host, impl_->bound_port);
}

void HttpServer::serve(Services& services) { impl_->serve(services); }

void HttpServer::stop() { impl_->stop(); }

int HttpServer::port() const { return impl_->bound_port; }

}  // namespace surety
