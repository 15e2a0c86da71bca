// A small HTTP client over one kept-alive connection, for import and bench.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace surety::tools {

struct HttpAnswer {
  int status = 0;
  std::string body;
};

/// Not thread-safe: one per thread. Connects on first use and again after the server has closed.
class HttpClient {
 public:
  /// `http://HOST:PORT`; throws Failure if it is none.
  explicit HttpClient(const std::string& url);
  ~HttpClient();
  void header(std::string name, std::string value);  ///< sent with every request
  /// Throws Failure if the server cannot be reached.
  HttpAnswer send(const std::string& method, const std::string& target,
                  const std::string& body = {},
                  const std::vector<std::pair<std::string, std::string>>& headers = {});
  /// Signs in, sends the token from then on and returns it; throws Failure if the server refuses.
  std::string sign_in(const std::string& username, const std::string& password);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace surety::tools
