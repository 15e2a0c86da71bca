// Starting, stepping and killing one node of the simulation.
#include "tests/simulation/simulated_node.hpp"

#include "projections/all.hpp"

namespace surety::simulation {

SimulatedNode::SimulatedNode(std::string name,
                             testing::SimulatedLog& log,
                             const testing::SimulatedTime& time,
                             Mailbox& mailbox,
                             std::uint64_t seed,
                             bool read_models)
    : name_(std::move(name)),
      log_(log),
      mailbox_(mailbox),
      read_models_(read_models),
      clock_(time),
      random_(seed) {}

std::string SimulatedNode::start(NodeSettings settings) {
  settings.name = name_;
  settings_ = settings;
  journal_ = std::make_unique<testing::SimulatedJournal>(log_);
  journal_->read_max = 1 + random_.below(random_.one_in(2) ? 3 : 200);
  if (shared_)
    intake_ = std::make_unique<testing::SimulatedIntake>(
        *shared_, name_, *journal_, random_.next());
  const auto die = [this] {
    if (dies_after_ > 0 && --dies_after_ == 0) throw Crash{};
  };
  journal_->around_append = die;
  store_.around_write = die;
  postman_ = std::make_unique<Postman>(mailbox_);
  node_ = std::make_unique<Node>(settings,
                                 *journal_,
                                 trapped_,
                                 clock_,
                                 random_,
                                 *postman_,
                                 read_models_ ? all_projections()
                                              : std::vector<std::unique_ptr<Projection>>{},
                                 intake_.get());
  auto why = node_->open();
  journal_->listened_to = true;
  return why;
}

void SimulatedNode::crash() {
  node_.reset();
  intake_.reset();
  journal_.reset();
  store_.crash();
}

bool SimulatedNode::step(int dies_after) {
  dies_after_ = dies_after;
  clock_.asked = false;  // the node asks it when it has read and begins to propose
  try {
    journal_->look();
    node_->step();
  } catch (const Crash&) {
    dies_after_ = 0;
    crash();
    return false;
  }
  dies_after_ = 0;
  return true;
}

}  // namespace surety::simulation
