// What the edge's handlers speak: requests and responses in plain std types, no HTTP library's.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace surety::http {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method, target;
  std::string peer;                   ///< the address at the other end of the connection
  std::string path;                   ///< of the target, as sent, without the query
  std::vector<std::string> segments;  ///< of the path, percent-decoded
  Fields query;                       ///< percent-decoded, in their order
  Fields headers;                     ///< names in lower case
  std::string body;

  /// Empty if absent; the first if repeated.
  std::string_view header(std::string_view lower_case_name) const;
  std::optional<std::string_view> parameter(std::string_view name) const;
  /// Empty if absent.
  std::string_view cookie(std::string_view name) const;
  bool malformed = false;  ///< the target's percent-encoding is broken
};

/// The open end of a response without an end (server-sent events). Thread-safe.
class Stream {
 public:
  virtual ~Stream() = default;
  /// False once the client is gone or reads too slowly; the stream is closed then.
  virtual bool write(std::string chunk) = 0;
  virtual void close() = 0;
};

/// A body that is never held whole: asked for piece by piece as it goes out.
class Body {
 public:
  virtual ~Body() = default;
  virtual std::size_t size() const = 0;
  virtual std::string next(std::size_t most) = 0;  ///< empty at the end
};

struct Response {
  int status = 200;
  std::string body;
  Fields headers;
  std::string content_type = "application/json; charset=utf-8";
  std::shared_ptr<Body> pieces;  ///< where set, there is no `body`
  /// Where set, there is no `body`: called once the headers are on their way.
  std::function<void(std::shared_ptr<Stream>)> stream;

  Response& header(std::string name, std::string value) & {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
  Response&& header(std::string name, std::string value) && {
    headers.emplace_back(std::move(name), std::move(value));
    return std::move(*this);
  }
};

/// Answers one request, from any thread; later calls are ignored.
using Reply = std::function<void(Response)>;
using Handler = std::function<void(std::shared_ptr<const Request>, Reply)>;

/// Splits a target into path, segments and query. Sets `malformed` on broken percent-encoding.
void parse_target(Request&);
std::optional<std::string> percent_decoded(std::string_view, bool plus_is_blank);
std::string percent_encoded(std::string_view);

}  // namespace surety::http
