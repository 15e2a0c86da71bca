// 通知公告 (notice): what a department tells the public or those who use the platform. HN-07, HLJ-05.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/describe.hpp"
#include "events/values.hpp"

namespace surety::notice {

enum class Category { announcement, notice, manual };
DESCRIBE_ENUM(Category, (announcement, "公告", "Announcement"), (notice, "通知", "Notice"),
              (manual, "操作手册", "Manual"))

enum class Audience { everyone, users, regulators };
DESCRIBE_ENUM(Audience, (everyone, "公众", "Everyone"), (users, "平台用户", "Whoever signs in"),
              (regulators, "主管部门", "The region's regulators"))

/// Texts hold no line breaks: a page is made of paragraphs.
struct Paragraph {
  std::string text;
};
DESCRIBE(Paragraph, "段落", "One paragraph.", (text, "文字", "Text", .max = 5000))

struct Draft {
  std::string title;
  std::vector<Paragraph> body;
  Category category{};
  Audience audience{};
  std::optional<std::vector<DocumentId>> attachments;
  std::optional<RegionCode> region_code;
};
DESCRIBE(Draft, "起草", "A department prepares a notice.", (title, "标题", "Title"),
         (body, "正文", "Text, by paragraphs", .min = 1, .max = 200),
         (category, "类别", "Category"), (audience, "范围", "Who may read it"),
         (attachments, "附件", "Attachments", .max = 20, .paper = Paper::any),
         (region_code, "行政区划", "Region; by default one's own"))

struct Amend {
  std::optional<std::string> title;
  std::optional<std::vector<Paragraph>> body;
  std::optional<Category> category;
  std::optional<Audience> audience;
  std::optional<std::vector<DocumentId>> attachments;
};
DESCRIBE(Amend, "修改", "What changed before it is published; the rest stays.",
         (title, "标题", "Title"), (body, "正文", "Text, by paragraphs", .min = 1, .max = 200),
         (category, "类别", "Category"), (audience, "范围", "Who may read it"),
         (attachments, "附件", "Attachments", .max = 20, .paper = Paper::any))

struct Publish {};
DESCRIBE(Publish, "发布", "From now on it can be read.")

struct Withdraw {
  std::string reason;
};
DESCRIBE(Withdraw, "撤回", "It can be read no longer.", (reason, "原因", "Why", .max = 1000))

// ---------------------------------------------------------------------------------------------

struct Drafted {
  std::string title;
  std::vector<Paragraph> body;
  Category category{};
  Audience audience{};
  std::vector<DocumentId> attachments;
  RegionCode region_code;
  std::string department;
};
DESCRIBE(Drafted, "已起草", "A department has prepared a notice.", (title, "标题", "Title"),
         (body, "正文", "Text, by paragraphs", .max = 200), (category, "类别", "Category"),
         (audience, "范围", "Who may read it"),
         (attachments, "附件", "Attachments", .max = 20, .paper = Paper::any),
         (region_code, "行政区划", "Region"), (department, "发布机构", "Organisation", .min = 0))

struct Amended : Amend {};
DESCRIBE_EXTENDING(Amended, Amend, "已修改", "What changed.")

struct Published {};
DESCRIBE(Published, "已发布", "It can be read.")

struct Withdrawn : Withdraw {};
DESCRIBE_EXTENDING(Withdrawn, Withdraw, "已撤回", "It can be read no longer.")

}  // namespace surety::notice
