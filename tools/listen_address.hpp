// Where a node listens, as `--listen HOST:PORT` says it.
#pragma once

#include <string>

namespace surety::tools {

struct Address {
  std::string host;
  int port = 0;
  bool loopback() const {
    return host == "localhost" || host == "::1" || host.starts_with("127.");
  }
};

/// Throws CLI::ValidationError.
Address address_of(const std::string& listen);
std::string url_of(const Address&, int port);

}  // namespace surety::tools
