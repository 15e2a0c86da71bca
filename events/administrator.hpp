// Letting an administrator go, as the organisation he administers is asked for it. QZI-77.
#pragma once

#include <string>

#include "events/values.hpp"

namespace surety {

struct ReleaseAdministrator {
  Username account;
  std::int64_t version = 0;
};
DESCRIBE(ReleaseAdministrator, "解除管理员", "An administrator may go if another stays.",
         (account, "账号", "Username"), (version, "账号版本", "What he is released from", .min = 1))

struct AdministratorReleased {
  Username account;
  std::int64_t version = 0;
};
DESCRIBE(AdministratorReleased, "已解除管理员", "The account may go from this version of it.",
         (account, "账号", "Username"), (version, "账号版本", "What he was released from"))

}  // namespace surety
