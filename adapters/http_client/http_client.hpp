// Asking other servers over HTTP: gateways, identity providers, project sources, subscribers.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace surety::outgoing {

struct Request {
  std::string method = "GET", url;
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string body{};
  std::chrono::milliseconds connect_timeout{3'000}, timeout{10'000};  ///< the latter for all of it
  std::size_t answer_bytes_max = 1 << 20;
  int redirects_max = 0;  ///< beyond, the redirect is the answer; never from https to http
  /// For addresses that people have given us: nothing within our own network is connected to,
  /// whatever the name resolves to.
  bool public_addresses_only = false;
  std::stop_token stop{};  ///< gives up at once
};

enum class Failure {
  none,
  invalid,      ///< no such URL, or a line break in a header
  forbidden,    ///< an address that is not public
  unreachable,  ///< no such name, refused, reset
  untrusted,    ///< the certificate does not hold
  too_late,
  too_large,
  stopped
};
std::string_view name(Failure);  ///< as it stands in logs and events: `too-late`

/// What came of it: a status of 100 to 599, or a failure.
struct Answer {
  Failure failure = Failure::none;
  std::string detail{};  ///< of a failure, in the library's words: for the log alone
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers{};  ///< names in lower case
  std::string body{};
  bool good() const { return failure == Failure::none && status / 100 == 2; }
  std::string_view header(std::string_view lower_case_name) const;  ///< the last one, or empty
};

struct Settings {
  std::filesystem::path ca_bundle{};  ///< PEM, instead of the system's
  std::string user_agent = "surety";
};

/// Certificates are always checked. Proxies of the environment are not asked. Thread-safe.
/// REQUIRES: the program ignores SIGPIPE.
class Client {
 public:
  explicit Client(Settings = {});
  Answer send(const Request&) const;

 private:
  Settings settings_;
};

/// A URL's parts, if it is one of http or https without a user name in it.
struct Url {
  std::string scheme, host, port, target;  ///< target: path and query
  bool loopback() const;                   ///< named or numbered so
};
std::optional<Url> parse_url(std::string_view);

}  // namespace surety::outgoing
