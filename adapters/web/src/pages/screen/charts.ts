// What the screen draws, in its colours.
import { figureText, type Figure, type Figures } from '@/lib/figures'
import { began, lastMonths } from '@/lib/trend'

const ink = '#cfe3ff'
const blue = '#4aaee8'
const gold = '#ffd666'

export const ranking = (figure: Figure, ranked: Figures[]) => ({
  grid: { left: 110, right: 70, top: 8, bottom: 8 },
  xAxis: { type: 'value', show: false, ...(figure.format === 'basis-points' ? { max: 10000 } : {}) },
  yAxis: { type: 'category', data: ranked.map((p) => p.name), axisLabel: { color: ink, fontSize: 15 }, axisLine: { show: false }, axisTick: { show: false } },
  series: [{
    type: 'bar', barMaxWidth: 14, itemStyle: { color: blue },
    data: ranked.map((p) => Number(p[figure.name] ?? 0)),
    label: { show: true, position: 'right', color: ink, fontSize: 14, formatter: (p: { dataIndex: number }) => figureText(figure, ranked[p.dataIndex]!) },
  }],
  animation: false,
})

export const ring = (problems: { category: string; found: number }[]) => ({
  aria: { enabled: true, decal: { show: true } },
  legend: { bottom: 0, textStyle: { color: ink, fontSize: 14 } },
  series: [{
    type: 'pie', radius: ['45%', '70%'], center: ['50%', '42%'],
    label: { position: 'inner', color: '#fff', fontSize: 16, textBorderColor: '#071a35', textBorderWidth: 2, formatter: '{c}' },
    data: problems.map((p) => ({ name: p.category, value: p.found })),
  }],
  animation: false,
})

export interface Trend {
  option: Record<string, unknown>
  says: string
}

/** Papers issued and claims made, month by month. */
export async function trendOf(jurisdiction: string, guarantees: boolean, now: string): Promise<Trend> {
  const months = lastMonths(now, 12)
  const lines = guarantees
    ? [{ name: '新增担保', view: 'guarantees', field: 'issued_at' }, { name: '代偿索赔', view: 'guarantee-claims', field: 'filed_at' }]
    : [{ name: '新增保单', view: 'policies', field: 'issued_at' }, { name: '出险', view: 'insurance-claims', field: 'opened_at' }]
  const counts = await Promise.all(lines.map((l) => began(l.view, l.field, jurisdiction, months)))
  const option = {
    aria: { enabled: true, decal: { show: true } },
    legend: { top: 0, right: 0, textStyle: { color: ink, fontSize: 14 } },
    grid: { left: 36, right: 12, top: 34, bottom: 24 },
    xAxis: { type: 'category', data: months.map((m) => `${Number(m.month.slice(5))}月`), axisLabel: { color: ink, fontSize: 13 } },
    yAxis: { type: 'value', minInterval: 1, axisLabel: { color: ink }, splitLine: { lineStyle: { color: 'rgba(74,174,232,.2)' } } },
    series: lines.map((l, i) => ({ type: 'bar', name: l.name, data: counts[i], itemStyle: { color: i ? gold : blue }, barMaxWidth: 12 })),
    animation: false,
  }
  const says = months.map((m, i) => `${m.month} ${lines.map((l, n) => `${l.name} ${counts[n]![i]}`).join(' ')}`).join('，')
  return { option, says }
}
