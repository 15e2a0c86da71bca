// `surety serve`: a node from its parts, from the folder's lock to the open door and back.
#include <fmt/format.h>
#include <pthread.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "adapters/clock/clock.hpp"
#include "adapters/documents/folder.hpp"
#include "adapters/http/key_destroyer.hpp"
#include "adapters/http/page_files.hpp"
#include "adapters/http/server.hpp"
#include "adapters/kafka/publisher.hpp"
#include "adapters/runtime.hpp"
#include "engine/digest.hpp"
#include "tools/card_keys.hpp"
#include "tools/checkpointing.hpp"
#include "tools/cli.hpp"
#include "tools/first_start.hpp"
#include "tools/listen_address.hpp"
#include "tools/outgoing.hpp"
#include "tools/portals.hpp"
#include "tools/project_sources.hpp"
#include "tools/sample.hpp"
#include "tools/sealing.hpp"
#include "tools/storage.hpp"
#include "tools/waiting.hpp"

namespace surety::tools {
namespace {

struct Keys : DataKeys {
  std::string listen = "127.0.0.1:8080";
  int sample = 0;
  std::string clock = "system", now, name = "node-1", master_key, documents, log = "info";
  int workers = 2, session_hours = 12, session_idle_minutes = 60;
  std::size_t waiting = 10'000, cases = 20'000;
  CheckpointKeys checkpoints;
  std::string pages;
  CardKeys cards;
  PortalKeys portals;
  ProjectSourceKeys project_sources;
  OutgoingKeys outgoing;
  SealingKeys sealing;
};

void refuse_open_sample(const Keys& keys, const Address& address) {
  if (keys.sample != 1 || address.loopback()) return;
  throw Failure("the sample's passwords are public, and " + address.host + " is not loopback",
                "listen on 127.0.0.1, or give --sample twice if it shall be so");
}

/// Signals wait for `sigwait`; set before the first thread so that none of them takes one.
sigset_t hold_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (int signal : {SIGINT, SIGTERM, SIGUSR1}) sigaddset(&set, signal);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return set;
}

Instant wished_now(const Keys& keys) {
  std::string text = keys.now;
  if (!Instant::check(text).empty())
    throw CLI::ValidationError("--now", keys.now + " is no instant like 2025-03-01T09:00:00+08:00");
  return Instant::stored(text);
}

/// A manual clock goes on from what the journal already holds.
std::unique_ptr<Clock> make_clock(const Keys& keys, Folder& folder, Journal& journal) {
  const auto newest = newest_instant(journal);
  std::string made_with = folder.clock();
  if (made_with.empty()) made_with = agreed_clock(keys, newest ? "system" : keys.clock);
  folder.note_clock(made_with);
  if (keys.clock == "system") return system_clock();
  if (made_with == "system") {
    throw Failure(folder.path().string() + " was not made with a manual clock",
                  "leave --clock manual out, or name another folder with --data");
  }
  Instant now = keys.now.empty() ? system_clock()->now() : wished_now(keys);
  if (newest) now = keys.now.empty() ? *newest : std::max(now, *newest);
  return std::make_unique<ManualClock>(now);
}

void set_up_log(const Keys& keys) {
  spdlog::set_default_logger(spdlog::stderr_color_mt("surety"));
  spdlog::set_level(spdlog::level::from_str(keys.log));
}

/// Waits while the node folds what the journal holds; throws ToldToEnd on a signal or a halt.
void fold_until(const Runtime& runtime, const std::function<bool()>& there) {
  Progress progress("Reading the journal");
  while (!there()) {
    std::int64_t folded = 0;
    for (const auto& partition : runtime.status()) {
      if (!partition.halted.empty()) {
        spdlog::error("partition {} stands still: {}", partition.partition, partition.halted);
        throw ToldToEnd{};
      }
      folded += partition.position.sequence;
    }
    if (told_to_end()) throw ToldToEnd{};
    progress.at(folded);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

bool folded_to_the_end(const Runtime& runtime) {
  for (const auto& partition : runtime.status())
    if (partition.position.next_offset < partition.end) return false;
  return true;
}

/// Of several nodes the one that leads the platform's own partition makes the first start; if it
/// dies on the way, the next one goes on.
std::function<bool()> turn_of(const Runtime& runtime) {
  return [&runtime] {
    if (told_to_end()) throw ToldToEnd{};
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    const auto status = runtime.status();
    const int own = partition_of("platform", runtime.partitions());
    return status[static_cast<std::size_t>(own)].leading;
  };
}

/// The pages lie beside the program, unless a key says where.
http::PageFiles open_pages(const std::string& folder, const std::string& card_client) {
  const std::filesystem::path own = std::filesystem::read_symlink("/proc/self/exe");
  http::PageFiles pages(folder.empty() ? own.parent_path() / "web" : std::filesystem::path(folder),
                        card_client);
  if (pages.empty() && !folder.empty())
    throw Failure("no index.html in " + folder, "tools/web build makes the pages");
  if (pages.empty()) spdlog::info("no pages beside the program: the API alone is served");
  return pages;
}

void greet(const Keys& keys, const std::string& password, const Address& address, int port,
           double seconds) {
  fmt::print("Surety is ready at {} after {:.1f} s\n", url_of(address, port), seconds);
  if (keys.sample > 0) {
    fmt::print("Accounts, all with the password {}: {}\n", sample_password,
               fmt::join(sample_accounts(), ", "));
  }
  if (!password.empty())
    fmt::print("Account admin, one-time password {} (shown only now)\n", password);
  std::fflush(stdout);
}

void wait_for_the_end(const sigset_t& signals, Runtime& runtime) {
  for (;;) {
    int signal = 0;
    sigwait(&signals, &signal);
    if (signal != SIGUSR1) return;
    spdlog::warn("the clock was confirmed by an operator");
    runtime.confirm_clock();
  }
}

/// Joins the other nodes, if there are any; ends the process if one of them has its name.
void join(KafkaIntake& intake, Runtime& runtime) {
  intake.join([&intake, &runtime] {
    runtime.nudge();
    if (!intake.refused().empty()) kill(getpid(), SIGTERM);
  });
}

std::unique_ptr<Publisher> publish(const Keys& keys, Runtime& runtime) {
  if (keys.journal != "kafka") return nullptr;
  std::string error;
  auto publisher = open_publisher(kafka_settings(keys), runtime, error);
  if (!publisher) throw Failure("public topics: " + error, "look at the brokers and --prefix");
  return publisher;
}

/// The order in which a node falls silent, also when it fails: nobody calls what is gone.
struct End {
  HttpServer& http;
  KafkaIntake* intake;
  Runtime& runtime;
  Journal& journal;
  ~End() { now(); }
  void now() {
    http.stop();
    if (intake) intake->leave();
    runtime.stop();
    journal.on_durable({});
  }
};

void run(const Keys& keys, const Address& address, const sigset_t& signals) {
  const auto started = std::chrono::steady_clock::now();
  const auto gateway = message_gateway(keys.outgoing);
  Folder folder(keys.data, true);
  Waiting waiting;
  HttpServer http({.host = address.host,
                   .port = address.port,
                   .workers = keys.workers,
                   .session_hours = keys.session_hours,
                   .session_idle_minutes = keys.session_idle_minutes},
                  [&waiting] { return waiting.text(); });
  // Brokers may be down for long, and somebody asks how the node is.
  const bool early = keys.journal == "kafka";
  if (early) http.start();

  auto journal =
      open_patiently([&] { return open_journal(folder, keys, false, waiting.patience()); });
  auto intake =
      open_patiently([&] { return open_intake(keys, *journal, keys.name, waiting.patience()); });
  auto clock = make_clock(keys, folder, *journal);
  start_from_checkpoint(keys.checkpoints, *journal, folder / "store");
  auto store = open_store(folder / "store");
  auto randomness = system_randomness();
  auto documents = folder_documents(
      keys.documents.empty() ? folder / "documents" : std::filesystem::path(keys.documents));
  auto secrets = open_patiently([&] { return open_secrets(folder, keys, keys.master_key, waiting.patience()); });
  auto notifier = open_notifier(gateway, folder / "outbox", *secrets);
  const auto destroyer = key_destroyer(*store, journal->partitions(), *secrets, *documents);

  Node node({.name = keys.name, .waiting_max = keys.waiting, .case_cache = keys.cases}, *journal,
            *store, *clock, *randomness, *notifier, every_projection(), intake.get(),
            destroyer.get());
  if (const auto trouble = node.open(); !trouble.empty()) {
    throw Failure(trouble, "surety verify tells what holds and what does not");
  }
  Runtime runtime(node, *store, *clock);
  journal->on_durable([&runtime] { runtime.nudge(); });
  SealKeeper seals(seal_settings(keys.sealing, folder / "seals", keys.outgoing), *journal, runtime,
                   *secrets);
  End end{http, intake.get(), runtime, *journal};
  std::unique_ptr<Publisher> publisher;
  std::optional<CheckpointKeeper> checkpoints;
  std::optional<WebhookDispatcher> webhooks;
  runtime.start();

  waiting.say("the first start to be finished");
  const auto cards = open_cards(keys.cards);
  const auto pages = open_pages(keys.pages, keys.cards.client);
  const auto portals =
      open_portals(keys.portals, address.port ? url_of(address, address.port) : std::string());
  const auto sources =
      open_project_sources(keys.project_sources, keys.outgoing.ca_bundle, runtime);
  std::optional<ProjectPolling> polling;
  Services services{.runtime = runtime,
                    .secrets = *secrets,
                    .documents = *documents,
                    .drafts = folder / "drafts",
                    .manual_clock = clock->manual(),
                    .cards = cards.get(),
                    .certificate_client = keys.cards.client,
                    .portals = &portals,
                    .message_gateway = gateway ? &gateway->key : nullptr,
                    .send_to_phone = phone_sender(gateway, folder / "outbox", *secrets),
                    .project_sources = &sources,
                    .seals = &seals,
                    .private_webhooks = keys.outgoing.private_webhooks,
                    .pages = [&pages](const http::Request& r) { return pages.answer(r); },
                    .waits_for = [&waiting] { return waiting.text(); }};
  http.serve(services);
  if (!early) http.start();

  try {
    fold_until(runtime, [&] { return folded_to_the_end(runtime); });
    if (intake) join(*intake, runtime);
    fold_until(runtime, [&] { return runtime.caught_up(); });
    publisher = publish(keys, runtime);
    Player player(runtime, *secrets, intake ? turn_of(runtime) : nullptr);
    publish_rulebooks(player);
    if (keys.sample > 0) play_sample(player, *documents);
    const auto password = first_administrator(player);
    waiting.say("");
    webhooks.emplace(webhook_settings(keys.outgoing), runtime, *secrets);
    polling.emplace(sources, runtime, keys.project_sources.period());
    checkpoints.emplace(keys.checkpoints, *journal, *store, keys.name);
    seals.start();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
    greet(keys, password, address, http.port(), took.count());
    if (runtime.clock_waits()) {
      spdlog::warn("the clock stepped by more than a day and nobody vouches for it; deadlines wait "
                   "for: surety clock confirm --data {}",
                   keys.data);
    }
  } catch (const ToldToEnd&) {
    // Whoever asks why it stands still is answered until a signal comes.
  }
  wait_for_the_end(signals, runtime);
  webhooks.reset();
  polling.reset();
  seals.stop();
  checkpoints.reset();
  publisher.reset();
  end.now();
  store->flush();
  if (const auto refused = intake ? intake->refused() : ""; !refused.empty())
    throw Failure(refused, "every node needs a --name of its own, and brokers that let it in");
}

void serve(const Keys& keys) {
  const Address address = address_of(keys.listen);
  refuse_open_sample(keys, address);
  if (keys.clock == "system" && !keys.now.empty())
    throw CLI::ValidationError("--now", "needs --clock manual");
  const sigset_t signals = hold_signals();
  set_up_log(keys);
  try {
    run(keys, address, signals);
  } catch (const ToldToEnd&) {
    spdlog::info("ended while it waited");
  }
}

}  // namespace

void add_serve(CLI::App& app) {
  auto keys = std::make_shared<Keys>();
  auto* verb = app.add_subcommand("serve", "Run a node: journal, engine and HTTP");
  add_data_keys(*verb, *keys);
  verb->add_option("--listen", keys->listen, "HOST:PORT to listen on")->capture_default_str();
  verb->add_flag("--sample", keys->sample,
                 "Play the sample data; twice to allow it beyond loopback");
  verb->add_option("--clock", keys->clock, "Where time comes from; manual: PUT /api/v1/clock")
      ->check(CLI::IsMember({"system", "manual"}))
      ->capture_default_str();
  verb->add_option("--now", keys->now, "First instant of a manual clock, RFC 3339");
  verb->add_option("--name", keys->name, "Name of this node, another for each")
      ->capture_default_str();
  verb->add_option("--documents", keys->documents,
                   "Folder of the documents, shared where there are several nodes "
                   "(DATA/documents)");
  verb->add_option("--master-key", keys->master_key,
                   "File of the key over all secrets, the same for all nodes; made if absent "
                   "(DATA/master.key)");
  add_checkpoint_keys(*verb, keys->checkpoints);
  verb->add_option("--pages", keys->pages, "Folder of the web pages (web beside the program)");
  add_card_keys(*verb, keys->cards);
  add_portal_keys(*verb, keys->portals);
  add_project_source_keys(*verb, keys->project_sources);
  add_outgoing_keys(*verb, keys->outgoing);
  add_sealing_keys(*verb, keys->sealing);
  verb->add_option("--workers", keys->workers, "Threads that check commands and read")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  verb->add_option("--waiting", keys->waiting, "Commands that may wait before 503")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  verb->add_option("--cases", keys->cases, "Cases kept decoded in memory")
      ->check(CLI::Range(100, 10'000'000))
      ->capture_default_str();
  verb->add_option("--session-hours", keys->session_hours, "Longest session")
      ->check(CLI::Range(1, 720))
      ->capture_default_str();
  verb->add_option("--session-idle-minutes", keys->session_idle_minutes,
                   "A session ends after so long without a request")
      ->check(CLI::Range(1, 1440))
      ->capture_default_str();
  verb->add_option("--log", keys->log, "Least level of the log")
      ->check(CLI::IsMember({"debug", "info", "warn", "error"}))
      ->capture_default_str();
  add_config(*verb);
  verb->footer("Every key can stand in the file of --config or as SURETY_KEY in the environment.\n"
               "SURETY_ADMIN_PASSWORD gives the first administrator its password.");
  verb->callback([verb, keys] {
    read_config(*verb);
    serve(*keys);
  });
}

}  // namespace surety::tools
