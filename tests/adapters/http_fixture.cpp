// The node of the HTTP tests: embedded journal, manual clock, everything real but time.
#include "tests/adapters/http_fixture.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <stdexcept>

#include "adapters/clock/clock.hpp"
#include "adapters/documents/folder.hpp"
#include "adapters/embedded/embedded_journal.hpp"
#include "adapters/http/edge_index.hpp"
#include "adapters/http/key_destroyer.hpp"
#include "adapters/identity/sealing.hpp"
#include "adapters/notifications/folder_notifier.hpp"
#include "adapters/rocksdb/rocksdb_store.hpp"
#include "engine/digest.hpp"
#include "engine/embedded.hpp"
#include "events/rulebook_case.hpp"
#include "projections/all.hpp"

namespace surety::testing {

namespace bj = boost::json;

std::string Answer::at(std::string_view path) const {
  bj::error_code ec;
  const bj::value root = bj::parse(body, ec);
  const bj::value* value = &root;
  while (!ec && !path.empty()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    const std::string part(path.substr(0, dot));
    path.remove_prefix(std::min(dot + 1, path.size()));
    if (value->is_object())
      value = value->get_object().if_contains(part);
    else if (value->is_array())
      value = value->get_array().if_contains(std::stoul(part));
    else
      value = nullptr;
    if (!value) return "(absent)";
  }
  if (ec) return "(no JSON)";
  if (value->is_string())
    return std::string(value->get_string().data(), value->get_string().size());
  const std::string text = bj::serialize(*value);
  return text;
}

bool Answer::has_error(std::string_view path, std::string_view code) const {
  for (std::size_t i = 0; at("errors." + std::to_string(i)) != "(absent)"; ++i) {
    const std::string one = "errors." + std::to_string(i);
    if (at(one + ".path") == path && at(one + ".code") == code) return true;
  }
  return false;
}

Client::Client(int port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("cannot connect");
}

Client::~Client() { ::close(fd_); }

void Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return;  // the answer tells why
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

void Client::end_sending() { ::shutdown(fd_, SHUT_WR); }

std::string Client::some(int seconds) {
  if (!rest_.empty()) return std::exchange(rest_, {});
  pollfd wait{fd_, POLLIN, 0};
  if (::poll(&wait, 1, seconds * 1000) <= 0) return {};
  char buffer[65536];
  const auto n = ::recv(fd_, buffer, sizeof buffer, 0);
  return n <= 0 ? std::string() : std::string(buffer, static_cast<std::size_t>(n));
}

Answer Client::receive(int seconds, bool head_only) {
  std::string text;
  std::size_t end = std::string::npos;
  while ((end = text.find("\r\n\r\n")) == std::string::npos) {
    const std::string more = some(seconds);
    if (more.empty()) return {};
    text += more;
  }
  Answer answer;
  answer.status = std::stoi(text.substr(9, 3));
  for (std::size_t at = text.find("\r\n") + 2; at < end + 2;) {
    const std::size_t line_end = text.find("\r\n", at), colon = text.find(": ", at);
    std::string name = text.substr(at, colon - at);
    for (char& c : name) c = static_cast<char>(std::tolower(c));
    answer.headers[name] = text.substr(colon + 2, line_end - colon - 2);
    at = line_end + 2;
  }
  const auto length = answer.headers.find("content-length");
  const std::size_t size =
      head_only || length == answer.headers.end() ? 0 : std::stoul(length->second);
  answer.body = text.substr(end + 4);
  while (answer.body.size() < size) {
    const std::string more = some(seconds);
    if (more.empty()) break;
    answer.body += more;
  }
  rest_ = answer.body.substr(std::min(size, answer.body.size()));
  answer.body.resize(std::min(size, answer.body.size()));
  return answer;
}

namespace {

std::string request_text(const std::string& method,
                         const std::string& target,
                         const std::string& body,
                         const Headers& headers) {
  std::string out = method + ' ' + target + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n";
  bool typed = false;
  for (const auto& [name, value] : headers) {
    out += name + ": " + value + "\r\n";
    typed |= name == "Content-Type";
  }
  if (!body.empty() && !typed) out += "Content-Type: application/json\r\n";
  if (!body.empty() || method == "POST" || method == "PUT")
    out += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return out + "\r\n" + body;
}

std::vector<std::unique_ptr<Projection>> projections() {
  auto all = all_projections();
  all.push_back(edge_index());
  return all;
}

std::unique_ptr<Journal> journal_in(const std::filesystem::path& folder) {
  std::string error;
  auto journal = open_embedded_journal({.folder = folder, .partitions = 2}, error);
  if (!journal) throw std::runtime_error(error);
  return journal;
}

std::unique_ptr<Store> store_in(const std::filesystem::path& folder) {
  std::string error;
  auto store = open_rocksdb_store(folder, error);
  if (!store) throw std::runtime_error(error);
  return store;
}

}  // namespace

struct HttpNode::Impl {
  TemporaryFolder folder;
  ManualClock clock{Instant::stored("2025-03-01T09:00:00.000+08:00")};
  std::unique_ptr<Randomness> randomness = system_randomness();
  std::unique_ptr<Journal> journal = journal_in(folder.path() / "journal");
  std::unique_ptr<Store> store = store_in(folder.path() / "store");
  std::unique_ptr<Notifier> notifier = folder_notifier(folder.path() / "outbox");
  std::unique_ptr<Secrets> secrets =
      rocksdb_secrets(folder.path() / "secrets", folder.path() / "master.key");
  std::unique_ptr<DocumentStore> documents = folder_documents(folder.path() / "documents");
  std::unique_ptr<Destroyer> destroyer =
      key_destroyer(*store, journal->partitions(), *secrets, *documents);
  Node node{{}, *journal, *store, clock, *randomness, *notifier, projections(), nullptr,
            destroyer.get()};
  std::unique_ptr<Runtime> runtime;
  Services services() {
    return {.runtime = *runtime,
            .secrets = *secrets,
            .documents = *documents,
            .drafts = folder.path() / "drafts",
            .manual_clock = true,
            .send_to_phone = [this](Message m) { to_phones.push_back(std::move(m)); }};
  }
  std::vector<Message> to_phones;
  std::unique_ptr<Services> given;
  HttpSettings settings;
  std::unique_ptr<HttpServer> server;
  std::map<std::string, std::string> tokens;

  void play(const Actor& actor, const std::string& name, const std::string& body) {
    const std::size_t dot = name.find('.');
    const Kind* kind = kind_named(name.substr(0, dot));
    const CommandRule* rule = kind ? kind->command(name.substr(dot + 1)) : nullptr;
    if (!rule) throw std::runtime_error("no command " + name);
    const auto command = rule->make();
    for (const auto& p : read_json(body, *rule->type, command.get(), Source::outside))
      throw std::runtime_error(name + ": " + p.code + " at " + p.path);
    CommandEnvelope e;
    e.id = "start/" + hex(sha256(name + body));
    e.kind = kind->name;
    e.command = rule->name;
    if (rule->id) e.case_id = rule->id(command.get());
    e.root = rule->root ? rule->root(command.get(), actor) : e.case_id;
    e.actor = actor;
    protect(*secrets, *rule->type, command.get());
    write_json(e.body, *rule->type, command.get());
    e.submitted_at = runtime->now();
    e.historical = true;
    const auto outcome = runtime->ask(e);
    if (!outcome || outcome->refusal)
      throw std::runtime_error(name + ": " + (outcome ? outcome->refusal->code : "no answer"));
  }

  void prepare() {
    Actor engine;
    engine.engine = true;
    for (const auto& [name, text] : embedded_files()) {
      if (!name.starts_with("rulebooks/")) continue;
      Rulebook book;
      from_json(text, book, Source::stored);
      play(engine,
           "rulebook.publish",
           to_json(
               rulebook::Publish{book.effective_from, book.rules, RegionCode{book.jurisdiction}}));
    }
    Actor installer;
    installer.account = "installer";
    installer.organisation = "platform";
    installer.organisation_kind = "administrator";
    installer.permissions = {"*", "role:administrator"};
    installer.admin = true;
    const auto organisation = [&](const std::string& id,
                                  const std::string& kind,
                                  const std::string& code,
                                  const std::string& region) {
      play(installer,
           "organisation.create",
           R"({"id":")" + id + R"(","kind":")" + kind + R"(","name":"机构)" + id +
               R"(","credit_code":")" + code + R"(","region_code":")" + region + R"("})");
    };
    organisation("platform", "administrator", "11100000MB1A00028J", "000000");
    organisation("housing", "regulator", "11230000MB1A00028M", "230000");
    account(installer, "admin", "administrator", "platform");
    account(installer, "regulator", "regulator", "housing");
    for (const auto& [code, name] :
         {std::pair<std::string, std::string>{contractor_code, "contractor"},
          {rival_code, "rival"}}) {
      play(engine,
           "enterprise.enrol",
           R"({"credit_code":")" + code + R"(","name":"施工)" + name +
               R"(","jurisdiction":"230000"})");
      account(installer, name, "enterprise", code);
    }
  }

  void account(const Actor& by,
               const std::string& name,
               const std::string& role,
               const std::string& organisation) {
    play(by,
         "account.create",
         R"({"username":")" + name + R"(","display_name":"某人","phone":"13812340000","roles":[")" +
             role + R"("],"organisation":")" + organisation + R"(","admin":true,"password":")" +
             test_password + R"("})");
  }

  void open_server() {
    given = std::make_unique<Services>(services());
    server = std::make_unique<HttpServer>(settings, *given);
    server->start();
  }
};

HttpNode::HttpNode(HttpSettings settings) : impl_(std::make_unique<Impl>()) {
  settings.port = 0;
  impl_->settings = settings;
  if (const auto trouble = impl_->node.open(); !trouble.empty()) throw std::runtime_error(trouble);
  impl_->runtime = std::make_unique<Runtime>(impl_->node, *impl_->store, impl_->clock);
  impl_->journal->on_durable([this] { impl_->runtime->nudge(); });
  impl_->runtime->start();
  impl_->prepare();
  impl_->open_server();
}

HttpNode::~HttpNode() {
  impl_->server->stop();
  impl_->runtime->stop();
  impl_->server.reset();
}

void HttpNode::restart_server() {
  impl_->server->stop();
  impl_->server.reset();
  impl_->open_server();
}

int HttpNode::port() const { return impl_->server->port(); }
const std::vector<Message>& HttpNode::to_phones() const { return impl_->to_phones; }
Services& HttpNode::services() { return *impl_->given; }
Runtime& HttpNode::runtime() { return *impl_->runtime; }

Answer HttpNode::ask(const std::string& method,
                     const std::string& target,
                     const std::string& body,
                     const Headers& headers) {
  Client client(port());
  client.send(request_text(method, target, body, headers));
  return client.receive(30, method == "HEAD");
}

std::string HttpNode::token(const std::string& account) {
  auto& known = impl_->tokens[account];
  if (known.empty()) {
    const auto answer =
        ask("POST",
            "/api/v1/sessions",
            R"({"username":")" + account + R"(","password":")" + test_password + R"("})");
    known = answer.at("token");
  }
  return known;
}

Answer HttpNode::as(const std::string& account,
                    const std::string& method,
                    const std::string& target,
                    const std::string& body,
                    Headers headers) {
  headers.emplace_back("Authorization", "Bearer " + token(account));
  return ask(method, target, body, headers);
}

std::string project_body(const std::string& code, const std::string& more) {
  return R"({"project_code":")" + code +
         R"(","name":"江北广场","region_code":"230102","contractor":")" + contractor_code +
         R"(","investment_total":100000000)" + more + "}";
}

}  // namespace surety::testing
