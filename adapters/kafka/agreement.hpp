// What the nodes of one journal must do alike, said once by the first of them.
#pragma once

#include <string>

#include "adapters/kafka/settings.hpp"

namespace surety {

/// The word under `key` that stands first behind the journal's name in `<prefix>.identity`; `wish`
/// is written if there is none. The journal has been opened before, so that its name stands there.
/// `error` is set if the brokers do not answer.
std::string agreed_note(const KafkaSettings&, const std::string& key, const std::string& wish,
                        std::string& error);

}  // namespace surety
