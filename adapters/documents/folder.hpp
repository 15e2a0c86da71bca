// Documents in a folder, by the SHA-256 of their bytes.
#pragma once

#include <filesystem>
#include <memory>

#include "engine/ports.hpp"

namespace surety {

std::unique_ptr<DocumentStore> folder_documents(const std::filesystem::path& folder);

/// `application/pdf`, `image/jpeg`, `image/png` by content; empty for anything else.
std::string_view media_type_of(std::string_view bytes);

}  // namespace surety
