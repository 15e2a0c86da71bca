// The folder notifier: written beside, then renamed, so that nobody reads half a message.
#include "adapters/notifications/folder_notifier.hpp"

#include <fstream>
#include <system_error>
#include <utility>

#include "engine/digest.hpp"
#include "events/json.hpp"

namespace surety {

DESCRIBE(Message, "消息", "A message on its way out.", (id, "编号", "Id"),
         (to, "收件人", "To"), (text, "内容", "Text"))

namespace {

class FolderNotifier : public Notifier {
 public:
  explicit FolderNotifier(std::filesystem::path outbox) : outbox_(std::move(outbox)) {}

  void send(Message message) override {
    auto failure = write(message);
    sent_.push_back({std::move(message.id), std::move(failure)});
  }
  std::vector<Sent> sent() override { return std::exchange(sent_, {}); }

 private:
  std::string write(const Message& message) const {
    std::error_code error;
    std::filesystem::create_directories(outbox_, error);
    if (error) return "outbox: " + error.message();
    // The id holds slashes and is as long as it likes.
    const auto path = outbox_ / (hex(sha256(message.id)).substr(0, 32) + ".json");
    auto beside = path;
    beside += ".new";
    std::ofstream file(beside, std::ios::binary | std::ios::trunc);
    file << to_json(message) << '\n';
    file.close();
    if (!file) return "outbox: cannot write " + beside.string();
    std::filesystem::rename(beside, path, error);
    return error ? "outbox: " + error.message() : std::string{};
  }

  std::filesystem::path outbox_;
  std::vector<Sent> sent_;
};

}  // namespace

std::unique_ptr<Notifier> folder_notifier(std::filesystem::path outbox) {
  return std::make_unique<FolderNotifier>(std::move(outbox));
}

}  // namespace surety
