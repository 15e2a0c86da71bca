// The member of staff as folded.
#pragma once

#include "engine/kind.hpp"
#include "events/staff_member.hpp"

namespace surety::staff_member {

enum class Phase { employed, left };
DESCRIBE_ENUM(Phase, (employed, "在职", "Employed"), (left, "离职", "Left"))

struct Certificate : RecordCertificate {
  Date recorded_on;
  std::optional<Date> reminded_of;
  bool expired = false;
};
DESCRIBE_EXTENDING(Certificate, RecordCertificate, "证书", "A certificate.",
                   (recorded_on, "登记日期", "Recorded on"),
                   (reminded_of, "已提醒的到期日", "End of which he was reminded"),
                   (expired, "已过期", "Has ended"))

struct State : Entered {
  Phase state{};
  std::vector<Certificate> certificates;
  std::optional<Date> left_on;
  std::optional<std::string> reason;
};
DESCRIBE_EXTENDING(State, Entered, "人员", "Somebody who works for an organisation.",
                   (state, "状态", "State"), (certificates, "证书", "Certificates", .max = 1000),
                   (left_on, "离职日期", "Left on"), (reason, "离职原因", "Why"))

const Kind& kind();

}  // namespace surety::staff_member
