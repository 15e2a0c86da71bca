// A command of the platform with a person behind it.
#include "adapters/http/keep_record.hpp"

#include "adapters/identity/password.hpp"
#include "engine/digest.hpp"

namespace surety::http {
namespace {

access_record::Person person(const Call& call) {
  access_record::Person p{{call.actor.account}, {call.actor.organisation}, {}};
  if (!call.actor.region_code.empty()) p.region_code = RegionCode{call.actor.region_code};
  return p;
}

}  // namespace

RecordToKeep opening_of(const Call& call, std::string case_key, std::vector<std::string> fields) {
  const access_record::RecordOpening record{person(call), std::move(case_key), std::move(fields)};
  return {"access-record", "record-opening", {}, call.actor.account, to_json(record)};
}

RecordToKeep export_of(const Call& call, const View& view, access_record::Format format,
                       std::int64_t rows) {
  const auto& target = call.request->target;
  const auto query = target.find('?');
  const access_record::RecordExport record{
      person(call), view.name, std::string(view.label.zh), format,
      percent_decoded(query == target.npos ? "" : target.substr(query + 1), true).value_or(""),
      rows};
  return {"access-record", "record-export", {}, call.actor.account, to_json(record)};
}

void keep_record(const CallPtr& call, const RecordToKeep& record,
                 std::function<void(const Outcome&)> done) {
  CommandEnvelope e;
  e.id = record.id.empty() ? "r-" + random_hex(16) : record.id;
  e.kind = record.kind;
  e.command = record.command;
  e.case_id = record.case_id;
  e.root = record.root;
  e.actor = call->actor;
  e.actor.engine = true;
  e.body = record.body;
  e.body_digest = hex(sha256(record.body));
  e.submitted_at = call->edge.services.runtime.now();
  call->fold.reset();
  call->store.reset();
  const auto told = [call, done = std::move(done)](const Outcome& outcome) {
    call->edge.workers.run_after(std::chrono::milliseconds(0), [call, done, outcome] {
      guarded(call, [&] {
        if (outcome.command_id.empty()) throw Refused(503, "outcome-unknown");
        if (const auto& r = outcome.refusal)
          throw Refused(status_of_refusal(r->code), r->code, {}, r->facts);
        done(outcome);
      });
    });
  };
  if (!call->edge.services.runtime.submit(std::move(e), told)) throw Refused(503, "overloaded");
  // Weak: a call that was answered leaves nothing behind but the timer's entry.
  call->edge.workers.run_after(std::chrono::milliseconds(call->edge.settings.command_wait_ms),
                               [weak = std::weak_ptr(call)] {
                                 if (const auto c = weak.lock())
                                   c->refuse(Refused(503, "outcome-unknown"));
                               });
}

}  // namespace surety::http
