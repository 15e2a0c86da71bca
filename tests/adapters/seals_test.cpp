// Seals as files: what is signed, where a case stands in them, and what an anchor keeps.
#include <doctest/doctest.h>

#include <fstream>

#include "adapters/seals/seal_book.hpp"
#include "adapters/seals/signing.hpp"
#include "engine/digest.hpp"
#include "engine/merkle.hpp"
#include "events/json.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace surety;
using namespace surety::testing;

namespace {

const std::vector<std::string> cases{"enterprise/a b 2 sha256:22", "guarantee/1 1 sha256:11",
                                     "project/P-1 7 sha256:77"};

KeptSeal sealed(const std::string& key, std::int64_t number, const std::string& journal) {
  std::vector<std::string> leaves;
  for (const auto& line : cases) leaves.push_back(merkle_leaf(line));
  KeptSeal kept;
  kept.seal.number = number;
  kept.seal.journal = journal;
  kept.seal.key = hex(public_key_of(key));
  kept.seal.cases = static_cast<std::int64_t>(cases.size());
  kept.seal.root = hex(merkle_root(leaves));
  kept.text = to_json(kept.seal);
  kept.signature = signature_of(key, kept.text);
  return kept;
}

}  // namespace

TEST_CASE("seals: a key is the one of RFC 8032, and a signature fits its text and key alone") {
  const auto key = from_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
  const auto open = public_key_of(key);
  CHECK(hex(open) == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const auto signature = signature_of(key, "\x72");
  CHECK(hex(signature).starts_with("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb"));
  CHECK(signature_fits(open, "\x72", signature));
  CHECK_FALSE(signature_fits(open, "\x73", signature));
  CHECK_FALSE(signature_fits(public_key_of(new_signing_key()), "\x72", signature));
  CHECK_FALSE(signature_fits("", "\x72", signature));
  CHECK_FALSE(signature_fits(open, "\x72", ""));
  CHECK(public_key_of_pem(public_key_pem(open)) == open);
  CHECK_FALSE(public_key_of_pem("no key"));
}

TEST_CASE("seals: a case's line is read from behind, for an imported id may hold a blank") {
  const auto c = SealedCase::parse(cases[0]);
  REQUIRE(c);
  CHECK(c->case_key == "enterprise/a b");
  CHECK(c->version == 2);
  CHECK(c->line() == cases[0]);
  CHECK_FALSE(SealedCase::parse("guarantee/1"));
  CHECK_FALSE(SealedCase::parse("guarantee/1 x sha256:11"));
}

TEST_CASE("seals: each case of the newest leads to its root, and any other does not") {
  TemporaryFolder folder;
  const SealBook book(folder.path() / "seals");
  CHECK_FALSE(book.newest());
  const auto key = new_signing_key();
  book.keep(sealed(key, 1, "j"), cases);
  book.keep(sealed(key, 2, "j"), cases);
  CHECK(book.numbers() == std::vector<std::int64_t>{1, 2});
  CHECK_FALSE(book.lines(1));
  const auto newest = book.newest();
  REQUIRE(newest);
  for (const char* case_key : {"enterprise/a b", "guarantee/1", "project/P-1"}) {
    auto in = book.inclusion(case_key);
    REQUIRE(in);
    CHECK(leads_to(*in, newest->seal));
    in->hash += "0";
    CHECK_FALSE(leads_to(*in, newest->seal));
  }
  CHECK_FALSE(book.inclusion("guarantee/2"));
}

TEST_CASE("seals: what an anchor's folder holds is never replaced by another seal") {
  TemporaryFolder folder;
  const auto outside = folder.path() / "outside";
  const SealBook first(folder.path() / "first"), second(folder.path() / "second");
  first.keep(sealed(new_signing_key(), 1, "j"), cases);
  second.keep(sealed(new_signing_key(), 1, "j"), {});
  first.copy_to(outside, 1);
  first.copy_to(outside, 1);
  const auto kept = SealBook(outside).read(1);
  REQUIRE(kept);
  CHECK_THROWS_WITH(second.copy_to(outside, 1), doctest::Contains("another seal already"));
  CHECK(SealBook(outside).read(1)->text == kept->text);
  CHECK(SealBook(outside).lines(1) == cases);
  first.keep_timestamp(1, "a stamp");
  first.copy_to(outside, 1);
  CHECK(SealBook(outside).timestamp(1) == "a stamp");
}

TEST_CASE("seals: one that cannot be read is none") {
  TemporaryFolder folder;
  const SealBook book(folder.path() / "seals");
  book.keep(sealed(new_signing_key(), 1, "j"), cases);
  std::ofstream(folder.path() / "seals" / "000001.json") << "{}";
  CHECK_FALSE(book.read(1));
  CHECK(book.numbers().size() == 1);
}
