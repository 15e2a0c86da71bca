// What stands in the menu beside the lists that the server names: ledgers and figures.
import { useSession } from '@/state/session'

export interface Entry {
  path: string
  icon: string
  title: string
  view: string
}

/** Lists that have a page of their own instead. */
export const superseded = new Set(['expense-ledgers'])

export function recordEntries(session: ReturnType<typeof useSession>): Entry[] {
  const kinds = new Set(session.menu.flatMap((item) => item.kinds))
  const out: Entry[] = []
  const add = (path: string, icon: string, title: string, view: string) => out.push({ path, icon, title, view })
  if (kinds.has('policy')) add('/ledger/service-fees', '费', 'ledger.serviceFees', 'service-fees')
  if (kinds.has('expense-ledger')) add('/ledger/safety-expenses', '账', 'ledger.safetyExpenses', 'safety-expenses')
  return out
}
