// The account (账号): who may sign in, for which organisation, in which roles. domain.md §3.
#pragma once

#include "events/values.hpp"

namespace surety::account {

struct Create {
  Username username;
  std::string display_name;
  Phone phone;
  std::vector<std::string> roles;
  std::optional<PartyCode> organisation;
  std::optional<std::string> password;
  std::optional<bool> admin;
};
DESCRIBE(Create, "新增账号", "An account is opened.", (username, "账号", "Username"),
         (display_name, "姓名", "Name"), (phone, "手机号", "Phone", .personal = true),
         (roles, "角色", "Roles: built-in names, or numbers of own roles", .min = 1, .max = 20),
         (organisation, "机构", "By default one's own; another only for the administrator"),
         (password, "密码", "Initial password", .secret = true),
         (admin, "机构管理员", "Administers the organisation"))

/// Where the platform's administration is divided: opened by one, granted its roles by another.
struct Open {
  Username username;
  std::string display_name;
  Phone phone;
  std::optional<PartyCode> organisation;
  std::optional<std::string> password;
};
DESCRIBE(Open, "开户", "An account is opened; what it may do is granted by another administrator.",
         (username, "账号", "Username"), (display_name, "姓名", "Name"),
         (phone, "手机号", "Phone", .personal = true), (organisation, "机构", "By default one's own"),
         (password, "密码", "Initial password", .secret = true))

struct Grant {
  std::vector<std::string> roles;
  std::optional<bool> admin;
};
DESCRIBE(Grant, "授权", "The roles an account holds from now on.",
         (roles, "角色", "Roles: built-in names, or numbers of own roles", .max = 20),
         (admin, "机构管理员", "Administers the organisation"))

/// The account of an enterprise's certificate, which has no password (HLJ 1).
struct Enrol {
  Username username;
  std::string display_name;
  PartyCode organisation;
};
DESCRIBE(Enrol, "证书登录开户", "An enterprise signs in by certificate for the first time.",
         (username, "账号", "Username"), (display_name, "单位名称", "Name on the certificate"),
         (organisation, "机构", "The enterprise"))

/// A natural person whom a portal has named: of no organisation (HN 1).
struct EnrolPerson {
  Username username;
  std::string display_name;
};
DESCRIBE(EnrolPerson, "自然人开户", "A natural person signs in for the first time.",
         (username, "账号", "Username"), (display_name, "姓名", "Name"))

struct Update {
  std::optional<std::string> display_name;
  std::optional<Phone> phone;
  std::optional<std::vector<std::string>> roles;
  std::optional<bool> admin;
};
DESCRIBE(Update, "修改账号", "What changed; the rest stays.", (display_name, "姓名", "Name"),
         (phone, "手机号", "Phone", .personal = true), (roles, "角色", "Roles", .max = 20),
         (admin, "机构管理员", "Administers the organisation"))

/// One account may work for several organisations, in each in roles of its own (BX 2.1).
struct Assign {
  PartyCode organisation;
  std::vector<std::string> roles;
  std::optional<bool> admin;
};
DESCRIBE(Assign, "分配机构", "The account may act for another organisation too.",
         (organisation, "机构", "Organisation"),
         (roles, "角色", "Roles there: built-in names, or numbers of its roles", .min = 1, .max = 20),
         (admin, "机构管理员", "Administers that organisation"))
struct Unassign {
  PartyCode organisation;
};
DESCRIBE(Unassign, "撤销机构分配", "From the next request on it acts for it no longer.",
         (organisation, "机构", "Organisation"))

struct SetPassword {
  std::string password;
};
DESCRIBE(SetPassword, "设置密码", "A new password, by oneself or by the administrator.",
         (password, "密码", "Password", .secret = true))
struct Disable {
  std::optional<std::string> reason;
};
DESCRIBE(Disable, "停用账号", "Its sessions end at once.", (reason, "原因", "Why", .max = 1000))
struct Enable {
  std::optional<std::string> reason;
};
DESCRIBE(Enable, "启用账号", "It may sign in again.", (reason, "原因", "Why", .max = 1000))
struct Delete {};
DESCRIBE(Delete, "删除账号", "Closed for good; the name is not given again.")
struct RecordFirstSignIn {};
DESCRIBE(RecordFirstSignIn, "记录首次登录", "The platform notes the first sign-in.")

// ---------------------------------------------------------------------------------------------

struct Created {
  Username username;
  std::string display_name;
  Phone phone;
  std::vector<std::string> roles;
  PartyCode organisation;
  bool admin = false;
  bool must_change_password = false;
  std::optional<std::string> password_ref;
};
DESCRIBE(Created, "已新增", "The account was opened.", (username, "账号", "Username"),
         (display_name, "姓名", "Name"), (phone, "手机号", "Phone", .personal = true),
         (roles, "角色", "Roles", .max = 20), (organisation, "机构", "Organisation"),
         (admin, "机构管理员", "Administers the organisation"),
         (must_change_password, "须修改密码", "The first sign-in demands a new password"),
         (password_ref, "密码引用", "Reference to the password", .secret = true))

struct Enrolled {
  Username username;
  std::string display_name;
  PartyCode organisation;
};
DESCRIBE(Enrolled, "已按证书开户", "The account of an enterprise's certificate was opened.",
         (username, "账号", "Username"), (display_name, "单位名称", "Name on the certificate"),
         (organisation, "机构", "The enterprise"))

struct PersonEnrolled {
  Username username;
  std::string display_name;
};
DESCRIBE(PersonEnrolled, "自然人已开户", "The account of a natural person was opened.",
         (username, "账号", "Username"), (display_name, "姓名", "Name"))

struct Updated {
  std::optional<std::string> display_name;
  std::optional<Phone> phone;
  std::optional<std::vector<std::string>> roles;
  std::optional<bool> admin;
};
DESCRIBE(Updated, "已修改", "What changed.", (display_name, "姓名", "Name"),
         (phone, "手机号", "Phone", .personal = true), (roles, "角色", "Roles", .max = 20),
         (admin, "机构管理员", "Administers the organisation"))

struct PasswordSet {
  std::string password_ref;
  bool must_change_password = false;
};
DESCRIBE(PasswordSet, "密码已设置", "A new password holds.",
         (password_ref, "密码引用", "Reference to the password", .secret = true),
         (must_change_password, "须修改密码", "The next sign-in demands a new one"))
struct Disabled {
  std::optional<std::string> reason;
};
DESCRIBE(Disabled, "已停用", "Shut out.", (reason, "原因", "Why", .max = 1000))
struct Enabled {
  std::optional<std::string> reason;
};
DESCRIBE(Enabled, "已启用", "Let in again.", (reason, "原因", "Why", .max = 1000))
struct Deleted {};
DESCRIBE(Deleted, "已删除", "Closed for good.")
struct Assigned {
  PartyCode organisation;
  std::vector<std::string> roles;
  bool admin = false;
};
DESCRIBE(Assigned, "已分配机构", "It may act for this organisation too.",
         (organisation, "机构", "Organisation"), (roles, "角色", "Roles there", .max = 20),
         (admin, "机构管理员", "Administers that organisation"))
struct Unassigned {
  PartyCode organisation;
};
DESCRIBE(Unassigned, "已撤销分配", "It acts for this organisation no longer.",
         (organisation, "机构", "Organisation"))
struct FirstSignedIn {
  PartyCode organisation;
};
DESCRIBE(FirstSignedIn, "首次登录", "Somebody of the organisation signed in.",
         (organisation, "机构", "Organisation"))

}  // namespace surety::account
