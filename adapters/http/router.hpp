// Which handler answers which method and path.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/edge_state.hpp"

namespace surety::http {

enum class Access {
  anyone,       ///< nobody need be signed in
  signed_in,    ///< and need not have to change the password
  password_due  ///< signed in, a password change may be due
};

/// Answers itself where it returns nothing.
using CallHandler = std::function<std::optional<Response>(const CallPtr&)>;

struct Route {
  std::string method;
  std::vector<std::string> pattern;  ///< `{kind}` is a plural, `{}` anything
  Access access{};
  CallHandler handler;
  bool raw_body = false;  ///< not JSON
};

class Router {
 public:
  /// `path` as `/api/v1/{kind}/{}`; earlier routes win.
  void add(std::string method, std::string_view path, Access, CallHandler, bool raw_body = false);
  /// Answers GET of every path outside /api that no route has.
  void add_pages(CallHandler);
  struct Match {
    const Route* route = nullptr;
    std::vector<std::string> parts;
    std::string allowed;  ///< methods of the path, where none fits
  };
  Match match(const Request&) const;
  const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
  Route pages_{"GET", {}, Access::anyone, {}};
};

// The handlers' files add what they answer.
void add_public_routes(Router&);
void add_front_routes(Router&);
void add_verification_routes(Router&);
void add_permission_routes(Router&);
/// Those who grant or watch may see who may do what.
bool sees_permissions(const Actor&);
void add_account_routes(Router&);
void add_phone_code_routes(Router&);
void add_sign_in_routes(Router&);
void add_card_routes(Router&);
void add_portal_routes(Router&);
void add_operation_routes(Router&);
void add_platform_routes(Router&);
void add_meta_routes(Router&);
void add_menu_routes(Router&);
void add_document_routes(Router&);
void add_feed_routes(Router&);
void add_draft_routes(Router&);
void add_dashboard_routes(Router&);
void add_directory_routes(Router&);
void add_list_routes(Router&);
void add_case_routes(Router&);
void add_print_routes(Router&);
void add_proof_routes(Router&);
void add_archive_routes(Router&);
void add_import_routes(Router&);
void add_refresh_routes(Router&);
void add_search_routes(Router&);
void add_message_routes(Router&);
void add_disclosure_routes(Router&);
void add_webhook_routes(Router&);
void add_command_routes(Router&);

}  // namespace surety::http
