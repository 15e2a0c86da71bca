// The folder of seals: plain files, so that anybody checks them with `openssl` alone.
//
// 000001.json  the seal          000001.sig     its signature, 64 bytes
// 000001.tsr   a time-stamp over it (RFC 3161)  000001.answer  what an outside anchor said
// 000001.cases its leaves, a line each; of the newest seal alone
// key.pem      the public key
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "adapters/seals/seal.hpp"

namespace surety {

/// A seal as it is kept; the signature covers `text`, byte for byte.
struct KeptSeal {
  Seal seal;
  std::string text, signature;
};

class SealBook {
 public:
  explicit SealBook(std::filesystem::path folder) : folder_(std::move(folder)) {}
  const std::filesystem::path& folder() const { return folder_; }

  std::vector<std::int64_t> numbers() const;  ///< ascending
  /// None if there is no such seal or it cannot be read.
  std::optional<KeptSeal> read(std::int64_t number) const;
  std::optional<KeptSeal> newest() const;
  /// The leaves of its tree, while they are kept.
  std::optional<std::vector<std::string>> lines(std::int64_t number) const;
  std::optional<std::string> timestamp(std::int64_t number) const;
  std::optional<std::string> answer(std::int64_t number) const;
  std::optional<std::string> key_pem() const;

  /// Durable on return; throws std::runtime_error.
  void keep(const KeptSeal&, const std::vector<std::string>& lines) const;
  void keep_timestamp(std::int64_t number, const std::string&) const;
  void keep_answer(std::int64_t number, const std::string&) const;
  /// All files of that seal and the key, into a folder outside.
  void copy_to(const std::filesystem::path& outside, std::int64_t number) const;

  /// That a case stands in the newest seal; none if it does not.
  std::optional<Inclusion> inclusion(std::string_view case_key) const;

 private:
  std::filesystem::path file(std::int64_t number, const char* ending) const;
  void write(const std::filesystem::path&, std::string_view bytes) const;
  std::filesystem::path folder_;
};

}  // namespace surety
