// 投诉工单 (complaint): anybody complains to a department, which replies and closes. HN-10.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/describe.hpp"
#include "events/values.hpp"

namespace surety::complaint {

/// What about, as the portals sort it.
enum class Subject { guarantee, insurance, service, payment, other };
DESCRIBE_ENUM(Subject, (guarantee, "工程担保", "A guarantee"), (insurance, "工程保险", "Insurance"),
              (service, "安全服务", "A safety service"), (payment, "工程款支付", "Payment of works"),
              (other, "其他", "Something else"))

struct File {
  RegionCode region_code;
  std::string complainant;
  Phone phone;
  Subject subject{};
  std::string content;
  std::optional<std::vector<DocumentId>> documents;
  std::optional<std::string> against, project_name;
};
DESCRIBE(File, "提交投诉", "Anybody complains to the department of a region.",
         (region_code, "行政区划", "Region whose department is meant"),
         (complainant, "投诉人", "Complainant", .max = 50, .personal = true),
         (phone, "联系电话", "Phone", .personal = true), (subject, "投诉类别", "What about"),
         (content, "投诉内容", "What happened", .max = 5000),
         (documents, "附件", "Files", .max = 10, .paper = Paper::any),
         (against, "被投诉单位", "Against whom"), (project_name, "工程名称", "Project's name"))

struct Reply {
  std::string reply;
  std::optional<std::vector<DocumentId>> documents;
};
DESCRIBE(Reply, "答复", "The department answers.", (reply, "答复内容", "Answer", .max = 5000),
         (documents, "附件", "Files", .max = 10, .paper = Paper::any))

struct Transfer {
  RegionCode region_code;
  std::string reason;
};
DESCRIBE(Transfer, "转办", "Another department of the jurisdiction takes it over.",
         (region_code, "行政区划", "Region whose department takes it over"),
         (reason, "原因", "Why", .max = 1000))

struct Close {
  std::string outcome;
};
DESCRIBE(Close, "办结", "Nothing more is to be done.",
         (outcome, "处理结果", "What came of it", .max = 1000))

// ---------------------------------------------------------------------------------------------

struct Filed : File {};
DESCRIBE_EXTENDING(Filed, File, "已提交投诉", "Somebody complained.")

struct Replied : Reply {};
DESCRIBE_EXTENDING(Replied, Reply, "已答复", "The department has answered.")

struct Transferred : Transfer {};
DESCRIBE_EXTENDING(Transferred, Transfer, "已转办", "Another department has taken it over.")

struct Closed : Close {};
DESCRIBE_EXTENDING(Closed, Close, "已办结", "Nothing more is to be done.")

}  // namespace surety::complaint
