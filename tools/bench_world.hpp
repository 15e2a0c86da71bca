// What the benchmarks run on: a whole node in a folder of its own, and closed-loop clients.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "adapters/http/server.hpp"
#include "tools/inner_node.hpp"
#include "tools/player.hpp"

namespace surety::tools {

/// Commands a second and the latency of each.
struct Measured {
  std::int64_t done = 0;
  double seconds = 0;
  std::vector<float> latencies_ms;  ///< sorted
  double rate() const { return seconds > 0 ? static_cast<double>(done) / seconds : 0; }
  double percentile(double p) const;
};

/// Makes the next command; called from several threads.
using Maker = std::function<CommandEnvelope()>;

/// The parts of a node, as serve puts them together, with sample data and a manual clock.
class BenchWorld {
 public:
  /// `keys.data` is the new folder; the journal is where the keys say.
  explicit BenchWorld(const DataKeys& keys);
  ~BenchWorld();

  Runtime& runtime() { return node_.runtime(); }
  Journal& journal() { return node_.journal(); }
  NodeStore& store() { return node_.store(); }
  int port() const { return http_->port(); }
  /// `clients` commands under way at any time, for so long; a refused command throws Failure.
  Measured in_process(int clients, double seconds, const Maker&,
                      const std::atomic<bool>* stop = nullptr);
  /// Exactly `count` commands, 256 under way.
  Measured all_of(std::int64_t count, const Maker&, const std::string& title);
  Measured over_http(int clients, double seconds);

  CommandEnvelope next_project();
  /// A letter recorded on paper under a project of its own; its receipt is due in ten days.
  CommandEnvelope next_letter(std::int64_t number);
  CommandEnvelope project_for(std::int64_t number);
  /// Bytes of the journal's records and of its events, per record and per event.
  struct Bytes {
    std::int64_t records = 0, record_bytes = 0, events = 0;
  };
  Bytes count_bytes();

 private:
  CommandEnvelope envelope(const Actor&, std::string kind, std::string command, std::string root,
                           std::string body);
  InnerNode node_;
  std::unique_ptr<Services> services_;
  std::unique_ptr<HttpServer> http_;
  Actor regulator_, owner_;
  std::atomic<std::int64_t> serial_ = 0;
};

/// Writes batches of `batch` records of `bytes` bytes with sync into a RocksDB of its own.
Measured raw_batches(const std::filesystem::path& folder, int batch, std::size_t bytes,
                     double seconds);
/// Produces records of `bytes` bytes, `clients` under way at any time, each acknowledged by all
/// brokers in step.
Measured raw_produce(const KafkaSettings&, int clients, std::size_t bytes, double seconds);
/// How long nodes take to be there: fresh ones, from the journal's beginning and from a checkpoint
/// in `folder`, and one that takes over when another is killed. Prints its own table. The node that
/// made the journal has ended; its folder holds the master key.
void bench_nodes(const DataKeys&, const std::filesystem::path& checkpoints, std::int64_t events);
/// Resident memory of this process in MiB.
double resident_mib();
std::int64_t folder_bytes(const std::filesystem::path&);

}  // namespace surety::tools
