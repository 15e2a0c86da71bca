// A command's way from text to outcome without HTTP: read, sealed, offered, awaited.
#include "tools/player.hpp"

#include <fmt/format.h>

#include "adapters/identity/sealing.hpp"
#include "engine/authorisation.hpp"
#include "engine/digest.hpp"
#include "events/json.hpp"
#include "tools/cli.hpp"

namespace surety::tools {
namespace {

constexpr const char* start_empty = "start on an empty folder: another --data";

/// The same step has the same id on every start, and no person's command has one like it.
std::string id_of(std::string_view step) { return "start/" + std::string(step); }

}  // namespace

Player::Player(Runtime& runtime, Secrets& secrets, std::function<bool()> my_turn)
    : runtime_(runtime), secrets_(secrets), my_turn_(std::move(my_turn)) {}

Actor Player::engine() {
  Actor actor;
  actor.engine = true;
  return actor;
}

bool Player::played(std::string_view step) const {
  const auto store = runtime_.snapshot();
  const auto outcome = FoldReader(*store, runtime_.partitions()).outcome(id_of(step));
  return outcome && !outcome->refusal;
}

std::optional<Case> Player::find(std::string_view kind, std::string_view id) const {
  const auto store = runtime_.snapshot();
  return FoldReader(*store, runtime_.partitions()).find(kind, id);
}

Actor Player::account(std::string_view username) const {
  const auto store = runtime_.snapshot();
  const FoldReader fold(*store, runtime_.partitions());
  const auto account = fold.find("account", username);
  if (!account) throw Failure(fmt::format("there is no account {}", username), start_empty);
  return actor_of(*account, fold);
}

CommandEnvelope Player::envelope(const Actor& actor, const Move& move) const {
  const std::string name = move.kind + "." + move.command;
  const Kind* kind = kind_named(move.kind);
  const CommandRule* rule = kind ? kind->command(move.command) : nullptr;
  if (rule == nullptr) throw Failure("there is no command " + name, "mend the step " + move.step);
  const auto command = rule->make();
  const auto problems = read_json(move.body, *rule->type, command.get(),
                                  move.archive ? Source::stored : Source::outside);
  if (!problems.empty()) {
    throw Failure(fmt::format("{}: {} at {}{}", name, problems[0].code, move.step,
                              problems[0].path),
                  "mend that step");
  }
  CommandEnvelope e;
  e.id = id_of(move.step);
  e.kind = move.kind;
  e.command = move.command;
  e.root = move.root;
  e.case_id = move.case_id;
  if (rule->opens && e.case_id.empty()) {
    if (rule->id) e.case_id = rule->id(command.get());
    if (rule->root && e.root.empty()) e.root = rule->root(command.get(), actor);
  }
  if (e.root.empty() && !e.case_id.empty()) {
    const auto found = find(move.kind, e.case_id);
    e.root = found ? found->head.root : e.case_id;
  }
  e.actor = actor;
  e.body_digest = hex(sha256(move.body));
  protect(secrets_, *rule->type, command.get());
  write_json(e.body, *rule->type, command.get());
  e.submitted_at = runtime_.now();
  e.historical = move.historical;
  return e;
}

Outcome Player::play(const Actor& actor, const Move& move) {
  std::optional<Outcome> outcome;
  for (bool first = true; !outcome; first = false) {
    {
      const auto store = runtime_.snapshot();
      auto before = FoldReader(*store, runtime_.partitions()).outcome(id_of(move.step));
      if (before && !before->refusal) return *before;
    }
    if (my_turn_ && !my_turn_()) continue;
    if (!my_turn_ && !first)
      throw Failure(move.step + ": no answer within 30 s", "look at the log and start again");
    outcome = runtime_.ask(envelope(actor, move));
    // Between several nodes a command may be lost: given once more, under its own id.
    if (outcome && outcome->command_id.empty()) outcome.reset();
  }
  if (outcome->refusal) {
    throw Failure(fmt::format("{}.{} was refused at {}: {} {}", move.kind, move.command, move.step,
                              outcome->refusal->code, outcome->refusal->facts),
                  start_empty);
  }
  return *outcome;
}

}  // namespace surety::tools
