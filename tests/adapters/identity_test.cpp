// Passwords, sealed fields, secrets at rest, sessions and their clocks.
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <barrier>
#include <fstream>
#include <thread>

#include "adapters/identity/master_key.hpp"
#include "adapters/identity/password.hpp"
#include "adapters/identity/rocksdb_secrets.hpp"
#include "adapters/identity/sealing.hpp"
#include "adapters/identity/sessions.hpp"
#include "events/account.hpp"
#include "tests/adapters/secrets_contract.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace surety;

TEST_CASE("passwords fit their own hash only") {
  const std::string hash = password_hash("Surety-2026");
  CHECK(hash.starts_with("$argon2id$"));
  CHECK(password_fits("Surety-2026", hash));
  CHECK_FALSE(password_fits("surety-2026", hash));
  CHECK_FALSE(password_fits("Surety-2026", ""));
  CHECK(password_problem("Surety-2026", "admin").empty());
  CHECK(password_problem("Admin-2026", "admin") == "password-holds-username");
  CHECK(password_problem("密码密码密码密码aA", "x").empty());
  CHECK(password_problem(random_password(), "admin").empty());
}

TEST_CASE("personal fields are sealed and secrets put away") {
  const auto secrets = memory_secrets();
  account::Create c{.username = {"zhang"},
                    .display_name = "张三",
                    .phone = {"13812340000"},
                    .roles = {"regulator"},
                    .password = "Surety-2026"};
  protect(*secrets, type_of<account::Create>(), &c);
  CHECK(is_sealed(c.phone.value));
  CHECK(unseal(*secrets, c.phone.value) == "13812340000");
  CHECK(c.display_name == "张三");
  REQUIRE(c.password);
  CHECK(c.password->starts_with("password/"));
  CHECK(password_fits("Surety-2026", *secrets->get(*c.password)));
  std::string forged = c.phone.value;
  forged[forged.size() - 6] = forged[forged.size() - 6] == 'A' ? 'B' : 'A';
  CHECK_FALSE(unseal(*secrets, forged));
  CHECK(opened(*secrets, forged) == "***");
  // Without its key nobody reads it again.
  for (const auto& key : secrets->references("key/")) secrets->erase(key);
  CHECK(opened(*secrets, forged) == "已删除");
  CHECK(opened(*secrets, c.phone.value) == "已删除");
  CHECK(opened(*secrets, "sealed:") == "***");
  CHECK(opened(*secrets, "plain") == "plain");
}

TEST_CASE("secrets keep their contract on a disk") {
  testing::TemporaryFolder folder;
  testing::secrets_contract(
      [&] { return rocksdb_secrets(folder.path() / "s", folder.path() / "master.key"); });
}

TEST_CASE("of processes that make one master key at once all have the same, and nothing is left") {
  testing::TemporaryFolder folder;
  for (int round = 0; round < 20; ++round) {
    const auto file = folder.path() / std::to_string(round) / "master.key";
    std::vector<std::string> keys(4);
    std::barrier together(4);
    std::vector<std::thread> threads;
    for (auto& key : keys)
      threads.emplace_back([&] {
        together.arrive_and_wait();
        try {
          key = MasterKey::make(file).derived("test");
        } catch (const std::runtime_error& e) {
          key = e.what();
        }
      });
    for (auto& t : threads) t.join();
    for (const auto& key : keys) CHECK(key == MasterKey::read(file).derived("test"));
    const std::filesystem::directory_iterator all(file.parent_path());
    CHECK(std::distance(begin(all), end(all)) == 1);
  }
}

TEST_CASE("secrets survive a restart, and only under their master key") {
  testing::TemporaryFolder folder;
  const auto key = folder.path() / "master.key";
  rocksdb_secrets(folder.path() / "s", key)->put("password/1", "hash");
  const auto mode = std::filesystem::status(key).permissions();
  CHECK((mode & (std::filesystem::perms::group_all | std::filesystem::perms::others_all)) ==
        std::filesystem::perms::none);
  {
    const auto secrets = rocksdb_secrets(folder.path() / "s", key);
    CHECK(secrets->get("password/1") == "hash");
    CHECK_FALSE(secrets->get("password/2"));
    CHECK(secrets->references("password/") == std::vector<std::string>{"password/1"});
    secrets->erase("password/1");
    CHECK_FALSE(secrets->get("password/1"));
  }
  std::ofstream(key, std::ios::binary) << std::string(32, 'x');
  CHECK_THROWS(rocksdb_secrets(folder.path() / "s", key));
}

TEST_CASE(
    "sessions end by idleness and by age, and five wrong passwords lock for a quarter of an hour") {
  const auto secrets = memory_secrets();
  std::int64_t now = 1'000'000;
  const auto wall = [&] { return now; };
  const auto make = [&] {
    return std::make_unique<Sessions>(
        *secrets, std::chrono::hours(12), std::chrono::hours(1), wall);
  };
  auto sessions = make();
  const auto one = sessions->open("zhang");
  CHECK(sessions->known(one.token)->account == "zhang");
  CHECK_FALSE(sessions->known(std::string(64, '0')));
  CHECK_FALSE(secrets->get("session/" + one.token));
  sessions = make();
  CHECK(sessions->known(one.token));
  now += 3'601;
  CHECK_FALSE(sessions->known(one.token));
  const auto two = sessions->open("zhang");
  for (int i = 0; i < 12; ++i, now += 3'600) CHECK(sessions->known(two.token));
  now += 1;
  CHECK_FALSE(sessions->known(two.token));
  const auto a = sessions->open("zhang"), b = sessions->open("zhang"), c = sessions->open("li");
  sessions->close_all("zhang", a.id);
  CHECK(sessions->known(a.token));
  CHECK_FALSE(sessions->known(b.token));
  CHECK(sessions->known(c.token));
  for (int i = 0; i < 4; ++i) sessions->failed("zhang");
  CHECK_FALSE(sessions->locked("zhang"));
  sessions->failed("zhang");
  CHECK(sessions->locked("zhang"));
  now += 15 * 60;
  CHECK_FALSE(sessions->locked("zhang"));
  sessions->failed("zhang");
  CHECK(secrets->references("wrong/").size() == 1);
  sessions->succeeded("zhang");
  CHECK(secrets->references("wrong/").empty());
}

TEST_CASE("what ends or locks on one node does so on the others") {
  const auto secrets = memory_secrets();
  std::int64_t now = 1'000'000;
  const auto wall = [&] { return now; };
  Sessions a(*secrets, std::chrono::hours(12), std::chrono::hours(1), wall);
  Sessions b(*secrets, std::chrono::hours(12), std::chrono::hours(1), wall);
  const auto one = a.open("zhang");
  CHECK(b.known(one.token)->account == "zhang");
  b.close(one.id);
  CHECK_FALSE(a.known(one.token));
  CHECK_FALSE(a.alive(one.id));
  const auto two = a.open("zhang"), three = b.open("zhang");
  a.close_all("zhang", two.id);
  CHECK(b.known(two.token));
  CHECK_FALSE(b.known(three.token));
  for (int i = 0; i < 5; ++i) (i % 2 ? a : b).failed("zhang");
  CHECK(a.locked("zhang"));
  CHECK(b.locked("zhang"));
  a.succeeded("zhang");
  CHECK_FALSE(b.locked("zhang"));
}

namespace {

/// Secrets that are noted slowly, and tell when somebody began and when he was done.
struct SlowSecrets : Secrets {
  std::unique_ptr<Secrets> kept = memory_secrets();
  std::atomic<bool> noting = false, noted = false;

  void put(std::string_view reference, std::string_view value) override {
    if (reference.starts_with("used/")) {
      noting = true;
      noting.notify_all();
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      noted = true;
    }
    kept->put(reference, value);
  }
  std::optional<std::string> get(std::string_view reference) const override {
    return kept->get(reference);
  }
  void erase(std::string_view reference) override { kept->erase(reference); }
  std::vector<std::string> references(std::string_view prefix) const override {
    return kept->references(prefix);
  }
};

}  // namespace

TEST_CASE("sessions that were stopped ask nothing more of the secrets, which may go") {
  SlowSecrets secrets;
  std::atomic<std::int64_t> now = 1'000'000;
  const auto wall = [&] { return now.load(); };
  Sessions sessions(secrets, std::chrono::hours(12), std::chrono::hours(1), wall,
                    std::chrono::milliseconds(1));
  const auto one = sessions.open("zhang");
  now += 120;
  REQUIRE(sessions.known(one.token));
  secrets.noting.wait(false);
  sessions.stop();
  CHECK(secrets.noted);
}
