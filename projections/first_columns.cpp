// One row per list, before it those that a jurisdiction has of its own.
#include "projections/first_columns.hpp"

#include <algorithm>

namespace surety {
namespace {

struct First {
  std::string_view view, jurisdiction;  ///< of all where empty
  std::vector<std::string> columns;
};

const std::vector<First>& manuals() {
  static const std::vector<First> all{
      {"enterprises", "",
       {"region_code", "credit_code", "name", "legal_representative", "address", "contact_name",
        "contact_phone", "state"}},
      {"projects", "210500",
       {"name", "address", "construction_cost", "owner_name", "contractor_name", "contractor",
        "category", "duration_days", "planned_start", "planned_finish", "state"}},
      {"projects", "",
       {"contractor_name", "contractor", "region_code", "id", "name", "investment_total",
        "owner_name", "insurance_status", "state"}},
      {"policies", "230000",
       {"project", "policyholder_name", "project_name", "plan", "contact_phone", "state",
        "insurer_name", "insurance_type", "valid_from", "valid_until", "policy_number"}},
      {"policies", "350500",
       {"id", "order_type", "project_name", "premium", "aggregate_limit", "per_accident_limit",
        "per_person_death_limit", "per_person_medical_limit", "policyholder_name", "state",
        "applied_at", "policy_number", "issued_at"}},
      {"policies", "",
       {"id", "project_name", "policyholder_name", "insurer_name", "plan", "premium", "state",
        "policy_number", "valid_until", "applied_at"}},
      {"service-orders", "",
       {"id", "policy_number", "policyholder_name", "project_name", "insurer_name",
        "provider_name", "ordered_on", "state"}},
      {"hazards", "",
       {"id", "project_name", "category", "description", "level", "location", "reported_at",
        "rectify_by", "state"}},
      {"inspections", "",
       {"id", "project_name", "contractor_name", "inspected_on", "state"}},
      {"insurance-claims", "",
       {"project_name", "project", "policy_number", "casualties", "deaths", "estimated_loss",
        "paid_amount", "state"}},
      {"guarantors", "",
       {"name", "credit_code", "registered_capital", "address", "type", "contact_name",
        "contact_phone", "filed_at", "state"}},
      {"guarantees", "",
       {"owner_name", "owner_representative", "contractor_name", "contractor_representative",
        "project_name", "approving_body", "approved_on", "mode", "guaranteed_amount",
        "letter_number", "valid_until", "state"}},
      {"payment-plans", "",
       {"id", "project_name", "contract_number", "contract_amount", "owner_name",
        "contractor_name", "state"}},
      {"guarantee-claims", "",
       {"id", "project_name", "letter_number", "amount", "paid_amount", "guarantor_name",
        "state"}},
      {"alerts", "",
       {"id", "deadline", "project_name", "region_code", "due_at", "raised_at", "state",
        "outcome"}},
      {"organisations", "",
       {"id", "name", "organisation_kind", "superior_name", "credit_code", "region_code",
        "state"}},
      {"accounts", "",
       {"username", "display_name", "phone", "organisation_name", "roles", "state"}},
      {"roles", "", {"id", "name", "organisation_name", "state"}},
      {"access-records", "",
       {"opened_at", "account", "organisation_name", "state", "title", "format", "rows",
        "filters", "subject", "fields"}}};
  return all;
}

/// Columns that say how a case is kept rather than what it is about.
bool plumbing(std::string_view name) {
  return name == "root" || name == "version" || name == "jurisdiction" || name == "opened_at" ||
         name == "changed_at";
}

}  // namespace

std::vector<std::string> first_columns(const View& view, std::string_view jurisdiction) {
  for (const auto& first : manuals())
    if (first.view == view.name &&
        (first.jurisdiction.empty() || first.jurisdiction == jurisdiction))
      return first.columns;
  constexpr std::size_t most = 9;
  std::vector<std::string> names;
  for (const auto& column : view.columns)
    if (!plumbing(column.name) && column.format != "document" && names.size() < most)
      names.push_back(column.name);
  return names;
}

}  // namespace surety
