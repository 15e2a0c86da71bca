// The durable mark: turn(8) clean(1) ends(8 each) checksum(8), in slots of 64 KiB.
#include "adapters/embedded/durable_mark.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace surety::embedded {
namespace {

constexpr std::size_t slot_bytes = 64 << 10;

void append(std::string& out, std::uint64_t n) {
  for (int i = 0; i < 8; ++i) out.push_back(static_cast<char>(n >> (8 * i)));
}
std::uint64_t number_at(std::string_view s, std::size_t at) {
  std::uint64_t n = 0;
  for (std::size_t i = 0; i < 8; ++i)
    n |= std::uint64_t{static_cast<unsigned char>(s[at + i])} << (8 * i);
  return n;
}
std::uint64_t fnv(std::string_view s) {
  std::uint64_t h = 0xcbf29ce484222325;
  for (unsigned char c : s) h = (h ^ c) * 0x100000001b3;
  return h;
}

struct Slot {
  std::uint64_t turn = 0;
  Mark mark;
};

// turn, clean, number of ends, the ends, checksum of all before.
std::string encode(const Slot& slot) {
  std::string s;
  append(s, slot.turn);
  append(s, slot.mark.clean);
  append(s, slot.mark.ends.size());
  for (auto end : slot.mark.ends) append(s, static_cast<std::uint64_t>(end));
  append(s, fnv(s));
  return s;
}

std::optional<Slot> decode(std::string_view s) {
  if (s.size() < 32) return std::nullopt;
  const auto count = number_at(s, 16);
  if (count > slot_bytes / 8 - 4) return std::nullopt;
  const std::size_t size = 24 + 8 * count;
  if (s.size() < size + 8 || number_at(s, size) != fnv(s.substr(0, size))) return std::nullopt;
  Slot slot{number_at(s, 0), {number_at(s, 8) != 0, {}}};
  for (std::size_t i = 0; i < count; ++i)
    slot.mark.ends.push_back(static_cast<std::int64_t>(number_at(s, 24 + 8 * i)));
  return slot;
}

std::optional<Slot> newest(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string all{std::istreambuf_iterator<char>(in), {}};
  std::optional<Slot> best;
  for (std::size_t at = 0; at < all.size(); at += slot_bytes) {
    auto slot = decode(std::string_view(all).substr(at, slot_bytes));
    if (slot && (!best || slot->turn > best->turn)) best = std::move(slot);
  }
  return best;
}

}  // namespace

DurableMark::~DurableMark() {
  if (file_ >= 0) ::close(file_);
}

std::optional<Mark> DurableMark::read(const std::filesystem::path& path) {
  auto slot = newest(path);
  if (!slot) return std::nullopt;
  return std::move(slot->mark);
}

std::string DurableMark::open(const std::filesystem::path& path) {
  if (auto slot = newest(path)) turn_ = slot->turn;
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (file_ < 0) return path.string() + ": " + std::strerror(errno);
  return {};
}

void DurableMark::write(const Mark& mark) {
  ++turn_;
  const auto bytes = encode({turn_, mark});
  const auto at = static_cast<off_t>((turn_ % 2) * slot_bytes);
  // An older mark is a weaker check, nothing else.
  [[maybe_unused]] const auto written = ::pwrite(file_, bytes.data(), bytes.size(), at);
}

void DurableMark::sync() { ::fdatasync(file_); }

}  // namespace surety::embedded
