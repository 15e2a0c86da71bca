// The small server on sockets, one connection at a time.
#include "tests/adapters/small_server.hpp"

#include <arpa/inet.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace surety::testing {

struct SmallServer::Tls {
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  Tls(const std::string& certificate, const std::string& key) {
    BIO* in = BIO_new_mem_buf(certificate.data(), static_cast<int>(certificate.size()));
    X509* own = PEM_read_bio_X509(in, nullptr, nullptr, nullptr);
    BIO_free(in);
    in = BIO_new_mem_buf(key.data(), static_cast<int>(key.size()));
    EVP_PKEY* secret = PEM_read_bio_PrivateKey(in, nullptr, nullptr, nullptr);
    BIO_free(in);
    const bool taken = SSL_CTX_use_certificate(context, own) == 1 &&
                       SSL_CTX_use_PrivateKey(context, secret) == 1;
    X509_free(own);
    EVP_PKEY_free(secret);
    if (!taken) throw std::runtime_error("no certificate for a server");
  }
  ~Tls() { SSL_CTX_free(context); }
};

namespace {

/// A connection, sealed or not.
struct Line {
  int socket;
  SSL* ssl = nullptr;
  long read(char* into, int size) const {
    if (ssl) return SSL_read(ssl, into, size);
    return ::recv(socket, into, static_cast<std::size_t>(size), 0);
  }
  void write(const std::string& bytes) const {
    if (ssl) SSL_write(ssl, bytes.data(), static_cast<int>(bytes.size()));
    else ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }
};

std::string heard(const Line& line) {
  std::string request;
  char buffer[4096];
  std::size_t wanted = std::string::npos;
  while (request.size() < wanted) {
    const auto size = line.read(buffer, sizeof buffer);
    if (size <= 0) break;
    request.append(buffer, static_cast<std::size_t>(size));
    const auto head = request.find("\r\n\r\n");
    if (head == std::string::npos || wanted != std::string::npos) continue;
    const auto length = request.find("Content-Length: ");
    wanted = head + 4 + (length < head ? std::stoul(request.substr(length + 16)) : 0);
  }
  return request;
}

}  // namespace

SmallServer::SmallServer(Says says, const std::string& certificate, const std::string& key)
    : says_(std::move(says)) {
  ::signal(SIGPIPE, SIG_IGN);  // both ends cut connections here
  if (!certificate.empty()) tls_ = std::make_unique<Tls>(certificate, key);
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* any = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, any, size) || ::listen(listener_, 16) ||
      ::getsockname(listener_, any, &size))
    throw std::runtime_error("no server on loopback");
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { run(); });
}

SmallServer::~SmallServer() {
  ::shutdown(listener_, SHUT_RDWR);
  thread_.join();
  ::close(listener_);
}

std::string SmallServer::url(const std::string& path) const {
  return (tls_ ? "https://localhost:" : "http://127.0.0.1:") + std::to_string(port_) + path;
}

void SmallServer::run() {
  for (int one; (one = ::accept(listener_, nullptr, nullptr)) >= 0; ::close(one)) hear(one);
}

void SmallServer::hear(int connection) {
  Line line{connection};
  if (tls_) {
    line.ssl = SSL_new(tls_->context);
    SSL_set_fd(line.ssl, connection);
  }
  if (!line.ssl || SSL_accept(line.ssl) == 1)
    if (const auto request = heard(line); !request.empty()) line.write(says_(request));
  if (line.ssl) SSL_free(line.ssl);
}

std::string said(int status, const std::string& body, const std::string& headers) {
  return "HTTP/1.1 " + std::to_string(status) + " x\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\nConnection: close\r\n" + headers + "\r\n" + body;
}

}  // namespace surety::testing
