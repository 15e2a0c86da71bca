// Gives commands inside the process, as the edge would for a person: first start and sample data.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/runtime.hpp"
#include "engine/fold.hpp"

namespace surety::tools {

/// A command to be given once and for ever: its id is made of `step`.
struct Move {
  std::string step;      ///< sample/guarantor-1
  std::string kind, command;
  std::string case_id;   ///< empty for an opening
  std::string body;      ///< JSON, as a person would send it
  std::string root{};    ///< of an opening that hangs off another case than its own body names
  bool historical = false;
  bool archive = false;  ///< rows of old tables are kept as they are, phones of ten digits included
};

class Player {
 public:
  /// `my_turn`, where several nodes walk the same steps: asked again and again until it is this
  /// node's turn, or another has played the step; may throw to end the waiting.
  Player(Runtime&, Secrets&, std::function<bool()> my_turn = {});

  /// The outcome, from now or from the first time. Throws Failure if the body has problems, the
  /// command is refused or no answer comes.
  Outcome play(const Actor&, const Move&);
  /// Whether this step has been played on this folder.
  bool played(std::string_view step) const;
  /// The actor behind an account; throws Failure if there is none.
  Actor account(std::string_view username) const;
  std::optional<Case> find(std::string_view kind, std::string_view id) const;
  Date today() const { return runtime_.now().date(); }

  static Actor engine();

 private:
  CommandEnvelope envelope(const Actor&, const Move&) const;
  Runtime& runtime_;
  Secrets& secrets_;
  std::function<bool()> my_turn_;
};

}  // namespace surety::tools
