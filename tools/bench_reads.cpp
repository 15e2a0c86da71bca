// `surety bench reads`: lists, searches and figures of a large province, asked by many clients, and
// the same questions put to PostgreSQL in the same run.
#include "tools/bench_reads.hpp"

#include <fmt/format.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "adapters/http/server.hpp"
#include "engine/fold_keys.hpp"
#include "projections/run.hpp"
#include "tests/support/seeded_randomness.hpp"
#include "tools/bench_world.hpp"
#include "tools/cli.hpp"
#include "tools/demo_player.hpp"
#include "tools/http_client.hpp"
#include "tools/sample.hpp"

namespace surety::tools {
namespace {

using Steady = std::chrono::steady_clock;
constexpr Instant first_day{1'740'790'800'000};  // 2025-03-01 09:00 in Beijing

struct Keys : DataKeys {
  std::int64_t projects = 100'000;
  int clients = 32;
  double seconds = 5;
  bool alone = false;
};

double since(Steady::time_point start) {
  return std::chrono::duration<double>(Steady::now() - start).count();
}

/// The page of a list in SQL, and its total.
std::string page_sql(std::string_view table, std::string_view where, std::string_view order) {
  return fmt::format("select count(*) from {0} where {1};\n"
                     "select item from {0} where {1} order by {2} limit 50;\n",
                     table, where, order);
}

std::vector<ReadQuery> queries(Date today, std::int64_t projects) {
  const std::string province = "region like '23%'";
  const auto soon = (today + 30).text(), later = (today + 60).text();
  std::vector<ReadQuery> all;
  const auto add = [&](std::string name, std::string account, std::string path, std::string sql,
                       std::int64_t numbers = 0) {
    all.push_back({std::move(name), std::move(account), "/api/v1/" + std::move(path), numbers,
                   std::move(sql)});
  };
  add("policies, newest", "regulator-hlj", "policies",
      page_sql("policies", province, "opened_at desc, id desc"));
  add("… in force, by issue", "regulator-hlj", "policies?state=in-force&sort=-issued_at",
      page_sql("policies", province + " and state = 'in-force'", "issued_at desc, id desc"));
  add("… ending in a month", "regulator-hlj",
      fmt::format("policies?state=in-force&sort=valid_until&valid_until.from={}"
                  "&valid_until.until={}",
                  soon, later),
      page_sql("policies",
               fmt::format("{} and state = 'in-force' and valid_until between '{}' and '{}'",
                           province, soon, later),
               "valid_until, id"));
  add("… of an insurer, to answer", "insurer-hlj", "policies?state=in-review",
      page_sql("policies", "insurer = '91230100MA18A0019T' and state = 'in-review'",
               "opened_at desc, id desc"));
  add("… of a contractor", "contractor-hlj", "policies",
      page_sql("policies", "contractor = '11230703001784935X'", "opened_at desc, id desc"));
  add("… q= part of a name", "regulator-hlj", "policies?q={n}%E5%8F%B7",
      fmt::format("\\set n random(1, {})\n", projects) +
          page_sql("policies", province + " and search like '%' || :n || '号%'",
                   "opened_at desc, id desc"),
      projects);
  add("projects, dearest", "regulator-hlj", "projects?sort=-investment_total",
      page_sql("projects", province, "investment_total desc, id desc"));
  add("… uninsured in a city", "regulator-hlj",
      "projects?insurance_status=uninsured&region_code=230102",
      page_sql("projects", "region = '230102' and insurance_status = 'uninsured'",
               "opened_at desc, id desc"));
  add("dashboard", "regulator-hlj", "dashboards/230000",
      fmt::format("select count(*), count(*) filter (where insurance_status = 'insured') "
                  "from projects where {0};\n"
                  "select count(distinct project) from policies where {0} and state = 'in-force' "
                  "and valid_from <= '{1}' and valid_until >= '{1}';\n",
                  province, today.text()));
  return all;
}

ReadFigures over_http(const std::string& url, const ReadQuery& query, int clients, double seconds) {
  HttpClient door(url);
  const auto token = door.sign_in(query.account, std::string(sample_password));
  std::vector<std::vector<float>> times(static_cast<std::size_t>(clients));
  std::vector<std::thread> threads;
  std::atomic<int> failures = 0;
  const auto start = Steady::now();
  for (std::size_t c = 0; c < times.size(); ++c)
    threads.emplace_back([&, c] {
      testing::SeededRandomness random(c + 1);
      HttpClient client(url);
      client.header("Authorization", "Bearer " + token);
      while (since(start) < seconds) {
        auto path = query.path;
        if (const auto at = path.find("{n}"); at != path.npos)
          path.replace(at, 3, std::to_string(1 + random.below(
                                                     static_cast<std::uint64_t>(query.numbers))));
        const auto asked = Steady::now();
        if (client.send("GET", path).status != 200) ++failures;
        times[c].push_back(static_cast<float>(since(asked) * 1000));
      }
    });
  for (auto& thread : threads) thread.join();
  if (failures > 0)
    throw Failure(fmt::format("{} requests of “{}” failed", failures.load(), query.name),
                  "try again with fewer clients");
  Measured all;
  all.seconds = since(start);
  for (const auto& mine : times)
    all.latencies_ms.insert(all.latencies_ms.end(), mine.begin(), mine.end());
  all.done = static_cast<std::int64_t>(all.latencies_ms.size());
  std::sort(all.latencies_ms.begin(), all.latencies_ms.end());
  return {all.percentile(.5), all.percentile(.99), all.rate()};
}

// ---------------------------------------------------------------------------------------------
// The same rows for PostgreSQL.

std::string copied(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '\\') out += "\\\\";
    else if (c == '\n') out += "\\n";
    else if (c == '\t') out += "\\t";
    else out += c;
  }
  return out;
}

struct CopiedTable {
  std::string view, table;
  std::vector<std::pair<std::string, std::string>> columns;  ///< ours, theirs
};

const std::vector<CopiedTable>& copied_tables() {
  static const std::vector<CopiedTable> all{
      {"policies",
       "policies",
       {{"id", "id"}, {"region_code", "region"}, {"policyholder", "contractor"},
        {"insurer", "insurer"}, {"state", "state"}, {"opened_at", "opened_at"},
        {"issued_at", "issued_at"}, {"valid_from", "valid_from"}, {"valid_until", "valid_until"},
        {"project", "project"}, {"project_name", "project_name"},
        {"policy_number", "policy_number"}}},
      {"projects",
       "projects",
       {{"id", "id"}, {"region_code", "region"}, {"contractor", "contractor"}, {"name", "name"},
        {"opened_at", "opened_at"}, {"insurance_status", "insurance_status"},
        {"investment_total", "investment_total"}}}};
  return all;
}

void copy_rows(InnerNode& node, const BenchPostgres& postgres) {
  const auto auditor = Player(node.runtime(), node.secrets()).account("auditor");
  const auto store = node.runtime().snapshot();
  const int partitions = node.runtime().partitions();
  for (const auto& table : copied_tables()) {
    const View& view = *view_named(table.view);
    Names names(*store, partitions, view, node.runtime().now().date());
    std::vector<std::size_t> columns;
    std::string create;
    for (const auto& [ours, theirs] : table.columns) {
      columns.push_back(column_at(view, ours).value());
      create += fmt::format("{} {}, ", theirs,
                            ours == "investment_total" ? "bigint" : "text collate \"C\"");
    }
    const auto file = postgres.folder() / table.table;
    std::ofstream out(file);
    each_row(*store, partitions, view, auditor, false,
             [&](std::string_view, const Packed& row, std::string_view) {
               std::string search;
               for (const auto column : columns) {
                 const auto cell = names.value(row, column);
                 const bool number = is_number(*view.columns[column].type);
                 if (cell.empty()) out << "\\N\t";
                 else if (number) out << from_big_endian64(cell) << '\t';
                 else out << copied(cell) << '\t';
                 if (view.columns[column].searched) search.append(cell).append(1, ' ');
               }
               out << copied(search) << '\t'
                   << copied(item_json(*store, partitions, view, row, names, {})) << '\n';
             });
    out.close();
    postgres.run_sql(fmt::format("create table {0} ({1}search text, item text);\n"
                                 "\\copy {0} from '{2}'\n",
                                 table.table, create, file.string()));
    std::filesystem::remove(file);
  }
  postgres.run_sql(R"(create extension pg_trgm;
create index on policies (opened_at desc, id desc);
create index on policies (issued_at desc, id desc);
create index on policies (region, state);
create index on policies (state, valid_until, id);
create index on policies (contractor, opened_at desc, id desc);
create index on policies (insurer, state, opened_at desc, id desc);
create index on policies using gin (search gin_trgm_ops);
create index on projects (opened_at desc, id desc);
create index on projects (investment_total desc, id desc);
create index on projects (region, insurance_status);
vacuum analyze;
)");
}

// ---------------------------------------------------------------------------------------------

struct Line {
  ReadFigures ours, theirs;
  double sweep_ms = 0;
};

/// The time of the plain list in one thread by looking at every row.
double sweep_ms(InnerNode& node, const ReadQuery& query) {
  const auto view_name = query.path.substr(8, query.path.find('?') - 8);
  const View* view = view_named(view_name);
  if (!view) return 0;
  const auto actor = Player(node.runtime(), node.secrets()).account(query.account);
  const auto store = node.runtime().snapshot();
  const auto start = Steady::now();
  run(*store, node.runtime().partitions(), *view, {.today = node.runtime().now().date()}, actor);
  return since(start) * 1000;
}

void print_head() {
  fmt::print("\n{:<28} | {:>8} {:>8} {:>8} {:>9} | {:>9} {:>9} {:>8} | {:>9}\n",
             "page of 50 and its total", "p50 ms", "p99 ms", "/s", "sweep ms", "PG p50",
             "PG p99", "PG /s", "PG / ours");
}

void print(const std::string& name, const Line& l, bool compared) {
  fmt::print("{:<28} | {:>8.2f} {:>8.2f} {:>8.0f} {:>9.1f} | ", name, l.ours.p50_ms,
             l.ours.p99_ms, l.ours.per_second, l.sweep_ms);
  if (compared)
    fmt::print("{:>9.2f} {:>9.2f} {:>8.0f} | {:>9.2f}\n", l.theirs.p50_ms, l.theirs.p99_ms,
               l.theirs.per_second, l.theirs.p99_ms / std::max(l.ours.p99_ms, 1e-3));
  else fmt::print("{:>9} {:>9} {:>8} | {:>9}\n", "—", "—", "—", "—");
  std::fflush(stdout);
}

void export_rows_of(const std::string& url) {
  HttpClient door(url);
  const auto token = door.sign_in("auditor", std::string(sample_password));
  std::atomic<bool> done = false;
  const double before = resident_mib();
  double peak = before;
  std::jthread watch([&] {
    while (!done) {
      peak = std::max(peak, resident_mib());
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  });
  const auto start = Steady::now();
  // By a process of its own, so that what it holds is not counted here.
  const auto fetch = fmt::format("curl -sf -o /dev/null -H 'Authorization: Bearer {}' "
                                 "'{}/api/v1/projects?format=csv'",
                                 token, url);
  const bool well = std::system(fetch.c_str()) == 0;
  const double seconds = since(start);
  done = true;
  watch.join();
  fmt::print("export of all projects as CSV: {:.1f} s, resident memory from {:.0f} to {:.0f} MiB "
             "at most{}\n",
             seconds, before, peak, well ? "" : "; IT FAILED");
}

void bench_reads(const Keys& keys) {
  InnerNode node(keys, first_day);
  const auto count = [&] {
    const auto auditor = Player(node.runtime(), node.secrets()).account("auditor");
    const auto page = run(*node.runtime().snapshot(), node.runtime().partitions(),
                          *view_named("projects"), {.limit = 1}, auditor);
    return static_cast<std::int64_t>(std::get<Page>(page).total);
  };
  if (count() < keys.projects) {
    DemoPlayer player(node, {.projects = keys.projects});
    player.play();
  }
  Services services{.runtime = node.runtime(),
                    .secrets = node.secrets(),
                    .documents = node.documents(),
                    .drafts = node.folder() / "drafts",
                    .manual_clock = node.manual_clock()};
  HttpServer http(HttpSettings{.port = 0}, services);
  http.start();
  const auto url = fmt::format("http://127.0.0.1:{}", http.port());
  const auto asked = queries(node.runtime().now().date(), keys.projects);
  const auto missing = keys.alone ? "--alone" : BenchPostgres::missing();
  std::optional<BenchPostgres> postgres;
  if (missing.empty()) {
    postgres.emplace();
    copy_rows(node, *postgres);
  }
  const double idle = resident_mib();
  print_head();
  for (const auto& query : asked) {
    Line line;
    line.sweep_ms = sweep_ms(node, query);
    over_http(url, query, 1, 0.05);  // so that nobody is the first
    line.ours = over_http(url, query, keys.clients, keys.seconds);
    if (postgres) {
      postgres->measure(query.sql, keys.clients, 1);
      line.theirs = postgres->measure(query.sql, keys.clients, keys.seconds);
    }
    print(query.name, line, postgres.has_value());
  }
  fmt::print("ours over HTTP with sign-in and scope; sweep: the plain list by looking at every row, "
             "one thread; PG: PostgreSQL 15, pgbench, prepared statements, count and page; "
             "PG / ours: of p99\n");
  if (!missing.empty()) fmt::print("not compared: {}\n", missing);
  fmt::print("resident memory: {:.0f} MiB before the first question, {:.0f} MiB after the last\n",
             idle, resident_mib());
  export_rows_of(url);
  http.stop();
}

}  // namespace

void add_bench_reads(CLI::App& bench) {
  auto keys = std::make_shared<Keys>();
  auto* verb = bench.add_subcommand("reads", "Measure lists, searches and figures");
  verb->add_option("--data", keys->data, "Folder; filled by demo-data's world where it is not")
      ->capture_default_str();
  verb->add_option("--projects", keys->projects, "How many there are at least")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000}))
      ->capture_default_str();
  verb->add_option("--clients", keys->clients, "At the same time")
      ->check(CLI::Range(1, 1'000))
      ->capture_default_str();
  verb->add_option("--seconds", keys->seconds, "Length of each measurement")
      ->check(CLI::Range(0.1, 3600.0))
      ->capture_default_str();
  verb->add_flag("--alone", keys->alone, "Not beside PostgreSQL");
  verb->callback([keys] { bench_reads(*keys); });
}

}  // namespace surety::tools
