// Check digits, days, and the chain of hashes as the browser computes it.
import { describe, expect, test } from 'vitest'
import { creditCodeHolds, tidyCode } from '../src/lib/credit-code'
import { recommended } from '../src/lib/browser'
import { verifyChain } from '../src/lib/chain'
import { daysUntil } from '../src/lib/time'
import { bodyOf, faults } from '../src/components/form/rules'

test.each([
  ['9131011513230855XK', true],
  ['91460000MA5TPGXG3G', true],
  ['91460000730055113E', false],
  ['91460300713000518M', false],
  ['9131011513230855XX', false],
  ['91460000MASTPGXG3G', false],
  ['', false],
])('the check digit of %s: %s', (code, holds) => expect(creditCodeHolds(code)).toBe(holds))

test('codes are typed in many ways', () => expect(tidyCode(' ９１46 0000ma5tpgxg3g ')).toBe('91460000MA5TPGXG3G'))

test.each([
  ['2025-03-11', '2025-03-01T09:00:00+08:00', 10],
  ['2025-03-11', '2025-03-11T23:59:59+08:00', 0],
  ['2025-03-11', '2025-03-12T00:00:00+08:00', -1],
])('to %s from %s are %d days', (date, now, days) => expect(daysUntil(date, now)).toBe(days))

test.each([
  ['360 in its fast mode', 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/86.0.4240.198 Safari/537.36 QIHU 360SE', true],
  ['Edge', 'Mozilla/5.0 AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0', true],
  ['Firefox', 'Mozilla/5.0 (Windows NT 10.0; rv:91.0) Gecko/20100101 Firefox/91.0', true],
  ['an old Chrome', 'Mozilla/5.0 AppleWebKit/537.36 Chrome/69.0.3497.100 Safari/537.36', false],
  ['360 in its compatible mode', 'Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko', false],
  ['Safari', 'Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15', false],
])('what is said of %s', (_, agent, is) => expect(recommended(agent)).toBe(is))

describe('a chain', () => {
  const event = (caseversion: number, prevhash: string, hash: string) =>
    JSON.stringify({
      case: 'notice/1', caseversion: String(caseversion), type: 'notice.published', typeversion: '1',
      recordedat: '2025-03-01T09:00:00.000+08:00', dueat: null, actor: 'admin@platform',
      rulebook: '460000/1', cause: 'command:1', prevhash, hash, data_text: '{}',
    })

  async function chain(): Promise<[string, string]> {
    // The hashes are those the verifier itself says are missing: tested against the server in the browser.
    const lines = ['', 'notice/1', '1', 'notice.published', '1', '2025-03-01T09:00:00.000+08:00', '', 'admin@platform', '460000/1', 'command:1']
    const bytes = new TextEncoder().encode(lines.map((l) => `${l}\n`).join('') + '{}')
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    const hash = 'sha256:' + [...digest].map((b) => b.toString(16).padStart(2, '0')).join('')
    return [event(1, '', hash), hash]
  }

  test('holds', async () => {
    const [line] = await chain()
    expect(await verifyChain(line)).toMatchObject({ events: 1, linked: true, content: true, firstBroken: null })
  })
  test('changed content is found', async () => {
    const [line] = await chain()
    expect(await verifyChain(line.replace('admin@', 'other@'))).toMatchObject({ linked: true, content: false, firstBroken: 1 })
  })
  test('a missing event is found', async () => {
    const [line, hash] = await chain()
    expect(await verifyChain(`${line}\n${event(3, hash, 'sha256:0')}`)).toMatchObject({ linked: false, firstBroken: 2 })
  })
})

describe('a form', () => {
  const schema = {
    properties: {
      name: { type: 'string', maxLength: 5 },
      phone: { type: 'string', 'x-format': 'phone' },
      rows: { type: 'array', items: { type: 'object', properties: { on: { type: 'string', format: 'date' } }, required: ['on'] } },
      party: { type: 'object', properties: { code: { type: 'string' } }, required: ['code'] },
    },
    required: ['name'],
  } as const
  const say = (key: string) => key
  test('tells what is missing or wrong, by pointer', () =>
    expect(faults(schema as never, { phone: '12', rows: [{}] }, () => '', say)).toEqual({
      '/name': 'required', '/phone': 'badPhone', '/rows/0/on': 'choose',
    }))
  test('an object left out whole need not be complete', () =>
    expect(faults(schema as never, { name: 'a', party: {} }, () => '', say)).toEqual({}))
  test('sends what was filled in, trimmed', () =>
    expect(bodyOf(schema as never, { name: ' a ', phone: '', party: {}, rows: [] })).toEqual({ name: 'a' }))
})
