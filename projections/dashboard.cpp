// Keys, after the two bytes of the partition; the parts are joined by a zero byte:
//   C jurisdiction, region, figure [, detail]      a count (eight bytes)
//   P jurisdiction, version, t|o, region, figure [, month]    of projects, by the version of the rules
//     they are bound to and whether the table or a regulator vouches for them; by month: a change
//     for each day
//   N jurisdiction, version, t|o, contractor     valid projects that name it
//   L jurisdiction, version, t|o, region, cell   valid projects that lie in the cell
//   A jurisdiction, enterprise                   admitted there
//   S enterprise                                 has signed in
// A count of zero has no row.
#include "projections/dashboard.hpp"

#include "engine/fold_keys.hpp"
#include "engine/kinds/account.hpp"
#include "engine/kinds/enterprise.hpp"
#include "engine/kinds/hazard.hpp"
#include "engine/kinds/insurance_claim.hpp"
#include "engine/kinds/project.hpp"
#include "projections/places.hpp"

namespace surety {
namespace dashboard_detail {
namespace {

constexpr int edition = 3;
constexpr char zero = '\0';

template <class... Parts>
std::string key(char letter, const Parts&... parts) {
  std::string joined(1, letter);
  std::size_t left = sizeof...(parts);
  ((joined.append(parts), joined.append(--left ? 1 : 0, zero)), ...);
  return joined;
}

/// The days on which the project begins and ceases to be covered by any policy.
std::map<Date, std::int64_t> cover_changes(const project::State& s) {
  std::map<Date, std::int64_t> policies, changes;
  for (const auto& c : s.covers) {
    if (!c.valid_from) continue;
    ++policies[*c.valid_from];
    --policies[*c.valid_until + 1];
  }
  std::int64_t in_force = 0;
  for (const auto& [day, change] : policies) {
    const bool before = in_force > 0;
    in_force += change;
    if (before != (in_force > 0)) changes[day] = before ? -1 : 1;
  }
  return changes;
}

void count(const project::State& s, const CaseHead& head, Counters& counters) {
  using P = project::Phase;
  const bool valid = s.state == P::active || s.state == P::suspended;
  const bool vouched = s.origin == project::Origin::table || s.confirmed;
  const auto version = std::to_string(head.rulebook_version);
  const std::string vouching = vouched ? "t" : "o";
  const auto own = [&](std::string_view figure) {
    return key('P', head.jurisdiction, version, vouching, s.region_code.value,
               std::string(figure));
  };
  if (valid) {
    ++counters[own("projects")];
    if (!s.contractor.value.empty())
      ++counters[key('N', head.jurisdiction, version, vouching, s.contractor.value)];
    if (const auto cell = cell_of(s.location.value_or("")))
      ++counters[key('L', head.jurisdiction, version, vouching, s.region_code.value, *cell)];
  }
  // The day stands last: it is cut off when the counter becomes a row of its month.
  for (const auto& [day, change] : cover_changes(s)) {
    counters[own("covered") + zero + day.text()] += change;
    if (valid) counters[own("insured") + zero + day.text()] += change;
  }
}

void count(const insurance_claim::State& s, const CaseHead& head, Counters& counters) {
  if (s.state == insurance_claim::Phase::void_) return;
  const auto own = [&](const char* figure) {
    return key('C', head.jurisdiction, s.region_code.value, std::string(figure));
  };
  ++counters[own("claims")];
  counters[own("casualties")] += s.casualties;
  counters[own("deaths")] += s.deaths;
  counters[own("estimated_loss")] += s.estimated_loss ? s.estimated_loss->fen : 0;
  counters[own("paid")] += s.paid_amount.fen;
}

void count(const hazard::State& s, const CaseHead& head, Counters& counters) {
  if (s.source != hazard::Origin::inspection) return;
  const auto own = [&](const char* figure) {
    return key('C', head.jurisdiction, s.region_code.value, std::string(figure), s.category);
  };
  ++counters[own("found")];
  if (s.state == hazard::Phase::closed) ++counters[own("rectified")];
}

void count(const enterprise::State& s, const CaseHead& head, Counters& counters) {
  for (const auto& a : s.admissions) ++counters[key('A', a.jurisdiction.value, head.id)];
  if (s.enrolled) ++counters[key('S', head.id)];
}

void count(const account::State& s, const CaseHead&, Counters& counters) {
  if (s.first_signed_in_at) ++counters[key('S', s.organisation.value)];
}

/// `…<zero>2025-03-17` → `…<zero>2025-03` and 16.
std::optional<std::size_t> cut_day(std::string& counter) {
  constexpr std::size_t date = 10, month = 7;
  if (counter[0] != 'P' || counter.size() < date || counter[counter.size() - date - 1] != zero)
    return std::nullopt;
  const auto day = static_cast<std::size_t>(std::stoi(counter.substr(counter.size() - 2)) - 1);
  counter.resize(counter.size() - date + month);
  return day;
}

std::vector<std::int64_t> days_of(const std::optional<std::string>& bytes) {
  std::vector<std::int64_t> days(31);
  for (std::size_t i = 0; bytes && i < days.size(); ++i)
    days[i] = from_big_endian64(std::string_view(*bytes).substr(i * 8));
  return days;
}

void change(Rows& rows, std::string counter, std::int64_t by) {
  const auto day = cut_day(counter);
  if (!day) {
    const auto bytes = rows.get(counter);
    const auto now = (bytes ? from_big_endian64(*bytes) : 0) + by;
    return now == 0 ? rows.erase(counter) : rows.put(counter, big_endian64(now));
  }
  auto days = days_of(rows.get(counter));
  days[*day] += by;
  std::string packed;
  bool any = false;
  for (const auto d : days) {
    packed += big_endian64(d);
    any = any || d != 0;
  }
  any ? rows.put(counter, packed) : rows.erase(counter);
}

class DashboardProjection final : public Projection {
 public:
  std::string name() const override { return "dashboard"; }
  int version() const override { return edition; }
  void apply(const Commit&, const Changes& changes, Rows& rows) override {
    for (const auto& c : changes) {
      auto counters = counters_of(c.after);
      for (const auto& [counter, value] : counters_of(c.before)) counters[counter] -= value;
      for (const auto& [counter, by] : counters)
        if (by != 0) change(rows, counter, by);
    }
  }
};

/// Every counter under a prefix in all partitions: its parts, and its value.
template <class Visit>
void each(const StoreReader& store, int partitions, const std::string& under, const Visit& visit) {
  for (int p = 0; p < partitions; ++p) {
    const auto prefix = partition_prefix(p) + under;
    store.scan(family(), prefix, after_prefix(prefix), [&](std::string_view k, std::string_view v) {
      std::vector<std::string> parts;
      for (std::string_view rest = k.substr(prefix.size());;) {
        const auto end = rest.find(zero);
        parts.emplace_back(rest.substr(0, end));
        if (end == rest.npos) break;
        rest.remove_prefix(end + 1);
      }
      visit(parts, v);
      return true;
    });
  }
}

void take(RegionFigures& city, const std::string& figure, const std::vector<std::string>& parts,
          std::int64_t value) {
  if (figure == "claims") city.claim_count += value;
  else if (figure == "casualties") city.casualties += value;
  else if (figure == "deaths") city.deaths += value;
  else if (figure == "estimated_loss") city.estimated_loss += value;
  else if (figure == "paid") city.paid_amount += value;
  else if (figure == "found") city.problems[parts.at(2)].found += value;
  else if (figure == "rectified") city.problems[parts.at(2)].rectified += value;
}

/// The sum of the changes of a month's days up to today.
std::int64_t until_today(const std::string& month, std::string_view bytes, const std::string& today) {
  if (month > today.substr(0, month.size())) return 0;
  const bool this_month = today.starts_with(month);
  const auto last = this_month ? std::stoul(today.substr(8)) : 31;
  const auto days = days_of(std::string(bytes));
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < last; ++i) sum += days[i];
  return sum;
}

}  // namespace

std::string family() {
  static const std::string name = DashboardProjection().family();
  return name;
}

Counters counters_of(const Case& c) {
  Counters counters;
  if (c.head.version == 0) return counters;
  const auto& kind = c.head.kind;
  if (kind == "project") count(c.as<project::State>(), c.head, counters);
  else if (kind == "insurance-claim") count(c.as<insurance_claim::State>(), c.head, counters);
  else if (kind == "hazard") count(c.as<hazard::State>(), c.head, counters);
  else if (kind == "enterprise") count(c.as<enterprise::State>(), c.head, counters);
  else if (kind == "account") count(c.as<account::State>(), c.head, counters);
  return counters;
}

}  // namespace dashboard_detail

using namespace dashboard_detail;

void RegionFigures::add(const RegionFigures& o) {
  project_count += o.project_count;
  insured_projects += o.insured_projects;
  policies_in_force += o.policies_in_force;
  claim_count += o.claim_count;
  casualties += o.casualties;
  deaths += o.deaths;
  estimated_loss += o.estimated_loss;
  paid_amount += o.paid_amount;
  for (const auto& [category, p] : o.problems) {
    problems[category].found += p.found;
    problems[category].rectified += p.rectified;
  }
}

std::unique_ptr<Projection> dashboard_projection() {
  return std::make_unique<DashboardProjection>();
}

DashboardFigures dashboard(const StoreReader& store, int partitions, std::string_view jurisdiction,
                           const NeedsTable& needs_table, Date today) {
  DashboardFigures figures;
  const auto day = today.text();
  const auto under = [&](char letter) { return key(letter, std::string(jurisdiction)) + zero; };
  each(store, partitions, under('C'), [&](const auto& parts, std::string_view v) {
    take(figures.regions[parts.at(0)], parts.at(1), parts, from_big_endian64(v));
  });
  std::map<std::string, bool> strict;
  const auto counts = [&](const auto& parts) {  // version, t|o
    if (parts.at(1) == "t") return true;
    auto [at, fresh] = strict.try_emplace(parts.at(0), false);
    if (fresh) at->second = needs_table(std::atoll(parts.at(0).c_str()));
    return !at->second;
  };
  each(store, partitions, under('P'), [&](const auto& parts, std::string_view v) {
    auto& city = figures.regions[parts.at(2)];
    const auto& figure = parts.at(3);
    if (figure == "covered") city.policies_in_force += until_today(parts.at(4), v, day);
    else if (!counts(parts)) return;
    else if (figure == "projects") city.project_count += from_big_endian64(v);
    else if (figure == "insured") city.insured_projects += until_today(parts.at(4), v, day);
  });
  each(store, partitions, under('L'), [&](const auto& parts, std::string_view v) {
    if (counts(parts)) figures.places[parts.at(2)][parts.at(3)] += from_big_endian64(v);
  });
  std::map<std::string, bool> named, signed_in;  // distinct across partitions
  each(store, partitions, under('N'), [&](const auto& parts, std::string_view) {
    if (counts(parts)) named[parts.at(2)] = true;
  });
  each(store, partitions, "S", [&](const auto& parts, std::string_view) {
    signed_in[parts.at(0)] = true;
  });
  each(store, partitions, under('A'), [&](const auto& parts, std::string_view) {
    if (signed_in.count(parts.at(0))) ++figures.signed_in_enterprises;
  });
  figures.named_enterprises = static_cast<std::int64_t>(named.size());
  return figures;
}

std::optional<std::int64_t> ratio(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return std::nullopt;
  return (part * 20'000 + whole) / (2 * whole);
}

}  // namespace surety
