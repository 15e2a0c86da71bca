// What an auditor checks: a case's chain, its place in a seal, and the seals themselves.
#include <algorithm>

#include "adapters/http/json_out.hpp"
#include "adapters/http/router.hpp"
#include "adapters/identity/sealing.hpp"
#include "adapters/seals/case_proof.hpp"
#include "adapters/seals/seal_keeper.hpp"
#include "adapters/seals/signing.hpp"
#include "adapters/seals/timestamp.hpp"
#include "engine/authorisation.hpp"
#include "engine/digest.hpp"
#include "events/json.hpp"

namespace surety::http {
namespace {

constexpr std::size_t listed_max = 1'000;

SealKeeper& seals_of(const Call& call) {
  if (!call.edge.services.seals) throw Refused(404, "not-found");
  return *call.edge.services.seals;
}

std::string time_stamped(const SealBook& book, const KeptSeal& kept) {
  const auto bytes = book.timestamp(kept.seal.number);
  const auto stamp = bytes ? read_timestamp(*bytes, kept.text, "", {}) : Timestamp{};
  return stamp.time ? stamp.time->text() : std::string();
}

JsonObject summary(const SealKeeper& seals, const KeptSeal& kept) {
  const auto& book = seals.book();
  JsonObject out;
  out.number("number", kept.seal.number).text("made_at", kept.seal.made_at.text());
  out.number("cases", kept.seal.cases).text("root", kept.seal.root);
  out.text("digest", hex(sha256(kept.text)));
  out.text_or_null("time_stamped_at", time_stamped(book, kept));
  out.flag("in_anchor_folder", seals.anchored_in_folder(kept.seal.number));
  out.flag("at_anchor", book.answer(kept.seal.number).has_value());
  return out;
}

/// Everything that a check needs, byte for byte.
std::string whole(const SealKeeper& seals, const KeptSeal& kept) {
  const auto stamp = seals.book().timestamp(kept.seal.number);
  return summary(seals, kept)
      .text("seal", kept.text)
      .text("signature", base64(kept.signature))
      .text("key", public_key_pem(from_hex(kept.seal.key)))
      .text_or_null("time_stamp", stamp ? base64(*stamp) : "")
      .done();
}

std::optional<Response> list_seals(const CallPtr& call) {
  const auto& seals = seals_of(*call);
  auto numbers = seals.book().numbers();
  std::reverse(numbers.begin(), numbers.end());
  if (numbers.size() > listed_max) numbers.resize(listed_max);
  std::vector<std::string> items;
  for (const auto number : numbers)
    if (const auto kept = seals.book().read(number)) items.push_back(summary(seals, *kept).done());
  return json_response("{\"items\":" + json_list(items) + "}");
}

std::optional<Response> one_seal(const CallPtr& call) {
  const auto& seals = seals_of(*call);
  const auto& text = call->parts.at(0);
  const bool digits = !text.empty() && text.size() < 10 &&
                      text.find_first_not_of("0123456789") == std::string::npos;
  const auto kept = digits ? seals.book().read(std::stoll(text)) : std::nullopt;
  if (!kept) throw Refused(404, "not-found");
  return json_response(whole(seals, *kept));
}

std::optional<Response> make_seal(const CallPtr& call) {
  if (!acts_as(call->actor, "auditor") && !watches_operations(call->actor))
    throw Refused(403, "forbidden");
  auto& seals = seals_of(*call);
  call->fold.reset();
  call->store.reset();
  const bool taken = call->edge.slow.run([call, &seals] {
    guarded(call, [&] { call->reply(json_response(whole(seals, seals.make()), 201)); });
  });
  if (!taken) throw Refused(503, "overloaded");
  return std::nullopt;
}

/// For everybody: whoever was given a seal checks who made it.
std::optional<Response> public_key(const CallPtr& call) {
  spend_of_strangers(*call, 1);
  const auto pem = seals_of(*call).book().key_pem();
  if (!pem) throw Refused(404, "not-found");
  Response r = json_response(*pem);
  r.content_type = "application/x-pem-file";
  return r;
}

void answer(const CallPtr& call, const CaseHead& head) {
  const auto* seals = call->edge.services.seals;
  const auto proof = prove(*call->fold, head, seals ? &seals->book() : nullptr);
  const auto& broken = proof.first_broken;
  call->reply(json_response(
      JsonObject()
          .flag("holds", proof.holds())
          .number("events", proof.events)
          .raw("first_broken", broken == 0 ? "null" : std::to_string(broken))
          .text("head", proof.head)
          .raw("inclusion", proof.seal ? to_json(*proof.inclusion) : "null")
          .raw("seal", proof.seal ? whole(*seals, *proof.seal) : "null")
          .done()));
}

std::optional<Response> get_proof(const CallPtr& call) {
  const auto found = find_visible(*call, kind_of_route(*call), call->parts.at(1));
  if (!auditor(*call, found.parties)) throw Refused(403, "forbidden");
  // The tree is counted again over all cases.
  const bool taken = call->edge.slow.run(
      [call, head = found.value.head] { guarded(call, [&] { answer(call, head); }); });
  if (!taken) throw Refused(503, "overloaded");
  return std::nullopt;
}

}  // namespace

void add_proof_routes(Router& router) {
  router.add("GET", "/api/v1/public/seal-key", Access::anyone, public_key);
  router.add("GET", "/api/v1/seals", Access::signed_in, list_seals);
  router.add("POST", "/api/v1/seals", Access::signed_in, make_seal);
  router.add("GET", "/api/v1/seals/{}", Access::signed_in, one_seal);
  router.add("GET", "/api/v1/{kind}/{}/proof", Access::signed_in, get_proof);
}

}  // namespace surety::http
