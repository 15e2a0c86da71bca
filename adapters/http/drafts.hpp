// Forms saved half-way: any JSON object per account, beside the journal, without events.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace rocksdb {
class DB;
}

namespace surety::http {

class Drafts {
 public:
  explicit Drafts(const std::filesystem::path& folder);
  ~Drafts();
  void put(std::string_view account, std::string_view name, std::string_view json);
  std::optional<std::string> get(std::string_view account, std::string_view name) const;
  void erase(std::string_view account, std::string_view name);

 private:
  std::unique_ptr<rocksdb::DB> db_;
};

}  // namespace surety::http
