// The node's numbers as Prometheus' text has them.

export interface Sample {
  name: string
  labels: Record<string, string>
  value: number
}
export interface Metrics {
  samples: Sample[]
  /** What each number is, as the node says. */
  help: Record<string, string>
}

export function parseMetrics(text: string): Metrics {
  const samples: Sample[] = []
  const help: Record<string, string> = {}
  for (const line of text.split('\n')) {
    const said = /^# HELP (\S+) (.*)$/.exec(line)
    if (said) help[said[1]!] = said[2]!
    const one = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/i.exec(line)
    if (!one || line.startsWith('#')) continue
    const labels: Record<string, string> = {}
    for (const [, name, value] of (one[2] ?? '').matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/gi)) labels[name!] = value!
    samples.push({ name: one[1]!, labels, value: Number(one[3]) })
  }
  return { samples, help }
}

export const valueOf = (metrics: Metrics, name: string) => metrics.samples.find((s) => s.name === name)?.value
/** One row a partition: the numbers under their names. */
export function partitionsOf(metrics: Metrics): (Record<string, number> & { partition: number })[] {
  const rows = new Map<number, Record<string, number> & { partition: number }>()
  for (const s of metrics.samples) {
    if (s.labels.partition === undefined || s.labels.reason !== undefined) continue
    const partition = Number(s.labels.partition)
    const row = rows.get(partition) ?? ({ partition } as Record<string, number> & { partition: number })
    row[s.name.replace(/^surety_(partition_)?/, '')] = s.value
    rows.set(partition, row)
  }
  return [...rows.values()].sort((a, b) => a.partition - b.partition)
}
/** The time that this share of the answers took at most, from the histogram's steps; null without any. */
export function quantile(metrics: Metrics, name: string, share: number): number | null {
  const steps = metrics.samples.filter((s) => s.name === `${name}_bucket`).map((s) => ({ le: Number(s.labels.le === '+Inf' ? Infinity : s.labels.le), count: s.value }))
  const all = steps.find((s) => s.le === Infinity)?.count ?? 0
  if (!all) return null
  return steps.sort((a, b) => a.le - b.le).find((s) => s.count >= all * share)?.le ?? null
}
