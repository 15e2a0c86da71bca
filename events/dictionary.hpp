// 字典 (dictionary): the entries that a field of a jurisdiction's forms may have. QZI-06.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/describe.hpp"
#include "events/values.hpp"

namespace surety::dictionary {

/// Codes stand in the cases, titles are what people see of them.
struct Entry {
  std::string code, title;
  std::optional<std::string> title_en, address{};
};
DESCRIBE(Entry, "字典项", "An entry.", (code, "代码", "Code", .max = 100),
         (title, "名称", "Title", .max = 100), (title_en, "英文名称", "English title", .max = 100),
         (address, "网址", "Where it leads, of links", .max = 300))

struct Define {
  RegionCode jurisdiction;
  Username name;
  std::string title;
  std::vector<Entry> entries;
};
DESCRIBE(Define, "新增字典", "A jurisdiction gets a dictionary.",
         (jurisdiction, "辖区", "Jurisdiction"),
         (name, "字典标识", "Name, as the forms' fields know it: hazard-categories"),
         (title, "字典名称", "Title"), (entries, "字典项", "Entries", .min = 1, .max = 1000))

struct AddEntry : Entry {};
DESCRIBE_EXTENDING(AddEntry, Entry, "新增字典项", "One entry more.")

struct RenameEntry {
  std::string code, title;
  std::optional<std::string> title_en, address{};
};
DESCRIBE(RenameEntry, "修改字典项", "The entry has another title or leads elsewhere.",
         (code, "代码", "Code", .max = 100), (title, "名称", "Title", .max = 100),
         (title_en, "英文名称", "English title", .max = 100),
         (address, "网址", "Where it leads, of links", .max = 300))

/// Never deleted: the cases that have it keep it.
struct DisableEntry {
  std::string code;
  std::optional<std::string> reason;
};
DESCRIBE(DisableEntry, "停用字典项", "It can be chosen no longer.",
         (code, "代码", "Code", .max = 100), (reason, "原因", "Why", .max = 1000))

struct EnableEntry {
  std::string code;
};
DESCRIBE(EnableEntry, "启用字典项", "It can be chosen again.", (code, "代码", "Code", .max = 100))

// ---------------------------------------------------------------------------------------------

struct Defined : Define {};
DESCRIBE_EXTENDING(Defined, Define, "已新增字典", "A jurisdiction has a dictionary.")
struct EntryAdded : AddEntry {};
DESCRIBE_EXTENDING(EntryAdded, AddEntry, "已新增字典项", "One entry more.")
struct EntryRenamed : RenameEntry {};
DESCRIBE_EXTENDING(EntryRenamed, RenameEntry, "已修改字典项", "Another title or address.")
struct EntryDisabled : DisableEntry {};
DESCRIBE_EXTENDING(EntryDisabled, DisableEntry, "已停用字典项", "It can be chosen no longer.")
struct EntryEnabled : EnableEntry {};
DESCRIBE_EXTENDING(EntryEnabled, EnableEntry, "已启用字典项", "It can be chosen again.")

}  // namespace surety::dictionary
