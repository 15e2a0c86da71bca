// A manual clock moves forward only; a message sent twice is one file.
#include "adapters/clock/clock.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>

#include "adapters/notifications/folder_notifier.hpp"

using namespace surety;

TEST_CASE("a manual clock stands still and moves forward only") {
  ManualClock clock({1000});
  CHECK(clock.now() == Instant{1000});
  CHECK(clock.move({1000}));
  CHECK(clock.move({2000}));
  CHECK_FALSE(clock.move({1999}));
  CHECK(clock.now() == Instant{2000});
  CHECK(clock.witnessed());
}

TEST_CASE("random bytes differ") {
  auto randomness = system_randomness();
  CHECK(randomness->bytes(16) != randomness->bytes(16));
}

TEST_CASE("a message sent twice under one id is one file") {
  const auto folder = std::filesystem::temp_directory_path() /
                      ("surety-outbox-" + std::to_string(::getpid()));
  auto notifier = folder_notifier(folder);
  for (const char* id : {"policy/1/3/sms", "policy/1/3/sms", "policy/1/4/sms"})
    notifier->send({id, "13314518976", "到期提醒"});
  const auto sent = notifier->sent();
  REQUIRE(sent.size() == 3);
  for (const auto& one : sent) CHECK(one.failure.empty());
  CHECK(notifier->sent().empty());
  const auto files = std::distance(std::filesystem::directory_iterator(folder), {});
  CHECK(files == 2);
  std::filesystem::remove_all(folder);
}
