// Which commands are filled in step by step, and what stands in which step. A field that no step
// names stands in the last step but the check, so that nothing the server asks for is ever hidden.
import { defineAsyncComponent, type Component } from 'vue'
import type { Schema } from '@/api/types'

const part = (load: () => Promise<Component>) => defineAsyncComponent(load as never)
const ModeChoice = part(() => import('@/components/steps/ModeChoice.vue'))
const ProjectFacts = part(() => import('@/components/steps/ProjectFacts.vue'))
const EnterpriseFacts = part(() => import('@/components/steps/EnterpriseFacts.vue'))
const BudgetShare = part(() => import('@/components/steps/BudgetShare.vue'))
const AgreementGuide = part(() => import('@/components/steps/AgreementGuide.vue'))

/** A step is called `steps.KEY` in the locales; `above` and `below` its fields stand parts of its own. */
export interface Step {
  key: string
  fields: string[]
  /** What this way of filling in asks for beyond the schema. */
  required?: string[]
  above?: Component
  below?: Component[]
}
interface Plan {
  /** Only where these rules hold; everywhere if it is left out. */
  jurisdiction?: string
  steps: Step[]
  /** What the page itself fills in, or nobody at all. */
  unasked?: string[]
}

const guarantee: Plan = {
  steps: [
    { key: 'mode', fields: [], above: ModeChoice },
    {
      key: 'works',
      fields: [
        'project', 'contract_type', 'contract_number', 'permit_number', 'permit_issued_on', 'start', 'finish',
        'owner_representative', 'owner_phone', 'owner_credit_rating',
        'contractor_representative', 'contractor_phone', 'contractor_credit_rating',
      ],
      below: [ProjectFacts],
    },
    {
      key: 'amount',
      fields: [
        'contract_amount', 'guaranteed_amount', 'amount', 'fiscal_ratio', 'budget_amount', 'progressive_agreed',
        'uses_fiscal_budget', 'fee_ratio', 'premium',
      ],
      below: [BudgetShare],
    },
    {
      key: 'security',
      fields: [
        'guarantee_type', 'guarantor', 'bank', 'bank_credit_code', 'bank_contact', 'bank_phone', 'account_name',
        'account_number', 'presale_permit_number', 'deposited_on', 'letter_number', 'policy_number', 'valid_from',
        'valid_until', 'handled_on', 'approving_body', 'approved_on',
      ],
    },
    { key: 'papers', fields: ['agreement', 'contract_document', 'account_proof', 'letter', 'documents'] },
    { key: 'check', fields: [] },
  ],
}
const plans: Record<string, Plan> = {
  'policy.apply': {
    jurisdiction: '230000',
    steps: [
      {
        key: 'enterprise',
        fields: ['project', 'investment_total', 'plan', 'contact_name', 'contact_phone', 'planned_start', 'planned_finish', 'intended_services'],
        required: ['project'],
        below: [ProjectFacts, EnterpriseFacts],
      },
      { key: 'insurers', fields: ['broker', 'insurer'] },
      { key: 'agreement', fields: ['signed_agreement'], above: AgreementGuide },
      {
        key: 'papers',
        fields: ['business_licence', 'bid_award_notice', 'legal_representative_id_front', 'legal_representative_id_back'],
      },
      { key: 'check', fields: ['agreement_accepted'] },
    ],
    unasked: ['beneficiary', 'agreement_version', 'applied_at'],
  },
  'guarantee.apply': guarantee,
  'guarantee.backfill': guarantee,
  'guarantee.register-escrow': guarantee,
  'guarantee.register-presale': guarantee,
  'guarantee.register-fiscal': guarantee,
}

/** The steps of a command under the rules of a jurisdiction; empty where it is one form. */
export function stepsOf(command: string, schema: Schema, jurisdiction: string): Step[] {
  const plan = plans[command]
  if (!plan || (plan.jurisdiction && plan.jurisdiction !== jurisdiction)) return []
  const all = Object.keys(schema.properties ?? {}).filter((name) => !plan.unasked?.includes(name))
  const named = new Set(plan.steps.flatMap((step) => step.fields))
  const rest = all.filter((name) => !named.has(name))
  const own = (step: Step, i: number) => [
    ...step.fields.filter((name) => all.includes(name)),
    ...(i === plan.steps.length - 2 ? rest : []),
  ]
  return plan.steps
    .map((step, i) => ({ ...step, fields: own(step, i) }))
    .filter((step) => step.fields.length > 0 || step.above || step.key === 'check')
}

/** What carries over where a guarantee is applied for in another mode after all. */
export const carriedOver = [...guarantee.steps[1]!.fields, 'contract_amount']
