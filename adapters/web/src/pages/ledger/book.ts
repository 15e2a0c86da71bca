// What a ledger is read from: the list of its entries, the case it belongs to, and in which order.
import { get } from '@/api/client'
import type { Case, HistoryEvent, Page } from '@/api/types'

export interface Book {
  /** The kind of case that holds the entries, and the field of an entry that names it. */
  kind: string
  plural: string
  of: string
  day: string
  /** What the ledger starts from, and its amounts as the case tells them. */
  start: string
  sums: string[]
  /** Which ledgers there are: a policy without a fee has none. */
  those: Record<string, string>
  record: string
  reverse: string
}

export const books: Record<string, Book> = {
  'service-fees': {
    kind: 'policy', plural: 'policies', of: 'policy', day: 'spent_on', start: 'accident_prevention_fee',
    sums: ['accident_prevention_fee', 'service_fees_total', 'service_fees_balance'],
    those: { 'accident_prevention_fee.from': '1' },
    record: 'record-service-fee', reverse: 'reverse-service-fee',
  },
  'safety-expenses': {
    kind: 'expense-ledger', plural: 'expense-ledgers', of: 'expense_ledger', day: 'occurred_on', start: '',
    sums: ['quota', 'provided', 'spent', 'balance'], those: {},
    record: 'record', reverse: 'reverse',
  },
}

export interface Line {
  entry: Case
  amount: number
  balance: number
  /** The line that takes an entry back; its day is that of the reversal. */
  reversal: boolean
  day: string
}

const incoming = (entry: Case) => entry.kind === 'provision'

/** The lines of one ledger as they came to be, each with what was left after it. */
export function linesOf(book: Book, entries: Case[], history: HistoryEvent[], start: number): Line[] {
  const byNumber = new Map(entries.map((e) => [Number(e.entry), e]))
  const lines: Line[] = []
  let balance = start
  let recorded = 0
  for (const event of history) {
    const name = event.type.slice(event.type.indexOf('.') + 1)
    const back = name.endsWith('reversed')
    if (!back && !/^(service-fee-)?recorded$/.test(name)) continue
    const entry = byNumber.get(back ? Number(event.data.entry) : ++recorded)
    if (!entry) continue
    const sign = (incoming(entry) ? 1 : -1) * (back ? -1 : 1)
    balance += sign * Number(entry.amount)
    lines.push({
      entry, balance, reversal: back, amount: (back ? -1 : 1) * Number(entry.amount),
      day: back ? event.recorded_at.slice(0, 10) : String(entry[book.day]),
    })
  }
  return lines
}

export interface Month {
  month: string
  provided: number
  spent: number
}

/** By the month in which it was spent; what was taken back does not count. */
export function monthsOf(book: Book, entries: Case[]): Month[] {
  const months = new Map<string, Month>()
  for (const entry of entries) {
    if (entry.reversed) continue
    const month = String(entry[book.day]).slice(0, 7)
    const sum = months.get(month) ?? { month, provided: 0, spent: 0 }
    sum[incoming(entry) ? 'provided' : 'spent'] += Number(entry.amount)
    months.set(month, sum)
  }
  return [...months.values()].sort((a, b) => b.month.localeCompare(a.month))
}

/** All rows of a list, page by page; a ledger longer than that is exported. */
export async function allOf(view: string, query: Record<string, string>): Promise<Case[]> {
  const items: Case[] = []
  for (let cursor = '', page = 0; page < 10; ++page) {
    const answer = await get<Page>(`/${view}`, { ...query, limit: 1000, cursor })
    items.push(...answer.items)
    if (!answer.next_cursor) break
    cursor = answer.next_cursor
  }
  return items
}
