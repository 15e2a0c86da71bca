// Messages to phones by way of a gateway that takes them over HTTP.
//
// Each is a signed `POST` of `{"id","to","text"}`, its id once more as `Idempotency-Key`: the
// gateway answers a repeat as it answered the first and sends nothing twice.
#pragma once

#include <memory>
#include <string>

#include "adapters/http_client/http_client.hpp"
#include "adapters/notifications/gateway_signature.hpp"
#include "engine/ports.hpp"

namespace surety {

struct MessageGateway {
  std::string url;
  GatewayKey key;
  outgoing::Settings client{};
  int workers = 4;  ///< requests under way
};

/// Opens sealed phones only to send them. What says that the gateway cannot be reached, is busy or
/// does not know us is worth another try; any other 4xx is about the message and for good.
std::unique_ptr<Notifier> gateway_notifier(MessageGateway, const Secrets&);

}  // namespace surety
