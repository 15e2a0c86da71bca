// Money as typed, shown and written out.
import { describe, expect, test } from 'vitest'
import { capitalAmount, formatMoney, parseMoney } from '../src/lib/money'

describe('money', () => {
  test.each([
    ['9016.54', '万元', 9_016_540_000],
    ['16130', '万元', 16_130_000_000],
    ['0.01', '元', 1],
    ['1,234.50', '元', 123_450],
    ['１２．５', '元', 1250],
    ['0.1', '元', 10],
    ['10000000000000', '元', 1_000_000_000_000_000],
  ] as const)('%s %s is %d fen', (text, unit, fen) => expect(parseMoney(text, unit)).toBe(fen))

  test.each([['1.005', '元'], ['1e3', '元'], ['-1', '元'], ['', '元'], ['1.0000001', '万元'], ['10000000000000.01', '元']] as const)(
    '%s %s is no amount',
    (text, unit) => expect(parseMoney(text, unit)).toBeNull(),
  )

  test.each([
    [16_130_000_000, '万元', '16,130'],
    [9_016_540_000, '万元', '9,016.54'],
    [123_450, '元', '1,234.50'],
    [1, '元', '0.01'],
    [0, '万元', '0'],
    [-123_450, '元', '-1,234.50'],
  ] as const)('%d fen in %s reads %s', (fen, unit, text) => expect(formatMoney(fen, unit)).toBe(text))
  test('as many decimals as a column of limits asks for', () => {
    expect(formatMoney(500_000_000, '万元', 2)).toBe('500.00')
    expect(formatMoney(500_123_400, '万元', 2)).toBe('500.1234')
  })

  test('what is shown is what was meant', () => {
    for (let i = 0, fen = 7; i < 2000; ++i, fen = (fen * 48271) % 999_999_999_989)
      for (const unit of ['元', '万元'] as const) expect(parseMoney(formatMoney(fen, unit), unit)).toBe(fen)
  })

  test.each([
    [0, '零元整'],
    [1, '壹分'],
    [10, '壹角整'],
    [100, '壹元整'],
    [105, '壹元零伍分'],
    [150, '壹元伍角整'],
    [1_000_00, '壹仟元整'],
    [1_001_00, '壹仟零壹元整'],
    [10_000_00, '壹万元整'],
    [10_001_00, '壹万零壹元整'],
    [100_100_00, '壹拾万零壹佰元整'],
    [161_300_000_00, '壹亿陆仟壹佰叁拾万元整'],
    [100_000_001_00, '壹亿零壹元整'],
    [1_000_000_000_000_000, '壹拾万亿元整'],
  ])('%d fen is %s', (fen, text) => expect(capitalAmount(fen)).toBe(text))
})
