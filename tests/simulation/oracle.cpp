// The oracle's rules: what counts, chains, deadlines, effects.
#include "tests/simulation/oracle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <tuple>
#include <utility>

#include "tests/simulation/own_dates.hpp"

namespace surety::simulation {
namespace {

namespace json = boost::json;

std::string text(const json::object& o, const char* name) {
  const auto* v = o.if_contains(name);
  return v && v->is_string() ? std::string(v->as_string()) : std::string();
}
std::int64_t number(const json::object& o, const char* name) {
  const auto* v = o.if_contains(name);
  return v ? v->to_number<std::int64_t>() : 0;
}
bool frees_the_id(const std::string& code) {
  return code == "expired" || code == "cannot-be-decided";
}

}  // namespace

Oracle::Oracle(const std::string& journal_name, std::int64_t generation, int partitions)
    : generation_(generation),
      heads_(static_cast<std::size_t>(partitions)),
      verdicts_(static_cast<std::size_t>(partitions)) {
  for (auto& h : heads_) h.head = sha256_of(journal_name + "\n" + std::to_string(generation));
}

const std::vector<Counted>& Oracle::command(const std::string& id) const {
  static const std::vector<Counted> none;
  const auto it = commands_.find(id);
  return it == commands_.end() ? none : it->second;
}

bool Oracle::decided(const std::string& id) const {
  for (const auto& c : command(id))
    if (!frees_the_id(c.refusal)) return true;
  return false;
}

// The whole rule: a claim counts by its term, anything else by the head it follows.
std::string Oracle::follow(int partition, const std::string& bytes) {
  auto& h = heads_[static_cast<std::size_t>(partition)];
  const auto record = decode_record(bytes);
  bool counts = false;
  std::string line = fmt::format("{} ", partition), wrong;
  if (!record) {
    line += "unreadable";
  } else if (const auto* claim = std::get_if<Claim>(&*record)) {
    counts = claim->generation == generation_ && claim->term > h.term;
    line += fmt::format("claim {} of {}", claim->term, claim->node);
    if (counts) h.term = claim->term, ++claims_;
  } else if (const auto* attempt = std::get_if<Attempt>(&*record)) {
    counts = attempt->follows == h.head;
    line += "attempt " + attempt->command_id;
    if (counts) ++tried_[attempt->command_id], ++attempts_;
  } else {
    const auto& c = std::get<Commit>(*record);
    counts = c.follows == h.head;
    line += fmt::format("commit {} {} {} {}", c.sequence, c.cause, c.case_key,
                        instant_text(c.recorded_at.ms));
    for (const auto& e : c.events) line += fmt::format(" {} v{}", e.type, e.case_version);
    if (c.refusal) line += " refused " + c.refusal->code;
    if (counts) wrong = commit(partition, c);
  }
  verdicts_[static_cast<std::size_t>(partition)].push_back(counts);
  told_.push_back((counts ? "+ " : "- ") + line);
  if (counts) h.head = sha256_of(h.head + bytes);
  ++(counts ? counted_ : voids_);
  return wrong.empty() ? wrong : fmt::format("{} ({})", wrong, line);
}

std::string Oracle::commit(int partition, const Commit& c) {
  auto& h = heads_[static_cast<std::size_t>(partition)];
  if (c.sequence != h.sequence + 1) return "a sequence is skipped or comes again";
  if (c.recorded_at.ms < h.recorded_ms) return "time goes back within a partition";
  if (c.recorded_at.ms > latest_ms) return "recorded later than any clock that may be believed";
  h.sequence = c.sequence;
  h.recorded_ms = c.recorded_at.ms;
  if (on_commit)
    if (auto wrong = on_commit(partition, c); !wrong.empty()) return wrong;
  if (auto wrong = check_order(c); !wrong.empty()) return wrong;
  if (c.cause.starts_with("command:")) {
    const Counted found{partition, c.sequence, c.refusal ? c.refusal->code : "", c.events.size()};
    auto& all = commands_[c.cause.substr(8)];
    for (const auto& before : all)
      if (!frees_the_id(before.refusal)) return "a command has a second effective record";
    all.push_back(found);
    if (auto wrong = check_untried(c); !wrong.empty()) return wrong;
  }
  if (c.refusal && !c.events.empty()) return "a refusal has events";
  if (auto wrong = check_passed(c); !wrong.empty()) return wrong;
  for (const auto& e : c.events)
    if (auto wrong = event(partition, c, e); !wrong.empty()) return wrong;
  return {};
}

// Nobody here asks for what does not exist: only two attempts without an outcome end like this.
std::string Oracle::check_untried(const Commit& c) {
  const auto id = c.cause.substr(8);
  const int attempts = std::exchange(tried_[id], 0);
  const bool untried = c.refusal && c.refusal->code == "cannot-be-decided";
  return untried && attempts < 2 ? "a command is refused untried that was not attempted twice" : "";
}

// Before a command come the due deadlines of its root, and deadlines of a root in their order.
std::string Oracle::check_order(const Commit& c) const {
  const bool command = c.cause.starts_with("command:") && deadlines_first;
  if (!command && !c.passed) return {};
  const auto until = c.passed ? c.due_at->ms - 1 : c.recorded_at.ms;
  for (const auto& [identity, passes_at] : open_) {
    const auto& [key, name, subject, started] = identity;
    if (passes_at > until || cases_.at(key).root != c.root || may_wait(name)) continue;
    return fmt::format("decided over the deadline {} {} of {}, due {}", name, subject, key,
                       instant_text(passes_at));
  }
  return {};
}

std::string Oracle::check_passed(const Commit& c) {
  if (!c.passed) return {};
  const auto& p = *c.passed;
  if (!c.due_at) return "a deadline passed without a time";
  if (c.recorded_at.ms < c.due_at->ms) return "a deadline passed early";
  const Identity identity{p.case_key, p.name, p.subject, p.started_on.days};
  if (!passed_.insert(identity).second) return "a deadline passed twice";
  const auto it = open_.find(identity);
  const bool known = p.name == "receipt-confirmation" || p.name == "payment" ||
                     p.name == "expiry" || p.name == "expiry-reminder";
  if (!known) return {};
  if (it == open_.end()) return "a deadline passed that was not open";
  const auto due = it->second;
  open_.erase(it);
  return due == c.due_at->ms ? "" : "a deadline passed for another time: " + instant_text(due);
}

bool Oracle::raises_alert(const std::string& deadline) {
  return deadline == "receipt-confirmation" || deadline == "payment";
}

bool Oracle::may_wait(const std::string& deadline) const {
  return alerts_fail && raises_alert(deadline);
}

std::int64_t Oracle::next_alert(std::int64_t after_ms) const {
  std::int64_t next = 0;
  for (const auto& [identity, passes_at] : open_)
    if (raises_alert(std::get<1>(identity)) && passes_at > after_ms)
      next = next ? std::min(next, passes_at) : passes_at;
  return next;
}

// Numbers are issued once: 18 digits, each of its partition and later than those before.
std::string Oracle::check_opening(int partition, const EventRecord& e) {
  const bool opens = e.type == "guarantee.applied" || e.type == "payment-plan.submitted" ||
                     e.type == "alert.opened";
  if (!opens) return {};
  if (e.case_version != 1) return "a number is issued twice: " + e.case_key;
  const auto number = e.case_key.substr(e.case_key.find('/') + 1);
  auto& last = heads_[static_cast<std::size_t>(partition)].last_number;
  const auto partitions = static_cast<int>(heads_.size());
  if (number.size() != 18 || std::stoi(number.substr(14)) % partitions != partition)
    return "a number is not of its partition: " + e.case_key;
  if (number <= last) return "a number is not later than those before: " + e.case_key;
  last = number;
  return {};
}

void Oracle::adopt(int partition, const EventRecord& e) {
  const auto data = json::parse(e.data).as_object();
  const auto& book = data.at("book").as_object();
  const auto& rules = book.at("rules").as_object();
  const auto version = number(book, "version");
  const auto name = text(book, "jurisdiction") + "/" + std::to_string(version);
  heads_[static_cast<std::size_t>(partition)].books[name] = {
      version, day_of(text(book, "effective_from")), number(rules, "receipt_confirmation_days"),
      number(rules, "payment_overdue_days"), number(rules, "expiry_reminder_days")};
  ++adoptions_;
}

bool Oracle::adopted_everywhere(const std::string& book) const {
  return std::all_of(heads_.begin(), heads_.end(), [&](const Head& h) {
    return h.books.count(book) != 0;
  });
}

// A case lives by the rules that were in force on the day it was opened.
std::string Oracle::check_book(int partition, const Commit& c, const EventRecord& e, Case& k) {
  const auto& books = heads_[static_cast<std::size_t>(partition)].books;
  if (e.case_version == 1) {
    std::string in_force;
    for (const auto& [name, book] : books)
      if (name.starts_with("460000/") && book.from_day <= beijing_day(c.recorded_at.ms) &&
          book.version > k.book.version)
        in_force = name, k.book = book;
    if (e.rulebook != in_force)
      return "opened under " + e.rulebook + ", in force is " + in_force + ": " + e.case_key;
  } else if (!e.rulebook.ends_with("/" + std::to_string(k.book.version))) {
    return "a case changes its rulebook: " + e.case_key;
  }
  return {};
}

std::string Oracle::event(int partition, const Commit& c, const EventRecord& e) {
  if (auto wrong = check_opening(partition, e); !wrong.empty()) return wrong;
  auto& k = cases_[e.case_key];
  if (e.case_version != k.version + 1) return "a case's version is skipped: " + e.case_key;
  if (e.prev_hash != k.last_hash) return "a case's chain is broken: " + e.case_key;
  const auto hashed = fmt::format(
      "{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}", e.prev_hash, e.case_key, e.case_version,
      e.type, e.type_version, instant_text(c.recorded_at.ms),
      c.due_at ? instant_text(c.due_at->ms) : "", c.actor, e.rulebook, c.cause, e.data);
  if (e.hash != "sha256:" + hex_of(sha256_of(hashed))) return "a hash is wrong: " + e.case_key;
  k.version = e.case_version;
  k.last_hash = e.hash;
  if (k.root.empty()) k.root = c.root;
  k.partition = partition;
  if (k.root != c.root) return "a case changes its root: " + e.case_key;
  const auto dot = e.type.find('.');
  const auto kind = e.type.substr(0, dot), type = e.type.substr(dot + 1);
  if (!e.case_key.starts_with(kind + "/")) return "an event of another kind: " + e.case_key;
  if (type == "effect-done" || type == "effect-failed") return effect(k, e.case_key, e);
  if (kind == "enterprise" && type == "registered") owed_[e.case_key].insert("create-account");
  if (e.type == "partition.rulebook-adopted") adopt(partition, e);
  if (kind == "guarantee" || kind == "payment-plan")
    if (auto wrong = check_book(partition, c, e, k); !wrong.empty()) return wrong;
  if (kind == "guarantee") guarantee(k, e.case_key, type, e, c);
  if (kind == "payment-plan") plan(k, type, e);
  if (e.type == "alert.opened") {
    const auto data = json::parse(e.data).as_object();
    const auto& about = data.at("subject").as_object();
    if (text(data, "deadline") == "duplicate-number")
      ++duplicates_[{text(data, "node"), text(about, "kind") + "/" + text(about, "id")}];
  }
  reopen(e.case_key, k);
  return {};
}

void Oracle::guarantee(Case& k, const std::string& key, const std::string& type,
                       const EventRecord& e, const Commit& c) {
  const auto data = json::parse(e.data).as_object();
  if (type == "applied") {
    k.owner_phone = !text(data, "owner_phone").empty();
    k.guarantor = text(data, "guarantor");
  }
  if (type == "issued") {
    k.lives = true;
    k.valid_until = text(data, "valid_until");
    k.recorded_day = beijing_day(c.recorded_at.ms);
    holders_[k.guarantor + "/" + text(data, "letter_number")].insert(key);
  }
  if (type == "receipt-confirmed") k.confirmed = true;
  if (type == "released" || type == "expired") k.lives = false;
  if (type == "adjusted") {
    const auto what = text(data, "type");
    if (what == "lapse" || what == "terminate") k.lives = false;
    if (what == "extend") k.valid_until = text(data, "new_valid_until");
  }
  if (type == "expiry-reminded") {
    k.reminded_of = text(data, "valid_until");
    owed_[key].clear();
    if (k.owner_phone) owed_[key].insert("sms-expiry-owner-" + k.reminded_of);
  }
}

void Oracle::plan(Case& k, const std::string& type, const EventRecord& e) {
  const auto data = json::parse(e.data).as_object();
  if (type == "submitted" || type == "changed") {
    const auto before = k.nodes;
    k.nodes.clear();
    for (const auto& v : data.at("nodes").as_array()) {
      const auto& o = v.as_object();
      Node n{text(o, "name"), day_of(text(o, "due_on")), number(o, "amount"), 0};
      for (const auto& old : before)
        if (old.name == n.name) n.received = old.received;
      k.nodes.push_back(n);
    }
  }
  if (type == "payment-receipt-confirmed")
    for (auto& n : k.nodes)
      if (n.name == text(data, "node")) n.received += number(data, "amount");
}

std::string Oracle::effect(Case&, const std::string& key, const EventRecord& e) {
  const auto name = text(json::parse(e.data).as_object(), "effect");
  if (!ended_.emplace(key, name).second) return "an effect ended twice: " + key + " " + name;
  owed_[key].erase(name);
  return {};
}

// What is open follows from the case alone; what has passed never opens again.
void Oracle::reopen(const std::string& key, const Case& k) {
  for (auto it = open_.lower_bound({key, "", "", 0}); it != open_.end();) {
    if (std::get<0>(it->first) != key) break;
    it = open_.erase(it);
  }
  const auto add = [&](const char* name, const std::string& subject, std::int64_t started,
                       std::int64_t last_day) {
    const Identity identity{key, name, subject, started};
    if (passed_.count(identity) == 0) open_[identity] = midnight(last_day + 1);
  };
  for (const auto& n : k.nodes)
    if (n.received < n.amount) add("payment", n.name, n.due_day, n.due_day + k.book.payment_days);
  if (!k.lives) return;
  if (!k.confirmed)
    add("receipt-confirmation", "", k.recorded_day, k.recorded_day + k.book.receipt_days);
  const auto end = day_of(k.valid_until);
  add("expiry", "", end, end);
  if (k.reminded_of != k.valid_until)
    add("expiry-reminder", "", end, end - k.book.reminder_days - 1);
}

std::int64_t Oracle::newest(const std::string& case_key) const {
  return heads_[static_cast<std::size_t>(cases_.at(case_key).partition)].recorded_ms;
}

std::string Oracle::unfired(std::int64_t now_ms) const {
  for (const auto& [identity, passes_at] : open_)
    if (passes_at <= std::max(now_ms, newest(std::get<0>(identity))) &&
        !may_wait(std::get<1>(identity)))
      return fmt::format("{} {} of {}, due {}", std::get<1>(identity), std::get<2>(identity),
                         std::get<0>(identity), instant_text(passes_at));
  return {};
}

// Whoever opened its case first is in nobody's way.
std::string Oracle::untold() const {
  auto told = duplicates_;
  for (const auto& [number, keys] : holders_)
    for (auto key = std::next(keys.begin()); key != keys.end(); ++key)
      if (told[{number, *key}]-- != 1)
        return "a number held twice is not told once: " + number + " " + *key;
  for (const auto& [what, times] : told)
    if (times != 0) return "a number is told as held twice and is not: " + what.second;
  return {};
}

std::int64_t Oracle::races() const {
  std::int64_t n = 0;
  for (const auto& [number, keys] : holders_) n += keys.size() > 1;
  return n;
}

std::string Oracle::owed() const {
  for (const auto& [key, names] : owed_)
    for (const auto& name : names) return key + " " + name;
  return {};
}

}  // namespace surety::simulation
