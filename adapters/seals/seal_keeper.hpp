// Makes seals: by the calendar, by whoever leads the platform's partition, and when somebody asks;
// and hands the newest, which names those before it, to anchors outside.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "adapters/http_client/http_client.hpp"
#include "adapters/runtime.hpp"
#include "adapters/seals/seal_book.hpp"

namespace surety {

/// The platform's own, made at the first call. Throws SecretsUnavailable.
std::string signing_key(Secrets&);

struct SealSettings {
  std::filesystem::path folder;
  double every_hours = 24;  ///< counted from 00:00 Beijing time; 0: only when asked
  std::filesystem::path anchor_folder{};  ///< empty, as the others: there is none
  std::string anchor_url{}, timestamp_url{};
  std::filesystem::path timestamp_authorities{};  ///< PEM
  outgoing::Settings client{};
};

/// Thread-safe.
class SealKeeper {
 public:
  /// All references outlive it.
  SealKeeper(SealSettings, const Journal&, Runtime&, Secrets&);
  ~SealKeeper();
  /// From now on seals are made by the calendar.
  void start();
  void stop();

  const SealBook& book() const { return book_; }
  /// Of all that is folded now. Throws std::runtime_error where it cannot be kept, and
  /// SecretsUnavailable where it cannot be signed.
  KeptSeal make();
  bool anchored_in_folder(std::int64_t number) const;

 private:
  void run();
  bool due() const;
  void hand_out();
  void ask_endpoint(const KeptSeal&);
  void ask_authority(const KeptSeal&);

  const SealSettings settings_;
  const SealBook book_;
  const std::string journal_;
  Runtime& runtime_;
  Secrets& secrets_;
  outgoing::Client client_;
  std::mutex making_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool ending_ = false, asked_ = false;
  std::thread thread_;
};

}  // namespace surety
