// Sending at least once, in order; receiving once.
#include "tests/simulation/publishing.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace surety::simulation {

std::string Publishing::counted(int partition, const Commit& c) {
  auto& topic = topics_[static_cast<std::size_t>(partition)];
  if (c.published < topic.published) return "the mark of what is published goes back";
  // Whatever lies below the mark has reached the subscriber; a new leader begins above it.
  if (after(topic, topic.highest).first <= c.published)
    return fmt::format("published up to {}, says the journal, the subscriber has {}.{}",
                       c.published, topic.highest.first, topic.highest.second);
  topic.published = c.published;
  topic.events.push_back(static_cast<std::int64_t>(c.events.size()));
  return {};
}

/// The message that comes after that one; of a commit that is not there yet if there is none.
Publishing::Number Publishing::after(const Topic& topic, Number n) {
  const auto commits = static_cast<std::int64_t>(topic.events.size());
  if (n.first > 0 && n.second < topic.events[static_cast<std::size_t>(n.first - 1)])
    return {n.first, n.second + 1};
  for (auto s = n.first + 1; s <= commits; ++s)
    if (topic.events[static_cast<std::size_t>(s - 1)] > 0) return {s, 1};
  return {commits + 1, 1};
}

std::string Publishing::receive(Topic& topic, Number n) {
  if (n <= topic.highest) {
    ++repeats_;
    return {};
  }
  const auto next = after(topic, topic.highest);
  if (n != next)
    return fmt::format("a public event was skipped: {}.{} came before {}.{}",
                       n.first, n.second, next.first, next.second);
  topic.highest = n;
  return {};
}

// A connection that breaks ends the session: nothing sent after a lost message arrives, and what
// was not acknowledged begins the next one.
std::string Publishing::send(int partition, Session& session, std::int64_t until) {
  auto& topic = topics_[static_cast<std::size_t>(partition)];
  bool broken = false, unheard = false;
  for (auto s = session.acknowledged + 1; s <= until && !broken; ++s) {
    const auto count = topic.events[static_cast<std::size_t>(s - 1)];
    for (std::int64_t i = 1; i <= count && !broken; ++i) {
      if ((broken = fails && random_.one_in(20))) break;
      if (auto wrong = receive(topic, {s, i}); !wrong.empty()) return wrong;
      unheard = unheard || (fails && random_.one_in(20));
    }
    if (!broken && !unheard) session.acknowledged = s;
  }
  return {};
}

std::string Publishing::publish(SimulatedNode& node) {
  if (node.journal().cut_off) return {};
  for (const auto& s : node.node().status()) {
    auto& session = sessions_[{&node, s.partition}];
    if (!s.leading) {
      session = {};
      continue;
    }
    if (session.term != s.position.term) session = {s.position.term, s.position.published};
    if (fails && random_.one_in(3)) continue;  // it is slow
    if (auto wrong = send(s.partition, session, s.position.sequence); !wrong.empty())
      return wrong;
    node.node().published(s.partition, session.acknowledged);
  }
  return {};
}

void Publishing::forget(const SimulatedNode& node) {
  std::erase_if(sessions_, [&](const auto& s) { return s.first.first == &node; });
}

bool Publishing::complete() const {
  return std::all_of(topics_.begin(), topics_.end(), [](const Topic& t) {
    return after(t, t.highest).first > static_cast<std::int64_t>(t.events.size());
  });
}

}  // namespace surety::simulation
