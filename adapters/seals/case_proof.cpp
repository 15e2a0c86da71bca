// What was sealed must be the case's event of that version, and what is folded its last.
#include "adapters/seals/case_proof.hpp"

#include "engine/digest.hpp"

namespace surety {
namespace {

bool good(const HistoryEntry& entry, std::int64_t version, const CaseProof& proof) {
  Commit commit;
  commit.recorded_at = entry.recorded_at;
  commit.due_at = entry.due_at;
  commit.actor = entry.actor;
  commit.cause = entry.cause;
  const auto& e = entry.event;
  const auto& sealed = proof.inclusion;
  return e.case_version == version && e.prev_hash == proof.head &&
         e.hash == event_hash(e, commit) &&
         (!sealed || sealed->version != version || sealed->hash == e.hash);
}

}  // namespace

CaseProof prove(const FoldReader& fold, const CaseHead& head, const SealBook* seals) {
  CaseProof proof;
  if (seals) proof.inclusion = seals->inclusion(head.key());
  if (proof.inclusion) proof.seal = seals->read(proof.inclusion->seal);
  if (proof.inclusion) proof.leads = proof.seal && leads_to(*proof.inclusion, proof.seal->seal);
  proof.events = head.version;
  std::int64_t version = 0;
  for (bool more = true; more && proof.first_broken == 0;) {
    const auto part = fold.history(head.kind, head.id, version, 1'000);
    more = !part.empty();
    for (const auto& entry : part) {
      if (!good(entry, ++version, proof)) {
        proof.first_broken = version;
        break;
      }
      proof.head = entry.event.hash;
    }
  }
  const bool complete = version == head.version && proof.head == head.last_hash &&
                        (!proof.inclusion || proof.inclusion->version <= version);
  if (proof.first_broken == 0 && !complete) proof.first_broken = version + 1;
  return proof;
}

}  // namespace surety
