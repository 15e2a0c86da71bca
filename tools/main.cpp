// The program `surety`: its verbs, and the three ways it can end.
#include <exception>
#include <iostream>

#include "tools/cli.hpp"

namespace {

constexpr int done = 0, refused = 1, wrong_usage = 2;

int wrong(const CLI::App& app, const CLI::ParseError& error) {
  std::string verb;
  for (const auto* sub : app.get_subcommands()) verb += " " + sub->get_name();
  std::cerr << "surety" << verb << ": " << error.what() << "; try surety" << verb << " --help\n";
  return wrong_usage;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace surety::tools;
  CLI::App app("An event-sourced workflow engine for engineering guarantees and insurance.\n"
               "Exit codes: 0 done, 1 refused or failed, 2 wrong usage.",
               "surety");
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);
  add_serve(app);
  add_import(app);
  add_replay(app);
  add_verify(app);
  add_export_case(app);
  add_schemas(app);
  add_bench(app);
  add_demo_data(app);
  add_simulate(app);
  add_clock(app);
  add_journal(app);
  add_backup(app);
  add_restore(app);
  add_rulebook(app);
  add_dev_ca(app);
  try {
    app.parse(argc, argv);
    return done;
  } catch (const CLI::ParseError& error) {
    // --help is an "error" with code 0.
    return error.get_exit_code() == 0 ? app.exit(error) : wrong(app, error);
  } catch (const Failure& failure) {
    std::cerr << "surety: " << failure.what() << "; " << failure.try_next << '\n';
    return refused;
  } catch (const Unequal&) {
    return refused;
  } catch (const std::exception& error) {
    std::cerr << "surety: " << error.what() << "; run again with --log debug to see more\n";
    return refused;
  }
}
