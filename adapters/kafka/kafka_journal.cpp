// Opening the topics, and the journal made of a reader and a producer.
#include "adapters/kafka/kafka_journal.hpp"

#include <fmt/format.h>


#include "adapters/embedded/folder.hpp"
#include "adapters/journal_identity.hpp"
#include "adapters/kafka/producer.hpp"
#include "adapters/kafka/reader.hpp"
#include "adapters/kafka/topics.hpp"

namespace surety {
namespace kafka {
namespace {

class KafkaJournal final : public Journal {
 public:
  explicit KafkaJournal(KafkaSettings settings) : settings_(std::move(settings)) {}

  std::string open();
  int partitions() const override { return identity_.partitions; }
  const std::string& name() const override { return identity_.name; }
  std::int64_t generation() const override { return identity_.generation; }
  std::int64_t first_generation() const override { return identity_.first_generation; }
  void append(int partition, std::string bytes) override {
    if (producer_) producer_->append(partition, bytes);
  }
  std::vector<JournalEntry> read(int partition, std::int64_t offset, std::size_t max_records,
                                 std::size_t max_bytes) override {
    return reader_->read(partition, offset, max_records, max_bytes);
  }
  std::int64_t end(int partition) const override { return reader_->end(partition); }
  void on_durable(std::function<void()> f) override { reader_->on_durable(std::move(f)); }
  std::string trouble() const override { return producer_ ? producer_->trouble() : std::string(); }

 private:
  Problem try_open();
  Problem find_identity(bool journal_empty);
  std::string topic(const char* what) const { return settings_.prefix + "." + what; }

  const KafkaSettings settings_;
  JournalIdentity identity_;
  std::unique_ptr<Reader> reader_;
  std::unique_ptr<Producer> producer_;
};

// Every node must name the journal alike, or their first heads differ. The brokers' own ids of a
// cluster or topic would do for that, but cannot be carried over by `journal copy`, nor asked for
// with this version of the client library. So the first record of a topic of one partition is the
// name: nodes that start together may each write one, and all believe the first.
Problem KafkaJournal::find_identity(bool journal_empty) {
  auto wish = for_ever(topic("identity"), 1);
  Topics topics(settings_);
  if (auto problem = topics.open()) return problem;
  TopicFound found;
  if (auto problem = topics.ensure(wish, found)) return problem;
  Reader reader(settings_, wish.name, 1);
  if (auto problem = reader.open()) return problem;
  if (reader.end(0) == 0) {
    if (!journal_empty)
      return {fmt::format("{} holds records, but {} does not say whose they are", topic("journal"),
                          wish.name),
              false};
    if (settings_.read_only) return {topic("journal") + " is empty and has no name yet", false};
    Producer producer(settings_, wish.name, found.copies_in_step_min);
    if (auto problem = producer.open()) return problem;
    identity_.name = settings_.name.empty() ? embedded::random_name() : settings_.name;
    identity_.generation = settings_.generation;
    identity_.first_generation =
        settings_.first_generation ? settings_.first_generation : settings_.generation;
    producer.append(0, identity_.text());
    if (!reader.wait_for_end(0, 1)) {
      const auto why = producer.trouble();
      return {why.empty() ? wish.name + " cannot be written" : why, true};
    }
  }
  try {
    const auto first = reader.read(0, 0, 1, 1);
    const auto identity =
        first.empty() ? std::nullopt : JournalIdentity::parse(first[0].bytes);
    if (!identity)
      return {fmt::format("record 0 of {} does not name a journal", wish.name), false};
    if (identity->partitions != identity_.partitions)
      return {fmt::format("the journal was made with {} partitions, the topic {} has {}",
                          identity->partitions, topic("journal"), identity_.partitions),
              false};
    identity_ = *identity;
  } catch (const std::runtime_error& error) {
    return {error.what(), true};
  }
  return {};
}

Problem KafkaJournal::try_open() {
  Topics topics(settings_);
  if (auto problem = topics.open()) return problem;
  TopicFound found;
  if (auto problem = topics.ensure(for_ever(topic("journal"), settings_.partitions), found))
    return problem;
  reader_ = std::make_unique<Reader>(settings_, topic("journal"), found.partitions);
  if (auto problem = reader_->open()) return problem;
  identity_.partitions = found.partitions;
  bool empty = true;
  for (int p = 0; p < found.partitions; ++p) empty = empty && reader_->end(p) == 0;
  // In this order: whoever has written a record had a name before.
  if (auto problem = find_identity(empty)) return problem;
  if (settings_.read_only) return {};
  producer_ = std::make_unique<Producer>(settings_, topic("journal"), found.copies_in_step_min);
  return producer_->open();
}

std::string KafkaJournal::open() {
  return open_when_brokers_answer(settings_, [this] {
    auto problem = try_open();
    if (problem) {
      producer_.reset();
      reader_.reset();
    }
    return problem;
  });
}

}  // namespace
}  // namespace kafka

std::unique_ptr<Journal> open_kafka_journal(const KafkaSettings& settings, std::string& error) {
  auto journal = std::make_unique<kafka::KafkaJournal>(settings);
  error = journal->open();
  if (!error.empty()) return nullptr;
  return journal;
}

}  // namespace surety
