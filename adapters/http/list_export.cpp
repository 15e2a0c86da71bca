// The file is made first, then recorded, then handed out.
#include "adapters/http/list_export.hpp"

#include <fstream>

#include "adapters/http/json_out.hpp"
#include "adapters/http/keep_record.hpp"
#include "adapters/http/own_file.hpp"
#include "adapters/identity/sealing.hpp"
#include "adapters/spreadsheets/xlsx_sheet.hpp"
#include "projections/first_columns.hpp"

namespace surety::http {
namespace {

using access_record::Format;

std::vector<std::string> columns_of(const Call& call, const View& view) {
  std::string_view asked = call.parameter("columns");
  if (asked.empty()) return first_columns(view, call.actor.jurisdiction);
  std::vector<std::string> names;
  while (!asked.empty()) {
    const auto comma = std::min(asked.find(','), asked.size());
    names.emplace_back(asked.substr(0, comma));
    asked.remove_prefix(std::min(comma + 1, asked.size()));
  }
  return names;
}

void make(const CallPtr& call, const View& view, const Query& query, Format format) {
  call->look();
  std::int64_t rows = 0;
  const Secrets& secrets = call->edge.services.secrets;
  const auto opener = [&](std::string_view text) { return opened(secrets, text); };
  auto response = sheet_file(format, view.name, std::string(view.label.zh), [&](Sheet& sheet) {
    const auto written =
        export_rows(*call->store, call->edge.services.runtime.partitions(), view, query,
                    columns_of(*call, view), call->actor, opener, sheet);
    if (const auto* bad = std::get_if<BadQuery>(&written)) refuse_query(*bad);
    rows = std::get<std::int64_t>(written);
  });
  keep_record(call, export_of(*call, view, format, rows),
              [call, r = std::move(response)](const Outcome&) { call->reply(r); });
}

}  // namespace

std::optional<Format> format_of(const Call& call) {
  const auto text = call.parameter("format");
  if (text.empty() || text == "json") return std::nullopt;
  if (text == "csv") return Format::csv;
  if (text == "xlsx") return Format::xlsx;
  throw Refused(400, "unknown-format");
}

Response sheet_file(Format format, const std::string& name, const std::string& title,
                    const std::function<void(Sheet&)>& fill) {
  auto file = std::make_shared<OwnFile>();
  if (format == Format::xlsx) {
    XlsxSheet sheet(title, file->path());
    fill(sheet);
    sheet.finish();
  } else {
    std::ofstream out(file->path(), std::ios::binary);
    out.exceptions(std::ios::failbit | std::ios::badbit);
    CsvSheet sheet(out);
    fill(sheet);
    out.close();
  }
  Response r = json_response({});
  r.content_type = format == Format::xlsx ? xlsx_media_type : "text/csv; charset=utf-8";
  r.pieces = std::move(file);
  return std::move(r).header(
      "Content-Disposition", "attachment; filename=\"" + name + '.' + name_of(format) + '"');
}

void refuse_query(const BadQuery& bad) {
  throw Refused(
      400, bad.code, {{"/" + bad.field, bad.code}}, JsonObject().text("field", bad.field).done());
}

void export_list(const CallPtr& call, const View& view, const Query& query, Format format) {
  call->fold.reset();
  call->store.reset();
  // A long list takes its time; other requests must not wait behind it.
  const bool taken = call->edge.slow.run([call, &view, query, format] {
    guarded(call, [&] { make(call, view, query, format); });
  });
  if (!taken) throw Refused(503, "overloaded");
}

}  // namespace surety::http
