// 现场视频 (site-camera): a camera on a site, where it plays, whether it is online. QZI-07.
#pragma once

#include <optional>
#include <string>

#include "events/describe.hpp"
#include "events/values.hpp"

namespace surety::site_camera {

struct Register {
  std::string project, name, location, stream_address;
};
DESCRIBE(Register, "登记现场视频", "A camera watches a site.",
         (project, "项目", "Project's code; that of the site where there is no project"),
         (name, "名称", "Name"), (location, "位置", "Where it is"),
         (stream_address, "播放地址", "Where it plays; without user, password and parameters",
          .max = 500))

struct Update {
  std::optional<std::string> name, location, stream_address;
};
DESCRIBE(Update, "修改现场视频", "What changed; the rest stays.", (name, "名称", "Name"),
         (location, "位置", "Where it is"),
         (stream_address, "播放地址", "Where it plays; without user, password and parameters",
          .max = 500))

struct ReportOffline {};
DESCRIBE(ReportOffline, "报告离线", "It does not play.")
struct ReportOnline {};
DESCRIBE(ReportOnline, "报告在线", "It plays again.")

struct Remove {
  std::string reason;
};
DESCRIBE(Remove, "拆除", "It is there no longer.", (reason, "原因", "Why", .max = 1000))

// ---------------------------------------------------------------------------------------------

struct Registered : Register {
  std::string project_name;
  RegionCode region_code;
  PartyCode contractor;
  std::optional<PartyCode> owner;
  std::optional<CreditCode> insurer, provider;
  std::optional<std::string> policy;
};
DESCRIBE_EXTENDING(Registered, Register, "已登记现场视频", "A camera watches a site.",
                   (project_name, "项目名称", "Project's name"),
                   (region_code, "行政区划", "Region"), (contractor, "施工单位", "Contractor"),
                   (owner, "建设单位", "Owner"), (insurer, "保险公司", "Insurer"),
                   (provider, "安全服务机构", "Service provider"),
                   (policy, "保单", "Policy in force then", .refers = "policy"))

struct Updated : Update {};
DESCRIBE_EXTENDING(Updated, Update, "已修改现场视频", "What changed.")

struct OfflineReported {};
DESCRIBE(OfflineReported, "已离线", "It does not play.")
struct OnlineReported {};
DESCRIBE(OnlineReported, "已在线", "It plays again.")

struct Removed : Remove {};
DESCRIBE_EXTENDING(Removed, Remove, "已拆除", "It is there no longer.")

}  // namespace surety::site_camera
