// The ports of the engine: what it needs of the outside, implemented by adapters and by simulation.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "events/record.hpp"

namespace surety {

/// A record of one partition as the journal holds it.
struct JournalEntry {
  std::int64_t offset = 0;  ///< contiguous from 0 within the partition
  std::string bytes;
  /// By the clock of whoever keeps the journal, where that is another machine's: a second witness.
  std::optional<Instant> appended_at{};
};

/// Durable, ordered, contiguous, tailable, per partition. An append may fail, be late, or appear
/// twice; nobody acts on a record before reading it back. Engine-thread only, except where said.
class Journal {
 public:
  virtual ~Journal() = default;
  virtual int partitions() const = 0;
  /// The random name given at creation; with the first generation it makes the first head.
  virtual const std::string& name() const = 0;
  virtual std::int64_t generation() const = 0;
  /// The generation in which its first record was written: an earlier one where the records were
  /// brought here from another journal (copy, restore).
  virtual std::int64_t first_generation() const { return generation(); }
  /// Hands a record over; returns at once. No promise until it is read back.
  virtual void append(int partition, std::string bytes) = 0;
  /// Durable records from `offset` on, at most `max_records` and about `max_bytes` (at least one if
  /// there is one); empty at the end. Until somebody listens (`on_durable`) it may wait for records
  /// that are durable and not at hand; from then on it never blocks, may return nothing below the
  /// end, and the listener is called when they are there.
  virtual std::vector<JournalEntry> read(int partition, std::int64_t offset, std::size_t max_records,
                                         std::size_t max_bytes) = 0;
  /// The offset after the last durable record.
  virtual std::int64_t end(int partition) const = 0;
  /// Called (from any thread) when something became durable or is at hand; set before the first
  /// append. Empty: nobody listens.
  virtual void on_durable(std::function<void()>) = 0;
  /// Why appends fail at present (disk full, broker down), empty if they do not.
  virtual std::string trouble() const { return {}; }
};

/// A command as intake holds it.
struct IntakeEntry {
  std::int64_t offset = 0;
  std::string bytes;    ///< a CommandEnvelope's binary form; anything else is garbage
  Instant appended_at;  ///< by the clock of whoever keeps the intake
};

/// Where commands wait when one node takes them and another decides them: per partition, in order.
/// Engine-thread only. On one machine there is none: commands wait with the leader itself.
class Intake {
 public:
  virtual ~Intake() = default;
  /// Hands a command over; returns at once. It may be lost, late or there twice: nobody is told
  /// anything before its record has been read back from the journal.
  virtual void append(int partition, std::string bytes) = 0;
  /// From `offset` on, or from the oldest that is kept; at most `max`. Never blocks.
  virtual std::vector<IntakeEntry> read(int partition, std::int64_t offset, std::size_t max) = 0;
  /// Whether this node should lead the partition, as the nodes have shared them out. No more than a
  /// wish: who leads is decided by the claims in the journal.
  virtual bool names_me(int partition) const = 0;
  /// Keeps what is no command where an operator finds it.
  virtual void set_aside(int partition, const IntakeEntry&) = 0;
  /// Why commands cannot be handed over at present, empty if they can.
  virtual std::string trouble() const { return {}; }
};

/// One row written to the node's store.
struct Put {
  std::string key;
  std::optional<std::string> value;  ///< absent: delete
};
/// Rows by family; a family occurs once.
struct FamilyPuts {
  std::string family;
  std::vector<Put> puts;
};
using Batch = std::vector<FamilyPuts>;

/// Reading the node's store; a snapshot shows one instant between two batches.
class StoreReader {
 public:
  virtual ~StoreReader() = default;
  virtual std::optional<std::string> get(std::string_view family, std::string_view key) const = 0;
  /// Keys in [from, until), ascending or descending, until `visit` returns false.
  /// An empty `until` is the end of the family.
  virtual void scan(std::string_view family, std::string_view from, std::string_view until,
                    const std::function<bool(std::string_view key, std::string_view value)>& visit,
                    bool descending = false) const = 0;
};

/// The folded data of one node: families, each with its own position inside it, no write-ahead log.
/// One writer thread; readers from any thread through snapshots.
class Store : public StoreReader {
 public:
  virtual std::vector<std::string> families() const = 0;
  virtual void create_family(std::string_view name) = 0;  ///< nothing if it is there
  virtual void drop_family(std::string_view name) = 0;
  /// All or nothing, visible at once. May be lost by a crash, family by family, back to that
  /// family's last flush.
  virtual void write(const Batch&) = 0;
  virtual std::unique_ptr<StoreReader> snapshot() const = 0;
  virtual void flush() = 0;
};

/// Wall and steady time. Asked by the node's loop only.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;           ///< wall time
  virtual std::int64_t steady_ms() const = 0;  ///< never goes back, of this process
  virtual bool manual() const { return false; }
  /// A second witness agrees with the wall time (kernel synchronised flag; manual clocks: true).
  virtual bool witnessed() const { return true; }
};

/// Random bytes for claim ids and waits; a seeded one in simulations.
class Randomness {
 public:
  virtual ~Randomness() = default;
  virtual std::string bytes(std::size_t n) = 0;
};

/// Thrown where a secret cannot be kept now and may be later: whoever waits is told to come again.
struct SecretsUnavailable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Passwords, session and sealing keys; values never enter intake or journal. Thread-safe. Where
/// several nodes share them, each sees what another has put within moments.
class Secrets {
 public:
  virtual ~Secrets() = default;
  virtual void put(std::string_view reference, std::string_view value) = 0;  ///< durable on return
  virtual std::optional<std::string> get(std::string_view reference) const = 0;
  virtual void erase(std::string_view reference) = 0;
  virtual std::vector<std::string> references(std::string_view prefix) const = 0;
  /// Sees to it that what any node had put before this call is seen here; waits briefly, and in
  /// vain if it must. For where a miss would be an answer.
  virtual void refresh() const {}
};

/// What is known of a stored document.
struct DocumentInfo {
  DocumentId id;
  std::string media_type;  ///< application/pdf, image/jpeg, image/png: told from the content
  std::int64_t size = 0;
  std::string name;
  std::string uploaded_by;  ///< organisation
};
DESCRIBE(DocumentInfo, "文件", "What is known of a document.", (id, "编号", "sha256 of its bytes"),
         (media_type, "类型", "Media type"), (size, "大小", "Bytes"), (name, "文件名", "File name"),
         (uploaded_by, "上传机构", "Organisation", .min = 0))

/// Documents by content hash. Thread-safe.
class DocumentStore {
 public:
  virtual ~DocumentStore() = default;
  virtual void put(const DocumentInfo&, std::string_view bytes) = 0;
  virtual std::optional<DocumentInfo> info(std::string_view id) const = 0;
  virtual std::optional<std::string> bytes(std::string_view id) const = 0;
  virtual void erase(std::string_view id) = 0;  ///< nothing if it is not there
};

/// A message to a person's phone.
struct Message {
  std::string id;  ///< of the effect that it is
  std::string to;  ///< as it stands in the state, sealed or not
  std::string text;
};

/// What became of a message that was handed over.
struct Sent {
  std::string id;
  std::string failure{};  ///< empty: it is on its way to the person
  bool for_good = false;  ///< a failure that trying again will not change
  std::int64_t again_after_ms = 0;  ///< whoever takes messages wants to be left alone until then
};

/// Sends messages. Engine-thread only.
class Notifier {
 public:
  virtual ~Notifier() = default;
  /// Hands a message over; returns at once. What became of it is told by `sent`, and only then is
  /// it handed over again, by this node. Under one id it may go out several times.
  virtual void send(Message) = 0;
  /// What became of messages since the last call; each is told once.
  virtual std::vector<Sent> sent() = 0;
};

/// Destroys what makes a case's sealed texts readable. Engine-thread only.
class Destroyer {
 public:
  virtual ~Destroyer() = default;
  /// Hands it over; returns at once. The keys that the case's history names up to that version go,
  /// and its personal documents. What became of it is told by `destroyed`; under one id it may be
  /// handed over several times.
  virtual void destroy(std::string id, std::string case_key, std::int64_t version) = 0;
  virtual std::vector<Sent> destroyed() = 0;
};

}  // namespace surety
