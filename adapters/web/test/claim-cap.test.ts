// The most that may be claimed under a guarantee.
import { expect, it } from 'vitest'
import { capOf, unpaidDue } from '@/lib/claim-cap'

const nodes = [
  { due_on: '2025-01-10', amount: 1000, received: 400 },
  { due_on: '2025-03-01', amount: 5000, received: 0 },
  { due_on: '2025-02-01', amount: 100, received: 150 },
]

it('counts what was due before today, less receipts; more than was due owes nothing back', () => {
  expect(unpaidDue(nodes, '2025-03-01', 0n)).toBe(600n)
  expect(unpaidDue(nodes, '2025-03-02', 0n)).toBe(5600n)
})

it('takes off what guarantees have paid already, never below nothing', () => {
  expect(unpaidDue(nodes, '2025-03-02', 600n)).toBe(5000n)
  expect(unpaidDue(nodes, '2025-03-01', 9000n)).toBe(0n)
})

it('is the lesser of both, but for wages what is left of the guarantee', () => {
  expect(capOf('overdue-payment', 600n, 1000n)).toBe(600n)
  expect(capOf('overdue-payment', 6000n, 1000n)).toBe(1000n)
  expect(capOf('wage-account', 600n, 1000n)).toBe(1000n)
})
