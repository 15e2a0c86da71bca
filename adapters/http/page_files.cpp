// Serves the pages: compressed as the browser likes it, under a policy that lets nothing foreign in.
#include "adapters/http/page_files.hpp"

#include <array>
#include <fstream>
#include <iterator>

#include "engine/digest.hpp"

namespace surety::http {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> media_types{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".json", "application/json; charset=utf-8"},
    {".png", "image/png"},
    {".txt", "text/plain; charset=utf-8"},
}};

// Element Plus and ECharts set styles through the object model, which the policy allows; a style
// or script written into the page is not. What the
// pages may ask stands last.
constexpr std::string_view policy =
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "connect-src 'self'";

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string_view media_type_of(std::string_view path) {
  for (const auto& [ending, type] : media_types)
    if (path.ends_with(ending)) return type;
  return "application/octet-stream";
}

bool accepts(const Request& request, std::string_view coding) {
  const std::string_view header = request.header("accept-encoding");
  const std::size_t at = header.find(coding);
  if (at == std::string_view::npos) return false;
  const std::string_view rest = header.substr(at + coding.size());
  return !rest.starts_with(";q=0,") && rest != ";q=0";
}

}  // namespace

PageFiles::PageFiles(const fs::path& folder, const std::string& also_asked) : policy_(policy) {
  if (!also_asked.empty()) policy_ += ' ' + also_asked;
  std::error_code ec;
  if (!fs::is_regular_file(folder / "index.html", ec)) return;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    const std::string ending = entry.path().extension().string();
    if (ending == ".br" || ending == ".gz") continue;
    const std::string path = entry.path().string();
    File file{.plain = read(path), .brotli = read(path + ".br"), .gzip = read(path + ".gz")};
    file.tag = '"' + hex(sha256(file.plain)).substr(0, 32) + '"';
    files_.emplace('/' + entry.path().lexically_relative(folder).generic_string(),
                   std::move(file));
  }
}

std::optional<Response> PageFiles::answer(const Request& request) const {
  const std::string_view path = request.path == "/" ? "/index.html" : std::string_view(request.path);
  const auto found = files_.find(path);
  if (found == files_.end()) return std::nullopt;
  const File& file = found->second;

  Response r;
  r.content_type = media_type_of(path);
  r.header("ETag", file.tag).header("Vary", "Accept-Encoding");
  r.header("X-Content-Type-Options", "nosniff").header("Referrer-Policy", "same-origin");
  r.header("Content-Security-Policy", policy_);
  r.header("Cache-Control", path.starts_with("/assets/") ? "public, max-age=31536000, immutable"
                                                         : "no-cache");
  if (request.header("if-none-match") == file.tag) {
    r.status = 304;
  } else if (!file.brotli.empty() && accepts(request, "br")) {
    r.header("Content-Encoding", "br").body = file.brotli;
  } else if (!file.gzip.empty() && accepts(request, "gzip")) {
    r.header("Content-Encoding", "gzip").body = file.gzip;
  } else {
    r.body = file.plain;
  }
  return r;
}

}  // namespace surety::http
