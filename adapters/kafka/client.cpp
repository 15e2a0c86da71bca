// The client library's settings: ours, the ones that may be given, the ones that may not.
#include "adapters/kafka/client.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>
#include <utility>
#include <vector>

namespace surety::kafka {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

// The journal's promises rest on these; whoever changed them would break it without a word.
constexpr std::array locked{
    "acks", "request.required.acks", "enable.idempotence", "enable.gapless.guarantee",
    "transactional.id", "max.in.flight", "max.in.flight.requests.per.connection", "retries",
    "message.send.max.retries", "message.timeout.ms", "delivery.timeout.ms", "message.max.bytes",
    "isolation.level", "auto.offset.reset", "enable.auto.commit", "auto.commit.enable",
    "enable.auto.offset.store", "enable.partition.eof", "group.id", "group.instance.id",
    "group.protocol", "partition.assignment.strategy", "check.crcs", "allow.auto.create.topics",
    "bootstrap.servers", "metadata.broker.list"};

/// The first version that signs in by SCRAM at brokers of today.
constexpr int scram_since = 0x020601ff;

Pairs own_settings(Role role) {
  Pairs common{{"client.id", "surety"},
               {"socket.nagle.disable", "true"},  // on by default in 2.0.2: 40 ms a record
               {"socket.keepalive.enable", "true"},
               {"socket.timeout.ms", "8000"},
               {"reconnect.backoff.ms", "20"},
               {"reconnect.backoff.max.ms", "1000"},
               {"message.max.bytes", "1048588"}};
  const Pairs producer{{"enable.idempotence", "true"},
                       {"acks", "all"},
                       // Leaders decide anew after 5 s: what is older would only come back void.
                       {"message.timeout.ms", "5000"},
                       {"linger.ms", "0"},
                       {"retry.backoff.ms", "20"},
                       {"compression.type", "lz4"},
                       {"queue.buffering.max.messages", "100000"},
                       {"queue.buffering.max.kbytes", "65536"}};
  const Pairs consumer{{"group.id", "surety-unused"},
                       // No transactions: all that is replicated may be read.
                       {"isolation.level", "read_uncommitted"},
                       {"enable.auto.commit", "false"},
                       {"enable.auto.offset.store", "false"},
                       {"auto.offset.reset", "error"},
                       {"allow.auto.create.topics", "false"},
                       {"fetch.wait.max.ms", "50"},
                       {"fetch.min.bytes", "1"},
                       {"fetch.error.backoff.ms", "20"},
                       {"queued.min.messages", "10000"},
                       {"queued.max.messages.kbytes", "4096"},
                       {"check.crcs", "true"}};
  const auto& more = role == Role::producer ? producer : consumer;
  common.insert(common.end(), more.begin(), more.end());
  return common;
}

/// The given settings of one side, without their `producer.` or `consumer.`.
Pairs given_settings(Role role, const KafkaSettings& settings) {
  const std::string own = role == Role::producer ? "producer." : "consumer.";
  const std::string other = role == Role::producer ? "consumer." : "producer.";
  Pairs given;
  for (const auto& [key, value] : settings.client) {
    if (key.starts_with(other)) continue;
    given.emplace_back(key.starts_with(own) ? key.substr(own.size()) : key, value);
  }
  return given;
}

std::string set(rd_kafka_conf_t* conf, const std::string& key, const std::string& value) {
  char why[256];
  switch (rd_kafka_conf_set(conf, key.c_str(), value.c_str(), why, sizeof why)) {
    case RD_KAFKA_CONF_OK: return {};
    case RD_KAFKA_CONF_UNKNOWN:
      return fmt::format("kafka.{} is no setting of the client library", key);
    default:
      // The value may be a secret.
      return fmt::format("kafka.{} cannot have the value that was given", key);
  }
}

Listener& listener(void* opaque) { return *static_cast<Listener*>(opaque); }

std::string fill(rd_kafka_conf_t* conf, Role role, const KafkaSettings& settings,
                 const std::map<std::string, std::string>& own = {}) {
  auto all = own_settings(role);
  all.insert(all.end(), own.begin(), own.end());
  for (const auto& [key, value] : all)
    if (auto problem = set(conf, key, value); !problem.empty()) return problem;
  if (auto problem = set(conf, "bootstrap.servers", settings.brokers); !problem.empty())
    return "the brokers must be named as HOST:PORT,…, not: " + settings.brokers;
  for (const auto& [key, value] : given_settings(role, settings))
    if (auto problem = set(conf, key, value); !problem.empty()) return problem;
  return {};
}

using Conf = Owned<rd_kafka_conf_t, rd_kafka_conf_destroy>;

}  // namespace

std::string check_settings(const KafkaSettings& settings) {
  if (settings.brokers.empty()) return "no broker is named: give HOST:PORT,… with --brokers";
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  };
  if (settings.prefix.empty() || settings.prefix.size() > 100 ||
      !std::all_of(settings.prefix.begin(), settings.prefix.end(), allowed))
    return "the prefix of topics is 1 to 100 letters, digits, '.', '_' or '-', not: " +
           settings.prefix;
  for (Role role : {Role::producer, Role::consumer}) {
    for (const auto& [key, value] : given_settings(role, settings)) {
      if (std::find(locked.begin(), locked.end(), key) != locked.end())
        return fmt::format("kafka.{} cannot be set: the journal's promises rest on it", key);
      if ((key == "sasl.mechanism" || key == "sasl.mechanisms") && value.starts_with("SCRAM") &&
          rd_kafka_version() < scram_since)
        return fmt::format(
            "kafka.{} {} needs version 2.6.1 of the client library, this one is {}: use TLS "
            "certificates or PLAIN over TLS",
            key, value, rd_kafka_version_str());
    }
    Conf conf(rd_kafka_conf_new());
    if (auto problem = fill(conf.get(), role, settings); !problem.empty()) return problem;
  }
  return {};
}

std::string open_when_brokers_answer(const KafkaSettings& settings,
                                     const std::function<Problem()>& attempt) {
  using Steady = std::chrono::steady_clock;
  if (auto error = check_settings(settings); !error.empty()) return error;
  const auto give_up = Steady::now() + std::chrono::milliseconds(settings.wait_ms);
  while (const auto problem = attempt()) {
    if (!problem.passing) return problem.text;
    if (settings.waiting ? !settings.waiting(problem.text) : Steady::now() >= give_up)
      return problem.text;
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  return {};
}

Handle make_client(Role role, const KafkaSettings& settings, Listener& who, std::string& error,
                   const std::map<std::string, std::string>& own) {
  Conf conf(rd_kafka_conf_new());
  error = fill(conf.get(), role, settings, own);
  if (!error.empty()) return {};
  rd_kafka_conf_set_opaque(conf.get(), &who);
  rd_kafka_conf_set_error_cb(conf.get(), [](rd_kafka_t*, int code, const char* why, void* opaque) {
    listener(opaque).failed(static_cast<rd_kafka_resp_err_t>(code), why);
  });
  rd_kafka_conf_set_log_cb(conf.get(), [](const rd_kafka_t*, int, const char* part,
                                          const char* text) {
    spdlog::debug("kafka client: {}: {}", part, text);
  });
  if (role == Role::producer)
    rd_kafka_conf_set_dr_msg_cb(conf.get(),
                                [](rd_kafka_t*, const rd_kafka_message_t* message, void* opaque) {
                                  listener(opaque).delivered(*message);
                                });
  if (role == Role::member)
    rd_kafka_conf_set_rebalance_cb(
        conf.get(), [](rd_kafka_t*, rd_kafka_resp_err_t what, rd_kafka_topic_partition_list_t* list,
                       void* opaque) { listener(opaque).rebalanced(what, *list); });
  char why[512];
  Handle client(rd_kafka_new(role == Role::producer ? RD_KAFKA_PRODUCER : RD_KAFKA_CONSUMER,
                             conf.get(), why, sizeof why));
  if (!client) {
    error = std::string("the settings for Kafka do not fit together: ") + why;
    return {};
  }
  conf.release();  // the client's now
  return client;
}

Topic make_topic(rd_kafka_t* client, const std::string& name) {
  return Topic(rd_kafka_topic_new(client, name.c_str(), nullptr));
}

// Not by the library's query of watermarks, which in 2.0.2 waits for brokers that are gone for as
// long as they are, whatever time it is given.
Problem ask_offsets(rd_kafka_t* client, const std::string& topic, int partitions, Edge edge,
                    int timeout_ms, const KafkaSettings& settings,
                    std::vector<std::int64_t>& offsets) {
  const Partitions list(rd_kafka_topic_partition_list_new(partitions));
  for (int p = 0; p < partitions; ++p)  // in the place where a time would stand
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), p)->offset =
        static_cast<std::int64_t>(edge);
  auto error = rd_kafka_offsets_for_times(client, list.get(), timeout_ms);
  offsets.assign(static_cast<std::size_t>(partitions), -1);
  for (int i = 0; i < list->cnt && error == RD_KAFKA_RESP_ERR_NO_ERROR; ++i) {
    const auto& one = list->elems[i];
    error = one.err;
    offsets[static_cast<std::size_t>(one.partition)] = one.offset;
    // What was not answered in time stands there as it was asked.
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR && one.offset < 0) error = RD_KAFKA_RESP_ERR__TIMED_OUT;
  }
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR) return {};
  return {in_words(error, settings), passing(error)};
}

Metadata ask_metadata(rd_kafka_t* client, rd_kafka_topic_t* topic, int timeout_ms,
                      rd_kafka_resp_err_t& error) {
  const struct rd_kafka_metadata* metadata = nullptr;
  error = rd_kafka_metadata(client, 0, topic, &metadata, timeout_ms);
  return Metadata(error == RD_KAFKA_RESP_ERR_NO_ERROR ? metadata : nullptr);
}

std::string in_words(rd_kafka_resp_err_t error, const KafkaSettings& settings) {
  switch (error) {
    case RD_KAFKA_RESP_ERR__TRANSPORT:
    case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
    case RD_KAFKA_RESP_ERR__RESOLVE:
    case RD_KAFKA_RESP_ERR__TIMED_OUT:
    case RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE:
      return "no broker answers at " + settings.brokers;
    case RD_KAFKA_RESP_ERR__MSG_TIMED_OUT:
    case RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE:
      return "the brokers at " + settings.brokers + " did not take a record in time";
    case RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS:
    case RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND:
      return "too few brokers are in step to take a record safely";
    case RD_KAFKA_RESP_ERR__AUTHENTICATION:
    case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
      return "the brokers at " + settings.brokers + " refuse this node's name or password";
    case RD_KAFKA_RESP_ERR__SSL:
      return "the TLS connection to " + settings.brokers + " cannot be made";
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
      return "the brokers do not allow this node to do that";
    default: return fmt::format("the brokers answer {}", rd_kafka_err2name(error));
  }
}

bool passing(rd_kafka_resp_err_t error) {
  switch (error) {
    case RD_KAFKA_RESP_ERR__AUTHENTICATION:
    case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_INVALID_REPLICATION_FACTOR:
    case RD_KAFKA_RESP_ERR_INVALID_PARTITIONS:
    case RD_KAFKA_RESP_ERR_INVALID_CONFIG:
    case RD_KAFKA_RESP_ERR_POLICY_VIOLATION:
    case RD_KAFKA_RESP_ERR__INVALID_ARG:
    case RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE: return false;
    default: return true;
  }
}

}  // namespace surety::kafka
