// What a list shows beside its columns, where a column of values says too little.
import { defineAsyncComponent, type Component } from 'vue'

export interface Extra {
  title: string
  width: number
  cell: Component
  /** The columns that it stands for; it is there only where all of them are shown. */
  instead?: string[]
}

const limits = ['aggregate_limit', 'per_accident_limit', 'per_person_death_limit', 'per_person_medical_limit']

export const extras: Record<string, Extra> = {
  policies: {
    title: 'plan', width: 250, instead: ['premium', ...limits], cell: defineAsyncComponent(() => import('@/components/list/PlanCell.vue')),
  },
  'service-orders': { title: 'progress', width: 250, cell: defineAsyncComponent(() => import('@/components/list/ServiceProgress.vue')) },
  hazards: { title: 'timeLeft', width: 90, cell: defineAsyncComponent(() => import('@/components/list/RectifyBy.vue')) },
}

/** Lists whose rows the manuals number. */
export const numbered = ['guarantors', 'guarantees', 'payment-plans', 'guarantee-claims']
