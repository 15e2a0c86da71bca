// The dashboard's figures as the server describes them: one source for the screen and the tables.
import { get } from '@/api/client'
import type { Page } from '@/api/types'
import { formatMoney } from '@/lib/money'
import { ratioText, titleOf } from '@/lib/show'

export interface Figure {
  name: string
  title: string
  title_en: string
  format: 'integer' | 'money' | 'basis-points'
  unit: string
  formula: string
  formula_en: string
  part: string | null
  whole: string | null
  list: string
  of_parts: boolean
}

/** Values by the names of the figures; a ratio over zero is null. */
export interface Figures {
  region_code?: string | null
  name?: string
  problems: { category: string; found: number; rectified: number }[]
  as_of?: string
  [figure: string]: unknown
}

let known: Promise<Figure[]> | null = null
export function figureList(): Promise<Figure[]> {
  known ??= get<{ figures: Figure[] }>('/meta/dashboard').then((m) => m.figures)
  known.catch(() => (known = null))
  return known
}

export const figuresOf = (jurisdiction: string) => get<Figures>(`/dashboards/${jurisdiction}`)
/** The prefectures, or one prefecture's counties; what lies in none of them comes last. */
export const partsOf = (jurisdiction: string, under = '') =>
  get<{ items: Figures[] }>(`/dashboards/${jurisdiction}/cities`, { under }).then((r) => r.items)

/** As many projects as lie at one place; of those that do not say where they are, a prefecture's. */
export interface Place {
  region_code: string | null
  longitude: number | null
  latitude: number | null
  project_count: number
}
export const placesOf = (jurisdiction: string) => get<{ items: Place[] }>(`/dashboards/${jurisdiction}/places`).then((r) => r.items)

export function figureText(figure: Figure, figures: Figures | null): string {
  const value = figures?.[figure.name] as number | null | undefined
  if (value === null || value === undefined) return '—'
  if (figure.format === 'basis-points') return ratioText(value)
  return figure.format === 'money' ? formatMoney(value, '万元') : String(value)
}

export const figureTitle = (figure: Figure, english: boolean) =>
  titleOf(figure, english) + (figure.unit ? `(${figure.unit})` : '')

/** In words, and for a ratio the two numbers it is made of. */
export function formulaText(figure: Figure, figures: Figures | null, english: boolean): string {
  const words = english ? figure.formula_en : figure.formula
  if (!figure.part || !figure.whole || !figures) return words
  return `${words} = ${figures[figure.part]} ÷ ${figures[figure.whole]}`
}

/** The sum of the parts, ratios made of the sums: as the server makes the whole. */
export function sumOf(list: Figure[], parts: Figures[]): Figures {
  const sum: Figures = { problems: [] }
  for (const f of list)
    if (f.of_parts && f.format !== 'basis-points')
      sum[f.name] = parts.reduce((total, part) => total + Number(part[f.name] ?? 0), 0)
  const byKind = new Map<string, { category: string; found: number; rectified: number }>()
  for (const problem of parts.flatMap((p) => p.problems)) {
    const one = byKind.get(problem.category) ?? { category: problem.category, found: 0, rectified: 0 }
    one.found += problem.found
    one.rectified += problem.rectified
    byKind.set(problem.category, one)
  }
  sum.problems = [...byKind.values()]
  // Kinds of problems are the same ones in several parts.
  sum.problem_categories = sum.problems.length
  for (const f of list)
    if (f.of_parts && f.format === 'basis-points') {
      const whole = BigInt(Number(sum[f.whole!]))
      const part = BigInt(Number(sum[f.part!]))
      sum[f.name] = whole === 0n ? null : Number((part * 20000n + whole) / (2n * whole))
    }
  return sum
}

/** How many rows a list has under these conditions: the number and the list are the same by construction. */
export interface Measure {
  key: string
  title: string
  view: string
  query: Record<string, string | string[]>
}

const guarantees: Measure[] = [
  { key: 'letters', title: 'statistics.letters', view: 'guarantees', query: { mode: 'letter', state: 'in-force' } },
  { key: 'escrow', title: 'statistics.escrow', view: 'guarantees', query: { mode: ['escrow', 'presale'], state: 'in-force' } },
  { key: 'nodes', title: 'statistics.nodes', view: 'payment-nodes', query: { settled: 'false' } },
  { key: 'overdue', title: 'statistics.overdueNodes', view: 'payment-nodes', query: { overdue: 'true' } },
  { key: 'guaranteeClaims', title: 'statistics.guaranteeClaims', view: 'guarantee-claims', query: {} },
]
const services: Measure[] = [
  { key: 'inForce', title: 'statistics.inForce', view: 'policies', query: { state: 'in-force' } },
  { key: 'orders', title: 'statistics.orders', view: 'service-orders', query: {} },
  { key: 'services', title: 'statistics.services', view: 'services', query: {} },
  { key: 'hazards', title: 'statistics.hazards', view: 'hazards', query: {} },
  { key: 'sources', title: 'statistics.sources', view: 'major-hazard-sources', query: {} },
]
const alerts: Measure = { key: 'alerts', title: 'statistics.alerts', view: 'alerts', query: { state: 'open' } }

/** What a profile is about beside the figures that all have. */
export const measuresOf = (jurisdiction: string): Measure[] =>
  [...(jurisdiction === '460000' ? guarantees : services), alerts]

export async function measured(jurisdiction: string, measures: Measure[]): Promise<Record<string, number | null>> {
  const totals = await Promise.all(
    measures.map((m) =>
      get<Page>(`/${m.view}`, { ...m.query, jurisdiction, limit: 1 }).then((p) => p.total, () => null),
    ),
  )
  return Object.fromEntries(measures.map((m, i) => [m.key, totals[i] ?? null]))
}
