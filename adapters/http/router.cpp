// Routes matched segment by segment, in the order they were added.
#include "adapters/http/router.hpp"

namespace surety::http {
namespace {

bool fits(const Route& route, const Request& request, std::vector<std::string>& parts) {
  if (route.pattern.size() != request.segments.size()) return false;
  parts.clear();
  for (std::size_t i = 0; i < route.pattern.size(); ++i) {
    const std::string& want = route.pattern[i];
    const std::string& got = request.segments[i];
    if (want == "{}")
      parts.push_back(got);
    else if (want == "{kind}" && kind_of_plural(got))
      parts.push_back(got);
    else if (want != got)
      return false;
  }
  return true;
}

}  // namespace

void Router::add(
    std::string method, std::string_view path, Access access, CallHandler handler, bool raw_body) {
  Route route{std::move(method), {}, access, std::move(handler), raw_body};
  Request split;
  split.target = std::string(path);
  parse_target(split);
  route.pattern = split.segments;
  routes_.push_back(std::move(route));
}

Router::Match Router::match(const Request& request) const {
  Match out;
  std::vector<std::string> parts;
  for (const Route& route : routes_) {
    if (!fits(route, request, parts)) continue;
    if (route.method == request.method) {
      out.route = &route;
      out.parts = std::move(parts);
      return out;
    }
    if (out.allowed.find(route.method) == std::string::npos)
      out.allowed += (out.allowed.empty() ? "" : ", ") + route.method;
  }
  const bool api = !request.segments.empty() && request.segments[0] == "api";
  if (out.allowed.empty() && !api && request.method == "GET" && pages_.handler) out.route = &pages_;
  return out;
}

void Router::add_pages(CallHandler handler) { pages_.handler = std::move(handler); }

}  // namespace surety::http
