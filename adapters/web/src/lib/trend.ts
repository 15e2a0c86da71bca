// How many cases began in each of the last months: what the lists hold between a month's ends.
import { get } from '@/api/client'
import type { Page } from '@/api/types'

export interface Month {
  month: string
  from: string
  until: string
}

/** The months that end with the present one, oldest first. */
export function lastMonths(now: string, count: number): Month[] {
  const year = Number(now.slice(0, 4))
  const month = Number(now.slice(5, 7))
  return Array.from({ length: count }, (_, i) => {
    const first = new Date(Date.UTC(year, month - count + i, 1))
    const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0))
    const day = (d: Date) => d.toISOString().slice(0, 10)
    return { month: day(first).slice(0, 7), from: `${day(first)}T00:00:00.000+08:00`, until: `${day(last)}T23:59:59.999+08:00` }
  })
}

export const began = (view: string, field: string, jurisdiction: string, months: Month[]): Promise<number[]> =>
  Promise.all(
    months.map((m) =>
      get<Page>(`/${view}`, { [`${field}.from`]: m.from, [`${field}.until`]: m.until, jurisdiction, limit: 1 }).then((p) => p.total),
    ),
  )
