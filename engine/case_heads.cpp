// The head stands first in a case's row, behind its length.
#include "engine/case_heads.hpp"

#include "engine/fold_keys.hpp"
#include "events/binary.hpp"

namespace surety {

std::optional<CaseHead> decode_head(std::string_view bytes, std::string_view& rest) {
  constexpr std::size_t length = 8;
  std::int64_t head_size = 0;
  if (bytes.size() < length) return std::nullopt;
  if (!from_binary(bytes.substr(0, length), head_size)) return std::nullopt;
  bytes.remove_prefix(length);
  if (head_size < 0 || static_cast<std::uint64_t>(head_size) > bytes.size()) return std::nullopt;
  CaseHead head;
  if (!from_binary(bytes.substr(0, static_cast<std::size_t>(head_size)), head)) return std::nullopt;
  rest = bytes.substr(static_cast<std::size_t>(head_size));
  return head;
}

void each_case_head(
    const StoreReader& store, int partition,
    const std::function<void(std::string_view, const std::optional<CaseHead>&)>& visit) {
  const std::string from = keys::state(partition, "");
  store.scan(fold_family(), from, after_prefix(from),
             [&](std::string_view key, std::string_view bytes) {
               std::string_view rest;
               visit(key.substr(from.size()), decode_head(bytes, rest));
               return true;
             });
}

}  // namespace surety
