// RocksDB's own log file, left out: on a full disk its second write ends the process (Debian builds
// the library with assertions on), and what it says reaches people as the status of a call anyway.
#pragma once

#include <rocksdb/env.h>

#include <memory>

namespace surety {

class SilentLog final : public rocksdb::Logger {
 public:
  SilentLog() : Logger(rocksdb::InfoLogLevel::FATAL_LEVEL) {}
  using Logger::Logv;
  void Logv(const char*, va_list) override {}
};

inline std::shared_ptr<rocksdb::Logger> silent_log() { return std::make_shared<SilentLog>(); }

}  // namespace surety
