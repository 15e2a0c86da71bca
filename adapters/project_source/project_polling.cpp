// One thread that looks whose turn it is; what fails is told and asked again a period later.
#include <spdlog/spdlog.h>

#include <condition_variable>
#include <mutex>

#include "adapters/project_source/project_source.hpp"
#include "engine/digest.hpp"

namespace surety {
namespace {

using Steady = std::chrono::steady_clock;
constexpr auto look_every = std::chrono::milliseconds(500);

bool leads(const Runtime& runtime, const std::string& root) {
  const auto status = runtime.status();
  return status[static_cast<std::size_t>(partition_of(root, runtime.partitions()))].leading;
}

void poll(const ProjectSource& source, const std::stop_token& stop) {
  try {
    const auto counts = source.take(source.ask({}, stop));
    spdlog::info("project source {}: {} added, {} updated, {} invalidated, {} refused",
                 source.jurisdiction(), counts.added, counts.updated, counts.invalidated,
                 counts.refused);
  } catch (const std::exception& e) {
    if (stop.stop_requested()) return;
    spdlog::warn("project source {}: {}", source.jurisdiction(), e.what());
  }
}

}  // namespace

ProjectPolling::ProjectPolling(const ProjectSources& sources, const Runtime& runtime,
                               std::chrono::duration<double> period)
    : thread_([&sources, &runtime, period](const std::stop_token& stop) {
        const auto wait = std::chrono::duration_cast<Steady::duration>(period);
        std::map<std::string, Steady::time_point> next;
        std::mutex never;
        std::condition_variable_any stopped;
        while (!sources.empty() && !stop.stop_requested()) {
          for (const auto& [jurisdiction, source] : sources) {
            if (next[jurisdiction] > Steady::now() || !leads(runtime, jurisdiction)) continue;
            next[jurisdiction] = Steady::now() + wait;
            poll(*source, stop);
          }
          std::unique_lock lock(never);
          stopped.wait_for(lock, stop, look_every, [] { return false; });
        }
      }) {}

}  // namespace surety
