// The intake made of a producer, a reader, the group of the nodes, and a place for garbage.
#include "adapters/kafka/kafka_intake.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <mutex>

#include "adapters/kafka/intake_reader.hpp"
#include "adapters/kafka/node_group.hpp"
#include "adapters/kafka/producer.hpp"
#include "adapters/kafka/topics.hpp"

namespace surety {
namespace kafka {
namespace {

constexpr const char* week_ms = "604800000";

TopicWish for_a_week(const std::string& name, int partitions) {
  auto wish = for_ever(name, partitions);
  wish.settings["retention.ms"] = week_ms;
  return wish;
}

/// Keeps garbage where an operator finds it, with where it came from; made at the first piece.
/// Engine-thread only. Best effort: the original stays in the commands' topic for its week.
class Aside final : public Listener {
 public:
  Aside(const KafkaSettings& settings, std::string topic)
      : settings_(settings), name_(std::move(topic)) {}
  ~Aside() override {
    if (client_) rd_kafka_flush(client_.get(), 500);
    if (client_) rd_kafka_purge(client_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    topic_.reset();
  }
  void keep(int partition, const IntakeEntry& entry) {
    std::string error;
    if (!client_) client_ = make_client(Role::producer, settings_, *this, error);
    if (!client_) return;
    if (!topic_) topic_ = make_topic(client_.get(), name_);
    rd_kafka_poll(client_.get(), 0);
    const auto from = std::to_string(partition), offset = std::to_string(entry.offset);
    const std::string reason = "not-a-command";
    const auto header = [](const std::string& s) {
      return std::pair<const void*, ssize_t>{s.data(), static_cast<ssize_t>(s.size())};
    };
    const auto [r, r_size] = header(reason);
    const auto [f, f_size] = header(from);
    const auto [o, o_size] = header(offset);
    rd_kafka_producev(client_.get(), RD_KAFKA_V_RKT(topic_.get()), RD_KAFKA_V_PARTITION(0),
                      RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                      RD_KAFKA_V_VALUE(const_cast<char*>(entry.bytes.data()), entry.bytes.size()),
                      RD_KAFKA_V_HEADER("reason", r, r_size),
                      RD_KAFKA_V_HEADER("partition", f, f_size),
                      RD_KAFKA_V_HEADER("offset", o, o_size), RD_KAFKA_V_END);
  }

 private:
  void failed(rd_kafka_resp_err_t, const char*) override {}
  const KafkaSettings& settings_;
  const std::string name_;
  Handle client_;
  Topic topic_;
};

class Commands final : public KafkaIntake {
 public:
  Commands(KafkaSettings settings, std::string node)
      : settings_(std::move(settings)),
        name_(settings_.prefix + ".commands"),
        reader_(settings_, name_, settings_.partitions),
        group_(settings_, name_, settings_.partitions, std::move(node)),
        aside_(settings_, name_ + ".aside") {}

  std::string open();

  void append(int partition, std::string bytes) override { producer_->append(partition, bytes); }
  std::vector<IntakeEntry> read(int partition, std::int64_t offset, std::size_t max) override {
    group_.names_me(partition);  // whoever leads asks for commands only, and is alive
    return reader_.read(partition, offset, max);
  }
  bool names_me(int partition) const override { return group_.names_me(partition); }
  void set_aside(int partition, const IntakeEntry& entry) override {
    spdlog::warn("record {} of partition {} of {} is no command: it is copied to {}.aside",
                 entry.offset, partition, name_, name_);
    aside_.keep(partition, entry);
  }
  void join(std::function<void()> arrived) override {
    {
      std::lock_guard lock(arrived_mutex_);
      arrived_ = arrived;
    }
    group_.join(std::move(arrived));
  }
  void leave() override {
    group_.leave();
    std::lock_guard lock(arrived_mutex_);
    arrived_ = {};
  }
  std::string refused() const override { return group_.refused(); }
  std::string trouble() const override { return producer_->trouble(); }

 private:
  Problem try_open();

  const KafkaSettings settings_;
  const std::string name_;
  std::mutex arrived_mutex_;
  std::function<void()> arrived_;
  std::unique_ptr<Producer> producer_;
  IntakeReader reader_;
  NodeGroup group_;
  Aside aside_;
};

Problem Commands::try_open() {
  Topics topics(settings_);
  if (auto problem = topics.open()) return problem;
  TopicFound aside, found;
  if (auto problem = topics.ensure(for_a_week(name_ + ".aside", 1), aside)) return problem;
  if (auto problem = topics.ensure(for_a_week(name_, settings_.partitions), found)) return problem;
  // A command has an id of its own: decided once, however often and in whatever order it comes.
  producer_ = std::make_unique<Producer>(settings_, name_, found.copies_in_step_min,
                                         Lost::appended_again);
  return producer_->open();
}

std::string Commands::open() {
  const auto error = open_when_brokers_answer(settings_, [this] {
    auto problem = try_open();
    if (problem) producer_.reset();
    return problem;
  });
  if (!error.empty()) return error;
  return reader_
      .open([this] {
        std::lock_guard lock(arrived_mutex_);
        if (arrived_) arrived_();
      })
      .text;
}

}  // namespace
}  // namespace kafka

std::unique_ptr<KafkaIntake> open_kafka_intake(const KafkaSettings& settings,
                                               const std::string& node, std::string& error) {
  auto intake = std::make_unique<kafka::Commands>(settings, node);
  error = intake->open();
  if (!error.empty()) return nullptr;
  return intake;
}

}  // namespace surety
