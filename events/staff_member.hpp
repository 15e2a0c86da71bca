// 人事 (staff-member): who works for an organisation, with which certificates. QZI-08.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/describe.hpp"
#include "events/values.hpp"

namespace surety::staff_member {

enum class Sex { male, female };
DESCRIBE_ENUM(Sex, (male, "男", "Male"), (female, "女", "Female"))

struct Enter {
  std::string name;
  Sex sex{};
  std::string department, post;
  Phone phone;
  std::optional<Username> account;
  std::optional<Date> joined_on;
};
DESCRIBE(Enter, "登记人员", "Somebody works for the organisation.",
         (name, "姓名", "Name", .max = 50), (sex, "性别", "Sex"),
         (department, "部门", "Department", .max = 100), (post, "岗位", "Post", .max = 100),
         (phone, "联系电话", "Phone", .personal = true),
         (account, "账号", "Account of the same organisation", .refers = "account"),
         (joined_on, "入职日期", "Joined on", .past = true))

struct Update {
  std::optional<std::string> name, department, post;
  std::optional<Sex> sex;
  std::optional<Phone> phone;
  std::optional<Username> account;
};
DESCRIBE(Update, "修改人员", "What changed; the rest stays.", (name, "姓名", "Name", .max = 50),
         (department, "部门", "Department", .max = 100), (post, "岗位", "Post", .max = 100),
         (sex, "性别", "Sex"), (phone, "联系电话", "Phone", .personal = true),
         (account, "账号", "Account of the same organisation", .refers = "account"))

/// Again with the same number: renewed.
struct RecordCertificate {
  std::string name, number;
  Date valid_until;
  std::optional<DocumentId> document;
};
DESCRIBE(RecordCertificate, "登记证书", "A certificate, or its renewal.",
         (name, "证书名称", "Name", .max = 100), (number, "证书编号", "Number", .max = 100),
         (valid_until, "有效期至", "Valid until"),
         (document, "证书扫描件", "The certificate", .paper = Paper::any))

struct RemoveCertificate {
  std::string number;
  std::string reason;
};
DESCRIBE(RemoveCertificate, "注销证书", "It is his no longer.",
         (number, "证书编号", "Number", .max = 100), (reason, "原因", "Why", .max = 1000))

struct Leave {
  Date left_on;
  std::optional<std::string> reason;
};
DESCRIBE(Leave, "离职", "He works there no longer; the account is disabled.",
         (left_on, "离职日期", "Left on", .past = true), (reason, "原因", "Why", .max = 1000))

// ---------------------------------------------------------------------------------------------

struct Entered : Enter {
  PartyCode organisation;
};
DESCRIBE_EXTENDING(Entered, Enter, "已登记", "Somebody works for the organisation.",
                   (organisation, "机构", "Organisation"))

struct Updated : Update {};
DESCRIBE_EXTENDING(Updated, Update, "已修改", "What changed.")

struct CertificateRecorded : RecordCertificate {};
DESCRIBE_EXTENDING(CertificateRecorded, RecordCertificate, "已登记证书", "A certificate.")

struct CertificateRemoved : RemoveCertificate {};
DESCRIBE_EXTENDING(CertificateRemoved, RemoveCertificate, "已注销证书", "It is his no longer.")

struct CertificateReminded {
  std::string number;
  Date valid_until;
};
DESCRIBE(CertificateReminded, "已提醒证书到期", "He was told that a certificate ends.",
         (number, "证书编号", "Number"), (valid_until, "有效期至", "Valid until"))

struct CertificateExpired {
  std::string number;
};
DESCRIBE(CertificateExpired, "证书已到期", "A certificate has ended.",
         (number, "证书编号", "Number"))

struct Left : Leave {};
DESCRIBE_EXTENDING(Left, Leave, "已离职", "He works there no longer.")

}  // namespace surety::staff_member
