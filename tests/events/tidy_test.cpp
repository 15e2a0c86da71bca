// The house rules that a machine can check: who may know whom, who may include what, sizes.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

struct Source {
  std::string path;  ///< below the root
  std::vector<std::string> lines;
};

const std::vector<Source>& sources() {
  static const std::vector<Source> all = [] {
    std::vector<Source> found;
    const fs::path root = SURETY_SOURCE_DIR;
    for (const char* folder : {"events", "engine", "projections", "adapters", "tools", "tests"})
      for (const auto& file : fs::recursive_directory_iterator(root / folder)) {
        if (file.path().extension() != ".cpp" && file.path().extension() != ".hpp") continue;
        Source s{fs::relative(file.path(), root).string(), {}};
        std::ifstream in(file.path());
        for (std::string line; std::getline(in, line);) s.lines.push_back(line);
        found.push_back(std::move(s));
      }
    return found;
  }();
  return all;
}

std::string layer_of(const std::string& path) { return path.substr(0, path.find('/')); }

/// Further out may know what lies further in, never the other way.
int depth(const std::string& layer) {
  static const std::vector<std::string> order{"events", "engine", "projections", "adapters", "tools", "tests"};
  for (std::size_t i = 0; i < order.size(); ++i)
    if (order[i] == layer) return static_cast<int>(i);
  return -1;
}

std::vector<std::string> includers(const std::string& header, const std::string& below) {
  std::vector<std::string> found;
  for (const auto& s : sources())
    if (s.path.starts_with(below))
      for (const auto& line : s.lines)
        if (line.starts_with("#include <" + header)) {
          found.push_back(s.path);
          break;
        }
  return found;
}

}  // namespace

TEST_CASE("tidy: arrows point inward") {
  REQUIRE(sources().size() > 100);
  for (const auto& s : sources()) {
    const auto own = layer_of(s.path);
    if (own == "tools" || own == "tests") continue;
    for (const auto& line : s.lines) {
      if (!line.starts_with("#include \"")) continue;
      const auto layer = layer_of(line.substr(10));
      INFO(s.path, ": ", line);
      CHECK(depth(layer) >= 0);
      CHECK(depth(layer) <= depth(own));
    }
  }
}

TEST_CASE("tidy: the core does no input or output, starts no thread, reads no clock") {
  const std::vector<std::string> foreign{"thread>", "fstream>", "iostream>", "filesystem>", "chrono>", "random>",
                                         "rocksdb/", "boost/beast", "boost/asio"};
  for (const char* layer : {"events/", "engine/"})
    for (const auto& header : foreign) {
      const auto who = includers(header, layer);
      INFO(header, who.empty() ? "" : " in " + who[0]);
      CHECK((who.empty() || (header == "chrono>" && who == std::vector<std::string>{"events/values.cpp"})));
    }
}

TEST_CASE("tidy: a heavy library has its one includer") {
  CHECK(includers("cereal/", "") == std::vector<std::string>{"events/binary.cpp"});
  CHECK(includers("openssl/", "engine/") == std::vector<std::string>{"engine/digest.cpp"});
  CHECK(includers("boost/json", "events/") == std::vector<std::string>{"events/json.cpp"});
  CHECK(includers("boost/json", "engine/").empty());
  CHECK(includers("librdkafka/rdkafka.h", "") == std::vector<std::string>{"adapters/kafka/client.hpp"});
  CHECK(includers("librdkafka/", "tests/") == std::vector<std::string>{"tests/kafka/offsets_test.cpp"});  // its stand-in
  CHECK(includers("curl/", "") == std::vector<std::string>{"adapters/http_client/http_client.cpp"});
  CHECK(includers("cjose/", "adapters/") == std::vector<std::string>{"adapters/identity/jose.cpp"});
  CHECK(includers("boost/beast", "adapters/") == std::vector<std::string>{"adapters/http/session.cpp"});
}

TEST_CASE("tidy: a test's name holds no semicolon, at which ctest would split it and run nothing") {
  for (const auto& s : sources())
    for (const auto& line : s.lines)
      if (line.starts_with("TEST_CASE(")) CHECK(line.substr(0, line.rfind('"')).find(';') == line.npos);
}

TEST_CASE("tidy: the first line says what a file is for, and no file is long") {
  for (const auto& s : sources()) {
    INFO(s.path);
    REQUIRE_FALSE(s.lines.empty());
    CHECK(s.lines[0].starts_with("// "));
    CHECK(s.lines.size() <= 400);
  }
}
