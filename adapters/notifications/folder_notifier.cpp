// The folder notifier: written beside, then renamed, so that nobody reads half a message.
#include "adapters/notifications/folder_notifier.hpp"

#include <fstream>
#include <mutex>
#include <system_error>

#include "engine/digest.hpp"
#include "events/json.hpp"

namespace surety {
namespace {

struct Message {
  std::string id, channel, to, text;
};
DESCRIBE(Message, "消息", "A message on its way out.", (id, "编号", "Id"),
         (channel, "渠道", "Channel"), (to, "收件人", "To"), (text, "内容", "Text"))

class FolderNotifier : public Notifier {
 public:
  explicit FolderNotifier(std::filesystem::path outbox) : outbox_(std::move(outbox)) {}

  std::string send(std::string_view channel, std::string_view id, std::string_view to,
                   std::string_view text) override {
    std::lock_guard lock(mutex_);
    std::error_code error;
    std::filesystem::create_directories(outbox_, error);
    if (error) return "outbox: " + error.message();
    // The id holds slashes and is as long as it likes.
    const auto path = outbox_ / (hex(sha256(id)).substr(0, 32) + ".json");
    auto beside = path;
    beside += ".new";
    std::ofstream file(beside, std::ios::binary | std::ios::trunc);
    file << to_json(Message{std::string(id), std::string(channel), std::string(to),
                            std::string(text)})
         << '\n';
    file.close();
    if (!file) return "outbox: cannot write " + beside.string();
    std::filesystem::rename(beside, path, error);
    return error ? "outbox: " + error.message() : std::string{};
  }

 private:
  std::mutex mutex_;
  std::filesystem::path outbox_;
};

}  // namespace

std::unique_ptr<Notifier> folder_notifier(std::filesystem::path outbox) {
  return std::make_unique<FolderNotifier>(std::move(outbox));
}

}  // namespace surety
