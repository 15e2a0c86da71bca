// HOST:PORT taken apart, the host of IPv6 in brackets.
#include "tools/listen_address.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace surety::tools {

Address address_of(const std::string& listen) {
  const auto colon = listen.rfind(':');
  const std::string digits = colon == std::string::npos ? "" : listen.substr(colon + 1);
  const bool number = !digits.empty() && digits.size() <= 5 &&
                      digits.find_first_not_of("0123456789") == std::string::npos;
  if (!number || colon == 0 || std::stoi(digits) > 65535) {
    throw CLI::ValidationError("--listen", listen + " is no HOST:PORT");
  }
  std::string host = listen.substr(0, colon);
  if (host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  return {host, std::stoi(digits)};
}

std::string url_of(const Address& address, int port) {
  const bool v6 = address.host.find(':') != std::string::npos;
  return fmt::format("http://{}:{}", v6 ? "[" + address.host + "]" : address.host, port);
}

}  // namespace surety::tools
