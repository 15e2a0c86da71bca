// The one list of case kinds: business, then the platform's, last the partitions' own.
#include "engine/kind.hpp"
#include "engine/kinds/access_record.hpp"
#include "engine/kinds/account.hpp"
#include "engine/kinds/alert.hpp"
#include "engine/kinds/complaint.hpp"
#include "engine/kinds/dictionary.hpp"
#include "engine/kinds/enterprise.hpp"
#include "engine/kinds/expense_ledger.hpp"
#include "engine/kinds/guarantee.hpp"
#include "engine/kinds/guarantee_claim.hpp"
#include "engine/kinds/guarantor.hpp"
#include "engine/kinds/hazard.hpp"
#include "engine/kinds/holiday_calendar.hpp"
#include "engine/kinds/inspection.hpp"
#include "engine/kinds/insurance_claim.hpp"
#include "engine/kinds/major_hazard_source.hpp"
#include "engine/kinds/notice.hpp"
#include "engine/kinds/organisation.hpp"
#include "engine/kinds/partition.hpp"
#include "engine/kinds/payment_plan.hpp"
#include "engine/kinds/policy.hpp"
#include "engine/kinds/project.hpp"
#include "engine/kinds/role.hpp"
#include "engine/kinds/rulebook.hpp"
#include "engine/kinds/service_order.hpp"
#include "engine/kinds/site_camera.hpp"
#include "engine/kinds/staff_member.hpp"
#include "engine/kinds/webhook.hpp"

namespace surety {

const std::vector<const Kind*>& kinds() {
  static const std::vector<const Kind*> all{
      &enterprise::kind(),
      &project::kind(),
      &policy::kind(),
      &service_order::kind(),
      &hazard::kind(),
      &major_hazard_source::kind(),
      &inspection::kind(),
      &insurance_claim::kind(),
      &expense_ledger::kind(),
      &site_camera::kind(),
      &guarantor::kind(),
      &guarantee::kind(),
      &payment_plan::kind(),
      &guarantee_claim::kind(),
      &alert::kind(),
      &notice::kind(),
      &complaint::kind(),
      &organisation::kind(),
      &account::kind(),
      &role::kind(),
      &staff_member::kind(),
      &dictionary::kind(),
      &holiday_calendar::kind(),
      &rulebook::kind(),
      &webhook::kind(),
      &access_record::kind(),
      &partition::kind()};
  return all;
}

}  // namespace surety
