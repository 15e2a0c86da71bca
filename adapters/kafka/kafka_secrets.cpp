// One thread follows the topic into memory; writers wait until it has seen their own record.
#include "adapters/kafka/kafka_secrets.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "adapters/identity/master_key.hpp"
#include "adapters/identity/password.hpp"
#include "adapters/kafka/keyed_producer.hpp"
#include "adapters/kafka/topics.hpp"

namespace surety {
namespace kafka {
namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;
using Lock = std::unique_lock<std::mutex>;

/// Written by every node when it opens the topic: what stands before it has been read once it has.
constexpr std::string_view mark_reference = "!mark";
constexpr int refresh_ms = 500;
constexpr auto doubt = milliseconds(1000);  ///< for so long nobody asks brokers that did not answer

class KafkaSecrets final : public Secrets, public Listener {
 public:
  explicit KafkaSecrets(const KafkaSettings& settings)
      : settings_(settings), topic_name_(settings.prefix + ".secrets") {}
  ~KafkaSecrets() override { close(); }

  std::string open(const std::filesystem::path& key_file);

  void put(std::string_view reference, std::string_view value) override {
    write(reference, key_->seal(value, reference));
  }
  void erase(std::string_view reference) override {
    {
      Lock lock(mutex_);
      if (boxes_.find(reference) == boxes_.end()) return;
    }
    write(reference, std::nullopt);
  }
  std::optional<std::string> get(std::string_view reference) const override {
    const auto box = box_of(reference);
    return box ? key_->unseal(*box, reference) : std::nullopt;
  }
  std::vector<std::string> references(std::string_view prefix) const override {
    std::vector<std::string> out;
    Lock lock(mutex_);
    for (auto it = boxes_.lower_bound(prefix); it != boxes_.end() && it->first.starts_with(prefix);
         ++it)
      if (it->first != check_reference && it->first != mark_reference) out.push_back(it->first);
    return out;
  }
  void refresh() const override;

 private:
  void failed(rd_kafka_resp_err_t, const char*) override {}
  Problem try_open();
  void close();
  void run();
  void take(const rd_kafka_message_t&);
  void write(std::string_view reference, const std::optional<std::string>& box);
  bool wait_for(std::int64_t offset) const;
  std::string agree_on_key(const std::filesystem::path& key_file);
  std::optional<std::string> box_of(std::string_view reference) const {
    Lock lock(mutex_);
    const auto found = boxes_.find(reference);
    if (found == boxes_.end()) return std::nullopt;
    return found->second;
  }

  const KafkaSettings settings_;
  const std::string topic_name_;
  std::optional<MasterKey> key_;
  std::unique_ptr<KeyedProducer> producer_;
  Handle client_;
  Topic topic_;
  mutable std::mutex mutex_;  ///< for all below
  mutable std::condition_variable followed_;
  std::map<std::string, std::string, std::less<>> boxes_;
  std::string first_check_;      ///< of those that came since the opening
  std::int64_t read_until_ = 0;  ///< every record before it has been seen
  std::string damage_;
  mutable Steady::time_point unanswered_{};
  bool stopping_ = false;
  std::thread thread_;
};

void KafkaSecrets::close() {
  {
    Lock lock(mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
  producer_.reset();
  if (topic_) rd_kafka_consume_stop(topic_.get(), 0);
  topic_.reset();
  client_.reset();
  Lock lock(mutex_);
  stopping_ = false;
  boxes_.clear();
  first_check_.clear();
  read_until_ = 0;
}

void KafkaSecrets::run() {
  for (;;) {
    {
      Lock lock(mutex_);
      if (stopping_) return;
    }
    const Message message(rd_kafka_consume(topic_.get(), 0, 100));
    rd_kafka_poll(client_.get(), 0);
    if (message) take(*message);
  }
}

void KafkaSecrets::take(const rd_kafka_message_t& message) {
  Lock lock(mutex_);
  if (message.err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET ||
      message.err == RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE) {
    damage_ = "records of " + topic_name_ + " that were read are not at the brokers any more";
    spdlog::error("secrets: {}", damage_);
  } else if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
    spdlog::debug("kafka client: {}: {}", topic_name_, rd_kafka_err2name(message.err));
    return;
  } else if (message.offset < read_until_) {
    return;
  } else {
    // Offsets have gaps here: what a later record replaced is gone.
    read_until_ = message.offset + 1;
    const std::string reference(static_cast<const char*>(message.key), message.key_len);
    if (message.len == 0) {
      boxes_.erase(reference);
    } else {
      auto& box = boxes_[reference];
      box.assign(static_cast<const char*>(message.payload), message.len);
      if (reference == check_reference && first_check_.empty()) first_check_ = box;
    }
  }
  followed_.notify_all();
}

/// As long as something comes it is worth waiting: there may be much to read at first.
bool KafkaSecrets::wait_for(std::int64_t offset) const {
  Lock lock(mutex_);
  for (auto before = read_until_ - 1; before != read_until_ && damage_.empty();) {
    before = read_until_;
    if (followed_.wait_for(lock, milliseconds(settings_.wait_ms),
                           [&] { return read_until_ > offset || !damage_.empty(); }))
      break;
  }
  return read_until_ > offset;
}

void KafkaSecrets::write(std::string_view reference, const std::optional<std::string>& box) {
  const auto sent = producer_->send(reference, box);
  if (sent.problem) throw SecretsUnavailable("secrets: " + sent.problem.text);
  if (wait_for(sent.offset)) return;
  Lock lock(mutex_);
  throw SecretsUnavailable("secrets: " + (damage_.empty() ? "a record of " + topic_name_ +
                                                                " did not come back in time"
                                                          : damage_));
}

void KafkaSecrets::refresh() const {
  {
    Lock lock(mutex_);
    if (Steady::now() < unanswered_ + doubt) return;
  }
  std::vector<std::int64_t> ends;
  const auto problem =
      ask_offsets(client_.get(), topic_name_, 1, Edge::end, refresh_ms, settings_, ends);
  Lock lock(mutex_);
  if (problem || !followed_.wait_for(lock, milliseconds(refresh_ms),
                                     [&] { return read_until_ >= ends[0]; }))
    unanswered_ = Steady::now();
}

Problem KafkaSecrets::try_open() {
  Topics topics(settings_);
  if (auto problem = topics.open()) return problem;
  TopicFound found;
  if (auto problem = topics.ensure({topic_name_,
                                    1,
                                    1,
                                    {{"cleanup.policy", "compact"},
                                     {"unclean.leader.election.enable", "false"}}},
                                   found))
    return problem;
  std::string error;
  client_ = make_client(Role::consumer, settings_, *this, error);
  if (!client_) return {error, false};
  topic_ = make_topic(client_.get(), topic_name_);
  if (rd_kafka_consume_start(topic_.get(), 0, RD_KAFKA_OFFSET_BEGINNING) != 0)
    return {in_words(rd_kafka_last_error(), settings_), true};
  thread_ = std::thread([this] { run(); });
  producer_ = std::make_unique<KeyedProducer>(settings_, topic_name_);
  try {
    write(mark_reference, random_hex(8));
  } catch (const SecretsUnavailable& unavailable) {
    return {unavailable.what(), true};
  }
  return {};
}

// Nodes that start together may each seal the first check value; all believe the one that stands
// first. Who finds another's there puts it back behind its own: only the last one outlives the
// topic's compaction.
std::string KafkaSecrets::agree_on_key(const std::filesystem::path& key_file) {
  const bool there = std::filesystem::exists(key_file);
  const bool check = box_of(check_reference).has_value();
  if (check && !there)
    return "there is no master key at " + key_file.string() +
           ", and other nodes have sealed secrets already: copy theirs";
  key_ = there ? MasterKey::read(key_file) : MasterKey::make(key_file);
  if (!check) write(check_reference, key_->seal(check_value, check_reference));
  std::string first;
  {
    Lock lock(mutex_);
    first = first_check_;
  }
  if (key_->unseal(first, check_reference) != check_value) {
    if (!check) write(check_reference, first);
    return std::string(not_their_key) + key_file.string();
  }
  // Nodes compare bodies by it, so no two of them may draw one each.
  if (!get("node/digest-key")) put("node/digest-key", key_->derived("digest-key"));
  return {};
}

std::string KafkaSecrets::open(const std::filesystem::path& key_file) {
  const auto error = open_when_brokers_answer(settings_, [this] {
    auto problem = try_open();
    if (problem) close();
    return problem;
  });
  if (!error.empty()) return error;
  try {
    return agree_on_key(key_file);
  } catch (const std::runtime_error& refused) {
    return refused.what();
  }
}

}  // namespace
}  // namespace kafka

std::unique_ptr<Secrets> open_kafka_secrets(const KafkaSettings& settings,
                                            const std::filesystem::path& master_key,
                                            std::string& error) {
  auto secrets = std::make_unique<kafka::KafkaSecrets>(settings);
  error = secrets->open(master_key);
  if (!error.empty()) return nullptr;
  return secrets;
}

}  // namespace surety
