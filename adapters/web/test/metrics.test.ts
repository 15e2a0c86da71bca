// The node's numbers, read from Prometheus' text.
import { expect, test } from 'vitest'
import { parseMetrics, partitionsOf, quantile, valueOf } from '../src/lib/metrics'

const text = `# HELP surety_partition_sequence Newest commit that counted
# TYPE surety_partition_sequence gauge
surety_partition_sequence{partition="1"} 19
surety_partition_sequence{partition="0"} 21
surety_partition_lag_records{partition="0"} 0
surety_void_records{partition="0",reason="late"} 2
surety_http_seconds_bucket{le="0.003"} 5
surety_http_seconds_bucket{le="0.01"} 9
surety_http_seconds_bucket{le="+Inf"} 10
surety_caught_up 1
`
const metrics = parseMetrics(text)

test('one row a partition, in order', () =>
  expect(partitionsOf(metrics)).toEqual([{ partition: 0, sequence: 21, lag_records: 0 }, { partition: 1, sequence: 19 }]))
test('a number by its name, and what it is', () => {
  expect(valueOf(metrics, 'surety_caught_up')).toBe(1)
  expect(metrics.help['surety_partition_sequence']).toBe('Newest commit that counted')
})
test.each([[0.5, 0.003], [0.9, 0.01], [0.99, Infinity]])('%s of the answers took at most %s s', (share, most) =>
  expect(quantile(metrics, 'surety_http_seconds', share)).toBe(most))
test('without answers there is no time', () => expect(quantile(parseMetrics(''), 'surety_http_seconds', 0.5)).toBeNull())
