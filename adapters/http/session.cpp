// The connection's callbacks: header, body, handler, answer; each under a time limit of its own.
#include "adapters/http/session.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <deque>

#include "adapters/http/problem.hpp"
#include "events/papers.hpp"

namespace surety::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bh = boost::beast::http;
using boost::system::error_code;
using tcp = asio::ip::tcp;

namespace {

constexpr std::uint32_t header_limit = 32 * 1024;
constexpr std::uint64_t body_limit = 1024 * 1024;
// Memory that bodies of all connections may take together; more is turned away, not swapped out.
constexpr std::int64_t body_bytes_max = 512ll * 1024 * 1024;
constexpr std::size_t stream_backlog_max = 1024 * 1024;
constexpr std::size_t piece_bytes = 256 * 1024;
constexpr std::size_t linger_bytes_max = 64 * 1024 * 1024;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

}  // namespace

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, SessionContext& context)
      : socket_(std::move(socket)), timer_(socket_.get_executor()), context_(context) {
    context_.connections.joined();
  }
  ~Session() {
    release_body();
    context_.connections.left();
  }

  void start() { read_header(true); }
  void close() {
    asio::post(socket_.get_executor(), [self = shared_from_this()] { self->shut(); });
  }
  void reply(Response response) {
    asio::post(socket_.get_executor(),
               [self = shared_from_this(), r = std::move(response)]() mutable {
                 self->respond(std::move(r));
               });
  }

  // The open end of a stream, called on the session's executor.
  void stream_write(std::string chunk) {
    if (!socket_.is_open()) return;
    chunks_.push_back(std::move(chunk));
    if (chunks_.size() == 1) write_chunk();
  }
  std::atomic<std::size_t> backlog{0};
  std::atomic<bool> gone{false};

 private:
  using Parser = bh::request_parser<bh::string_body>;

  /// Cancels what is under way after so long; the callbacks then see `late_`.
  void limit(int seconds) {
    late_ = false;
    const auto round = ++round_;
    timer_.expires_after(std::chrono::seconds(seconds));
    timer_.async_wait([weak = weak_from_this(), round](error_code ec) {
      const auto self = weak.lock();
      if (!self || ec || self->round_ != round) return;
      self->late_ = true;
      self->socket_.cancel(ec);
    });
  }
  void unlimited() {
    ++round_;
    timer_.cancel();
  }

  void shut() {
    gone = true;
    unlimited();
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_both, ignored);
    socket_.close(ignored);
  }

  void release_body() {
    context_.body_bytes -= held_bytes_;
    held_bytes_ = 0;
  }

  void read_header(bool first) {
    if (context_.stopping) return shut();
    parser_.emplace();
    parser_->header_limit(header_limit);
    parser_->body_limit(boost::none);  // set once the path is known
    id_ = context_.connections.next_id();
    context_.connections.silent(id_, weak_from_this());
    const auto& settings = context_.settings;
    limit(first || buffer_.size() > 0 ? settings.header_seconds : settings.keep_alive_seconds);
    bh::async_read_header(
        socket_, buffer_, *parser_, [self = shared_from_this()](error_code ec, std::size_t) {
          self->context_.connections.speaks(self->id_);
          self->on_header(ec);
        });
  }

  void on_header(error_code ec) {
    unlimited();
    if (ec == bh::error::end_of_stream || (ec && !socket_.is_open())) return shut();
    if (ec == bh::error::header_limit) return fail(431, "header-too-large");
    if (late_) return parser_->got_some() ? fail(408, "request-timeout") : shut();
    if (ec && ec.category() != bh::make_error_code(bh::error::bad_method).category()) return shut();
    if (ec) return fail(400, "bad-request");
    const auto& head = parser_->get();
    request_ = std::make_shared<Request>();
    request_->method = std::string(head.method_string());
    request_->target = std::string(head.target());
    error_code unknown;
    if (const auto peer = socket_.remote_endpoint(unknown); !unknown)
      request_->peer = peer.address().to_string();
    for (const auto& field : head)
      request_->headers.emplace_back(lower(field.name_string()), std::string(field.value()));
    parse_target(*request_);
    head_only_ = head.method() == bh::verb::head;
    if (head_only_) request_->method = "GET";
    keep_alive_ = head.keep_alive();
    prepare_body();
  }

  void prepare_body() {
    const bool file = request_->path == "/api/v1/documents" ||
                      request_->path == "/api/v1/projects/imports";
    const std::uint64_t most = file ? document_bytes_max : body_limit;
    const auto length = parser_->content_length();
    if (length && *length > most) return fail(413, "body-too-large");
    parser_->body_limit(most);
    held_bytes_ = static_cast<std::int64_t>(length ? *length : parser_->chunked() ? most : 0);
    if ((context_.body_bytes += held_bytes_) > body_bytes_max) return fail(503, "overloaded");
    if (lower(request_->header("expect")) == "100-continue") {
      static const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
      limit(context_.settings.write_seconds);
      asio::async_write(
          socket_, asio::buffer(go_on), [self = shared_from_this()](error_code ec, std::size_t) {
            ec ? self->shut() : self->read_body();
          });
    } else {
      read_body();
    }
  }

  void read_body() {
    limit(context_.settings.body_seconds);
    bh::async_read(
        socket_, buffer_, *parser_, [self = shared_from_this()](error_code ec, std::size_t) {
          self->on_body(ec);
        });
  }

  void on_body(error_code ec) {
    unlimited();
    if (ec == bh::error::body_limit) return fail(413, "body-too-large");
    if (late_) return fail(408, "request-timeout");
    // A body that ends early too: whoever has only closed his own half still reads.
    if (ec && ec.category() == bh::make_error_code(bh::error::bad_method).category() &&
        ec != bh::error::end_of_stream)
      return fail(400, "bad-request");
    if (ec) return shut();
    request_->body = std::move(parser_->get().body());
    // Nobody may be left waiting: a handler that loses its Reply answers by the guard's end.
    struct Once {
      std::weak_ptr<Session> session;
      std::shared_ptr<const Request> request;
      std::atomic<bool> done{false};
      void answer(Response r) {
        if (done.exchange(true)) return;
        if (const auto s = session.lock()) s->reply(std::move(r));
      }
      ~Once() { answer(problem(*request, 500, "internal-error")); }
    };
    context_.connections.works(id_, shared_from_this());
    auto once = std::make_shared<Once>();
    once->session = weak_from_this();
    once->request = request_;
    try {
      context_.handler(request_, [once](Response r) { once->answer(std::move(r)); });
    } catch (const std::exception&) {
      once->answer(problem(*request_, 500, "internal-error"));
    }
  }

  /// What the HTTP layer itself refuses: the rest of the connection cannot be understood.
  void fail(int status, std::string_view code) {
    keep_alive_ = false;
    linger_ = true;
    if (!request_) request_ = std::make_shared<Request>();
    Response r = problem(*request_, status, code);
    respond(std::move(r));
  }

  void respond(Response r) {
    context_.connections.done(id_);
    if (!socket_.is_open()) return;
    release_body();
    message_ = {};
    message_.version(11);
    message_.result(static_cast<unsigned>(r.status));
    message_.set(bh::field::server, "surety");
    message_.set(bh::field::content_type, r.content_type);
    for (const auto& [name, value] : r.headers) message_.insert(name, value);
    message_.keep_alive(keep_alive_ && !r.stream && !context_.stopping);
    if (r.stream) return open_stream(std::move(r.stream));
    const std::size_t size = r.pieces ? r.pieces->size() : r.body.size();
    if (!head_only_) {
      message_.body() = std::move(r.body);
      pieces_ = std::move(r.pieces);
    }
    if (r.status == 204 || r.status == 304)
      message_.erase(bh::field::content_type);
    else
      message_.content_length(size);
    limit(context_.settings.write_seconds);
    if (head_only_ || pieces_) {
      head_serializer_.emplace(message_);
      bh::async_write_header(
          socket_, *head_serializer_, [self = shared_from_this()](error_code ec, std::size_t) {
            !ec && self->pieces_ ? self->write_piece() : self->on_written(ec);
          });
    } else {
      bh::async_write(socket_, message_, [self = shared_from_this()](error_code ec, std::size_t) {
        self->on_written(ec);
      });
    }
  }

  /// The time limit is each piece's own: a large body may take as long as it moves on.
  void write_piece() {
    piece_ = pieces_->next(piece_bytes);
    if (piece_.empty()) {
      pieces_.reset();
      return on_written({});
    }
    limit(context_.settings.write_seconds);
    asio::async_write(socket_,
                      asio::buffer(piece_),
                      [self = shared_from_this()](error_code ec, std::size_t) {
                        self->unlimited();
                        ec ? self->shut() : self->write_piece();
                      });
  }

  void on_written(error_code ec) {
    unlimited();
    head_serializer_.reset();
    request_.reset();
    if (ec) return shut();
    if (message_.keep_alive()) return read_header(false);
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    if (!linger_) return shut();
    // A client that is still sending would lose the answer to a reset: take in what comes, a while.
    limit(5);
    drain();
  }

  void drain() {
    auto room = buffer_.prepare(64 * 1024);
    socket_.async_read_some(room, [self = shared_from_this()](error_code ec, std::size_t n) {
      self->drained_ += n;
      if (ec || self->drained_ > linger_bytes_max) return self->shut();
      self->drain();
    });
  }

  void open_stream(std::function<void(std::shared_ptr<Stream>)> opened);

  void write_chunk() {
    limit(context_.settings.write_seconds);
    asio::async_write(socket_,
                      asio::buffer(chunks_.front()),
                      [self = shared_from_this()](error_code ec, std::size_t) {
                        self->unlimited();
                        if (ec) return self->shut();
                        self->backlog -= self->chunks_.front().size();
                        self->chunks_.pop_front();
                        if (!self->chunks_.empty()) self->write_chunk();
                      });
  }

  /// While a stream goes out, the only news from the client is that it is gone.
  void watch() {
    socket_.async_read_some(asio::buffer(watched_),
                            [self = shared_from_this()](error_code ec, std::size_t) {
                              if (ec) return self->shut();
                              self->watch();
                            });
  }

  tcp::socket socket_;
  asio::steady_timer timer_;
  SessionContext& context_;
  beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  std::shared_ptr<Request> request_;
  bh::response<bh::string_body> message_;
  std::optional<bh::response_serializer<bh::string_body>> head_serializer_;
  std::optional<bh::response<bh::empty_body>> stream_head_;
  std::optional<bh::response_serializer<bh::empty_body>> stream_serializer_;
  std::deque<std::string> chunks_;
  std::shared_ptr<Body> pieces_;
  std::string piece_;
  std::array<char, 256> watched_{};
  std::int64_t held_bytes_ = 0;
  std::uint64_t id_ = 0, round_ = 0;
  std::size_t drained_ = 0;
  bool late_ = false, keep_alive_ = false, head_only_ = false, linger_ = false;
};

namespace {

class SessionStream : public Stream {
 public:
  SessionStream(std::weak_ptr<Session> session, asio::any_io_executor executor)
      : session_(std::move(session)), executor_(std::move(executor)) {}
  ~SessionStream() override { SessionStream::close(); }
  bool write(std::string chunk) override {
    const auto session = session_.lock();
    if (!session || session->gone) return false;
    if ((session->backlog += chunk.size()) > stream_backlog_max) {
      session->close();
      return false;
    }
    asio::post(executor_,
               [session, c = std::move(chunk)]() mutable { session->stream_write(std::move(c)); });
    return true;
  }
  void close() override {
    if (const auto session = session_.lock()) session->close();
  }

 private:
  std::weak_ptr<Session> session_;
  asio::any_io_executor executor_;
};

}  // namespace

void Session::open_stream(std::function<void(std::shared_ptr<Stream>)> opened) {
  stream_head_.emplace();
  static_cast<bh::fields&>(stream_head_->base()) = message_.base();
  stream_head_->version(11);
  stream_head_->result(message_.result());
  stream_head_->keep_alive(false);
  stream_serializer_.emplace(*stream_head_);
  limit(context_.settings.write_seconds);
  bh::async_write_header(
      socket_,
      *stream_serializer_,
      [self = shared_from_this(), open = std::move(opened)](error_code ec, std::size_t) {
        self->unlimited();
        if (ec) return self->shut();
        self->watch();
        open(std::make_shared<SessionStream>(self->weak_from_this(), self->socket_.get_executor()));
      });
}

void start_session(tcp::socket socket, SessionContext& context) {
  std::make_shared<Session>(std::move(socket), context)->start();
}

void close_session(const std::shared_ptr<Session>& session) { session->close(); }

}  // namespace surety::http
