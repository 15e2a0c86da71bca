// The Merkle tree gives the roots that the world's logs of certificates agree on, and its paths lead
// there and nowhere else.
#include "engine/merkle.hpp"

#include <doctest/doctest.h>

#include "engine/digest.hpp"

using namespace surety;

namespace {

std::vector<std::string> leaves(std::size_t size) {
  // The reference leaves of Certificate Transparency.
  using namespace std::string_literals;
  const std::vector<std::string> texts{""s, "\x00"s, "\x10"s, "\x20\x21"s, "\x30\x31"s,
                                       "\x40\x41\x42\x43"s, "\x50\x51\x52\x53\x54\x55\x56\x57"s,
                                       "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"s};
  std::vector<std::string> out;
  for (std::size_t i = 0; i < size; ++i) out.push_back(merkle_leaf(texts[i]));
  return out;
}

}  // namespace

TEST_CASE("merkle: the roots are those of RFC 6962's reference tree") {
  CHECK(hex(merkle_root({})) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hex(merkle_root(leaves(1))) ==
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  CHECK(hex(merkle_root(leaves(2))) ==
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
  CHECK(hex(merkle_root(leaves(3))) ==
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77");
  CHECK(hex(merkle_root(leaves(7))) ==
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c");
  CHECK(hex(merkle_root(leaves(8))) ==
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
}

TEST_CASE("merkle: every leaf's path leads to the root, and to another one if anything differs") {
  for (std::size_t size = 1; size <= 8; ++size) {
    const auto all = leaves(size);
    const auto root = merkle_root(all);
    for (std::size_t i = 0; i < size; ++i) {
      CAPTURE(size);
      CAPTURE(i);
      auto path = merkle_path(all, i);
      CHECK(merkle_root_by(path, all[i], i, size) == root);
      CHECK(merkle_root_by(path, merkle_leaf("another"), i, size) != root);
      CHECK(merkle_root_by(path, all[i], size, size).empty());
      path.push_back(root);
      CHECK(merkle_root_by(path, all[i], i, size).empty());
      path.pop_back();
      if (path.empty()) continue;
      path.pop_back();
      CHECK(merkle_root_by(path, all[i], i, size) != root);
    }
  }
}
