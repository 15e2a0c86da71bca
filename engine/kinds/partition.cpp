// Adoption of rulebooks and calendars.
#include "engine/kinds/partition.hpp"
#include "engine/kind_table.hpp"

namespace surety::partition {

void evolve(State& s, const RulebookAdopted& e, const Happening&) { s.rulebooks.push_back(e.book); }

void evolve(State& s, const CalendarAdopted& e, const Happening&) {
  s.calendar_version = e.version;
  s.calendar = e.text;
}

const Kind& kind() {
  static const Kind k = KindOf<State>("partition", "partitions", {"分区", "Partition"})
                            .event<RulebookAdopted>()
                            .event<CalendarAdopted>()
                            .platform()
                            .done();
  return k;
}

std::string key(int partition) { return "partition/" + std::to_string(partition); }

}  // namespace surety::partition
