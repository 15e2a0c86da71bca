// Calls tools/kafka and says clearly when there is no broker to be had.
#include "tests/kafka/broker.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <stdexcept>

namespace surety::testing {
namespace {

std::string from_environment(const char* name, std::string otherwise) {
  const char* value = std::getenv(name);
  return value ? value : std::move(otherwise);
}

std::string fresh_word() {
  static std::random_device random;
  return std::to_string(random()) + std::to_string(random() % 1000);
}

}  // namespace

Broker& Broker::shared() {
  static Broker broker(from_environment("SURETY_KAFKA_FOLDER", SURETY_KAFKA_FOLDER), 1, false);
  return broker;
}

Broker::Broker(int brokers)
    : Broker((std::filesystem::temp_directory_path() / ("surety-kafka-" + fresh_word())).string(),
             brokers, true) {}

Broker::Broker(std::string folder, int brokers, bool own) : folder_(std::move(folder)), own_(own) {
  brokers_ = call("start --port 0 --brokers " + std::to_string(brokers) + " --lane " +
                  from_environment("SURETY_KAFKA_LANE", "4"));
  if (brokers_.empty()) throw std::runtime_error("tools/kafka start named no broker");
}

Broker::~Broker() {
  if (!own_) return;
  try {
    call("stop");
  } catch (const std::runtime_error&) {
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string Broker::call(const std::string& arguments) const {
  const auto command = SURETY_SOURCE_DIR "/tools/kafka " + arguments + " --folder '" + folder_ +
                       "' 2>'" + folder_ + ".log'";
  std::FILE* out = popen(command.c_str(), "r");
  if (!out) throw std::runtime_error("tools/kafka cannot be run");
  std::string said;
  std::array<char, 256> buffer;
  while (std::fgets(buffer.data(), buffer.size(), out)) said += buffer.data();
  if (pclose(out) != 0) {
    throw std::runtime_error("no Kafka broker, so no Kafka test: `tools/kafka " + arguments +
                             "` failed, see " + folder_ + ".log");
  }
  while (!said.empty() && said.back() == '\n') said.pop_back();
  return said;
}

void Broker::kill(int node) { call("kill " + std::to_string(node)); }
void Broker::start(int node) { call("start " + std::to_string(node)); }
void Broker::pause(int node) { call("pause " + std::to_string(node)); }
void Broker::resume(int node) { call("resume " + std::to_string(node)); }

KafkaSettings Broker::settings() const {
  return {.brokers = brokers_, .prefix = "t" + fresh_word(), .partitions = 3};
}

}  // namespace surety::testing
