// Documents in and out: told by their content, kept by their hash, opened by who may see a case.
#include <charconv>

#include "adapters/documents/folder.hpp"
#include "adapters/http/command_checks.hpp"
#include "adapters/http/edge_index.hpp"
#include "adapters/http/json_out.hpp"
#include "adapters/http/keep_record.hpp"
#include "adapters/http/router.hpp"
#include "engine/digest.hpp"
#include "engine/fold_event.hpp"
#include "engine/kinds/notice.hpp"
#include "events/utf8.hpp"

namespace surety::http {
namespace {

// `filename*=UTF-8''…` before `filename="…"`, without any folder; empty if there is none.
std::string file_name(std::string_view disposition) {
  std::string name;
  constexpr std::string_view extended = "filename*=UTF-8''", plain = "filename=";
  if (const auto at = disposition.find(extended); at != std::string_view::npos) {
    const auto rest = disposition.substr(at + extended.size());
    name = percent_decoded(rest.substr(0, rest.find(';')), false).value_or("");
  } else if (const auto p = disposition.find(plain); p != std::string_view::npos) {
    auto rest = disposition.substr(p + plain.size());
    if (rest.starts_with('"'))
      rest = rest.substr(1, rest.find('"', 1) - 1);
    else
      rest = rest.substr(0, rest.find(';'));
    name = rest;
  }
  if (const auto slash = name.find_last_of("/\\"); slash != std::string::npos)
    name.erase(0, slash + 1);
  if (!check_plain_text(name).empty() || characters(name) > 200) return {};
  return name;
}

std::string extension_of(std::string_view media_type) {
  if (media_type == "application/pdf") return ".pdf";
  return media_type == "image/png" ? ".png" : ".jpg";
}

Response kept(const CallPtr& call, const std::string& uploaded_by) {
  const std::string& bytes = call->request->body;
  const std::string_view media_type = media_type_of(bytes);
  if (media_type.empty()) throw Refused(415, "unsupported-document");
  DocumentInfo info;
  info.id = DocumentId::stored(hex(sha256(bytes)));
  info.media_type = media_type;
  info.size = static_cast<std::int64_t>(bytes.size());
  info.name = file_name(call->request->header("content-disposition"));
  if (info.name.empty()) info.name = info.id.text().substr(0, 12) + extension_of(media_type);
  info.uploaded_by = uploaded_by;
  call->edge.services.documents.put(info, bytes);
  return json_response(JsonObject()
                           .text("id", info.id.text())
                           .text("media_type", info.media_type)
                           .number("size", info.size)
                           .text("name", info.name)
                           .done(),
                       201)
      .header("Location", "/api/v1/documents/" + info.id.text());
}

std::optional<Response> put_document(const CallPtr& call) {
  return kept(call, call->actor.organisation);
}

/// What somebody adds to a complaint.
std::optional<Response> put_public_document(const CallPtr& call) {
  spend_of_strangers(*call, 10);
  return kept(call, "public");
}

struct Range {
  std::size_t first, last;
};

bool to_number(std::string_view text, std::size_t& out) {
  const auto r = std::from_chars(text.data(), text.data() + text.size(), out);
  return !text.empty() && r.ec == std::errc() && r.ptr == text.data() + text.size();
}

// One range of bytes; what asks for several or is no range gets the whole.
std::optional<Range> range_of(std::string_view header, std::size_t size) {
  if (!header.starts_with("bytes=") || header.find(',') != std::string_view::npos)
    return std::nullopt;
  header.remove_prefix(6);
  const std::size_t dash = header.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  std::size_t first = 0, last = size - 1;
  if (dash == 0) {
    if (!to_number(header.substr(1), last)) return std::nullopt;
    if (last == 0) throw Refused(416, "range-not-satisfiable");
    return Range{size - std::min(size, last), size - 1};
  }
  if (!to_number(header.substr(0, dash), first)) return std::nullopt;
  if (dash + 1 < header.size() && !to_number(header.substr(dash + 1), last)) return std::nullopt;
  if (first >= size) throw Refused(416, "range-not-satisfiable");
  if (last < first) return std::nullopt;
  return Range{first, std::min(last, size - 1)};
}

bool on_a_public_notice(const Call& call, std::string_view id) {
  for (const auto& referring :
       cases_referring(*call.store, call.edge.services.runtime.partitions(), id)) {
    const auto [kind, case_id] = split_case_key(referring.case_key);
    const auto found = kind == "notice" ? call.fold->find(kind, case_id) : std::nullopt;
    if (found && found->as<notice::State>().open_to_everyone()) return true;
  }
  return false;
}

Response shown(const CallPtr& call, const DocumentInfo* info) {
  if (!info) throw Refused(404, "not-found");
  auto bytes = call->edge.services.documents.bytes(call->parts.at(0));
  if (!bytes || bytes->empty()) throw Refused(404, "not-found");
  Response r;
  r.content_type = info->media_type;
  r.header("Accept-Ranges", "bytes").header("Cache-Control", "private, no-cache");
  r.header("ETag", '"' + info->id.text() + '"').header("X-Content-Type-Options", "nosniff");
  r.header("Content-Disposition", "inline; filename*=UTF-8''" + percent_encoded(info->name));
  // A page that some document pretends to be must find nothing to run.
  r.header("Content-Security-Policy", "sandbox; default-src 'none'");
  const auto range = range_of(call->request->header("range"), bytes->size());
  if (!range) {
    r.body = std::move(*bytes);
    return r;
  }
  r.status = 206;
  r.body = bytes->substr(range->first, range->last - range->first + 1);
  r.header("Content-Range",
           "bytes " + std::to_string(range->first) + '-' + std::to_string(range->last) + '/' +
               std::to_string(bytes->size()));
  return r;
}

/// The newest case in which the document is a picture of an identity card, one that the person sees
/// before all others.
std::optional<Referring> picture_in(const Call& call, std::string_view document) {
  std::optional<Referring> found;
  bool seen = false;
  for (auto& r :
       cases_referring(*call.store, call.edge.services.runtime.partitions(), document)) {
    if (r.personal_field.empty()) continue;
    const auto [kind, id] = split_case_key(r.case_key);
    const auto c = call.fold->find(kind, id);
    const bool sees_it = c && sees(call.actor, *c->kind, c->kind->parties(c->head, c->state.get()));
    if (found && seen && !sees_it) continue;
    seen = sees_it;
    found = std::move(r);
  }
  return found;
}

std::optional<Response> get_document(const CallPtr& call) {
  const auto info = call->edge.services.documents.info(call->parts.at(0));
  Response response = shown(call, info && may_open(*call, *info) ? &*info : nullptr);
  const auto picture = picture_in(*call, info->id.text());
  if (!picture) return response;
  keep_record(call, opening_of(*call, picture->case_key, {picture->personal_field}),
              [call, r = std::move(response)](const Outcome&) { call->reply(r); });
  return std::nullopt;
}

std::optional<Response> get_public_document(const CallPtr& call) {
  const auto info = call->edge.services.documents.info(call->parts.at(0));
  const bool open = info && on_a_public_notice(*call, info->id.text());
  return shown(call, open ? &*info : nullptr);
}

}  // namespace

void add_document_routes(Router& router) {
  router.add("POST", "/api/v1/documents", Access::signed_in, put_document, true);
  router.add("GET", "/api/v1/documents/{}", Access::signed_in, get_document);
  router.add("POST", "/api/v1/public/documents", Access::anyone, put_public_document, true);
  router.add("GET", "/api/v1/public/documents/{}", Access::anyone, get_public_document);
}

}  // namespace surety::http
