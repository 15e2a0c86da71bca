// Prometheus' registry of the process.
#include "adapters/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <mutex>

namespace surety {

using prometheus::BuildCounter;
using prometheus::BuildGauge;
using prometheus::Family;
using prometheus::Gauge;

struct Metrics::Impl {
  std::mutex mutex;
  prometheus::Registry registry;
  Family<prometheus::Counter>& requests = BuildCounter()
                                              .Name("surety_http_requests_total")
                                              .Help("Requests answered, by status")
                                              .Register(registry);
  prometheus::Histogram& seconds = prometheus::BuildHistogram()
                                       .Name("surety_http_seconds")
                                       .Help("Time from the last byte of a request to its answer")
                                       .Register(registry)
                                       .Add({},
                                            prometheus::Histogram::BucketBoundaries{
                                                0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30});
  Family<Gauge>& gauge(const std::string& name, const std::string& help) {
    return BuildGauge().Name(name).Help(help).Register(registry);
  }
  Family<Gauge>& sequence = gauge("surety_partition_sequence", "Newest commit that counted");
  Family<Gauge>& lag = gauge("surety_partition_lag_records", "Durable records not yet folded");
  Family<Gauge>& unpublished =
      gauge("surety_partition_unpublished", "Commits whose public events the brokers lack");
  Family<Gauge>& leading = gauge("surety_partition_leading", "1 where this node leads");
  Family<Gauge>& halted = gauge("surety_partition_halted", "1 where the fold has stopped");
  Family<Gauge>& in_flight =
      gauge("surety_partition_proposals_in_flight", "Own proposals not read back");
  Family<Gauge>& waiting =
      gauge("surety_partition_commands_waiting", "Commands waiting to be decided");
  Family<Gauge>& effects = gauge("surety_partition_open_effects", "Effects not yet performed");
  Family<Gauge>& degraded =
      gauge("surety_partition_degraded_cases",
            "Cases this build cannot fold, or whose due deadline it refuses");
  Family<Gauge>& refused =
      gauge("surety_partition_refused_deadlines", "Due deadlines that were refused: a bug");
  Family<Gauge>& claims = gauge("surety_partition_claims_counted", "Changes of term");
  Family<Gauge>& overdue =
      gauge("surety_oldest_unfired_deadline_seconds", "Age of the oldest due deadline");
  Family<Gauge>& garbage =
      gauge("surety_intake_garbage", "Entries of the intake that were no commands, set aside");
  Family<Gauge>& voids = gauge("surety_void_records", "Void records by reason");
  Family<Gauge>& clock_off =
      gauge("surety_clock_off_seconds",
            "The brokers' time of the newest own record less this node's clock");
  Gauge& caught_up = gauge("surety_caught_up", "1 once everything durable is folded").Add({});
  Gauge& clock_waits =
      gauge("surety_clock_waits", "1 while a leap of the clock awaits a person").Add({});
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

void Metrics::request(int status, double seconds) {
  impl_->requests.Add({{"status", std::to_string(status)}}).Increment();
  impl_->seconds.Observe(seconds);
}

std::string Metrics::text(const Runtime& runtime) {
  const std::lock_guard lock(impl_->mutex);
  Impl& m = *impl_;
  const auto published = runtime.published();
  for (const auto& s : runtime.status()) {
    const std::map<std::string, std::string> at{{"partition", std::to_string(s.partition)}};
    const auto p = static_cast<std::size_t>(s.partition);
    // Whoever leads no longer publishes no longer, and owes nothing.
    const bool publishes = s.leading && p < published.size() && published[p] >= 0;
    m.unpublished.Add(at).Set(
        publishes ? static_cast<double>(s.position.sequence - published[p]) : 0);
    m.sequence.Add(at).Set(static_cast<double>(s.position.sequence));
    m.lag.Add(at).Set(static_cast<double>(s.end - s.position.next_offset));
    m.leading.Add(at).Set(s.leading ? 1 : 0);
    m.halted.Add(at).Set(s.halted.empty() ? 0 : 1);
    m.in_flight.Add(at).Set(static_cast<double>(s.in_flight));
    m.waiting.Add(at).Set(static_cast<double>(s.waiting));
    m.effects.Add(at).Set(static_cast<double>(s.open_effects));
    m.degraded.Add(at).Set(static_cast<double>(s.degraded));
    m.refused.Add(at).Set(static_cast<double>(s.refused_deadlines));
    m.claims.Add(at).Set(static_cast<double>(s.claims_counted));
    m.garbage.Add(at).Set(static_cast<double>(s.garbage));
    m.overdue.Add(at).Set(static_cast<double>(s.oldest_due_ms) / 1000.0);
    if (s.clock_off_ms) m.clock_off.Add(at).Set(static_cast<double>(*s.clock_off_ms) / 1000.0);
    for (const auto& [reason, count] : s.void_records)
      m.voids.Add({{"partition", std::to_string(s.partition)}, {"reason", reason}})
          .Set(static_cast<double>(count));
  }
  m.caught_up.Set(runtime.caught_up() ? 1 : 0);
  m.clock_waits.Set(runtime.clock_waits() ? 1 : 0);
  return prometheus::TextSerializer().Serialize(m.registry.Collect());
}

}  // namespace surety
