// Destroys the keys under which a case's personal data are sealed, and its personal documents.
#pragma once

#include <memory>

#include "engine/ports.hpp"

namespace surety {

/// Works on a thread of its own, on the folded data. A key or document that a case not yet erased
/// names as well stays until that one is erased too: its own retention period runs.
std::unique_ptr<Destroyer> key_destroyer(const Store&, int partitions, Secrets&, DocumentStore&);

}  // namespace surety
