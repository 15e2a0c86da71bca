// The HTTP server: what a node needs to be asked from outside, and the one entry to start it.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "adapters/http/message.hpp"
#include "adapters/identity/cards.hpp"
#include "adapters/identity/portal.hpp"
#include "adapters/runtime.hpp"
#include "engine/ports.hpp"

namespace surety {

struct GatewayKey;
class ProjectSource;
class SealKeeper;

struct HttpSettings {
  std::string host = "127.0.0.1";
  int port = 8080;  ///< 0: any free one, see HttpServer::port
  int io_threads = 1;
  int workers = 2;                      ///< threads that check commands and read the store
  int password_workers = 1;             ///< threads that hash passwords
  std::size_t connections_max = 4'000;  ///< beyond, the longest silent one is closed
  int header_seconds = 15;              ///< for a whole header, and between two requests 60
  int keep_alive_seconds = 60;
  int body_seconds = 60;
  int write_seconds = 60;
  int command_wait_ms = 30'000;
  std::string build = "dev";
  int session_hours = 12, session_idle_minutes = 60;
  int strangers_per_minute = 300;  ///< what all who are not signed in may have written; a file: 10
};

/// What the edge works with; all references outlive the server. The Node's projections must hold
/// `edge_index()` of adapters/http/edge_index.hpp.
struct Services {
  Runtime& runtime;
  Secrets& secrets;
  DocumentStore& documents;
  std::filesystem::path drafts;  ///< folder of the drafts' own store: DATA/store-drafts
  bool manual_clock = false;
  const Cards* cards = nullptr;  ///< sign-in by certificate; null: there is none
  std::string certificate_client{};  ///< the service beside the browser that holds the card
  const Portals* portals = nullptr;  ///< sign-in by provinces' portals; null: there is none
  const GatewayKey* message_gateway = nullptr;  ///< whose receipts are taken; null: nobody's
  /// Sends at once, beside the engine's messages, from any thread; empty: no codes go to phones.
  std::function<void(Message)> send_to_phone{};
  /// Of jurisdictions whose project table can be asked for; null: of none.
  const std::map<std::string, std::unique_ptr<ProjectSource>>* project_sources = nullptr;
  SealKeeper* seals = nullptr;   ///< null: none are made
  bool private_webhooks = false;  ///< webhooks may name this machine and one's own network
  /// Asked for GET and HEAD outside /api/v1 and the edge's own paths: the web pages. Empty: no such
  /// page.
  std::function<std::optional<http::Response>(const http::Request&)> pages{};
  /// Empty if ready, else what the node still waits for; beside the runtime's own state.
  std::function<std::string()> waits_for{};
};

class HttpServer {
 public:
  HttpServer(HttpSettings, Services&);
  /// Listens before there is anything to be asked: until `serve`, /healthz is well and the rest
  /// answers 503, /readyz with the reason. The settings' host and port are those of `start`.
  HttpServer(HttpSettings, std::function<std::string()> waits_for);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// Listens; throws std::runtime_error with one clear line if the address cannot be had.
  void start();
  /// Only after the second constructor, once; the services outlive the server's stop.
  void serve(Services&);
  /// Answers what has been asked, closes the rest.
  void stop();
  int port() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace surety
