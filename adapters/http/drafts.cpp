// Drafts in a RocksDB of their own: key account 0 name, value as it was put.
#include "adapters/http/drafts.hpp"

#include <rocksdb/db.h>

#include <stdexcept>

#include "adapters/http/router.hpp"
#include "adapters/rocksdb/silent_log.hpp"

namespace surety::http {
namespace {

std::string key_of(std::string_view account, std::string_view name) {
  return std::string(account).append(1, '\0').append(name);
}

void ok(const rocksdb::Status& status) {
  if (!status.ok()) throw std::runtime_error("drafts: " + status.ToString());
}

}  // namespace

Drafts::Drafts(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  rocksdb::Options options;
  options.create_if_missing = true;
  options.info_log = silent_log();
  options.write_buffer_size = 4 << 20;
  options.max_open_files = 64;
  rocksdb::DB* db = nullptr;
  ok(rocksdb::DB::Open(options, folder.string(), &db));
  db_.reset(db);
}

Drafts::~Drafts() = default;

void Drafts::put(std::string_view account, std::string_view name, std::string_view json) {
  ok(db_->Put({}, key_of(account, name), rocksdb::Slice(json.data(), json.size())));
}

std::optional<std::string> Drafts::get(std::string_view account, std::string_view name) const {
  std::string value;
  const auto status = db_->Get({}, key_of(account, name), &value);
  if (status.IsNotFound()) return std::nullopt;
  ok(status);
  return value;
}

void Drafts::erase(std::string_view account, std::string_view name) {
  ok(db_->Delete({}, key_of(account, name)));
}

namespace {

// `{kind}.{command}` of a command there is, and a key of the page's choice.
std::string name_of_draft(const Call& call) {
  const std::string& command = call.parts.at(0);
  const std::size_t dot = command.find('.');
  const Kind* kind = kind_named(command.substr(0, dot));
  if (!kind || dot == std::string::npos || !kind->command(command.substr(dot + 1)) ||
      call.parts.at(1).size() > 200)
    throw Refused(404, "no-such-route");
  return command + '\0' + call.parts.at(1);
}

std::optional<Response> put_draft(const CallPtr& call) {
  const std::string name = name_of_draft(*call);
  const std::string& body = call->request->body;
  const std::size_t first = body.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) throw Refused(400, "not-json");
  if (body[first] != '{') throw Refused(422, "invalid-fields", {{"", "wrong-type"}});
  call->edge.drafts.put(call->actor.account, name, body);
  Response r;
  r.status = 204;
  return r;
}

/// What somebody wrote down for a case whose personal data are destroyed goes with them.
bool of_an_erased_case(const Call& call) {
  const std::string& command = call.parts.at(0);
  const auto c = call.fold->find(command.substr(0, command.find('.')), call.parts.at(1));
  return c && c->head.erased_in > 0;
}

std::optional<Response> get_draft(const CallPtr& call) {
  const std::string name = name_of_draft(*call);
  if (of_an_erased_case(*call)) call->edge.drafts.erase(call->actor.account, name);
  const auto value = call->edge.drafts.get(call->actor.account, name);
  if (!value) throw Refused(404, "not-found");
  return json_response(*value);
}

std::optional<Response> delete_draft(const CallPtr& call) {
  const std::string name = name_of_draft(*call);
  if (!call->edge.drafts.get(call->actor.account, name)) throw Refused(404, "not-found");
  call->edge.drafts.erase(call->actor.account, name);
  Response r;
  r.status = 204;
  return r;
}

}  // namespace

void add_draft_routes(Router& router) {
  router.add("PUT", "/api/v1/drafts/{}/{}", Access::signed_in, put_draft);
  router.add("GET", "/api/v1/drafts/{}/{}", Access::signed_in, get_draft);
  router.add("DELETE", "/api/v1/drafts/{}/{}", Access::signed_in, delete_draft);
}

}  // namespace surety::http
