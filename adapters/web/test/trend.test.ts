// The months of a trend, across a year's end and a leap day.
import { expect, test } from 'vitest'
import { lastMonths } from '../src/lib/trend'

test('the last months end with the present one', () =>
  expect(lastMonths('2025-01-31T23:00:00.000+08:00', 3).map((m) => m.month)).toEqual(['2024-11', '2024-12', '2025-01']))
test('a month lasts to its last moment', () =>
  expect(lastMonths('2024-02-01T00:00:00.000+08:00', 1)[0]).toEqual({
    month: '2024-02', from: '2024-02-01T00:00:00.000+08:00', until: '2024-02-29T23:59:59.999+08:00',
  }))
