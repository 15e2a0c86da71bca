// A queue and one thread; what it is to destroy is read from the case's history each time.
#include "adapters/http/key_destroyer.hpp"

#include <spdlog/spdlog.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "adapters/http/edge_index.hpp"
#include "adapters/identity/sealing.hpp"
#include "engine/fold.hpp"
#include "engine/fold_event.hpp"
#include "events/erasure.hpp"

namespace surety {
namespace {

struct Task {
  std::string id, case_key;
  std::int64_t version = 0;
};

/// Names of what goes with the case.
struct Named {
  std::set<std::string> keys, documents;
};

class KeyDestroyer : public Destroyer {
 public:
  KeyDestroyer(const Store& store, int partitions, Secrets& secrets, DocumentStore& documents)
      : store_(store), partitions_(partitions), secrets_(secrets), documents_(documents) {
    thread_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
  }

  void destroy(std::string id, std::string case_key, std::int64_t version) override {
    const std::lock_guard lock(mutex_);
    waiting_.push_back({std::move(id), std::move(case_key), version});
    wake_.notify_one();
  }
  std::vector<Sent> destroyed() override {
    const std::lock_guard lock(mutex_);
    return std::exchange(done_, {});
  }

 private:
  void work(const std::stop_token& stop) {
    while (true) {
      std::unique_lock lock(mutex_);
      if (!wake_.wait(lock, stop, [this] { return !waiting_.empty(); })) return;
      const auto task = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      Sent result{task.id};
      try {
        result.failure = perform(task);
      } catch (const std::exception& e) {
        spdlog::warn("personal data of {} are not erased yet: {}", task.case_key, e.what());
        result.failure = "cannot-be-erased-now";
      }
      lock.lock();
      done_.push_back(std::move(result));
    }
  }

  std::string perform(const Task& task) {
    const auto snapshot = store_.snapshot();
    const FoldReader fold(*snapshot, partitions_);
    const auto [kind, id] = split_case_key(task.case_key);
    const auto c = fold.find(kind, id);
    if (!c || c->head.version < task.version) return "not-folded-yet";
    const auto named = named_by(fold, *c, task.version);
    for (const auto& key : named.keys)
      if (!held(fold, cases_naming(*snapshot, partitions_, key), task.case_key))
        secrets_.erase("key/" + key);
    for (const auto& document : named.documents) {
      std::vector<std::string> cases;
      for (auto& r : cases_referring(*snapshot, partitions_, document))
        cases.push_back(std::move(r.case_key));
      if (!held(fold, cases, task.case_key)) documents_.erase(document);
    }
    return {};
  }

  static Named named_by(const FoldReader& fold, const Case& c, std::int64_t until) {
    constexpr std::size_t step = 1'000;
    Named named;
    for (std::int64_t version = 0; version < until;) {
      const auto part = fold.history(c.head.kind, c.head.id, version, step);
      if (part.empty()) break;
      version = part.back().event.case_version;
      for (const auto& entry : part) {
        if (entry.event.case_version > until) break;
        named.keys.merge(keys_named_in(entry.event.data));
        each_document(entry.event, [&](const NamedDocument& d) {
          if (!d.personal_field.empty()) named.documents.insert(d.id);
        });
      }
    }
    return named;
  }

  /// By another case that may be erased and has not been. What holds no personal field of its own,
  /// as a message to somebody's phone, has no claim to it.
  static bool held(const FoldReader& fold,
                   const std::vector<std::string>& cases,
                   const std::string& own) {
    for (const auto& key : cases) {
      const auto [kind, id] = split_case_key(key);
      const auto c = key == own ? std::nullopt : fold.find(kind, id);
      if (c && c->head.erased_in == 0 && c->kind->command(describe<ErasePersonalData>().name))
        return true;
    }
    return false;
  }

  const Store& store_;
  const int partitions_;
  Secrets& secrets_;
  DocumentStore& documents_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::deque<Task> waiting_;
  std::vector<Sent> done_;
  std::jthread thread_;  // last, so that it ends before what it uses
};

}  // namespace

std::unique_ptr<Destroyer> key_destroyer(const Store& store,
                                         int partitions,
                                         Secrets& secrets,
                                         DocumentStore& documents) {
  return std::make_unique<KeyDestroyer>(store, partitions, secrets, documents);
}

}  // namespace surety
