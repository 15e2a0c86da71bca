// SHA-256 and the hash of an event; the only header of OpenSSL's in the core is behind it.
#pragma once

#include <string>
#include <string_view>

#include "events/record.hpp"

namespace surety {

std::string sha256(std::string_view bytes);                    ///< 32 bytes
std::string sha256(std::string_view a, std::string_view b);    ///< of both, one after the other
std::string hex(std::string_view bytes);                       ///< lower-case

/// `sha256:` and the digest of api.md §3 over the event and its commit's values.
std::string event_hash(const EventRecord&, const Commit&);

/// The partition of a root: FNV-1a 64 of its bytes modulo P.
int partition_of(std::string_view root, int partitions);

}  // namespace surety
