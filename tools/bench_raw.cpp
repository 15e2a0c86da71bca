// The bound that the engine is measured against: RocksDB alone, synced batches of the same bytes.
#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <chrono>

#include "tools/bench_world.hpp"
#include "tools/cli.hpp"

namespace surety::tools {

Measured raw_batches(const std::filesystem::path& folder, int batch, std::size_t bytes,
                     double seconds) {
  using Steady = std::chrono::steady_clock;
  rocksdb::Options options;
  options.create_if_missing = true;
  options.max_background_jobs = 2;
  rocksdb::DB* opened = nullptr;
  if (const auto s = rocksdb::DB::Open(options, folder.string(), &opened); !s.ok()) {
    throw Failure("benchmark: " + s.ToString(), "name another --folder");
  }
  const std::unique_ptr<rocksdb::DB> db(opened);
  rocksdb::WriteOptions synced;
  synced.sync = true;
  // Records are JSON and hashes; half of it is as good as random to the disk's eye.
  std::string value(bytes, 'x');
  for (std::size_t i = 0; i < bytes; i += 2) value[i] = static_cast<char>(i * 2654435761u >> 13);
  Measured measured;
  std::uint64_t key = 0;
  const auto start = Steady::now();
  const auto elapsed = [&] {
    return std::chrono::duration<double>(Steady::now() - start).count();
  };
  while ((measured.seconds = elapsed()) < seconds) {
    const auto begun = Steady::now();
    rocksdb::WriteBatch writes;
    for (int i = 0; i < batch; ++i) {
      ++key;
      std::string name(8, '\0');
      for (int b = 0; b < 8; ++b) name[7 - b] = static_cast<char>(key >> (8 * b));
      writes.Put(name, value);
    }
    if (!db->Write(synced, &writes).ok()) throw Failure("the disk refuses", "look at its space");
    measured.latencies_ms.push_back(
        std::chrono::duration<float, std::milli>(Steady::now() - begun).count());
    measured.done += batch;
  }
  std::sort(measured.latencies_ms.begin(), measured.latencies_ms.end());
  return measured;
}

}  // namespace surety::tools
