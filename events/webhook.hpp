// The webhook (事件推送): a downstream system that events are sent to over HTTP, as they happen.
#pragma once

#include "events/values.hpp"

namespace surety::webhook {

struct Create {
  Username name;
  std::string url;
  std::vector<std::string> types;
  PartyCode organisation;
};
DESCRIBE(Create, "新增事件推送", "Events from now on are sent to this address, at least once.",
         (name, "标识", "Its id"),
         (url, "推送地址", "https", .max = 1000),
         (types, "事件类型", "guarantee.issued, guarantee.*", .min = 1, .max = 100),
         (organisation, "可见范围", "What this organisation may see is sent, and no more"))

struct Update {
  std::optional<std::string> url;
  std::optional<std::vector<std::string>> types;
  std::optional<PartyCode> organisation;
};
DESCRIBE(Update, "修改事件推送", "What changed; the rest stays.",
         (url, "推送地址", "https", .max = 1000),
         (types, "事件类型", "guarantee.issued, guarantee.*", .min = 1, .max = 100),
         (organisation, "可见范围", "What this organisation may see is sent, and no more"))

struct Pause {};
DESCRIBE(Pause, "暂停推送", "Events wait until it is resumed.")
struct Resume {};
DESCRIBE(Resume, "恢复推送", "Goes on where it stopped.")
struct RenewSecret {};
DESCRIBE(RenewSecret, "更换密钥", "A new secret, shown once; the last one signs beside it.")
struct Delete {};
DESCRIBE(Delete, "删除事件推送", "Nothing is sent any more.")

/// By the platform itself, where nothing was taken for days.
struct Disable {
  Instant failing_since;
  std::string reason;
};
DESCRIBE(Disable, "停止推送", "It has not taken anything for too long.",
         (failing_since, "自何时失败", "Failing since"), (reason, "原因", "The last failure"))

struct Created {
  std::string url;
  std::vector<std::string> types;
  PartyCode organisation;
};
DESCRIBE(Created, "已新增", "Events are sent from now on.", (url, "推送地址", "Address", .max = 1000),
         (types, "事件类型", "Event types", .max = 100),
         (organisation, "可见范围", "Whose scope"))
struct Updated {
  std::optional<std::string> url;
  std::optional<std::vector<std::string>> types;
  std::optional<PartyCode> organisation;
};
DESCRIBE(Updated, "已修改", "What changed.", (url, "推送地址", "Address", .max = 1000),
         (types, "事件类型", "Event types", .max = 100),
         (organisation, "可见范围", "Whose scope"))
struct Paused {};
DESCRIBE(Paused, "已暂停", "Events wait.")
struct Resumed {};
DESCRIBE(Resumed, "已恢复", "It goes on where it stopped.")
struct SecretRenewed {};
DESCRIBE(SecretRenewed, "已更换密钥", "It has a new secret.")
struct Disabled {
  Instant failing_since;
  std::string reason;
};
DESCRIBE(Disabled, "已停止", "It has not taken anything for too long.",
         (failing_since, "自何时失败", "Failing since"), (reason, "原因", "The last failure"))
struct Deleted {};
DESCRIBE(Deleted, "已删除", "Nothing is sent any more.")

}  // namespace surety::webhook
