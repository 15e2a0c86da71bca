// Written by the platform alone, before what it tells of; nothing becomes of it afterwards. Not
// events of the case that was looked at: whoever looks must not make others' forms stale.
#include "engine/kinds/access_record.hpp"

#include "engine/kind_table.hpp"

namespace surety::access_record {

Decision decide(const State&, const RecordExport& c, const Context&) {
  return happened(ExportRecorded{c});
}
Decision decide(const State&, const RecordOpening& c, const Context&) {
  return happened(OpeningRecorded{c});
}

void evolve(State& s, const ExportRecorded& e, const Happening&) {
  static_cast<Person&>(s) = e;
  s.state = Phase::exported;
  s.list = e.list;
  s.title = e.title;
  s.format = e.format;
  s.filters = e.filters;
  s.rows = e.rows;
}
void evolve(State& s, const OpeningRecorded& e, const Happening&) {
  static_cast<Person&>(s) = e;
  s.state = Phase::opened;
  s.subject = e.subject;
  s.fields = e.fields;
}

const Kind& kind() {
  static const Kind kind = [] {
    const auto account = [](const Person& c) { return c.account.value; };
    return KindOf<State>("access-record", "access-records", {"查阅记录", "Access record"})
        .platform()
        .opens<RecordExport>({"记录导出", "Record an export"}, by(Who::engine), account)
        .opens<RecordOpening>({"记录查看", "Record an opening"}, by(Who::engine), account)
        .event<ExportRecorded>()
        .event<OpeningRecorded>()
        .parties([](const CaseHead& h, const State& s) {
          return Parties{.self = s.organisation.value,
                         .region = s.region_code ? s.region_code->value : "",
                         .jurisdiction = h.jurisdiction};
        })
        .done();
  }();
  return kind;
}

}  // namespace surety::access_record
