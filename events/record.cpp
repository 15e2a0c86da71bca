// The frame of a journal record: kind, format, then the struct's binary form.
#include "events/record.hpp"

#include "events/binary.hpp"

namespace surety {
namespace {

constexpr char format = 1;

template <class T>
constexpr char kind_of = 0;
template <>
constexpr char kind_of<Commit> = 'M';
template <>
constexpr char kind_of<Claim> = 'C';
template <>
constexpr char kind_of<Attempt> = 'A';

// A little more than the record will take, so that it is allocated once.
std::size_t roughly(const Commit& commit) {
  std::size_t size = 512 + commit.cause.size() + commit.root.size();
  for (const EventRecord& event : commit.events) size += 320 + event.data.size();
  if (commit.refusal) size += 256 + commit.refusal->facts.size();
  return size;
}
template <class T>
std::size_t roughly(const T&) {
  return 192;
}

template <class T>
std::optional<Record> decode_as(std::string_view body) {
  T record;
  if (!from_binary(body, record)) return std::nullopt;
  return std::optional<Record>(std::in_place, std::move(record));
}

}  // namespace

std::string encode(const Record& record) {
  std::string out;
  std::visit(
      [&]<class T>(const T& one) {
        out.reserve(roughly(one));
        out += kind_of<T>;
        out += format;
        write_binary(out, type_of<T>(), &one);
      },
      record);
  return out;
}

std::optional<Record> decode_record(std::string_view bytes) {
  if (bytes.size() < 2 || bytes[1] != format) return std::nullopt;
  const std::string_view body = bytes.substr(2);
  switch (bytes[0]) {
    case kind_of<Commit>: return decode_as<Commit>(body);
    case kind_of<Claim>: return decode_as<Claim>(body);
    case kind_of<Attempt>: return decode_as<Attempt>(body);
    default: return std::nullopt;
  }
}

std::string Actor::text() const {
  if (account.empty()) return engine ? "engine" : "";
  return account + '@' + organisation;
}

}  // namespace surety
