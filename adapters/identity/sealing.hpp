// Personal fields sealed and secrets put away before a command reaches the intake, and the way
// back.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "engine/ports.hpp"
#include "events/describe.hpp"

namespace surety {

/// Seals every personal text of the object with one fresh key kept under `key/<id>`, and replaces
/// every secret by the random reference under which its Argon2id hash is kept. Slow where there is
/// one: not on an io thread.
void protect(Secrets&, const Type&, void* object);

/// True for `sealed:<key id>:<base64>`.
bool is_sealed(std::string_view text);
/// The id of the key it is sealed with, if it is sealed.
std::optional<std::string> key_named(std::string_view text);
/// Of every key by which something in an event's data is sealed.
std::set<std::string> keys_named_in(std::string_view data);
std::string seal(std::string_view text, std::string_view key_id, std::string_view key);
/// Empty if the text is not sealed, its key is gone, or it was tampered with.
std::optional<std::string> unseal(const Secrets&, std::string_view text);
/// The text itself if it is not sealed, else as opened; `erased_text` where its key was destroyed,
/// `***` where it cannot be opened.
std::string opened(const Secrets&, std::string_view text);
/// Opens every personal text of the object in place: for masks, messages and `disclose`.
void open_personal(const Secrets&, const Type&, void* object);

std::string base64(std::string_view bytes);
/// Nothing if it is none; blanks and line ends are not taken either.
std::optional<std::string> from_base64(std::string_view text);
/// HMAC-SHA-256 of RFC 2104, 32 bytes, under a key of any length.
std::string hmac_sha256(std::string_view key, std::string_view text);
/// The same in hex, under the key's own digest.
std::string keyed_digest(const std::string& key, const std::string& text);
/// Compares in a time that tells nothing but whether the lengths differ.
bool equal_secrets(std::string_view, std::string_view);

}  // namespace surety
