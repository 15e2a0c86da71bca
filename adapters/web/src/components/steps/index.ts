// Which commands are filled in step by step, and what stands in which step. A field that no step
// names stands in the last step but the check, so that nothing the server asks for is ever hidden.
import { defineAsyncComponent, type Component } from 'vue'
import type { Schema } from '@/api/types'

const part = (load: () => Promise<Component>) => defineAsyncComponent(load as never)
const ModeChoice = part(() => import('@/components/steps/ModeChoice.vue'))
const ProjectFacts = part(() => import('@/components/steps/ProjectFacts.vue'))
const FixedKind = part(() => import('@/components/steps/FixedKind.vue'))
const EnterpriseFacts = part(() => import('@/components/steps/EnterpriseFacts.vue'))
const BudgetShare = part(() => import('@/components/steps/BudgetShare.vue'))
const AgreementGuide = part(() => import('@/components/steps/AgreementGuide.vue'))

/** A heading, `sections.KEY` in the locales, over some fields. */
export interface Section {
  key: string
  fields: string[]
}
/** A step is called `steps.KEY` in the locales; `above` and `below` its fields stand parts of its own. */
export interface Step {
  key: string
  fields: string[]
  sections?: Section[]
  /** What this way of filling in asks for beyond the schema. */
  required?: string[]
  above?: Component
  below?: Component[]
}
interface Plan {
  /** Only where these rules hold; everywhere if it is left out. */
  jurisdiction?: string
  steps: (Omit<Step, 'fields'> & { fields?: string[] })[]
  /** What the page itself fills in, or nobody at all. */
  unasked?: string[]
}

const works = ['project', 'contract_type', 'contract_number', 'permit_number', 'permit_issued_on', 'start', 'finish']
const parties: Section[] = [
  { key: 'owner', fields: ['owner_representative', 'owner_phone', 'owner_credit_rating'] },
  { key: 'contractor', fields: ['contractor_representative', 'contractor_phone', 'contractor_credit_rating'] },
]
const mode = { key: 'mode', above: ModeChoice }
const letter: Plan = {
  steps: [
    mode,
    {
      key: 'works',
      sections: [{ key: 'kind', fields: ['guarantee_type', 'guarantor'] }, { key: 'works', fields: works }, ...parties],
      below: [ProjectFacts],
    },
    {
      key: 'amount',
      sections: [
        {
          key: 'cover',
          fields: ['contract_amount', 'guaranteed_amount', 'progressive_agreed', 'agreement', 'uses_fiscal_budget', 'fee_ratio', 'premium'],
        },
      ],
    },
    { key: 'letter', sections: [{ key: 'letter', fields: ['letter_number', 'policy_number', 'valid_from', 'valid_until', 'handled_on'] }] },
    { key: 'papers', sections: [{ key: 'papers', fields: ['letter'] }] },
    { key: 'check' },
  ],
}
const account: Plan = {
  steps: [
    mode,
    {
      key: 'works',
      above: FixedKind,
      sections: [{ key: 'works', fields: [...works, 'contract_amount', 'progressive_agreed', 'fee_ratio'] }, ...parties],
      below: [ProjectFacts],
    },
    {
      key: 'account',
      sections: [
        { key: 'bank', fields: ['bank', 'bank_credit_code', 'bank_contact', 'bank_phone'] },
        {
          key: 'account',
          fields: ['account_name', 'account_number', 'presale_permit_number', 'amount', 'deposited_on', 'valid_from', 'valid_until'],
        },
      ],
    },
    { key: 'papers', sections: [{ key: 'papers', fields: ['agreement', 'contract_document', 'account_proof'] }] },
    { key: 'check' },
  ],
}
const fiscal: Plan = {
  steps: [
    mode,
    { key: 'works', above: FixedKind, sections: [{ key: 'works', fields: works }, ...parties], below: [ProjectFacts] },
    {
      key: 'amount',
      sections: [
        {
          key: 'fiscal',
          fields: ['contract_amount', 'fiscal_ratio', 'budget_amount', 'fee_ratio', 'approving_body', 'approved_on', 'valid_until'],
        },
      ],
      below: [BudgetShare],
    },
    { key: 'papers', sections: [{ key: 'papers', fields: ['documents'] }] },
    { key: 'check' },
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
    unasked: ['beneficiary', 'agreement_version'],
  },
  'guarantee.apply': letter,
  'guarantee.backfill': letter,
  'guarantee.register-escrow': account,
  'guarantee.register-presale': account,
  'guarantee.register-fiscal': fiscal,
}

/** The steps of a command under the rules of a jurisdiction; empty where it is one form. */
export function stepsOf(command: string, schema: Schema, jurisdiction: string): Step[] {
  const plan = plans[command]
  if (!plan || (plan.jurisdiction && plan.jurisdiction !== jurisdiction)) return []
  const all = Object.keys(schema.properties ?? {}).filter((name) => !plan.unasked?.includes(name) && !schema.properties![name]!['x-imported'])
  const asked = (step: Plan['steps'][number]) => [...(step.fields ?? []), ...(step.sections ?? []).flatMap((section) => section.fields)]
  const named = new Set(plan.steps.flatMap(asked))
  const rest = all.filter((name) => !named.has(name))
  return plan.steps
    .map((step, i): Step => {
      const more = i === plan.steps.length - 2 ? rest : []
      const sections = step.sections
        ?.map((section, n) => ({ ...section, fields: [...section.fields, ...(n ? [] : more)].filter((name) => all.includes(name)) }))
        .filter((section) => section.fields.length > 0)
      return { ...step, sections, fields: sections?.flatMap((s) => s.fields) ?? [...asked(step), ...more].filter((name) => all.includes(name)) }
    })
    .filter((step) => step.fields.length > 0 || step.above || step.key === 'check')
}

/** What carries over where a guarantee is applied for in another mode after all. */
export const carriedOver = [...works, ...parties.flatMap((section) => section.fields), 'contract_amount']
