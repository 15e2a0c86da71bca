// The gateway's notifier: a queue, a few threads that ask, and what they have learnt.
#include "adapters/notifications/message_gateway.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "adapters/clock/clock.hpp"
#include "adapters/identity/sealing.hpp"
#include "events/erasure.hpp"
#include "events/json.hpp"

namespace surety {

struct GatewayMessage {
  std::string id, to, text;
};
DESCRIBE(GatewayMessage, "消息", "A message as the gateway takes it.",
         (id, "编号", "The effect's id", .max = 400), (to, "手机号", "Phone", .max = 400),
         (text, "内容", "Text", .max = 4'000))

namespace {

/// Answers about us or about the moment, not about the message.
bool worth_another_try(int status) {
  static constexpr int such[]{401, 403, 404, 408, 425, 429};
  return status / 100 != 4 || std::find(std::begin(such), std::end(such), status) != std::end(such);
}

std::int64_t retry_after_ms(const outgoing::Answer& answer) {
  const auto text = answer.header("retry-after");
  std::int64_t seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return std::clamp<std::int64_t>(seconds, 0, 3'600) * 1'000;
}

class GatewayNotifier : public Notifier {
 public:
  GatewayNotifier(MessageGateway gateway, const Secrets& secrets)
      : gateway_(std::move(gateway)),
        target_(outgoing::parse_url(gateway_.url)->target),
        client_(gateway_.client),
        secrets_(secrets) {
    for (int i = 0; i < gateway_.workers; ++i)
      threads_.emplace_back([this](std::stop_token stop) { work(stop); });
  }

  void send(Message message) override {
    {
      std::lock_guard lock(mutex_);
      waiting_.push_back(std::move(message));
    }
    wake_.notify_one();
  }
  std::vector<Sent> sent() override {
    std::lock_guard lock(mutex_);
    return std::exchange(sent_, {});
  }

 private:
  void work(const std::stop_token& stop) {
    while (true) {
      std::unique_lock lock(mutex_);
      if (!wake_.wait(lock, stop, [this] { return !waiting_.empty(); })) return;
      const auto message = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      auto sent = ask(message, stop);
      if (stop.stop_requested()) return;
      lock.lock();
      sent_.push_back(std::move(sent));
    }
  }

  Sent ask(const Message& message, const std::stop_token& stop) {
    const auto phone = opened(secrets_, message.to);
    // Erased on somebody's wish; nobody will ever know it again.
    if (phone == erased_text || phone == "***") return {message.id, "recipient-erased", true};
    outgoing::Request request{"POST", gateway_.url};
    request.body = to_json(GatewayMessage{message.id, phone, message.text});
    request.headers = gateway_headers(
        gateway_.key, {request.method, target_, request.body}, system_clock()->now().ms / 1'000);
    request.headers.emplace_back("Content-Type", "application/json");
    request.headers.emplace_back("Idempotency-Key", message.id);
    request.stop = stop;
    const auto answer = client_.send(request);
    if (answer.good()) return {message.id};
    if (answer.failure != outgoing::Failure::none) {
      const std::string why(name(answer.failure));
      spdlog::warn("message {}: the gateway is {}: {}", message.id, why, answer.detail);
      return {message.id, "gateway-" + why};
    }
    spdlog::warn("message {}: the gateway answers {}", message.id, answer.status);
    return {message.id, "gateway-answers-" + std::to_string(answer.status),
            !worth_another_try(answer.status), retry_after_ms(answer)};
  }

  MessageGateway gateway_;
  std::string target_;
  outgoing::Client client_;
  const Secrets& secrets_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::deque<Message> waiting_;
  std::vector<Sent> sent_;
  std::vector<std::jthread> threads_;  // last, so that they end before what they use
};

}  // namespace

std::unique_ptr<Notifier> gateway_notifier(MessageGateway gateway, const Secrets& secrets) {
  return std::make_unique<GatewayNotifier>(std::move(gateway), secrets);
}

}  // namespace surety
