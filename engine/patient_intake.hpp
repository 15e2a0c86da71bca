// An intake whose failures end no round: they are told, and tried again.
#pragma once

#include <deque>
#include <stdexcept>
#include <utility>

#include "engine/ports.hpp"

namespace surety {

/// Engine-thread only. What could not be handed over is kept for a minute: whoever waits for it has
/// been told by then that it was lost.
class PatientIntake final : public Intake {
 public:
  static constexpr std::int64_t lost_after_ms = 60'000;

  PatientIntake(Intake& intake, const Clock& clock) : intake_(intake), clock_(clock) {}

  /// Forgets the trouble of the last round and hands over what failed in it.
  void try_again() {
    trouble_.clear();
    for (auto& kept : std::exchange(kept_, {}))
      if (clock_.steady_ms() - kept.since_ms <= lost_after_ms) hand_over(std::move(kept));
  }
  void append(int partition, std::string bytes) override {
    hand_over({partition, std::move(bytes), clock_.steady_ms()});
  }
  std::vector<IntakeEntry> read(int partition, std::int64_t offset, std::size_t max) override {
    std::vector<IntakeEntry> entries;
    attempt([&] { entries = intake_.read(partition, offset, max); });
    return entries;
  }
  bool names_me(int partition) const override { return intake_.names_me(partition); }
  void set_aside(int partition, const IntakeEntry& entry) override {
    attempt([&] { intake_.set_aside(partition, entry); });
  }
  std::string trouble() const override {
    return trouble_.empty() ? intake_.trouble() : trouble_;
  }

 private:
  struct Kept {
    int partition;
    std::string bytes;
    std::int64_t since_ms;
  };
  template <class F>
  bool attempt(F f) {
    try {
      f();
      return true;
    } catch (const std::exception& e) {
      trouble_ = std::string("the intake fails: ") + e.what();
      return false;
    }
  }
  void hand_over(Kept kept) {
    if (!attempt([&] { intake_.append(kept.partition, kept.bytes); }))
      kept_.push_back(std::move(kept));
  }

  Intake& intake_;
  const Clock& clock_;
  std::deque<Kept> kept_;
  std::string trouble_;
};

}  // namespace surety
