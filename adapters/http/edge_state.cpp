// What several handlers ask: the case of a route, the rules of a jurisdiction, numbers in a query.
#include "adapters/http/edge_state.hpp"

#include <algorithm>

#include <spdlog/spdlog.h>

#include "engine/kinds/rulebook.hpp"

namespace surety::http {

void guarded(const CallPtr& call, const std::function<void()>& handler) {
  const auto fails = [&](int status, const char* code, const std::exception& why) {
    spdlog::error("http: {} {}: {}", call->request->method, call->request->path, why.what());
    call->refuse(Refused(status, code));
  };
  try {
    handler();
  } catch (const Refused& r) {
    call->refuse(r);
  } catch (const SecretsUnavailable& e) {
    fails(503, "secrets-unavailable", e);
  } catch (const std::exception& e) {
    fails(500, "internal-error", e);
  }
}

const Kind& kind_of_route(const Call& call) {
  const Kind* kind = kind_of_plural(call.parts.at(0));
  if (!kind) throw Refused(404, "no-such-route");
  return *kind;
}

Found find_visible(const Call& call, const Kind& kind, std::string_view id) {
  auto found = call.fold->find(kind.name, id);
  if (!found || found->head.version == 0) throw Refused(404, "not-found");
  Parties parties = kind.parties(found->head, found->state.get());
  if (!sees(call.actor, kind, parties)) throw Refused(404, "not-found");
  return {&kind, std::move(*found), std::move(parties)};
}

std::optional<Rulebook> rules_in_force(const Call& call, std::string_view jurisdiction) {
  if (jurisdiction.empty()) return std::nullopt;
  const auto book = call.fold->find("rulebook", jurisdiction);
  if (!book) return std::nullopt;
  return rulebook::in_force(book->as<rulebook::State>(), call.edge.today());
}

std::int64_t number_parameter(const Call& call,
                              std::string_view name,
                              std::int64_t otherwise,
                              std::int64_t least,
                              std::int64_t greatest,
                              const char* code) {
  const auto given = call.request->parameter(name);
  if (!given) return otherwise;
  if (given->empty() || given->size() > 18 ||
      given->find_first_not_of("0123456789") != std::string_view::npos)
    throw Refused(400, code);
  const std::int64_t value = std::stoll(std::string(*given));
  if (value < least || value > greatest) throw Refused(400, code);
  return value;
}

std::optional<Instant> instant_parameter(const Call& call, std::string_view name) {
  std::string text(call.parameter(name));
  // A plus sign that was not encoded has become a blank on its way.
  std::replace(text.begin(), text.end(), ' ', '+');
  if (text.empty()) return std::nullopt;
  if (!Instant::check(text).empty()) throw Refused(400, "bad-parameter");
  return Instant::stored(text);
}

bool auditor(const Call& call, const Parties& parties) {
  return stands(call.actor, Who::auditor, parties);
}

}  // namespace surety::http
