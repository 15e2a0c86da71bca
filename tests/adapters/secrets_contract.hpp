// What all secrets promise, written once; their own tests call `secrets_contract`.
#pragma once

#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "engine/ports.hpp"

namespace surety::testing {

/// Opens the same secrets again, the ones opened before being closed; empty at first but for what
/// begins with `node/`.
using OpenSecrets = std::function<std::unique_ptr<Secrets>()>;

inline void secrets_contract(const OpenSecrets& open) {
  using Names = std::vector<std::string>;
  const std::string binary("\0\n\xff", 3);
  auto secrets = open();
  REQUIRE(secrets != nullptr);
  CHECK_FALSE(secrets->get("password/1"));
  CHECK(secrets->references("password/").empty());
  secrets->erase("password/1");

  secrets->put("password/1", "one");
  CHECK(secrets->get("password/1") == "one");
  secrets->put("password/2", binary);
  secrets->put("password/3", "");
  secrets->put("session/1", "other");
  CHECK(secrets->get("password/2") == binary);
  CHECK(secrets->get("password/3") == "");
  CHECK_FALSE(secrets->get("password/"));
  CHECK(secrets->references("password/") == Names{"password/1", "password/2", "password/3"});
  CHECK(secrets->references("none").empty());
  for (const auto& reference : secrets->references("")) CHECK(reference.front() != '!');

  secrets->put("password/1", "one, newer");
  CHECK(secrets->get("password/1") == "one, newer");
  secrets->erase("password/2");
  CHECK_FALSE(secrets->get("password/2"));
  CHECK(secrets->references("password/") == Names{"password/1", "password/3"});

  secrets.reset();
  secrets = open();
  REQUIRE(secrets != nullptr);
  CHECK(secrets->get("password/1") == "one, newer");
  CHECK_FALSE(secrets->get("password/2"));
  CHECK(secrets->get("password/3") == "");
  CHECK(secrets->get("session/1") == "other");
  secrets->put("password/2", "two");
  CHECK(secrets->get("password/2") == "two");

  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 25; ++i) {
        const auto name = "many/" + std::to_string(t) + '/' + std::to_string(i);
        secrets->put(name, name);
        if (i % 5 == 0) secrets->erase(name);
      }
    });
  for (auto& thread : threads) thread.join();
  CHECK(secrets->references("many/").size() == 80);
  CHECK(secrets->get("many/3/24") == "many/3/24");
  secrets->refresh();
  CHECK(secrets->references("many/").size() == 80);
}

}  // namespace surety::testing
