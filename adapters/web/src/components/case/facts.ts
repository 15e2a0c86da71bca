// What a form shows beside what it asks for: fields of a case, read there and not typed again.
export interface Facts {
  /** The field that names the case; it is the case of the command itself where it is left out. */
  of?: string
  kind: string
  fields: string[]
}

/** A policy's terms: what the column 方案 sums up and its dialog tells whole. */
export const terms = [
  'plan', 'premium', 'aggregate_limit', 'per_accident_limit', 'per_person_death_limit', 'per_person_medical_limit',
  'accident_prevention_fee', 'promised_services', 'valid_from', 'valid_until', 'note',
]

export const facts: Record<string, Facts> = {
  'policy.issue': {
    kind: 'policy',
    fields: [
      'project', 'project_name', 'address', 'beneficiary', 'policyholder_name', 'policyholder', 'contact_name', 'contact_phone',
      'planned_start', 'planned_finish', 'valid_from', 'valid_until', 'intended_services', 'business_licence',
      'legal_representative_id_front', 'legal_representative_id_back', 'bid_award_notice', 'signed_agreement',
    ],
  },
  'insurance-claim.report': { of: 'policy', kind: 'policy', fields: ['project_name', 'project', 'policyholder_name', 'policy_number'] },
}
