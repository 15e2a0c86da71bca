// Joining, listening for what the group gives and takes, and looking for another of one's name.
#include "adapters/kafka/node_group.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <chrono>

namespace surety::kafka {
namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

// A node that was killed is missed after this time: takeover under 3 s leaves no more.
constexpr int session_ms = 1'500, heartbeat_ms = 300;
// What brokers allow as they come (group.min.session.timeout.ms).
constexpr int default_session_ms = 6'000;
constexpr int poll_ms = 100, ask_ms = 1'000, look_again_ms = 3'000;
/// The engine asks several times a second; if it does not, it hangs, and others should lead.
constexpr int unasked_max = 10'000 / poll_ms;

}  // namespace

NodeGroup::NodeGroup(const KafkaSettings& settings, std::string topic, int partitions,
                     std::string node)
    : settings_([&] {
        auto own = settings;
        own.client.erase("client.id");  // it tells the others this node's name
        own.client.erase("consumer.client.id");
        return own;
      }()),
      topic_(std::move(topic)),
      node_(std::move(node)),
      group_(settings.prefix + ".nodes"),
      session_ms_(session_ms),
      named_(static_cast<std::size_t>(partitions)) {}

void NodeGroup::leave() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    wake_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

void NodeGroup::join(std::function<void()> changed) {
  changed_ = std::move(changed);
  thread_ = std::thread([this] { run(); });
}

bool NodeGroup::names_me(int partition) const {
  rounds_unasked_ = 0;
  std::lock_guard lock(mutex_);
  return named_[static_cast<std::size_t>(partition)];
}

std::string NodeGroup::refused() const {
  std::lock_guard lock(mutex_);
  return refused_;
}

void NodeGroup::refuse(std::string why) {
  {
    std::lock_guard lock(mutex_);
    refused_ = std::move(why);
  }
  changed_();
}

/// False if it is to end.
bool NodeGroup::wait(int ms) {
  std::unique_lock lock(mutex_);
  return !wake_.wait_for(lock, milliseconds(ms), [this] { return stopping_; });
}

void NodeGroup::rebalanced(rd_kafka_resp_err_t what, const rd_kafka_topic_partition_list_t& list) {
  const bool given = what == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS;
  // The group's records are read by whoever leads; this client reads none.
  const Partitions none(rd_kafka_topic_partition_list_new(0));
  rd_kafka_assign(client_.get(), given ? none.get() : nullptr);
  {
    std::lock_guard lock(mutex_);
    named_.assign(named_.size(), false);
    for (int i = 0; given && i < list.cnt; ++i) {
      const auto p = static_cast<std::size_t>(list.elems[i].partition);
      if (p < named_.size()) named_[p] = true;
    }
  }
  if (given) spdlog::info("the group suggests this node for {} partitions", list.cnt);
  changed_();
}

/// Where another member of this node's name is, empty if none; absent if nobody can tell.
std::optional<std::string> NodeGroup::namesake() {
  const struct rd_kafka_group_list* list = nullptr;
  // An error may come with a part of the list: a broker is down.
  const auto error = rd_kafka_list_groups(client_.get(), group_.c_str(), &list, ask_ms);
  if (!list) return std::nullopt;
  char* own_id = rd_kafka_memberid(client_.get());
  const std::string self = own_id ? own_id : "";
  if (own_id) rd_kafka_mem_free(client_.get(), own_id);
  std::string found;
  for (int g = 0; g < list->group_cnt; ++g)
    for (int m = 0; m < list->groups[g].member_cnt; ++m) {
      const auto& member = list->groups[g].members[m];
      if (member.client_id == "surety." + node_ && member.member_id != self)
        found = member.client_host;
    }
  rd_kafka_group_list_destroy(list);
  if (found.empty() && error != RD_KAFKA_RESP_ERR_NO_ERROR) return std::nullopt;
  return found;
}

/// A killed node of this name may still be counted in until its session has run out.
bool NodeGroup::alone_by_name() {
  const auto until = Steady::now() + milliseconds(session_ms_ + ask_ms);
  for (;;) {
    const auto where = namesake();
    if (where && where->empty()) return true;
    if (Steady::now() > until) {
      if (where) refuse(fmt::format("another node at {} has the name {}", *where, node_));
      return !where;
    }
    if (!wait(poll_ms)) return false;
  }
}

bool NodeGroup::enter() {
  std::string error;
  client_ = make_client(Role::member, settings_, *this, error,
                        {{"client.id", "surety." + node_},
                         {"group.id", group_},
                         {"partition.assignment.strategy", "range"},
                         {"session.timeout.ms", std::to_string(session_ms_)},
                         {"heartbeat.interval.ms", std::to_string(heartbeat_ms)},
                         {"max.poll.interval.ms", "30000"},
                         {"enable.partition.eof", "false"}});
  if (!client_) {
    refuse(error);
    return false;
  }
  rd_kafka_poll_set_consumer(client_.get());
  return alone_by_name();
}

void NodeGroup::heard(const rd_kafka_message_t& message) {
  if (message.err == RD_KAFKA_RESP_ERR_NO_ERROR) return;
  spdlog::debug("kafka client: group {}: {}", group_, rd_kafka_message_errstr(&message));
  if (message.err != RD_KAFKA_RESP_ERR_INVALID_SESSION_TIMEOUT) return;
  if (session_ms_ >= default_session_ms)
    return refuse("the brokers do not allow the group's session.timeout.ms: look at their "
                  "group.min.session.timeout.ms and group.max.session.timeout.ms");
  spdlog::warn("the brokers allow no session of {} ms (group.min.session.timeout.ms), so a killed "
               "node is missed only after {} ms",
               session_ms_, default_session_ms);
  session_ms_ = default_session_ms;
  anew_ = true;
}

void NodeGroup::listen() {
  const Partitions topics(rd_kafka_topic_partition_list_new(1));
  rd_kafka_topic_partition_list_add(topics.get(), topic_.c_str(), RD_KAFKA_PARTITION_UA);
  rd_kafka_subscribe(client_.get(), topics.get());
  bool in = true;
  // Two of one name that start at once do not see each other before they are in.
  auto again = Steady::now() + milliseconds(session_ms_ + look_again_ms);
  bool looked = false;
  // A namesake may be this node itself as it was before it had to join anew: it fades.
  std::optional<Steady::time_point> met;
  while (!anew_ && wait(0)) {
    if (const Message message{rd_kafka_consumer_poll(client_.get(), poll_ms)}) heard(*message);
    // Counted in rounds of this thread, which stands still when the whole process does.
    const bool asked = ++rounds_unasked_ <= unasked_max;
    if (asked != in) {
      if (asked) rd_kafka_subscribe(client_.get(), topics.get());
      else rd_kafka_unsubscribe(client_.get());
      if (!asked) spdlog::error("the engine does not answer: other nodes may lead");
      in = asked;
    }
    if (!looked && Steady::now() > again) {
      const auto where = namesake();
      looked = where && where->empty();
      again = Steady::now() + milliseconds(look_again_ms);
      if (!where || looked) continue;
      if (!met) met = Steady::now();
      looked = Steady::now() - *met > milliseconds(session_ms_ + ask_ms);
      if (looked)
        refuse(fmt::format("another node at {} has the name {}", *where, node_));
    }
  }
}

void NodeGroup::run() {
  while (wait(0)) {
    anew_ = false;
    const bool entered = enter();
    if (entered) listen();
    if (client_) rd_kafka_consumer_close(client_.get());
    client_.reset();
    if (!entered) return;
  }
}

}  // namespace surety::kafka
