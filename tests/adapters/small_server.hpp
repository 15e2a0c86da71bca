// A server of a test's own on loopback: hears one request per connection, says what it is told to.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace surety::testing {

class SmallServer {
 public:
  /// Gets the whole request, gives the whole answer; empty: closes without a word.
  using Says = std::function<std::string(const std::string& request)>;
  /// With a certificate and its key (PEM) it speaks TLS.
  explicit SmallServer(Says, const std::string& certificate = {}, const std::string& key = {});
  ~SmallServer();
  /// `http://127.0.0.1:PORT` and the path; `https://localhost:PORT` where it speaks TLS.
  std::string url(const std::string& path = "/") const;

 private:
  void run();
  void hear(int connection);

  struct Tls;
  Says says_;
  std::unique_ptr<Tls> tls_;
  int listener_ = -1, port_ = 0;
  std::thread thread_;
};

/// An answer with its length.
std::string said(int status, const std::string& body = {}, const std::string& headers = {});

}  // namespace surety::testing
