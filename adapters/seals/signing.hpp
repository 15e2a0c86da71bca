// Ed25519: keys of 32 bytes, signatures of 64.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace surety {

std::string new_signing_key();
std::string public_key_of(std::string_view signing_key);
std::string signature_of(std::string_view signing_key, std::string_view text);
bool signature_fits(std::string_view public_key, std::string_view text, std::string_view signature);

/// The bytes of lower-case hex digits; empty if they are none.
std::string from_hex(std::string_view digits);

/// As `openssl pkey -pubin` has it.
std::string public_key_pem(std::string_view public_key);
/// None if it is no Ed25519 key.
std::optional<std::string> public_key_of_pem(const std::string& pem);

}  // namespace surety
