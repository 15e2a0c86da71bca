// `surety bench`: one run, one table: the disk alone, the engine, the edge, deadlines, memory.
#include <fmt/format.h>

#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include "adapters/rocksdb/checkpoint.hpp"
#include "engine/digest.hpp"
#include "engine/fold.hpp"
#include "tools/bench_world.hpp"
#include "tools/chain_check.hpp"
#include "tools/cli.hpp"
#include "tools/refold.hpp"

namespace surety::tools {
namespace {

struct Keys : DataKeys {
  std::string folder = ".bench";
  double seconds = 5;
  std::int64_t deadlines = 1'000'000, cases = 100'000, events = 1'000'000;
  bool keep = false;
};

constexpr int widths[] = {1, 32, 256};

void head(std::string_view text) { fmt::print("\n{}\n", text); }

struct Rates {
  Measured raw[3], engine[3], http[3];
};

void print_rates(const Keys& keys, const Rates& r, std::size_t bytes) {
  head(fmt::format("Commands a second (records of {} bytes, each synced before its answer)", bytes));
  fmt::print("{:>8} | {:>12} | {:>12} {:>6} {:>8} {:>8} | {:>12} {:>6} {:>8} {:>8}\n", "clients",
             keys.journal == "kafka" ? "raw produce" : "raw batches", "in process", "ratio", "p50 ms", "p99 ms", "HTTP", "ratio", "p50 ms",
             "p99 ms");
  for (int i = 0; i < 3; ++i) {
    const auto& raw = r.raw[i];
    const auto& e = r.engine[i];
    const auto& h = r.http[i];
    fmt::print("{:>8} | {:>12.0f} | {:>12.0f} {:>6.2f} {:>8.2f} {:>8.2f} | {:>12.0f} {:>6.2f} "
               "{:>8.2f} {:>8.2f}\n",
               widths[i], raw.rate(), e.rate(), e.rate() / std::max(raw.rate(), 1.0),
               e.percentile(.5), e.percentile(.99), h.rate(), h.rate() / std::max(raw.rate(), 1.0),
               h.percentile(.5), h.percentile(.99));
  }
  fmt::print("raw: {}; ratio: to raw\n",
             keys.journal == "kafka"
                 ? "an idempotent producer alone, so many records of the same size under way"
                 : "RocksDB alone, one writer, batches of so many records of the same size, synced");
}

/// Every letter's receipt is due at the same second; foreground commands go on while they pass.
void run_deadlines(BenchWorld& world, const Keys& keys) {
  std::atomic<std::int64_t> number = 0;
  world.all_of(keys.deadlines, [&] { return world.project_for(++number); }, "Opening projects");
  number = 0;
  world.all_of(keys.deadlines, [&] { return world.next_letter(++number); }, "Recording letters");
  const auto make = [&] { return world.next_project(); };
  const auto before = world.in_process(8, keys.seconds, make);

  std::mutex mutex;
  std::set<std::string> passed;
  std::int64_t counted = 0;
  const int id = world.runtime().subscribe([&](int, const Commit& c) {
    if (!c.passed || c.passed->name != "receipt-confirmation") return;
    std::lock_guard lock(mutex);
    ++counted;
    passed.insert(c.passed->case_key);
  });
  std::atomic<bool> done = false;
  Progress progress("Passing deadlines", keys.deadlines);
  // Day 10 counts whole: the deadlines pass at 00:00 of the day after.
  const auto due = Instant::start_of(world.runtime().now().date() + 11);
  std::jthread mover([&] {
    world.runtime().move_clock(due);
    done = true;
  });
  const auto during = world.in_process(8, 0, make, &done);
  const double seconds = progress.seconds();
  mover.join();
  world.runtime().unsubscribe(id);
  progress.finish();

  head(fmt::format("{} deadlines due in the same second", keys.deadlines));
  fmt::print("passed {} in {:.1f} s, {:.0f}/s; each once: {}\n", counted, seconds,
             static_cast<double>(counted) / seconds,
             counted == keys.deadlines && static_cast<std::int64_t>(passed.size()) == counted
                 ? "yes"
                 : "NO");
  fmt::print("8 foreground clients, p99: {:.2f} ms before, {:.2f} ms meanwhile, ratio {:.1f} "
             "({:.0f}/s before, {:.0f}/s meanwhile)\n",
             before.percentile(.99), during.percentile(.99),
             during.percentile(.99) / std::max(before.percentile(.99), 1e-3), before.rate(),
             during.rate());
}

void print_memory(double idle, double filled, const Keys& keys) {
  head("Resident memory");
  fmt::print("{:.0f} MiB idle, {:.0f} MiB with {} cases and more\n", idle, filled, keys.cases);
}

void print_disk_and_rebuild(const Keys& keys, const BenchWorld::Bytes& bytes) {
  const Folder folder(keys.folder, false);
  auto journal = open_journal(folder, keys, true);
  auto store = open_store(folder / "rebuilt");
  const auto folded = fold(*journal, *store, folder, "Rebuilding");
  head("Disk and rebuild");
  const auto events = static_cast<double>(std::max<std::int64_t>(bytes.events, 1));
  fmt::print("{} events; {:.0f} bytes an event in records", bytes.events,
             static_cast<double>(bytes.record_bytes) / events);
  if (keys.journal == "embedded")
    fmt::print(", {:.0f} on disk", static_cast<double>(folder_bytes(folder / "journal")) / events);
  fmt::print(", {:.0f} in folded data\n",
             static_cast<double>(folder_bytes(folder / "store")) / events);
  fmt::print("rebuilt from the journal in {:.1f} s, {:.0f} events/s, every read model included\n",
             folded.seconds, static_cast<double>(folded.events) / std::max(folded.seconds, 1e-3));
}

/// One thread reads every record: as it is, and to check its place and the hashes of its events.
void print_verify(const Keys& keys) {
  const Folder folder(keys.folder, false);
  auto journal = open_journal(folder, keys, true);
  const auto measured = [&](bool checks) {
    Measured m;
    const Progress progress("Verifying");
    for (int p = 0; p < journal->partitions(); ++p) {
      ChainCheck check(p, *journal);
      for (std::int64_t offset = 0; offset < journal->end(p);) {
        const auto entries = journal->read(p, offset, 1'000, 1 << 20);
        if (entries.empty()) throw Failure("the journal cannot be read", "run surety verify");
        for (const auto& entry : entries)
          if (checks) check.take(entry);
        offset = entries.back().offset + 1;
        m.done += static_cast<std::int64_t>(entries.size());
      }
      if (!check.findings().empty())
        throw Failure(check.findings()[0].text(), "run surety verify");
    }
    m.seconds = progress.seconds();
    return m;
  };
  measured(false);  // once, so that both find what the disk has to say in memory
  const auto raw = measured(false), verified = measured(true);
  head("Verify, on one core");
  fmt::print("{:.0f} records/s; read alone {:.0f}/s; ratio {:.2f}\n", verified.rate(), raw.rate(),
             verified.rate() / std::max(raw.rate(), 1.0));
}

void measure(const Keys& keys) {
  const auto checkpoints = std::filesystem::path(keys.folder) / "checkpoints";
  BenchWorld::Bytes bytes;
  {
    BenchWorld world(keys);
    const double idle = resident_mib();
    const auto make = [&] { return world.next_project(); };
    Rates rates;
    for (int i = 0; i < 3; ++i) rates.engine[i] = world.in_process(widths[i], keys.seconds, make);
    bytes = world.count_bytes();
    const auto records = std::max<std::int64_t>(1, bytes.records);
    const auto size = static_cast<std::size_t>(bytes.record_bytes / records);
    for (int i = 0; i < 3; ++i) {
      const auto folder = std::filesystem::path(keys.folder) / fmt::format("raw-{}", i);
      rates.raw[i] = keys.journal == "kafka"
                         ? raw_produce(kafka_settings(keys), widths[i], size, keys.seconds)
                         : raw_batches(folder, widths[i], size, keys.seconds);
    }
    for (int i = 0; i < 3; ++i) rates.http[i] = world.over_http(widths[i], keys.seconds);
    print_rates(keys, rates, size);
    if (const auto missing = keys.cases - bytes.records; missing > 0) {
      world.all_of(missing, make, "Filling");
    }
    print_memory(idle, resident_mib(), keys);
    std::fflush(stdout);
    if (keys.deadlines > 0) run_deadlines(world, keys);
    bytes = world.count_bytes();
    if (keys.journal == "kafka") {
      if (const auto missing = keys.events - bytes.events; missing > 0)
        world.all_of(missing, make, "Filling");
      bytes = world.count_bytes();
      Checkpoints(checkpoints, world.journal()).make(world.store(), "bench", system_clock()->now());
    }
  }
  print_disk_and_rebuild(keys, bytes);
  print_verify(keys);
  if (keys.journal == "kafka") bench_nodes(keys, checkpoints, bytes.events);
}

void bench(Keys keys) {
  keys.data = keys.folder;
  // Topics of its own, so that a second run begins as empty as the first.
  if (keys.prefix.empty()) keys.prefix = "bench-" + hex(system_randomness()->bytes(4));
  if (std::filesystem::exists(keys.folder)) {
    throw Failure(keys.folder + " is there already", "remove it, or name another with --folder");
  }
  measure(keys);
  std::fflush(stdout);
  if (!keys.keep) std::filesystem::remove_all(keys.folder);
}

}  // namespace

void add_bench(CLI::App& app) {
  auto keys = std::make_shared<Keys>();
  auto* verb = app.add_subcommand("bench", "Measure this machine: disk, engine, HTTP, deadlines");
  verb->add_option("--folder", keys->folder, "New folder on the disk to be measured")
      ->capture_default_str();
  verb->add_option("--journal", keys->journal, "Kind of journal")
      ->check(CLI::IsMember({"embedded", "kafka"}))
      ->capture_default_str();
  verb->add_option("--brokers", keys->brokers, "With --journal kafka: HOST:PORT,… of some brokers");
  keys->prefix.clear();
  verb->add_option("--prefix", keys->prefix, "Of the topics, which stay (random)");
  verb->add_option("--seconds", keys->seconds, "Length of each measurement")
      ->check(CLI::Range(0.1, 3600.0))
      ->capture_default_str();
  verb->add_option("--deadlines", keys->deadlines, "How many fall due in the same second; 0: none")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{100'000'000}))
      ->capture_default_str();
  verb->add_option("--cases", keys->cases, "Cases before memory is looked at")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{100'000'000}))
      ->capture_default_str();
  verb->add_option("--events", keys->events,
                   "With --journal kafka: events in the journal when new nodes start")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{100'000'000}))
      ->capture_default_str();
  verb->add_flag("--keep", keys->keep, "Leave the folder");
  add_bench_reads(*verb);
  verb->callback([verb, keys] {
    if (verb->get_subcommands().empty()) bench(*keys);
  });
}

}  // namespace surety::tools
