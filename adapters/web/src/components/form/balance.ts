// Rows that must add up to an amount known from elsewhere: told under the table, and before it is sent.
import { computed, inject, provide, ref, watch, type ComputedRef, type Ref } from 'vue'
import { glance } from '@/api/client'
import type { Case } from '@/api/types'
import { sumOf } from '@/lib/least'

interface Rule {
  rows: string
  column: string
  /** The amount is this field of the case the form is for, or of the one that `by` names. */
  amount: string
  by?: { field: string; plural: string }
}
const rules: Record<string, Rule> = {
  'payment-plan.submit': { rows: 'nodes', column: 'amount', amount: 'contract_amount', by: { field: 'guarantee', plural: 'guarantees' } },
  'payment-plan.propose-change': { rows: 'nodes', column: 'amount', amount: 'contract_amount' },
}

export interface Balance {
  rows: string
  column: string
  total: bigint
}
type Balances = ComputedRef<Balance | null>
const key = Symbol('balance')

export function provideBalance(command: string, value: Ref<Record<string, unknown>>, subject?: Case): void {
  const rule = rules[command]
  const total = ref<unknown>(rule && !rule.by ? subject?.[rule.amount] : undefined)
  if (rule?.by) {
    const { field, plural } = rule.by
    watch(
      () => value.value[field] as string | undefined,
      async (id) => {
        total.value = undefined
        const found = id && (await glance<Case>(`/${plural}/${encodeURIComponent(id)}`).catch(() => null))
        if (found && value.value[field] === id) total.value = found[rule.amount]
      },
      { immediate: true },
    )
  }
  provide<Balances>(key, computed(() => {
    const amount = total.value
    return rule && typeof amount === 'number' ? { rows: rule.rows, column: rule.column, total: BigInt(amount) } : null
  }))
}

/** The balance of the rows under that name, where they have one. */
export function useBalance(): (rows: string) => Balance | null {
  const found = inject<Balances | null>(key, null)
  return (rows) => (found?.value?.rows === rows ? found.value : null)
}

export const differenceOf = (balance: Balance, rows: Record<string, unknown>[] | undefined) =>
  balance.total - sumOf((rows ?? []).map((row) => row[balance.column] as number | undefined))
