// Notes behind the journal's name: nodes that start together may each write one; the first counts.
#include "adapters/kafka/agreement.hpp"

#include <optional>
#include <stdexcept>

#include "adapters/kafka/producer.hpp"
#include "adapters/kafka/reader.hpp"

namespace surety {
namespace {

std::optional<std::string> first_note(kafka::Reader& reader, const std::string& before) {
  const auto end = reader.end(0);
  for (std::int64_t at = 1; at < end;)
    for (const auto& entry : reader.read(0, at, 100, 1 << 20)) {
      if (entry.bytes.starts_with(before)) return entry.bytes.substr(before.size());
      at = entry.offset + 1;
    }
  return std::nullopt;
}

}  // namespace

std::string agreed_note(const KafkaSettings& settings, const std::string& key,
                        const std::string& wish, std::string& error) {
  const auto topic = settings.prefix + ".identity", before = key + " ";
  kafka::Reader reader(settings, topic, 1);
  if (auto problem = reader.open()) {
    error = problem.text;
    return {};
  }
  try {
    if (auto note = first_note(reader, before)) return *note;
    const auto end = reader.end(0);
    kafka::Producer producer(settings, topic, 1);
    if (auto problem = producer.open()) throw std::runtime_error(problem.text);
    producer.append(0, before + wish);
    reader.wait_for_end(0, end + 1);
    if (auto note = first_note(reader, before)) return *note;
    error = "the topic " + topic + " cannot be written";
  } catch (const std::runtime_error& e) {
    error = e.what();
  }
  return {};
}

}  // namespace surety
