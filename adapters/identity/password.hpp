// Argon2id hashes of passwords, and what a password must look like. Slow on purpose: never call it
// on an io thread.
#pragma once

#include <string>
#include <string_view>

namespace surety {

std::string password_hash(std::string_view password);
/// In constant time for equal parameters; an empty hash costs as much and never fits.
bool password_fits(std::string_view password, std::string_view hash);
/// Empty, or the problem code: password-too-short, password-classes, password-holds-username.
std::string_view password_problem(std::string_view password, std::string_view username);
/// Twelve characters of three classes that are easily told apart.
std::string random_password();
/// Hex of `bytes` random bytes.
std::string random_hex(std::size_t bytes);

}  // namespace surety
