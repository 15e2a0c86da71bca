// The guarantor as folded: its file, whether it is listed, its credit record.
#pragma once

#include "engine/kind.hpp"
#include "events/administrator.hpp"
#include "events/guarantor.hpp"

namespace surety::guarantor {

enum class Phase { pending_review, listed, suspended, delisted };
DESCRIBE_ENUM(Phase, (pending_review, "待审核", "Pending review"), (listed, "已建档", "Listed"),
              (suspended, "已暂停", "Suspended"), (delisted, "已注销", "Delisted"))

struct State {
  Phase state{};
  PartyCode credit_code;
  std::string name;
  Type type{};
  Money registered_capital;
  std::string address, contact_name;
  Phone contact_phone;
  std::vector<DocumentId> documents;
  Instant filed_at;
  std::optional<Instant> listed_at;
  bool credit_code_valid = true;
  std::vector<CreditRecorded> credit_records;
  std::optional<std::string> reason;
  std::vector<AdministratorReleased> released_administrators;
};
DESCRIBE(State, "保证人", "A bank, insurer or guarantee company that may guarantee.",
         (state, "状态", "State"), (credit_code, "机构统一社会信用代码", "Credit code"),
         (name, "机构名称", "Name"), (type, "机构类型", "Type"),
         (registered_capital, "注册资本", "Registered capital", .unit = "万元"),
         (address, "注册地址", "Registered address"), (contact_name, "机构联系人", "Contact"),
         (contact_phone, "机构联系电话", "Contact's phone", .personal = true),
         (documents, "备案材料", "Licence and papers", .paper = Paper::any),
         (filed_at, "备案时间", "Filed at"), (listed_at, "建档时间", "Listed at"),
         (credit_code_valid, "信用代码有效", "The code passes its check digit"),
         (credit_records, "信用记录", "Credit record", .max = 100000),
         (reason, "原因", "Last reason given"),
         (released_administrators, "已解除管理员", "Administrators it let go", .max = 100000))

const Kind& kind();

}  // namespace surety::guarantor
