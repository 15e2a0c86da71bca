// The node of the benchmarks and the clients that press it.
#include "tools/bench_world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <thread>

#include "tools/cli.hpp"
#include "tools/http_client.hpp"
#include "tools/sample.hpp"
#include "tools/sample_parts.hpp"

namespace surety::tools {
namespace {

using Steady = std::chrono::steady_clock;
constexpr Instant first_day{1'740'790'800'000};  // 2025-03-01 09:00 in Beijing

double since(Steady::time_point start) {
  return std::chrono::duration<double>(Steady::now() - start).count();
}

/// Keeps so many commands under way; each answer offers the next.
class ClosedLoop {
 public:
  ClosedLoop(Runtime& runtime, const Maker& make) : runtime_(runtime), make_(make) {}

  Measured run(int clients, const std::function<bool()>& more, Progress* progress) {
    more_ = &more;
    const auto start = Steady::now();
    for (int i = 0; i < clients; ++i) offer();
    std::unique_lock lock(mutex_);
    while (!idle_.wait_for(lock, std::chrono::milliseconds(50), [this] { return flying_ == 0; })) {
      if (progress) progress->at(measured_.done);
    }
    measured_.seconds = since(start);
    if (!trouble_.empty()) throw Failure("benchmark: " + trouble_, "run it on an empty folder");
    std::sort(measured_.latencies_ms.begin(), measured_.latencies_ms.end());
    return std::move(measured_);
  }

 private:
  void offer() {
    {
      std::lock_guard lock(mutex_);
      ++flying_;
    }
    const auto start = Steady::now();
    const bool taken = runtime_.submit(make_(), [this, start](const Outcome& outcome) {
      answered(outcome, static_cast<float>(since(start) * 1000));
    });
    if (taken) return;
    std::lock_guard lock(mutex_);
    trouble_ = "the queue is full";
    if (--flying_ == 0) idle_.notify_all();
  }

  void answered(const Outcome& outcome, float ms) {
    bool again = false;
    {
      std::lock_guard lock(mutex_);
      measured_.latencies_ms.push_back(ms);
      ++measured_.done;
      if (outcome.refusal) trouble_ = outcome.refusal->code + " " + outcome.refusal->facts;
      again = trouble_.empty() && (*more_)();
    }
    if (again) offer();
    std::lock_guard lock(mutex_);
    if (--flying_ == 0) idle_.notify_all();
  }

  Runtime& runtime_;
  const Maker& make_;
  const std::function<bool()>* more_ = nullptr;
  std::mutex mutex_;
  std::condition_variable idle_;
  int flying_ = 0;
  Measured measured_;
  std::string trouble_;
};

}  // namespace

double Measured::percentile(double p) const {
  if (latencies_ms.empty()) return 0;
  const auto at = static_cast<std::size_t>(p * static_cast<double>(latencies_ms.size() - 1));
  return latencies_ms[at];
}

BenchWorld::BenchWorld(const DataKeys& keys) : node_(keys, first_day) {
  services_ = std::make_unique<Services>(Services{.runtime = runtime(),
                                                  .secrets = node_.secrets(),
                                                  .documents = node_.documents(),
                                                  .drafts = node_.folder() / "drafts",
                                                  .manual_clock = true});
  http_ = std::make_unique<HttpServer>(HttpSettings{.port = 0}, *services_);
  http_->start();
  const Player player(runtime(), node_.secrets());
  regulator_ = player.account("regulator-hlj");
  owner_ = player.account("owner-hn");
}

BenchWorld::~BenchWorld() { http_->stop(); }

CommandEnvelope BenchWorld::envelope(const Actor& actor, std::string kind, std::string command,
                                     std::string root, std::string body) {
  CommandEnvelope e;
  e.id = fmt::format("bench/{}", ++serial_);
  e.kind = std::move(kind);
  e.command = std::move(command);
  e.root = std::move(root);
  e.actor = actor;
  e.body = std::move(body);
  // No age: the benchmark moves the clock by days while commands wait.
  return e;
}

CommandEnvelope BenchWorld::next_project() {
  const auto code = fmt::format("B-{}", ++serial_);
  auto e = envelope(regulator_, "project", "import", code,
                    fmt::format(R"({{"project_code":"{}","name":"伊春市南岔区铁路家属区改造工程",)"
                                R"("region_code":"230700","contractor":"{}",)"
                                R"("investment_total":6100000000,"jurisdiction":"230000"}})",
                                code, contractor_hlj));
  e.case_id = code;
  return e;
}

CommandEnvelope BenchWorld::project_for(std::int64_t number) {
  const auto code = fmt::format("D-{}", number);
  auto e = envelope(owner_, "project", "register", code,
                    fmt::format(R"({{"project_code":"{}","name":"海口江东新区工程",)"
                                R"("region_code":"460100","contractor":"{}","owner":"{}"}})",
                                code, contractor_hn, owner_hn));
  e.case_id = code;
  return e;
}

CommandEnvelope BenchWorld::next_letter(std::int64_t number) {
  static const std::string paper(64, 'a');
  return envelope(
      owner_, "guarantee", "backfill", fmt::format("D-{}", number),
      fmt::format(R"({{"project":"D-{0}","contract_type":"construction","contract_number":"C-{0}",)"
                  R"("contract_amount":10000000000,"guarantor":"{1}",)"
                  R"("guarantee_type":"letter-of-guarantee","uses_fiscal_budget":false,)"
                  R"("guaranteed_amount":1000000000,"letter_number":"L-{0}",)"
                  R"("valid_from":"2025-02-20","valid_until":"2027-02-20","premium":100000,)"
                  R"("letter":"{2}","handled_on":"2025-02-20"}})",
                  number, guarantor_hn, paper));
}

Measured BenchWorld::in_process(int clients, double seconds, const Maker& make,
                                const std::atomic<bool>* stop) {
  const auto start = Steady::now();
  const std::function<bool()> more = [&] {
    return stop ? !stop->load() : since(start) < seconds;
  };
  return ClosedLoop(runtime(), make).run(clients, more, nullptr);
}

Measured BenchWorld::all_of(std::int64_t count, const Maker& make, const std::string& title) {
  constexpr int clients = 256;
  std::atomic<std::int64_t> left = count - std::min<std::int64_t>(clients, count);
  const std::function<bool()> more = [&] { return left.fetch_sub(1) > 0; };
  Progress progress(title, count);
  return ClosedLoop(runtime(), make)
      .run(static_cast<int>(std::min<std::int64_t>(clients, count)), more, &progress);
}

Measured BenchWorld::over_http(int clients, double seconds) {
  const auto url = fmt::format("http://127.0.0.1:{}", port());
  std::vector<std::vector<float>> latencies(static_cast<std::size_t>(clients));
  std::vector<std::thread> threads;
  HttpClient door(url);
  const auto token = door.sign_in("regulator-hlj", std::string(sample_password));
  std::atomic<int> failures = 0;
  const auto start = Steady::now();
  for (auto& mine : latencies) {
    threads.emplace_back([&] {
      try {
        HttpClient client(url);
        client.header("Authorization", "Bearer " + token);
        while (since(start) < seconds) {
          const auto body = next_project().body;
          const auto asked = Steady::now();
          if (client.send("POST", "/api/v1/projects/import", body).status != 201) ++failures;
          mine.push_back(static_cast<float>(since(asked) * 1000));
        }
      } catch (const Failure&) {
        ++failures;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  if (failures > 0) {
    throw Failure(fmt::format("{} HTTP requests failed", failures.load()), "try again");
  }
  Measured all;
  all.seconds = since(start);
  for (const auto& mine : latencies) {
    all.latencies_ms.insert(all.latencies_ms.end(), mine.begin(), mine.end());
  }
  all.done = static_cast<std::int64_t>(all.latencies_ms.size());
  std::sort(all.latencies_ms.begin(), all.latencies_ms.end());
  return all;
}

BenchWorld::Bytes BenchWorld::count_bytes() {
  Bytes bytes;
  for (int p = 0; p < journal().partitions(); ++p) {
    for (std::int64_t offset = 0; offset < journal().end(p);) {
      const auto entries = journal().read(p, offset, 1000, 1 << 20);
      if (entries.empty()) {  // on brokers: not at hand yet
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        continue;
      }
      for (const auto& entry : entries) {
        const auto record = decode_record(entry.bytes);
        const auto* commit = record ? std::get_if<Commit>(&*record) : nullptr;
        ++bytes.records;
        bytes.record_bytes += static_cast<std::int64_t>(entry.bytes.size());
        if (commit) bytes.events += static_cast<std::int64_t>(commit->events.size());
      }
      offset = entries.back().offset + 1;
    }
  }
  return bytes;
}

double resident_mib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) return std::atof(line.c_str() + 6) / 1024;
  }
  return 0;
}

std::int64_t folder_bytes(const std::filesystem::path& folder) {
  std::int64_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) bytes += static_cast<std::int64_t>(entry.file_size());
  }
  return bytes;
}

}  // namespace surety::tools
