// The binary form: two contiguous cereal archives, driven by the run-time type.
#include "events/binary.hpp"

#include <algorithm>
#include <bit>
#include <cereal/cereal.hpp>
#include <cereal/types/string.hpp>
#include <cstring>
#include <stdexcept>

namespace surety {
namespace {

/// Thrown by the reader where the bytes end too early; leaves this file as `false`.
struct Truncated {};

template <class T>
T little_endian(T value) {
  if constexpr (std::endian::native == std::endian::big) {
    auto* bytes = reinterpret_cast<unsigned char*>(&value);
    std::reverse(bytes, bytes + sizeof value);
  }
  return value;
}

class Writer : public cereal::OutputArchive<Writer> {
 public:
  explicit Writer(std::string& out) : OutputArchive(this), out_(out) {}
  void bytes(const void* data, std::size_t size) {
    out_.append(static_cast<const char*>(data), size);
  }

 private:
  std::string& out_;
};

class Reader : public cereal::InputArchive<Reader> {
 public:
  explicit Reader(std::string_view in) : InputArchive(this), in_(in) {}
  void bytes(void* data, std::size_t size) {
    std::memcpy(data, view(size).data(), size);
  }
  /// The next bytes where they lie.
  std::string_view view(std::size_t size) {
    if (size > in_.size()) throw Truncated{};
    const auto taken = in_.substr(0, size);
    in_.remove_prefix(size);
    return taken;
  }
  std::size_t left() const { return in_.size(); }

 private:
  std::string_view in_;
};

template <class T>
  requires std::is_arithmetic_v<T>
void CEREAL_SAVE_FUNCTION_NAME(Writer& out, const T& value) {
  const T portable = little_endian(value);
  out.bytes(&portable, sizeof portable);
}

template <class T>
  requires std::is_arithmetic_v<T>
void CEREAL_LOAD_FUNCTION_NAME(Reader& in, T& value) {
  in.bytes(&value, sizeof value);
  value = little_endian(value);
}

template <class T>
void CEREAL_SAVE_FUNCTION_NAME(Writer& out, const cereal::BinaryData<T>& data) {
  out.bytes(data.data, static_cast<std::size_t>(data.size));
}

template <class T>
void CEREAL_LOAD_FUNCTION_NAME(Reader& in, cereal::BinaryData<T>& data) {
  in.bytes(data.data, static_cast<std::size_t>(data.size));
}

template <class T>
void CEREAL_SAVE_FUNCTION_NAME(Writer& out, const cereal::SizeTag<T>& tag) {
  if (tag.size > std::numeric_limits<std::uint32_t>::max())
    throw std::length_error("a value of 4 GiB or more has no binary form");
  out(static_cast<std::uint32_t>(tag.size));
}

// cereal makes room for a container right after its size is read, so a size is believed only if
// that many bytes are there.
template <class T>
void CEREAL_LOAD_FUNCTION_NAME(Reader& in, cereal::SizeTag<T>& tag) {
  std::uint32_t size = 0;
  in(size);
  if (size > in.left()) throw Truncated{};
  tag.size = size;
}

void save(Writer& out, const Type& type, const void* value) {
  switch (type.shape) {
    case Shape::flag: out(static_cast<std::uint8_t>(type.integer(value))); return;
    case Shape::integer: out(type.integer(value)); return;
    case Shape::choice: out(static_cast<std::uint16_t>(type.integer(value))); return;
    case Shape::text:
      // Plain texts are the bulk of a record: no copy of them.
      if (type.check == check_plain_text) out(*static_cast<const std::string*>(value));
      else out(type.text(value));
      return;
    case Shape::object:
      for (const Member& member : type.fields().members)
        save(out, *member.type, member.of(value));
      return;
    case Shape::optional: {
      const bool present = type.size(value) > 0;
      out(static_cast<std::uint8_t>(present));
      if (present) save(out, *type.element, type.item_of(value, 0));
      return;
    }
    case Shape::list: {
      const std::size_t size = type.size(value);
      out(cereal::make_size_tag(static_cast<cereal::size_type>(size)));
      for (std::size_t i = 0; i < size; ++i) save(out, *type.element, type.item_of(value, i));
      return;
    }
  }
}

bool load(Reader& in, const Type& type, void* value);

// 0 and 1 are the only bytes that say absent and present, or no and yes: one value, one form.
bool load_bit(Reader& in, std::uint8_t& bit) {
  in(bit);
  return bit <= 1;
}

void load_text(Reader& in, const Type& type, void* value) {
  if (type.check == check_plain_text) {
    in(*static_cast<std::string*>(value));
  } else {
    std::uint32_t size = 0;
    in(size);
    type.set_text(value, in.view(size));
  }
}

bool load_integer(Reader& in, const Type& type, void* value) {
  std::int64_t integer = 0;
  in(integer);
  type.set_integer(value, integer);
  return type.integer(value) == integer;  // false where a narrow C++ integer cannot hold it
}

bool load_list(Reader& in, const Type& type, void* value) {
  cereal::size_type size = 0;
  in(cereal::make_size_tag(size));
  type.resize(value, 0);
  // One by one: a corrupt size costs no more memory than the items that are really there.
  for (std::size_t i = 0; i < size; ++i) {
    type.resize(value, i + 1);
    if (!load(in, *type.element, type.item(value, i))) return false;
  }
  return true;
}

bool load(Reader& in, const Type& type, void* value) {
  switch (type.shape) {
    case Shape::flag: {
      std::uint8_t flag = 0;
      if (!load_bit(in, flag)) return false;
      type.set_integer(value, flag);
      return true;
    }
    case Shape::integer: return load_integer(in, type, value);
    case Shape::choice: {
      std::uint16_t index = 0;
      in(index);
      if (index >= type.choices().size()) return false;
      type.set_integer(value, index);
      return true;
    }
    case Shape::text: return load_text(in, type, value), true;
    case Shape::object:
      for (const Member& member : type.fields().members)
        if (!load(in, *member.type, member.at(value))) return false;
      return true;
    case Shape::optional: {
      std::uint8_t present = 0;
      if (!load_bit(in, present)) return false;
      type.resize(value, present);
      return !present || load(in, *type.element, type.item(value, 0));
    }
    case Shape::list: return load_list(in, type, value);
  }
  return false;
}

}  // namespace

void write_binary(std::string& out, const Type& type, const void* object) {
  Writer writer(out);
  save(writer, type, object);
}

bool read_binary(std::string_view bytes, const Type& type, void* object) {
  Reader reader(bytes);
  try {
    return load(reader, type, object) && reader.left() == 0;
  } catch (const Truncated&) {
    return false;
  }
}

}  // namespace surety
