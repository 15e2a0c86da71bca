// A node inside the program that calls it, without HTTP: for benchmarks and made-up data.
#pragma once

#include <memory>
#include <optional>

#include "adapters/clock/clock.hpp"
#include "adapters/documents/folder.hpp"
#include "adapters/runtime.hpp"
#include "tools/storage.hpp"

namespace surety::tools {

class InnerNode {
 public:
  /// Opens or makes the folder, reads the journal to its end, has rulebooks and sample data.
  /// `now`: a manual clock from then on, for a folder that is new or was made with one.
  InnerNode(const DataKeys& keys, std::optional<Instant> now);
  ~InnerNode();

  Runtime& runtime() { return *runtime_; }
  Journal& journal() { return *journal_; }
  NodeStore& store() { return *store_; }
  Secrets& secrets() { return *secrets_; }
  DocumentStore& documents() { return *documents_; }
  const Folder& folder() const { return *folder_; }
  bool manual_clock() const { return clock_->manual(); }

 private:
  void choose_clock(const DataKeys&, std::optional<Instant> now);
  std::unique_ptr<Folder> folder_;
  std::unique_ptr<Journal> journal_;
  std::unique_ptr<KafkaIntake> intake_;  ///< null with the embedded journal
  std::unique_ptr<NodeStore> store_;
  std::unique_ptr<Clock> clock_;
  std::unique_ptr<Randomness> randomness_;
  std::unique_ptr<Notifier> notifier_;
  std::unique_ptr<DocumentStore> documents_;
  std::unique_ptr<Secrets> secrets_;
  std::unique_ptr<Node> node_;
  std::unique_ptr<Runtime> runtime_;
};

}  // namespace surety::tools
