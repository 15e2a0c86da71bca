// Argon2id with the parameters OWASP names for servers: 19 MiB, two passes, one lane.
#include "adapters/identity/password.hpp"

#include <argon2.h>
#include <sodium.h>

#include <algorithm>
#include <stdexcept>

#include "events/utf8.hpp"

namespace surety {
namespace {

constexpr std::uint32_t passes = 2, memory_kib = 19 * 1024, lanes = 1;
constexpr std::size_t salt_bytes = 16, hash_bytes = 32;

void random_bytes(void* out, std::size_t n) {
  static const int ready = sodium_init();
  if (ready < 0) throw std::runtime_error("libsodium cannot be initialised");
  randombytes_buf(out, n);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

int classes_of(std::string_view password) {
  bool small = false, capital = false, digit = false, other = false;
  for (char c : password) {
    if (c >= 'a' && c <= 'z')
      small = true;
    else if (c >= 'A' && c <= 'Z')
      capital = true;
    else if (c >= '0' && c <= '9')
      digit = true;
    else
      other = true;
  }
  return small + capital + digit + other;
}

}  // namespace

std::string random_hex(std::size_t bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string raw(bytes, '\0'), out;
  random_bytes(raw.data(), raw.size());
  for (unsigned char c : raw) {
    out += digits[c >> 4];
    out += digits[c & 15];
  }
  return out;
}

std::string password_hash(std::string_view password) {
  char salt[salt_bytes];
  random_bytes(salt, sizeof salt);
  std::string out(argon2_encodedlen(passes, memory_kib, lanes, salt_bytes, hash_bytes, Argon2_id),
                  '\0');
  const int rc = argon2id_hash_encoded(passes,
                                       memory_kib,
                                       lanes,
                                       password.data(),
                                       password.size(),
                                       salt,
                                       sizeof salt,
                                       hash_bytes,
                                       out.data(),
                                       out.size());
  if (rc != ARGON2_OK) throw std::runtime_error("argon2 failed");
  out.resize(out.find('\0'));
  return out;
}

bool password_fits(std::string_view password, std::string_view hash) {
  if (hash.empty()) {
    // Nobody may tell by the time it takes whether there is such a user.
    static const std::string nobody = password_hash("nobody's password");
    argon2id_verify(nobody.c_str(), password.data(), password.size());
    return false;
  }
  return argon2id_verify(std::string(hash).c_str(), password.data(), password.size()) == ARGON2_OK;
}

std::string_view password_problem(std::string_view password, std::string_view username) {
  if (characters(password) < 8) return "password-too-short";
  if (classes_of(password) < 3) return "password-classes";
  if (!username.empty() && lower(password).find(lower(username)) != std::string::npos)
    return "password-holds-username";
  return {};
}

std::string random_password() {
  // No 0 O 1 l I: it is read off a screen and typed once.
  static constexpr std::string_view letters =
      "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  for (;;) {
    std::string out;
    random_bytes(nullptr, 0);
    for (int i = 0; i < 12; ++i) {
      if (i == 4 || i == 8) out += '-';
      out += letters[randombytes_uniform(static_cast<std::uint32_t>(letters.size()))];
    }
    if (password_problem(out, {}).empty()) return out;
  }
}

}  // namespace surety
