// Sealing by libsodium's secretbox; the key's name stands in the sealed text.
#include "adapters/identity/sealing.hpp"

#include <sodium.h>

#include "adapters/identity/password.hpp"
#include "engine/digest.hpp"
#include "events/erasure.hpp"
#include "events/walk.hpp"

namespace surety {
namespace {

constexpr std::string_view mark = "sealed:";

const unsigned char* bytes_of(std::string_view s) {
  return reinterpret_cast<const unsigned char*>(s.data());
}
unsigned char* bytes_of(std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); }

// A document's id is no personal text: the bytes behind it are guarded by who may open it.
bool to_be_sealed(const Type& type, const Rule& rule) {
  return rule.personal && type.shape == Shape::text && type.format != "document";
}

}  // namespace

std::string base64(std::string_view bytes) {
  std::string out(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(
      out.data(), out.size(), bytes_of(bytes), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  out.resize(out.size() - 1);  // it ends its text with a zero byte
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string out(text.size(), '\0');
  std::size_t length = 0;
  if (sodium_base642bin(bytes_of(out),
                        out.size(),
                        text.data(),
                        text.size(),
                        nullptr,
                        &length,
                        nullptr,
                        sodium_base64_VARIANT_ORIGINAL) != 0)
    return std::nullopt;
  out.resize(length);
  return out;
}

bool is_sealed(std::string_view text) { return text.starts_with(mark); }

std::optional<std::string> key_named(std::string_view text) {
  const auto colon = is_sealed(text) ? text.find(':', mark.size()) : text.npos;
  if (colon == text.npos) return std::nullopt;
  return std::string(text.substr(mark.size(), colon - mark.size()));
}

std::set<std::string> keys_named_in(std::string_view data) {
  std::set<std::string> keys;
  for (auto at = data.find(mark); at != data.npos; at = data.find(mark, at + mark.size()))
    if (auto key = key_named(data.substr(at))) keys.insert(std::move(*key));
  return keys;
}

std::string seal(std::string_view text, std::string_view key_id, std::string_view key) {
  std::string box(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + text.size(), '\0');
  randombytes_buf(box.data(), crypto_secretbox_NONCEBYTES);
  crypto_secretbox_easy(bytes_of(box) + crypto_secretbox_NONCEBYTES,
                        bytes_of(text),
                        text.size(),
                        bytes_of(box),
                        bytes_of(key));
  return std::string(mark).append(key_id).append(":").append(base64(box));
}

std::optional<std::string> unseal(const Secrets& secrets, std::string_view text) {
  const auto name = key_named(text);
  if (!name) return std::nullopt;
  const auto key = secrets.get("key/" + *name);
  const auto box = from_base64(text.substr(mark.size() + name->size() + 1));
  constexpr std::size_t extra = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
  if (!key || key->size() != crypto_secretbox_KEYBYTES || !box || box->size() < extra)
    return std::nullopt;
  std::string out(box->size() - extra, '\0');
  if (crypto_secretbox_open_easy(bytes_of(out),
                                 bytes_of(*box) + crypto_secretbox_NONCEBYTES,
                                 box->size() - crypto_secretbox_NONCEBYTES,
                                 bytes_of(*box),
                                 bytes_of(*key)) != 0)
    return std::nullopt;
  return out;
}

std::string opened(const Secrets& secrets, std::string_view text) {
  if (!is_sealed(text)) return std::string(text);
  if (auto plain = unseal(secrets, text)) return std::move(*plain);
  const auto key = key_named(text);
  return std::string(key && !secrets.get("key/" + *key) ? erased_text : "***");
}

void open_personal(const Secrets& secrets, const Type& type, void* object) {
  walk(type, object, [&](const Type& t, const Rule& rule, void* value, const std::string&) {
    if (!to_be_sealed(t, rule)) return;
    const std::string text = t.text(value);
    if (is_sealed(text)) t.set_text(value, opened(secrets, text));
  });
}

void protect(Secrets& secrets, const Type& type, void* object) {
  std::string key_id, key;
  walk(type, object, [&](const Type& t, const Rule& rule, void* value, const std::string&) {
    if (t.shape != Shape::text) return;
    const std::string text = t.text(value);
    if (text.empty()) return;
    if (rule.secret) {
      const std::string reference = "password/" + random_hex(16);
      secrets.put(reference, password_hash(text));
      t.set_text(value, reference);
    } else if (to_be_sealed(t, rule) && !is_sealed(text)) {
      if (key.empty()) {
        key_id = random_hex(8);
        key.resize(crypto_secretbox_KEYBYTES);
        randombytes_buf(key.data(), key.size());
        secrets.put("key/" + key_id, key);
      }
      t.set_text(value, seal(text, key_id, key));
    }
  });
}

std::string hmac_sha256(std::string_view key, std::string_view text) {
  const auto bytes = [](std::string_view s) {
    return reinterpret_cast<const unsigned char*>(s.data());
  };
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, bytes(key), key.size());
  crypto_auth_hmacsha256_update(&state, bytes(text), text.size());
  std::string out(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(out.data()));
  return out;
}

std::string keyed_digest(const std::string& key, const std::string& text) {
  return hex(hmac_sha256(sha256(key), text));
}

bool equal_secrets(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace surety
