// Nodes as processes of their own: how soon a new one is ready, and how soon one takes over.
#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <set>
#include <thread>

#include "engine/digest.hpp"
#include "tools/bench_world.hpp"
#include "tools/cli.hpp"
#include "tools/http_client.hpp"
#include "tools/sample.hpp"
#include "tools/sample_parts.hpp"

extern char** environ;

namespace surety::tools {
namespace {

using Steady = std::chrono::steady_clock;
constexpr int kills = 5;

double since(Steady::time_point start) {
  return std::chrono::duration<double>(Steady::now() - start).count();
}

/// A `surety serve` of its own; killed with this object.
class NodeProcess {
 public:
  NodeProcess(const DataKeys& keys, const std::string& name, const std::string& data,
              const std::string& checkpoints)
      : name_(name) {
    arguments_ = {"surety", "serve", "--data", data, "--journal", "kafka", "--brokers",
                  keys.brokers, "--prefix", keys.prefix, "--name", name, "--listen", "127.0.0.1:0",
                  "--master-key", keys.data + "/master.key", "--documents",
                  keys.data + "/documents", "--sample", "--clock", "manual", "--log", "error"};
    if (!checkpoints.empty()) {
      arguments_.insert(arguments_.end(), {"--checkpoints", checkpoints});
    }
  }
  ~NodeProcess() { end(SIGKILL); }
  NodeProcess(const NodeProcess&) = delete;

  /// Seconds until it says that it is ready.
  double start() {
    const auto started = Steady::now();
    int out[2];
    if (pipe2(out, O_CLOEXEC) != 0) throw Failure("benchmark: no pipe", "try again");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    std::vector<char*> words;
    for (auto& word : arguments_) words.push_back(word.data());
    words.push_back(nullptr);
    const int failed =
        posix_spawn(&process_, "/proc/self/exe", &actions, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(out[1]);
    std::FILE* lines = fdopen(out[0], "r");
    char line[512];
    while (!failed && std::fgets(line, sizeof line, lines)) {
      if (const int port = port_of(line)) {
        port_ = port;
        break;
      }
    }
    // Left open: a node that is told to go on must be able to write.
    if (out_) std::fclose(out_);
    out_ = lines;
    if (port_ == 0) throw Failure("benchmark: a node did not start", "look at its messages above");
    return since(started);
  }
  void end(int signal) {
    if (process_ > 0) {
      kill(process_, signal);
      waitpid(process_, nullptr, 0);
    }
    process_ = 0;
    port_ = 0;
  }
  std::string url() const { return fmt::format("http://127.0.0.1:{}", port_); }
  std::set<int> leads() const {
    HttpClient client(url());
    const auto text = client.send("GET", "/metrics").body;
    std::set<int> led;
    constexpr std::string_view key = "surety_partition_leading{partition=\"";
    for (auto at = text.find(key); at != text.npos; at = text.find(key, at + 1)) {
      const auto number = at + key.size();
      if (text.compare(text.find("} ", at), 3, "} 1") == 0)
        led.insert(std::atoi(text.c_str() + number));
    }
    return led;
  }

 private:
  static int port_of(const char* line) {
    int port = 0;
    std::sscanf(line, "Surety is ready at http://127.0.0.1:%d", &port);
    return port;
  }
  std::string name_;
  std::vector<std::string> arguments_;
  pid_t process_ = 0;
  int port_ = 0;
  std::FILE* out_ = nullptr;
};

/// Codes of projects, one of each partition given.
std::vector<std::string> codes_of(const std::set<int>& partitions, int of, int round) {
  std::vector<std::string> codes;
  for (const int wanted : partitions)
    for (int i = 0;; ++i) {
      auto code = fmt::format("T-{}-{}-{}", round, wanted, i);
      if (partition_of(code, of) != wanted) continue;
      codes.push_back(std::move(code));
      break;
    }
  return codes;
}

/// Gives the command again, as a person would, until it is answered; seconds from `start` on.
double answered(const std::string& url, const std::string& token, const std::string& code,
                Steady::time_point start) {
  HttpClient client(url);
  client.header("Authorization", "Bearer " + token);
  const auto body = fmt::format(
      R"({{"project_code":"{0}","name":"{0}","region_code":"230700","contractor":"{1}",)"
      R"("jurisdiction":"230000"}})",
      code, contractor_hlj);
  while (true) {
    const auto answer =
        client.send("POST", "/api/v1/projects/import", body, {{"Idempotency-Key", code}});
    if (answer.status == 201) return since(start);
    if (answer.status != 503) {
      throw Failure(fmt::format("benchmark: status {}: {}", answer.status, answer.body), "try again");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

/// Until both lead something and together everything.
void wait_for_shares(const NodeProcess& a, const NodeProcess& b, int partitions) {
  for (;; std::this_thread::sleep_for(std::chrono::milliseconds(100))) {
    const auto one = a.leads(), two = b.leads();
    if (!one.empty() && !two.empty() && static_cast<int>(one.size() + two.size()) == partitions)
      return;
  }
}

double takeover(NodeProcess& victim, const NodeProcess& other, int partitions, int round) {
  HttpClient door(other.url());
  const auto token = door.sign_in("regulator-hlj", std::string(sample_password));
  const auto codes = codes_of(victim.leads(), partitions, round);
  std::vector<double> seconds(codes.size());
  std::vector<std::string> troubles(codes.size());
  const auto killed = Steady::now();
  victim.end(SIGKILL);
  {
    std::vector<std::jthread> askers;
    for (std::size_t i = 0; i < codes.size(); ++i)
      askers.emplace_back([&, i] {
        try {
          seconds[i] = answered(other.url(), token, codes[i], killed);
        } catch (const Failure& f) {
          troubles[i] = f.what();
        }
      });
  }
  for (const auto& trouble : troubles)
    if (!trouble.empty()) throw Failure(trouble, "try again");
  return *std::max_element(seconds.begin(), seconds.end());
}

}  // namespace

void bench_nodes(const DataKeys& keys, const std::filesystem::path& checkpoints,
                 std::int64_t events) {
  constexpr int partitions = 12;
  NodeProcess scratch(keys, "scratch", keys.data + "/node-scratch", "");
  NodeProcess fresh(keys, "fresh", keys.data + "/node-fresh", checkpoints.string());
  const double from_nothing = scratch.start();
  const double from_checkpoint = fresh.start();
  fmt::print("\nNew nodes, {} events in the journal\n", events);
  fmt::print("ready after {:.1f} s from offset 0 ({:.0f} events/s), after {:.1f} s from a "
             "checkpoint, ratio {:.3f}\n",
             from_nothing, static_cast<double>(events) / from_nothing, from_checkpoint,
             from_checkpoint / from_nothing);
  std::fflush(stdout);

  std::vector<double> seconds;
  for (int i = 0; i < kills; ++i) {
    wait_for_shares(scratch, fresh, partitions);
    auto& victim = i % 2 ? scratch : fresh;
    seconds.push_back(takeover(victim, i % 2 ? fresh : scratch, partitions, i));
    victim.start();
  }
  std::sort(seconds.begin(), seconds.end());
  fmt::print("\nLeader killed with -9, {} times\n", kills);
  fmt::print("until each of its partitions has answered a command at the other node: {:.2f} s at "
             "least, {:.2f} s median, {:.2f} s at most\n",
             seconds.front(), seconds[seconds.size() / 2], seconds.back());
  fresh.end(SIGTERM);
  scratch.end(SIGTERM);
}

}  // namespace surety::tools
