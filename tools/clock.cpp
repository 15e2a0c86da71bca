// `surety clock confirm`: an operator vouches for the machine's time after a step nobody witnessed.
#include <fmt/format.h>

#include <csignal>

#include "tools/cli.hpp"
#include "tools/storage.hpp"

namespace surety::tools {

void add_clock(CLI::App& app) {
  auto keys = std::make_shared<DataKeys>();
  auto* verb = app.add_subcommand("clock", "What concerns the time of a running node");
  verb->require_subcommand(1);
  auto* confirm = verb->add_subcommand(
      "confirm", "Vouch for the machine's time: deadlines that wait for it go on");
  add_data_keys(*confirm, *keys);
  add_config(*confirm);
  confirm->callback([confirm, keys] {
    read_config(*confirm);
    // By a signal, not by HTTP: who may signal the process may vouch for its machine.
    const int process = Folder::holder(keys->data);
    if (process <= 0 || kill(process, SIGUSR1) != 0) {
      throw Failure("no node that may be told runs on " + keys->data,
                    "name its folder with --data, and call as the user it runs as");
    }
    fmt::print("Told process {}\n", process);
  });
}

}  // namespace surety::tools
