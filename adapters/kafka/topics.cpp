// Making and checking topics over the client library's administrative calls.
#include "adapters/kafka/topics.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

namespace surety::kafka {
namespace {

constexpr int answer_ms = 2000;
constexpr std::int64_t record_bytes_min = 1 << 20;

std::int64_t number(const std::map<std::string, std::string>& values, const std::string& key) {
  const auto it = values.find(key);
  return it == values.end() ? 0 : std::atoll(it->second.c_str());
}

struct Options {
  Options(rd_kafka_t* client, rd_kafka_admin_op_t what)
      : options(rd_kafka_AdminOptions_new(client, what)), queue(rd_kafka_queue_new(client)) {
    std::array<char, 128> why;
    rd_kafka_AdminOptions_set_request_timeout(options.get(), answer_ms, why.data(), why.size());
  }
  Event answer() { return Event(rd_kafka_queue_poll(queue.get(), 2 * answer_ms)); }
  Owned<rd_kafka_AdminOptions_t, rd_kafka_AdminOptions_destroy> options;
  Queue queue;
};

}  // namespace

TopicWish for_ever(const std::string& name, int partitions) {
  return {name,
          partitions,
          12,
          {{"cleanup.policy", "delete"},
           {"retention.ms", "-1"},
           {"retention.bytes", "-1"},
           {"message.timestamp.type", "LogAppendTime"},
           {"unclean.leader.election.enable", "false"}}};
}

void Topics::failed(rd_kafka_resp_err_t error, const char* why) {
  if (!passing(error)) refused_ = {in_words(error, settings_), false};
  if (error != RD_KAFKA_RESP_ERR__SSL) return;
  const bool certificate = std::string_view(why).find("certificate verify") != std::string::npos;
  refused_ = {in_words(error, settings_) +
                  (certificate ? ": their certificate is of another host, or not signed by the "
                                 "authority that kafka.ssl.ca.location names"
                               : ""),
              true};
}

Problem Topics::say(rd_kafka_resp_err_t error) const {
  // A refused sign-in or certificate looks like silence to the call that waited for it.
  return refused_ ? refused_ : Problem{in_words(error, settings_), passing(error)};
}

Problem Topics::open() {
  std::string error;
  client_ = make_client(Role::consumer, settings_, *this, error);
  return {error, false};
}

Problem Topics::look(const std::string& name, TopicFound& found) {
  found = {};
  const auto topic = make_topic(client_.get(), name);
  rd_kafka_resp_err_t error;
  const auto metadata = ask_metadata(client_.get(), topic.get(), answer_ms, error);
  rd_kafka_poll(client_.get(), 0);
  if (!metadata) return say(error);
  const auto& it = metadata->topics[0];
  if (it.err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) return {};
  if (it.err != RD_KAFKA_RESP_ERR_NO_ERROR) return say(it.err);
  found.exists = true;
  found.partitions = it.partition_cnt;
  found.copies = it.partition_cnt > 0 ? it.partitions[0].replica_cnt : 0;
  for (int p = 0; p < it.partition_cnt; ++p) {
    found.copies = std::min(found.copies, it.partitions[p].replica_cnt);
    if (it.partitions[p].leader < 0)
      return {fmt::format("partition {} of {} has no leader", p, name), true};
  }
  return {};
}

Problem Topics::make(const TopicWish& wish) {
  std::array<char, 256> why;
  const int copies = settings_.replication;
  using NewTopic = Owned<rd_kafka_NewTopic_t, rd_kafka_NewTopic_destroy>;
  NewTopic topic(rd_kafka_NewTopic_new(wish.name.c_str(),
                                       wish.partitions ? wish.partitions : wish.partitions_if_new,
                                       copies > 0 ? copies : -1, why.data(), why.size()));
  if (!topic) return {fmt::format("the topic {} cannot be made: {}", wish.name, why.data()), false};
  for (const auto* settings : {&wish.settings, &wish.if_new})
    for (const auto& [key, value] : *settings)
      rd_kafka_NewTopic_set_config(topic.get(), key.c_str(), value.c_str());
  if (copies > 0)
    rd_kafka_NewTopic_set_config(topic.get(), "min.insync.replicas", copies > 2 ? "2" : "1");
  Options options(client_.get(), RD_KAFKA_ADMIN_OP_CREATETOPICS);
  auto* one = topic.get();
  rd_kafka_CreateTopics(client_.get(), &one, 1, options.options.get(), options.queue.get());
  const auto answer = options.answer();
  if (!answer) return say(RD_KAFKA_RESP_ERR__TIMED_OUT);
  if (const auto error = rd_kafka_event_error(answer.get())) return say(error);
  std::size_t count = 0;
  const auto* results =
      rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(answer.get()), &count);
  const auto error =
      count == 1 ? rd_kafka_topic_result_error(results[0]) : RD_KAFKA_RESP_ERR_NO_ERROR;
  // Another node may have been quicker.
  if (error == RD_KAFKA_RESP_ERR_NO_ERROR || error == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS)
    return {};
  const auto problem = say(error);
  return {fmt::format("the topic {} cannot be made: {}", wish.name, problem.text), problem.passing};
}

Problem Topics::describe(const std::string& name, std::map<std::string, std::string>& values) {
  using Resource =
      Owned<rd_kafka_ConfigResource_t, rd_kafka_ConfigResource_destroy>;
  Resource resource(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, name.c_str()));
  Options options(client_.get(), RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS);
  auto* one = resource.get();
  rd_kafka_DescribeConfigs(client_.get(), &one, 1, options.options.get(), options.queue.get());
  const auto answer = options.answer();
  if (!answer) return say(RD_KAFKA_RESP_ERR__TIMED_OUT);
  if (const auto error = rd_kafka_event_error(answer.get())) return say(error);
  std::size_t count = 0;
  const auto* results = rd_kafka_DescribeConfigs_result_resources(
      rd_kafka_event_DescribeConfigs_result(answer.get()), &count);
  if (count != 1) return say(RD_KAFKA_RESP_ERR__TIMED_OUT);
  if (const auto error = rd_kafka_ConfigResource_error(results[0])) return say(error);
  const auto* entries = rd_kafka_ConfigResource_configs(results[0], &count);
  for (std::size_t i = 0; i < count; ++i)
    if (const char* value = rd_kafka_ConfigEntry_value(entries[i]))
      values[rd_kafka_ConfigEntry_name(entries[i])] = value;
  return {};
}

Problem Topics::check(const TopicWish& wish, TopicFound& found) {
  std::string wrong;
  const auto add = [&](const std::string& text) { wrong += (wrong.empty() ? "" : ", ") + text; };
  if (wish.partitions > 0 && found.partitions != wish.partitions)
    add(fmt::format("{} partitions, not {}", found.partitions, wish.partitions));
  std::map<std::string, std::string> values;
  if (auto problem = describe(wish.name, values)) {
    if (problem.passing) return problem;
    spdlog::warn("the settings of the topic {} cannot be checked: {}", wish.name, problem.text);
  } else {
    for (const auto& [key, value] : wish.settings)
      if (values[key] != value) add(fmt::format("{}={}, not {}", key, values[key], value));
    if (const auto bytes = number(values, "max.message.bytes"); bytes < record_bytes_min)
      add(fmt::format("max.message.bytes={}, not at least {}", bytes, record_bytes_min));
    const int least = static_cast<int>(number(values, "min.insync.replicas"));
    if (least > found.copies || (found.copies > 2 && (least < 2 || least == found.copies)))
      add(fmt::format("min.insync.replicas={} with {} copies, not {}", least, found.copies,
                      found.copies > 2 ? 2 : 1));
    found.copies_in_step_min = least;
  }
  if (wrong.empty()) return {};
  return {fmt::format("the topic {} has {}", wish.name, wrong), false};
}

Problem Topics::ensure(const TopicWish& wish, TopicFound& found) {
  if (auto problem = look(wish.name, found)) return problem;
  if (!found.exists) {
    if (settings_.read_only)
      return {fmt::format("there is no topic {} at {}", wish.name, settings_.brokers), false};
    if (auto problem = make(wish)) return problem;
    if (auto problem = look(wish.name, found)) return problem;
    if (!found.exists) return {fmt::format("the topic {} is being made", wish.name), true};
  }
  return check(wish, found);
}

}  // namespace surety::kafka
