// The web pages' files, as their build left them in a folder.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "adapters/http/message.hpp"

namespace surety::http {

/// Read once and kept: a few megabytes. Answers `/` with the first page; files whose names carry
/// a hash of their content may be kept for ever by browsers, the first page never. Thread-safe.
class PageFiles {
 public:
  /// Empty where the folder holds no `index.html`.
  /// `also_asked`: the one origin beside their own that the pages may ask.
  explicit PageFiles(const std::filesystem::path& folder, const std::string& also_asked = {});
  bool empty() const { return files_.empty(); }
  /// Nothing for a path that is no file of the folder.
  std::optional<Response> answer(const Request&) const;

 private:
  struct File {
    std::string plain, brotli, gzip, tag;
  };
  std::map<std::string, File, std::less<>> files_;
  std::string policy_;
};

}  // namespace surety::http
