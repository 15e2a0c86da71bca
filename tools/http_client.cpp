// The client on Boost.Beast, synchronous.
#include "tools/http_client.hpp"

#include <fmt/format.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/json.hpp>

#include "tools/cli.hpp"

namespace surety::tools {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using Tcp = boost::asio::ip::tcp;

struct HttpClient::Impl {
  std::string host, port;
  boost::asio::io_context context;
  beast::tcp_stream stream{context};
  beast::flat_buffer buffer;
  std::vector<std::pair<std::string, std::string>> headers;
  bool connected = false;

  void connect() {
    if (connected) return;
    Tcp::resolver resolver(context);
    stream.expires_after(std::chrono::seconds(60));
    stream.connect(resolver.resolve(host, port));
    stream.socket().set_option(Tcp::no_delay(true));
    buffer.clear();
    connected = true;
  }

  HttpAnswer once(http::request<http::string_body>& request) {
    connect();
    stream.expires_after(std::chrono::seconds(60));
    http::write(stream, request);
    http::response_parser<http::string_body> parser;
    parser.body_limit(std::uint64_t{256} << 20);
    http::read(stream, buffer, parser);
    if (!parser.get().keep_alive()) close();
    return {static_cast<int>(parser.get().result_int()), std::move(parser.get().body())};
  }

  void close() {
    beast::error_code ignored;
    stream.socket().close(ignored);
    connected = false;
  }
};

HttpClient::HttpClient(const std::string& url) : impl_(std::make_unique<Impl>()) {
  constexpr std::string_view scheme = "http://";
  std::string rest = url.starts_with(scheme) ? url.substr(scheme.size()) : "";
  while (!rest.empty() && rest.back() == '/') rest.pop_back();
  const auto colon = rest.rfind(':');
  if (rest.empty() || rest.find('/') != std::string::npos) {
    throw Failure(url + " is no server", "give it as http://127.0.0.1:8080");
  }
  impl_->host = rest.substr(0, colon);
  impl_->port = colon == std::string::npos ? "80" : rest.substr(colon + 1);
}

HttpClient::~HttpClient() = default;

void HttpClient::header(std::string name, std::string value) {
  impl_->headers.emplace_back(std::move(name), std::move(value));
}

HttpAnswer HttpClient::send(const std::string& method, const std::string& target,
                            const std::string& body,
                            const std::vector<std::pair<std::string, std::string>>& headers) {
  http::request<http::string_body> request;
  request.method_string(method);
  request.target(target);
  request.version(11);
  request.set(http::field::host, impl_->host + ":" + impl_->port);
  request.set(http::field::content_type, "application/json");
  for (const auto& [name, value] : impl_->headers) request.set(name, value);
  for (const auto& [name, value] : headers) request.set(name, value);
  request.body() = body;
  request.prepare_payload();
  const bool reused = impl_->connected;
  try {
    return impl_->once(request);
  } catch (const boost::system::system_error& error) {
    impl_->close();
    if (!reused) {
      throw Failure(fmt::format("{}:{}: {}", impl_->host, impl_->port, error.code().message()),
                    "look whether the server runs: surety serve");
    }
  }
  // The server may close a silent connection at any time; once more on a fresh one.
  try {
    return impl_->once(request);
  } catch (const boost::system::system_error& error) {
    impl_->close();
    throw Failure(fmt::format("{}:{}: {}", impl_->host, impl_->port, error.code().message()),
                  "look whether the server runs: surety serve");
  }
}

std::string HttpClient::sign_in(const std::string& username, const std::string& password) {
  const boost::json::object wanted{{"username", username}, {"password", password}};
  const auto answer = send("POST", "/api/v1/sessions", boost::json::serialize(wanted));
  if (answer.status != 201) {
    throw Failure(fmt::format("the server lets {} not in (status {})", username, answer.status),
                  "look at --as and SURETY_PASSWORD");
  }
  const auto json = boost::json::parse(answer.body).as_object();
  const std::string token(json.at("token").as_string());
  header("Authorization", "Bearer " + token);
  return token;
}

}  // namespace surety::tools
