// What the platform says of itself to everybody: version, time, and each jurisdiction's front.
#include <algorithm>
#include <boost/json.hpp>

#include "adapters/http/front.hpp"
#include "adapters/http/json_out.hpp"
#include "adapters/http/router.hpp"
#include "engine/kinds/dictionary.hpp"
#include "engine/regions.hpp"
#include "projections/query.hpp"

namespace surety::http {
namespace {

namespace bj = boost::json;

std::vector<FrontWord> built_in(std::string_view jurisdiction, std::string_view list) {
  const auto has = [&](std::string_view where) -> const FrontList* {
    for (const auto& front : built_in_fronts())
      if (front.jurisdiction == where)
        for (const auto& one : front.lists)
          if (one.name == list) return &one;
    return nullptr;
  };
  const auto* found = has(jurisdiction);
  if (!found) found = has("");
  return found ? found->words : std::vector<FrontWord>();
}

/// An entry takes the place of the word with its code, or of none; one that is disabled removes it.
void amend(std::vector<FrontWord>& words, const dictionary::State& by) {
  for (const auto& entry : by.entries) {
    auto at = std::find_if(words.begin(), words.end(),
                           [&](const FrontWord& w) { return w.code == entry.code; });
    if (entry.disabled) {
      if (at != words.end()) words.erase(at);
      continue;
    }
    if (at == words.end()) at = words.insert(words.end(), FrontWord{entry.code, {}, {}});
    at->title = entry.title;
    at->title_en = entry.title_en.value_or(entry.title);
    at->address = entry.address.value_or("");
  }
}

std::string front_json(const Call& call, const std::string& jurisdiction) {
  JsonObject lists;
  for (const auto name : front_lists()) {
    auto words = built_in(jurisdiction, name);
    const auto amended = call.fold->find("dictionary", dictionary::id_of(jurisdiction, name));
    if (amended) amend(words, amended->as<dictionary::State>());
    std::vector<std::string> items;
    for (const auto& word : words) {
      JsonObject item;
      item.text("code", word.code).text("title", word.title).text("title_en", word.title_en);
      if (!word.address.empty()) item.text("address", word.address);
      if (word.chooses) item.flag("chooses", true);
      items.push_back(item.done());
    }
    if (!items.empty()) lists.raw(name, json_list(items));
  }
  const Region* named = region(jurisdiction);
  return JsonObject()
      .text("code", jurisdiction)
      .text("name", named ? named->name : jurisdiction)
      .raw("lists", lists.done())
      .done();
}

std::optional<Response> site(const CallPtr& call) {
  Query all;
  all.today = call->edge.today();
  all.limit = 100;
  Actor reader;
  reader.engine = true;  // codes alone are told
  const auto found = run(*call->store, call->edge.services.runtime.partitions(),
                         *view_named("rulebooks"), all, reader);
  std::vector<std::string> codes;
  if (const auto* page = std::get_if<Page>(&found))
    for (const auto& item : page->items)
      codes.emplace_back(bj::parse(item).as_object().at("id").as_string());
  std::sort(codes.begin(), codes.end());
  std::vector<std::string> jurisdictions;
  for (const auto& code : codes) jurisdictions.push_back(front_json(*call, code));
  return json_response(JsonObject()
                           .text("build", call->edge.settings.build)
                           .text("now", call->edge.services.runtime.now().text())
                           .raw("jurisdictions", json_list(jurisdictions))
                           .done());
}

}  // namespace

void add_front_routes(Router& router) {
  router.add("GET", "/api/v1/public/site", Access::anyone, site);
}

}  // namespace surety::http
