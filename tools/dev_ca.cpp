// `surety dev-ca`: an authority and cards for trying sign-in by certificate; never for real ones.
#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <map>

#include "adapters/clock/clock.hpp"
#include "adapters/identity/sealing.hpp"
#include "adapters/identity/test_authority.hpp"
#include "tools/cli.hpp"

namespace surety::tools {
namespace {

constexpr std::int64_t day_ms = 86'400'000;
const std::map<std::string, CardKey> kinds{
    {"rsa", CardKey::rsa}, {"ecdsa", CardKey::ecdsa}, {"sm2", CardKey::sm2}};

struct Keys {
  std::string folder = ".dev-ca", kind = "sm2", code, name, card, days = "365";
};

Instant now() { return system_clock()->now(); }

std::string text_of(std::istream& in) { return {std::istreambuf_iterator<char>(in), {}}; }

std::string file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw Failure(path + " cannot be read", "make a card with surety dev-ca issue");
  return text_of(in);
}

void make(const Keys& keys) {
  TestAuthority authority(keys.folder, kinds.at(keys.kind), now());
  authority.revoke({}, now());
  fmt::print("surety serve --ca-roots {} --ca-revoked {}\n", authority.roots().string(),
             authority.revoked().string());
}

void issue(const Keys& keys) {
  TestAuthority authority(keys.folder, kinds.at(keys.kind), now());
  const auto days = std::atoll(keys.days.c_str());
  // A card for no day has run out already.
  const Instant until{now().ms + (days > 0 ? days * day_ms : -60'000)};
  const auto card =
      authority.issue(kinds.at(keys.kind), keys.code, keys.name, {until.ms - 400 * day_ms}, until);
  const auto path = keys.card.empty() ? keys.folder + "/" + keys.code : keys.card;
  std::ofstream(path + ".pem") << card.certificate;
  std::ofstream(path + ".key") << card.key;
  fmt::print("{0}.pem\n{0}.key\n", path);
}

void revoke(const Keys& keys) {
  TestAuthority(keys.folder, CardKey::sm2, now()).revoke(file(keys.card + ".pem"), now());
}

void sign(const Keys& keys) {
  fmt::print("{}\n", base64(sign_with_card(file(keys.card + ".key"), text_of(std::cin))));
}

}  // namespace

void add_dev_ca(CLI::App& app) {
  auto keys = std::make_shared<Keys>();
  auto* verb = app.add_subcommand("dev-ca", "A test authority and its cards, for sign-in by certificate");
  verb->require_subcommand(1);
  const auto add = [&](const char* name, const char* what, void (*run)(const Keys&)) {
    auto* sub = verb->add_subcommand(name, what);
    sub->add_option("--folder", keys->folder, "Of the authority")->capture_default_str();
    sub->callback([keys, run] { run(*keys); });
    return sub;
  };
  const auto key_kind = [&](CLI::App* sub) {
    sub->add_option("--key", keys->kind, "Kind of key")
        ->check(CLI::IsMember({"rsa", "ecdsa", "sm2"}))
        ->capture_default_str();
  };
  key_kind(add("make", "Make the authority, or renew its revocation list", make));
  auto* card = add("issue", "Make a card: CODE.pem and CODE.key", issue);
  key_kind(card);
  card->add_option("--code", keys->code, "Credit code in its subject")->required();
  card->add_option("--name", keys->name, "Name in its subject")->required();
  card->add_option("--days", keys->days, "How long it is valid; 0: it has run out already")
      ->check(CLI::Range(0, 3'650))
      ->capture_default_str();
  card->add_option("--card", keys->card, "Path without ending (FOLDER/CODE)");
  add("revoke", "Put a card on the revocation list", revoke)
      ->add_option("CARD", keys->card, "Path without ending")
      ->required();
  add("sign", "Sign what stands on stdin; prints base64", sign)
      ->add_option("CARD", keys->card, "Path without ending")
      ->required();
  verb->footer("Its keys lie open in the folder: for development and tests alone.");
}

}  // namespace surety::tools
