// Which columns a list shows at first, in the order of the manuals' lists; the rest can be chosen.
const first: Record<string, string[]> = {
  enterprises: ['region_code', 'credit_code', 'name', 'legal_representative', 'address', 'contact_name', 'contact_phone', 'state'],
  projects: ['contractor_name', 'contractor', 'region_code', 'id', 'name', 'investment_total', 'owner_name', 'insurance_status', 'state'],
  policies: ['id', 'project_name', 'policyholder_name', 'insurer_name', 'plan', 'premium', 'state', 'policy_number', 'valid_until', 'applied_at'],
  'service-orders': ['id', 'policy_number', 'policyholder_name', 'project_name', 'insurer_name', 'provider_name', 'ordered_on', 'state'],
  hazards: ['id', 'project_name', 'category', 'description', 'level', 'location', 'reported_at', 'rectify_by', 'state'],
  inspections: ['id', 'project_name', 'contractor_name', 'inspected_on', 'state'],
  'insurance-claims': ['id', 'project_name', 'policy_number', 'casualties', 'deaths', 'estimated_loss', 'paid_amount', 'state'],
  guarantors: ['name', 'credit_code', 'registered_capital', 'address', 'guarantor_type', 'contact_name', 'contact_phone', 'filed_on', 'state'],
  guarantees: ['owner_name', 'owner_representative', 'contractor_name', 'contractor_representative', 'project_name', 'mode', 'guaranteed_amount', 'letter_number', 'valid_until', 'state'],
  'payment-plans': ['id', 'project_name', 'contract_number', 'contract_amount', 'owner_name', 'contractor_name', 'state'],
  'guarantee-claims': ['id', 'project_name', 'claimed_amount', 'paid_amount', 'guarantor_name', 'state'],
  alerts: ['id', 'deadline', 'project_name', 'region_code', 'due_at', 'raised_at', 'state', 'outcome'],
  organisations: ['id', 'name', 'organisation_kind', 'superior_name', 'credit_code', 'region_code', 'state'],
  accounts: ['username', 'display_name', 'phone', 'organisation_name', 'roles', 'state'],
  roles: ['id', 'name', 'organisation', 'state'],
}
/** Columns that say how a case is kept rather than what it is about. */
const plumbing = ['root', 'version', 'jurisdiction', 'opened_at', 'changed_at']

export function firstColumns(view: string, all: string[]): string[] {
  const chosen = (first[view] ?? []).filter((name) => all.includes(name))
  return chosen.length > 0 ? chosen : all.filter((name) => !plumbing.includes(name)).slice(0, 9)
}
