// Asking brokers that know the topic and then say nothing more: the client library's own stand-in.
#include <doctest/doctest.h>

#include "adapters/kafka/reader.hpp"

#include <librdkafka/rdkafka_mock.h>  // behind the library's own header

using namespace surety;

namespace {

constexpr int minutes_ms = 60'000;

/// One broker within this process, with a topic of one partition.
class StandIn final : public kafka::Listener {
 public:
  StandIn() {
    std::string error;
    client_ = kafka::make_client(kafka::Role::producer, {.brokers = "127.0.0.1:1"}, *this, error);
    REQUIRE(client_ != nullptr);
    brokers_ = rd_kafka_mock_cluster_new(client_.get(), 1);
    REQUIRE(rd_kafka_mock_topic_create(brokers_, "t", 1, 1) == RD_KAFKA_RESP_ERR_NO_ERROR);
  }
  ~StandIn() override { rd_kafka_mock_cluster_destroy(brokers_); }
  /// Where partitions begin and end is answered after minutes only.
  void keep_offsets_back() {
    constexpr std::int16_t list_offsets = 2;
    for (int i = 0; i < 10; ++i)
      rd_kafka_mock_broker_push_request_error_rtts(brokers_, 1, list_offsets, 1,
                                                   RD_KAFKA_RESP_ERR_NO_ERROR, minutes_ms);
  }
  KafkaSettings settings() const {
    // No request is given up by the library itself before the answer comes.
    return {.brokers = rd_kafka_mock_cluster_bootstraps(brokers_),
            .wait_ms = 500,
            .client = {{"socket.timeout.ms", std::to_string(2 * minutes_ms)}}};
  }

 private:
  void failed(rd_kafka_resp_err_t, const char*) override {}
  kafka::Handle client_;
  rd_kafka_mock_cluster_t* brokers_ = nullptr;
};

}  // namespace

TEST_CASE("brokers: who does not say where a topic ends is waited for no longer than was said") {
  StandIn broker;
  const auto settings = broker.settings();
  {
    kafka::Reader reader(settings, "t", 1);
    REQUIRE_FALSE(reader.open());
    CHECK(reader.end(0) == 0);
  }
  broker.keep_offsets_back();
  kafka::Reader reader(settings, "t", 1);
  const auto problem = reader.open();
  CHECK(problem.text == "no broker answers at " + settings.brokers);
  CHECK(problem.passing);
}
