// Messages as files in a folder: one per message, for gateways that poll and for looking at.
#pragma once

#include <filesystem>
#include <memory>

#include "engine/ports.hpp"

namespace surety {

/// Writes `<outbox>/<hash of the id>.json` with id, to and text. A repeat under one id
/// replaces the file by itself, so a message is there once however often it is sent.
std::unique_ptr<Notifier> folder_notifier(std::filesystem::path outbox);

}  // namespace surety
