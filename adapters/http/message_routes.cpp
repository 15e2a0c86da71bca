// Messages to people: what cases owe, have sent or have given up, told from their own events; and
// the gateway's receipts, which become events.
#include <algorithm>

#include "adapters/http/account_routes.hpp"
#include "adapters/http/edge_index.hpp"
#include "adapters/http/json_out.hpp"
#include "adapters/http/router.hpp"
#include "adapters/identity/sealing.hpp"
#include "adapters/notifications/gateway_signature.hpp"
#include "engine/digest.hpp"
#include "engine/fold_event.hpp"
#include "engine/fold_keys.hpp"
#include "events/message_receipt.hpp"
#include "projections/query.hpp"

namespace surety::http {
namespace {

constexpr std::size_t messages_max = 1'000, receipt_bytes_max = 16 << 10;

struct Message {
  std::string case_key;
  Effect effect;
  std::int64_t opened_in = 0;  ///< version of the case that made it
  Instant made_at;
  std::string state = "waiting", reason;
  std::optional<MessageReceiptRecorded> receipt;
};

const Effect* effect_named(const std::vector<Effect>& effects, std::string_view name) {
  const auto found =
      std::find_if(effects.begin(), effects.end(), [&](const Effect& e) { return e.name == name; });
  return found == effects.end() || found->channel != Effect::Channel::sms ? nullptr : &*found;
}

std::vector<Effect> owed(const Case& c) {
  return c.kind->open_effects ? c.kind->open_effects(c.head, c.state.get()) : std::vector<Effect>{};
}

std::optional<Case> at_version(const Call& call, const Case& now, std::int64_t version) {
  return call.fold->as_of(
      now.head.kind, now.head.id, version, {}, call.edge.services.runtime.library());
}

// It is owed without a break from the event that made it to the one that ends it.
std::int64_t opening_version(const Call& call,
                             const Case& now,
                             std::string_view name,
                             std::int64_t owed_in) {
  std::int64_t low = 1, high = owed_in;
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    const auto then = at_version(call, now, middle);
    if (then && effect_named(owed(*then), name))
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

std::optional<HistoryEntry> event_at(const Call& call, const Case& c, std::int64_t version) {
  auto entries = call.fold->history(c.head.kind, c.head.id, version - 1, 1);
  if (entries.empty()) return std::nullopt;
  return std::move(entries.front());
}

void add_receipt(const Call& call, int partition, const Case& c, Message& m) {
  const auto version = message_receipt(*call.store, partition, m.case_key, m.effect.name);
  const auto told = version ? event_at(call, c, *version) : std::nullopt;
  if (!told) return;
  from_json(told->event.data, m.receipt.emplace(), Source::stored);
  const bool arrived = m.receipt->outcome == MessageOutcome::delivered;
  m.state = arrived ? "delivered" : "failed";
  m.reason = arrived ? "" : m.receipt->detail.value_or("not-delivered");
}

// The administrator, and the organisations the case is about.
bool concerned(const Call& call, const Case& c) {
  static const Whose parties = by(Who::administrator,
                                  Who::self,
                                  Who::owner,
                                  Who::contractor,
                                  Who::guarantor,
                                  Who::bank,
                                  Who::insurer,
                                  Who::broker,
                                  Who::provider);
  return stands_any(call.actor, parties, c.kind->parties(c.head, c.state.get()));
}

std::optional<Case> case_of_key(const Call& call, std::string_view key) {
  const auto [kind_name, id] = split_case_key(key);
  const Kind* kind = kind_named(kind_name);
  if (!kind || id.empty()) return std::nullopt;
  auto c = call.fold->find(kind->name, id);
  if (!c || c->head.version == 0 || !concerned(call, *c)) return std::nullopt;
  return c;
}

void add_waiting(const Call& call, int partition, std::string_view only, std::vector<Message>& to) {
  const std::string prefix = only.empty() ? keys::effect_prefix(partition)
                                          : keys::effect_prefix(partition, only);
  std::vector<Message> found;
  call.store->scan(
      fold_family(), prefix, after_prefix(prefix), [&](std::string_view key, std::string_view value) {
        key.remove_prefix(keys::effect_prefix(partition).size());
        const std::size_t zero = key.find('\0');
        Message m;
        m.case_key = std::string(key.substr(0, zero));
        m.effect.name = std::string(key.substr(zero + 1));
        m.opened_in = from_big_endian64(value);
        if (m.effect.name.starts_with("sms-")) found.push_back(std::move(m));
        return found.size() < messages_max;
      });
  for (auto& m : found) {
    const auto c = case_of_key(call, m.case_key);
    if (!c) continue;
    const auto effects = owed(*c);
    const Effect* effect = effect_named(effects, m.effect.name);
    const auto made = event_at(call, *c, m.opened_in);
    if (!effect || !made) continue;
    m.effect = *effect;
    m.made_at = made->recorded_at;
    add_receipt(call, partition, *c, m);
    to.push_back(std::move(m));
  }
}

void add_ended(const Call& call, int partition, std::string_view only, std::vector<Message>& to) {
  for (const auto& ended : ended_messages(*call.store, partition, only, messages_max)) {
    const auto c = case_of_key(call, ended.case_key);
    const auto end = c ? event_at(call, *c, ended.version) : std::nullopt;
    if (!end) continue;
    Message m;
    m.case_key = ended.case_key;
    EffectFailed result;
    if (end->event.type.ends_with(".effect-failed")) {
      from_json(end->event.data, result, Source::stored);
    } else {
      EffectDone done;
      from_json(end->event.data, done, Source::stored);
      result.effect = done.effect;
    }
    m.state = end->event.type.ends_with(".effect-failed") ? "failed" : "delivered";
    m.reason = result.reason;
    const auto before = at_version(call, *c, ended.version - 1);
    const auto effects = before ? owed(*before) : std::vector<Effect>{};
    const Effect* effect = effect_named(effects, result.effect);
    if (!effect) continue;
    m.effect = *effect;
    m.opened_in = opening_version(call, *c, result.effect, ended.version - 1);
    if (const auto made = event_at(call, *c, m.opened_in)) m.made_at = made->recorded_at;
    add_receipt(call, partition, *c, m);
    to.push_back(std::move(m));
  }
}

std::string message_json(const Call& call, const Message& m) {
  const auto [kind, id] = split_case_key(m.case_key);
  JsonObject out;
  out.text("id", m.case_key + '/' + std::to_string(m.opened_in) + '/' + m.effect.name);
  out.raw("case",
          JsonObject().text("kind", kind).text("id", id).done());
  out.text("to", masked("phone", opened(call.edge.services.secrets, m.effect.to)));
  out.text("text", m.effect.body).text("made_at", m.made_at.text()).text("state", m.state);
  return out.text_or_null("reason", m.reason)
      .raw("receipt", m.receipt ? to_json(*m.receipt) : "null")
      .done();
}

std::optional<Response> get_messages(const CallPtr& call) {
  for (const auto& [name, value] : call->request->query)
    if (name != "case") throw Refused(400, "unknown-filter", {{"/" + name, "unknown-filter"}});
  const std::string only(call->parameter("case"));
  if (call->request->parameter("case") && !case_of_key(*call, only))
    throw Refused(404, "not-found");
  std::vector<Message> messages;
  for (int p = 0; p < call->edge.services.runtime.partitions(); ++p) {
    add_waiting(*call, p, only, messages);
    add_ended(*call, p, only, messages);
  }
  std::stable_sort(messages.begin(), messages.end(), [](const Message& a, const Message& b) {
    return a.made_at > b.made_at;
  });
  if (messages.size() > messages_max) messages.resize(messages_max);
  std::vector<std::string> items;
  for (const auto& m : messages) items.push_back(message_json(*call, m));
  return json_response("{\"items\":" + json_list(items) + "}");
}

/// `kind/id/version/effect`, the effect's id, taken apart.
struct MessageId {
  std::string_view kind, case_id, effect;
};
MessageId read_message_id(std::string_view id) {
  const auto kind_ends = id.find('/'), effect_begins = id.rfind('/');
  if (effect_begins == id.npos || effect_begins == kind_ends) return {};
  const auto version_begins = id.rfind('/', effect_begins - 1);
  if (version_begins <= kind_ends) return {};
  return {id.substr(0, kind_ends), id.substr(kind_ends + 1, version_begins - kind_ends - 1),
          id.substr(effect_begins + 1)};
}

// However often the gateway tells it, one command: its id follows from what is told.
CommandEnvelope receipt_command(const Case& c, std::string_view effect, MessageReceipt told) {
  const RecordMessageReceipt record{std::string(effect), told.outcome, told.reported_at,
                                    std::move(told.detail)};
  const bool arrived = told.outcome == MessageOutcome::delivered;
  CommandEnvelope e;
  e.id = "m-" + hex(sha256(c.head.key() + '\n' + record.effect + (arrived ? "\n+" : "\n-")));
  e.kind = c.head.kind;
  e.command = "record-message-receipt";
  e.case_id = c.head.id;
  e.root = c.head.root;
  e.actor.engine = true;
  e.body = to_json(record);
  return e;
}

std::optional<Response> take_receipt(const CallPtr& call) {
  const auto* gateway = call->edge.services.message_gateway;
  if (!gateway) throw Refused(404, "no-such-route");
  const Request& request = *call->request;
  if (request.body.size() > receipt_bytes_max) throw Refused(413, "body-too-large");
  const auto header = [&](std::string_view name) { return request.header(name); };
  if (!gateway_signed(*gateway, {request.method, request.target, request.body}, header,
                      wall_seconds()))
    throw Refused(401, "wrong-signature");
  auto told = body_as<MessageReceipt>(*call);
  const auto id = read_message_id(told.id);
  const Kind* kind = kind_named(id.kind);
  const auto c = kind && kind->command("record-message-receipt")
                     ? call->fold->find(kind->name, id.case_id)
                     : std::nullopt;
  if (!c) throw Refused(404, "not-found");
  auto command = receipt_command(*c, id.effect, told);
  command.submitted_at = call->edge.services.runtime.now();
  const auto answer = [call](const Outcome& o) {
    if (const auto& why = o.refusal)
      return call->refuse(Refused(status_of_refusal(why->code), why->code));
    Response r;
    r.status = 204;
    call->reply(std::move(r));
  };
  call->fold.reset();
  call->store.reset();
  if (!call->edge.services.runtime.submit(std::move(command), answer))
    throw Refused(503, "overloaded");
  call->edge.workers.run_after(std::chrono::milliseconds(call->edge.settings.command_wait_ms),
                               [weak = std::weak_ptr(call)] {
                                 if (const auto late = weak.lock())
                                   late->refuse(Refused(503, "outcome-unknown"));
                               });
  return std::nullopt;
}

}  // namespace

void add_message_routes(Router& router) {
  router.add("POST", "/api/v1/messages/receipts", Access::anyone, take_receipt);
  router.add("GET", "/api/v1/messages", Access::signed_in, get_messages);
}

}  // namespace surety::http
