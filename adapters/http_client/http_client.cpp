// The outgoing client on libcurl: a handle of its own for every request.
#include "adapters/http_client/http_client.hpp"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <memory>

namespace surety::outgoing {
namespace {

struct Under {  ///< a request under way
  const Request& request;
  Answer answer;
  bool too_large = false, forbidden = false;
};

/// Not public: this network, private, shared, loopback, link-local, documentation, multicast …
bool is_private(std::uint32_t ip) {
  constexpr struct {
    std::uint32_t net;
    int bits;
  } ranges[]{{0x00000000, 8},  {0x0A000000, 8},  {0x64400000, 10}, {0x7F000000, 8},
             {0xA9FE0000, 16}, {0xAC100000, 12}, {0xC0000000, 24}, {0xC0000200, 24},
             {0xC0A80000, 16}, {0xC6120000, 15}, {0xC6336400, 24}, {0xCB007100, 24},
             {0xE0000000, 3}};
  return std::any_of(std::begin(ranges), std::end(ranges), [&](const auto& r) {
    return (ip >> (32 - r.bits)) == (r.net >> (32 - r.bits));
  });
}

bool is_private(const sockaddr* address) {
  if (address->sa_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, address, sizeof v4);
    return is_private(ntohl(v4.sin_addr.s_addr));
  }
  if (address->sa_family != AF_INET6) return true;
  sockaddr_in6 v6;
  std::memcpy(&v6, address, sizeof v6);
  const auto* b = v6.sin6_addr.s6_addr;
  if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr))
    return is_private(std::uint32_t{b[12]} << 24 | b[13] << 16 | b[14] << 8 | b[15]);
  // Only 2000::/3 is public, and of it not what carries an IPv4 address or is for books.
  return (b[0] & 0xE0) != 0x20 || (b[0] == 0x20 && b[1] == 0x02) ||
         (b[0] == 0x20 && b[1] == 0x01 && ((b[2] == 0x0D && b[3] == 0xB8) || b[2] < 0x02));
}

/// Asked with the address itself, so that no name can mean one thing when looked at and another
/// when connected to.
curl_socket_t open_socket(void* data, curlsocktype, curl_sockaddr* address) {
  auto& under = *static_cast<Under*>(data);
  if (under.request.public_addresses_only && is_private(&address->addr)) {
    under.forbidden = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t take_body(char* bytes, std::size_t, std::size_t size, void* data) {
  auto& under = *static_cast<Under*>(data);
  under.too_large = under.answer.body.size() + size > under.request.answer_bytes_max;
  if (under.too_large) return CURL_WRITEFUNC_ERROR;
  under.answer.body.append(bytes, size);
  return size;
}

std::size_t take_header(char* bytes, std::size_t, std::size_t size, void* data) {
  auto& headers = static_cast<Under*>(data)->answer.headers;
  const std::string_view line(bytes, size);
  const auto colon = line.find(':');
  if (line.starts_with("HTTP/")) headers.clear();  // of a redirect, or of 100
  if (line.starts_with("HTTP/") || colon == line.npos) return size;
  std::string name(line.substr(0, colon));
  for (auto& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  auto value = line.substr(colon + 1);
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!value.empty() && blank(value.front())) value.remove_prefix(1);
  while (!value.empty() && blank(value.back())) value.remove_suffix(1);
  headers.emplace_back(std::move(name), value);
  return size;
}

int give_up(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Under*>(data)->request.stop.stop_requested() ? 1 : 0;
}

Failure failure_of(CURLcode code, const Under& under) {
  if (under.forbidden) return Failure::forbidden;
  if (under.too_large) return Failure::too_large;
  switch (code) {
    case CURLE_OK: return Failure::none;
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL: return Failure::invalid;
    case CURLE_OPERATION_TIMEDOUT: return Failure::too_late;
    case CURLE_ABORTED_BY_CALLBACK: return Failure::stopped;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR: return Failure::untrusted;
    default: return Failure::unreachable;
  }
}

bool on_one_line(std::string_view text) { return text.find_first_of("\r\n\0", 0, 3) == text.npos; }

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using Lines = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

/// REQUIRES: whatever `lines` and `under` hold outlives the handle.
void prepare(CURL* curl, const Settings& settings, Under& under, curl_slist* lines) {
  const auto& r = under.request;
  const auto set = [curl](CURLoption option, auto value) { curl_easy_setopt(curl, option, value); };
  set(CURLOPT_URL, r.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_REDIR_PROTOCOLS_STR, r.url.starts_with("https:") ? "https" : "http,https");
  set(CURLOPT_FOLLOWLOCATION, r.redirects_max > 0 ? 1L : 0L);
  set(CURLOPT_MAXREDIRS, static_cast<long>(r.redirects_max));
  set(CURLOPT_NOPROXY, "*");
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(r.connect_timeout.count()));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(r.timeout.count()));
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!settings.ca_bundle.empty()) {
    set(CURLOPT_CAINFO, settings.ca_bundle.c_str());
    set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
  set(CURLOPT_USERAGENT, settings.user_agent.c_str());
  set(CURLOPT_HTTPHEADER, lines);
  if (!r.body.empty() || r.method == "POST" || r.method == "PUT") {
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(r.body.size()));
    set(CURLOPT_POSTFIELDS, r.body.data());
  }
  if (r.method == "HEAD") set(CURLOPT_NOBODY, 1L);
  else if (r.method == "GET" && r.body.empty()) set(CURLOPT_HTTPGET, 1L);
  else set(CURLOPT_CUSTOMREQUEST, r.method.c_str());
  set(CURLOPT_OPENSOCKETFUNCTION, open_socket);
  set(CURLOPT_OPENSOCKETDATA, &under);
  set(CURLOPT_WRITEFUNCTION, take_body);
  set(CURLOPT_WRITEDATA, &under);
  set(CURLOPT_HEADERFUNCTION, take_header);
  set(CURLOPT_HEADERDATA, &under);
  set(CURLOPT_XFERINFOFUNCTION, give_up);
  set(CURLOPT_XFERINFODATA, &under);
  set(CURLOPT_NOPROGRESS, 0L);
}

}  // namespace

std::string_view name(Failure failure) {
  switch (failure) {
    case Failure::none: return "none";
    case Failure::invalid: return "invalid";
    case Failure::forbidden: return "forbidden";
    case Failure::unreachable: return "unreachable";
    case Failure::untrusted: return "untrusted";
    case Failure::too_late: return "too-late";
    case Failure::too_large: return "too-large";
    case Failure::stopped: return "stopped";
  }
  return "";
}

std::string_view Answer::header(std::string_view lower_case_name) const {
  const auto found = std::find_if(headers.rbegin(), headers.rend(),
                                  [&](const auto& h) { return h.first == lower_case_name; });
  return found == headers.rend() ? std::string_view{} : std::string_view(found->second);
}

Client::Client(Settings settings) : settings_(std::move(settings)) {
  static const auto once = curl_global_init(CURL_GLOBAL_DEFAULT);
  (void)once;
}

Answer Client::send(const Request& request) const {
  const auto refused = [](Failure why) { return Answer{why, std::string(name(why))}; };
  if (!parse_url(request.url) || !on_one_line(request.method)) return refused(Failure::invalid);
  for (const auto& [key, value] : request.headers)
    if (!on_one_line(key) || !on_one_line(value)) return refused(Failure::invalid);

  Under under{request, {}};
  Lines lines(curl_slist_append(nullptr, "Expect:"), curl_slist_free_all);
  for (const auto& [key, value] : request.headers) {
    // An empty value is sent as one only with a semicolon; with a colon it takes the header away.
    const auto line = key + (value.empty() ? ";" : ": " + value);
    lines.reset(curl_slist_append(lines.release(), line.c_str()));
  }
  const Handle curl(curl_easy_init(), curl_easy_cleanup);
  prepare(curl.get(), settings_, under, lines.get());
  const auto code = curl_easy_perform(curl.get());
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  if (code == CURLE_TOO_MANY_REDIRECTS) under.answer.status = static_cast<int>(status);
  else if (const auto why = failure_of(code, under); why != Failure::none)
    return {why, curl_easy_strerror(code)};
  under.answer.status = static_cast<int>(status);
  return std::move(under.answer);
}

std::optional<Url> parse_url(std::string_view text) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), curl_url_cleanup);
  if (curl_url_set(url.get(), CURLUPART_URL, std::string(text).c_str(), 0) != CURLUE_OK) return {};
  const auto part = [&](CURLUPart which, unsigned flags = 0) {
    char* found = nullptr;
    if (curl_url_get(url.get(), which, &found, flags) != CURLUE_OK) return std::string{};
    std::string copy(found);
    curl_free(found);
    return copy;
  };
  Url parts{part(CURLUPART_SCHEME), part(CURLUPART_HOST),
            part(CURLUPART_PORT, CURLU_DEFAULT_PORT), part(CURLUPART_PATH)};
  if (parts.scheme != "http" && parts.scheme != "https") return {};
  if (parts.host.empty() || !part(CURLUPART_USER).empty() || !part(CURLUPART_PASSWORD).empty())
    return {};
  if (const auto query = part(CURLUPART_QUERY); !query.empty()) parts.target += "?" + query;
  return parts;
}

bool Url::loopback() const {
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  return host == "localhost" || host == "[::1]";
}

}  // namespace surety::outgoing
