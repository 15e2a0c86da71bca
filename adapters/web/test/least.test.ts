// The least guaranteed amount while one types: the table of the rule, exact in fen.
import { describe, expect, it } from 'vitest'
import { least, ratioOf, sumOf, type Tier } from '@/lib/least'
import { parseMoney } from '@/lib/money'

const tiers: Tier[] = [
  { over: 0, up_to: 1_000_000_000, rate: 1000 },
  { over: 1_000_000_000, up_to: 10_000_000_000, rate: 500 },
  { over: 10_000_000_000, rate: 250 },
]
const wan = (text: string) => BigInt(parseMoney(text, '万元')!)
const table: [contract: string, least: string, flat: string][] = [
  ['500', '50', '50'], ['1000', '100', '100'], ['1001', '100.05', '100.1'], ['5000', '300', '500'], ['10000', '550', '1000'],
  ['10001', '550.025', '1000.1'], ['20000', '800', '2000'], ['50000', '1550', '5000'], ['100000', '2800', '10000'],
]

describe('the least guaranteed amount', () => {
  it.each(table)('of %s 万元 by tiers is %s 万元, flat %s 万元', (contract, progressive, flat) => {
    expect(least('marginal', tiers, wan(contract)).total).toBe(wan(progressive))
    expect(least('flat', [{ over: 0, rate: 1000 }], wan(contract)).total).toBe(wan(flat))
  })
  it('is rounded up to the fen, because it is a floor', () => {
    const contract = BigInt(parseMoney('10000000.01', '元')!)
    expect(least('marginal', tiers, contract).total).toBe(BigInt(parseMoney('1000000.01', '元')!))
  })
  it('shows the part and the amount of every tier that is reached', () => {
    const { lines } = least('marginal', tiers, wan('20000'))
    expect(lines.map((l) => l.amount)).toEqual([wan('100'), wan('450'), wan('250')])
    expect(least('marginal', tiers, wan('1000')).lines).toHaveLength(1)
  })
  it('by the other reading is at least the last rate on the whole price', () => {
    expect(least('whole-price', tiers, wan('20000')).total).toBe(wan('550'))
    expect(least('whole-price', tiers, wan('100000')).total).toBe(wan('2500'))
  })
})

it('the ratio is rounded half up to two decimals, and nothing over zero', () => {
  expect(ratioOf(wan('100.05'), wan('1001'))).toBe(1000)
  expect(ratioOf(wan('550'), wan('10000'))).toBe(550)
  expect(ratioOf(1n, 0n)).toBeNull()
})

it('a sum stays exact where a binary number no longer is', () => {
  expect(sumOf([9_007_199_254_740_991, 2, undefined])).toBe(9_007_199_254_740_993n)
})
