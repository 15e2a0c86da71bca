// A code's secret: when it was sent, how often it was tried, its digest.
#include "adapters/identity/phone_codes.hpp"

#include <optional>
#include <sstream>

#include "adapters/identity/password.hpp"
#include "adapters/identity/sealing.hpp"

namespace surety {
namespace {

constexpr int tries_max = 5, digits = 6;
const std::string prefix = "phone-code/";

struct Kept {
  std::int64_t sent = 0;
  int tries = 0;
  std::string digest;
};

std::optional<Kept> kept(const Secrets& secrets, const std::string& reference) {
  const auto value = secrets.get(reference);
  Kept k;
  if (!value || !(std::istringstream(*value) >> k.sent >> k.tries >> k.digest)) return std::nullopt;
  return k;
}

void keep(Secrets& secrets, const std::string& reference, const Kept& k) {
  secrets.put(reference, std::to_string(k.sent) + ' ' + std::to_string(k.tries) + ' ' + k.digest);
}

std::string random_digits() {
  const auto number = std::stoull(random_hex(7), nullptr, 16) % 1'000'000;
  const std::string text = std::to_string(number);
  return std::string(digits - text.size(), '0') + text;
}

}  // namespace

PhoneCodes::PhoneCodes(Secrets& secrets, std::string key, std::function<std::int64_t()> wall)
    : secrets_(secrets), key_(std::move(key)), wall_(std::move(wall)) {}

std::string PhoneCodes::reference(std::string_view phone) const {
  return prefix + keyed_digest(key_, "phone\n" + std::string(phone));
}

std::string PhoneCodes::digest(std::string_view phone, std::string_view code,
                               std::int64_t sent) const {
  return keyed_digest(key_, "phone code\n" + std::string(phone) + '\n' + std::string(code) + '\n' +
                                std::to_string(sent));
}

void PhoneCodes::sweep() {
  for (const auto& one : secrets_.references(prefix))
    if (const auto k = kept(secrets_, one); !k || wall_() - k->sent >= lives_seconds)
      secrets_.erase(one);
}

std::variant<std::string, std::int64_t> PhoneCodes::make(std::string_view phone) {
  const std::lock_guard lock(mutex_);
  const auto now = wall_();
  const auto before = kept(secrets_, reference(phone));
  if (before && now - before->sent < pause_seconds) return before->sent + pause_seconds - now;
  sweep();
  auto code = random_digits();
  keep(secrets_, reference(phone), {now, 0, digest(phone, code, now)});
  return code;
}

std::string_view PhoneCodes::problem(std::string_view phone, std::string_view code) {
  const std::lock_guard lock(mutex_);
  // It may have been asked for at another node a moment ago.
  secrets_.refresh();
  auto k = kept(secrets_, reference(phone));
  if (!k || wall_() - k->sent >= lives_seconds || k->tries >= tries_max) return "code-expired";
  if (digest(phone, code, k->sent) == k->digest) return {};
  ++k->tries;
  keep(secrets_, reference(phone), *k);
  return "wrong-code";
}

}  // namespace surety
