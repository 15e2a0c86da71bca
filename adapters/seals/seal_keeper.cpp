// One thread looks now and then whether a new period has begun, and whether an anchor still waits.
#include "adapters/seals/seal_keeper.hpp"

#include <spdlog/spdlog.h>

#include <cmath>
#include <utility>

#include "adapters/identity/password.hpp"
#include "adapters/identity/sealing.hpp"
#include "adapters/seals/signing.hpp"
#include "adapters/seals/timestamp.hpp"
#include "engine/digest.hpp"
#include "events/json.hpp"

namespace surety {
namespace {

constexpr std::string_view key_reference = "seal/key";
using Steady = std::chrono::steady_clock;
constexpr auto look_every = std::chrono::seconds(1), again_after = std::chrono::seconds(20);
constexpr std::size_t answer_bytes_max = 64 << 10;

/// What an endpoint gets: enough to check it for itself.
struct Handed {
  std::string seal, signature, key;
};
DESCRIBE(Handed, "封存", "A seal handed out.", (seal, "封存", "Its text, as it was signed"),
         (signature, "签名", "Ed25519, base64"), (key, "公钥", "PEM"))

}  // namespace

SealKeeper::SealKeeper(SealSettings settings, const Journal& journal, Runtime& runtime,
                       Secrets& secrets)
    : settings_(std::move(settings)),
      book_(settings_.folder),
      journal_(journal.name()),
      runtime_(runtime),
      secrets_(secrets),
      client_(settings_.client) {}

SealKeeper::~SealKeeper() { stop(); }

void SealKeeper::stop() {
  {
    std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void SealKeeper::start() {
  thread_ = std::thread([this] { run(); });
}

bool SealKeeper::anchored_in_folder(std::int64_t number) const {
  return !settings_.anchor_folder.empty() && SealBook(settings_.anchor_folder).read(number);
}

std::string signing_key(Secrets& secrets) {
  secrets.refresh();
  if (auto key = secrets.get(key_reference)) return *key;
  auto key = new_signing_key();
  secrets.put(key_reference, key);
  return key;
}

KeptSeal SealKeeper::make() {
  KeptSeal kept;
  {
    std::lock_guard lock(making_);
    const auto key = signing_key(secrets_);
    std::vector<std::string> lines;
    kept.seal = seal_of(*runtime_.snapshot(), runtime_.partitions(), lines);
    const auto all = book_.numbers();
    const auto before = all.empty() ? std::nullopt : book_.read(all.back());
    if (!all.empty() && !before)
      throw std::runtime_error("seal " + std::to_string(all.back()) + " cannot be read");
    kept.seal.number = before ? before->seal.number + 1 : 1;
    kept.seal.journal = journal_;
    kept.seal.generation = runtime_.generation();
    kept.seal.made_at = runtime_.now();
    if (before) kept.seal.previous = hex(sha256(before->text));
    kept.seal.key = hex(public_key_of(key));
    kept.text = to_json(kept.seal);
    kept.signature = signature_of(key, kept.text);
    book_.keep(kept, lines);
  }
  spdlog::info("seal {} over {} cases", kept.seal.number, kept.seal.cases);
  std::lock_guard lock(mutex_);
  asked_ = true;
  wake_.notify_all();
  return kept;
}

bool SealKeeper::due() const {
  const auto status = runtime_.status();
  const auto own = static_cast<std::size_t>(partition_of("platform", runtime_.partitions()));
  if (settings_.every_hours <= 0 || !status[own].leading) return false;
  const auto newest = book_.newest();
  const auto period = [&](Instant at) {
    const auto ms = static_cast<double>(at.ms + Instant::beijing_offset_ms);
    return std::floor(ms / (settings_.every_hours * 3'600'000));
  };
  return !newest || period(newest->seal.made_at) < period(runtime_.now());
}

void SealKeeper::run() {
  auto hand_out_at = Steady::now();
  for (std::unique_lock lock(mutex_); !ending_;) {
    if (std::exchange(asked_, false)) hand_out_at = Steady::now();
    lock.unlock();
    auto pause = look_every;
    try {
      if (due()) make();
      if (Steady::now() >= hand_out_at) {
        hand_out_at = Steady::now() + again_after;
        hand_out();
      }
    } catch (const std::exception& e) {
      spdlog::warn("seals: {}", e.what());
      pause = again_after;
    }
    lock.lock();
    wake_.wait_for(lock, pause, [this] { return ending_ || asked_; });
  }
}

/// What an anchor has missed is made good by the next one: each seal names the one before.
void SealKeeper::hand_out() {
  const auto newest = book_.newest();
  if (!newest) return;
  ask_authority(*newest);
  ask_endpoint(*newest);
  if (!settings_.anchor_folder.empty())
    book_.copy_to(settings_.anchor_folder, newest->seal.number);
}

void SealKeeper::ask_endpoint(const KeptSeal& kept) {
  const auto number = kept.seal.number;
  if (settings_.anchor_url.empty() || book_.answer(number)) return;
  outgoing::Request request{"POST", settings_.anchor_url};
  request.headers = {{"Content-Type", "application/json"}};
  request.body = to_json(Handed{kept.text, base64(kept.signature),
                                public_key_pem(from_hex(kept.seal.key))});
  request.answer_bytes_max = answer_bytes_max;
  const auto answer = client_.send(request);
  if (answer.good()) return book_.keep_answer(number, answer.body);
  spdlog::warn("seal {} is not anchored: {} {} {}", number, name(answer.failure), answer.status,
               answer.detail);
}

void SealKeeper::ask_authority(const KeptSeal& kept) {
  const auto number = kept.seal.number;
  if (settings_.timestamp_url.empty() || book_.timestamp(number)) return;
  const auto nonce = sha256(random_hex(16)).substr(0, 8);
  outgoing::Request request{"POST", settings_.timestamp_url};
  request.headers = {{"Content-Type", timestamp_query_type}};
  request.body = timestamp_query(kept.text, nonce);
  request.answer_bytes_max = answer_bytes_max;
  const auto answer = client_.send(request);
  if (!answer.good()) {
    spdlog::warn("seal {} has no time-stamp: {} {} {}", number, name(answer.failure),
                 answer.status, answer.detail);
    return;
  }
  const auto stamp =
      read_timestamp(answer.body, kept.text, nonce, settings_.timestamp_authorities);
  if (stamp.time) return book_.keep_timestamp(number, answer.body);
  spdlog::warn("seal {} has no time-stamp: {}", number, stamp.trouble);
}

}  // namespace surety
