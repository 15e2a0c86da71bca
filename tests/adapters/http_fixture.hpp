// A whole node in this process behind a real socket, and a plain client to ask it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/server.hpp"
#include "adapters/identity/rocksdb_secrets.hpp"
#include "tests/support/temporary_folder.hpp"

namespace surety::testing {

struct Answer {
  int status = 0;
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;
  /// The value of a dotted path in the body, as JSON text without quotes: `case.id`,
  /// `errors.0.path`.
  std::string at(std::string_view path) const;
  bool has_error(std::string_view path, std::string_view code) const;
};

/// One connection.
class Client {
 public:
  explicit Client(int port);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  void send(std::string_view bytes);
  void end_sending();  ///< closes this half only
  /// The next answer; status 0 if the connection ends first or nothing comes within `seconds`.
  Answer receive(int seconds = 10, bool head_only = false);
  /// What there is, at least one byte; empty at the end or after `seconds`.
  std::string some(int seconds = 10);

 private:
  int fd_ = -1;
  std::string rest_;
};

using Headers = std::vector<std::pair<std::string, std::string>>;

/// A node with the platform's organisation, its administrator `admin`, one enterprise with
/// `contractor`, a second one with `rival`, a regulator, all in 230000.
class HttpNode {
 public:
  explicit HttpNode(HttpSettings settings = {});
  ~HttpNode();

  int port() const;
  Answer ask(const std::string& method,
             const std::string& target,
             const std::string& body = {},
             const Headers& headers = {});
  /// The same with the session of an account, signed in once.
  Answer as(const std::string& account,
            const std::string& method,
            const std::string& target,
            const std::string& body = {},
            Headers headers = {});
  std::string token(const std::string& account);
  Services& services();
  Runtime& runtime();
  const std::vector<Message>& to_phones() const;  ///< what was sent at once
  /// Stops the server and starts it again on the same folder.
  void restart_server();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

inline constexpr const char* test_password = "Surety-2026";
inline constexpr const char* contractor_code = "11230703001784935X";
inline constexpr const char* rival_code = "91440300MA5FBK637G";

/// The body of `project.register` by the contractor.
std::string project_body(const std::string& code, const std::string& more = "");

}  // namespace surety::testing
