// The key from a file that secrets are sealed under, wherever they are kept.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace surety {

/// What is sealed is bound to its reference: no value can be put in another's place.
class MasterKey {
 public:
  /// 32 random bytes, mode 0600. Of several that make the same file at once, all get the key of
  /// the first. Throws std::runtime_error if the file cannot be made.
  static MasterKey make(const std::filesystem::path&);
  /// Throws std::runtime_error with one clear line.
  static MasterKey read(const std::filesystem::path&);

  std::string seal(std::string_view value, std::string_view reference) const;
  /// Empty if it was sealed under another key or for another reference, or tampered with.
  std::optional<std::string> unseal(std::string_view box, std::string_view reference) const;
  /// In hex: a key for one purpose, the same wherever this master key is.
  std::string derived(std::string_view purpose) const;

 private:
  explicit MasterKey(std::string bytes);
  std::string bytes_;
};

/// Kept sealed beside the secrets: who can unseal it has their key.
inline constexpr std::string_view check_reference = "!check", check_value = "surety";
inline constexpr std::string_view not_their_key =
    "the master key is not the one these secrets were sealed with: ";

}  // namespace surety
