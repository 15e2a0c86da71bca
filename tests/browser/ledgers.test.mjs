// Ledgers: what is entered lowers the balance, what is taken back stays as a red line.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { barriers, date, fill, opened, person, refer, shows, startBrowser, startServer, submit, tick } from './world.mjs'

let server, browser
before(async () => {
  server = await startServer()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const sum = (page, name) => page.locator(`[data-sum=${name}] dd`)

// proves BX-13
test('安全服务费用台账: an entry, its reversal as a red line, month sums, the file', async () => {
  const { page, at, troubles, shot } = await person(browser, server, 'insurer-bx')
  await at('/w')
  await page.click('[data-menu="/ledger/service-fees"]')
  await page.locator('[data-holder]').first().click()
  await shows(sum(page, 'service_fees_balance'), /15,000\.00/)
  await page.click('[data-record]')
  await fill(page, 'amount', '3000')
  await date(page, 'spent_on', '2025-02-15')
  await fill(page, 'purpose', '应急演练')
  await submit(page)
  await shows(sum(page, 'service_fees_balance'), /12,000\.00/)
  await shows(page.locator('[data-month="2025-02"]'), /^3,000\.00$/)
  await page.click('[data-reverse="2"]')
  assert.equal(await page.locator('[data-field=entry] input').inputValue(), '2')
  await fill(page, 'reason', '重复登记')
  await submit(page)
  await shows(sum(page, 'service_fees_balance'), /15,000\.00/)
  await shows(page.locator('tr.reversal'), /冲销第 2 笔：重复登记[\s\S]*-3,000\.00[\s\S]*15,000\.00/)
  assert.equal(await page.locator('tr.taken-back').count(), 1)
  await page.locator('[data-month="2025-02"]').waitFor({ state: 'detached' })
  await shot('ledger')
  assert.deepEqual(await barriers(page), [])
  const arriving = page.waitForEvent('download')
  await page.click('[data-export=csv]')
  const file = readFileSync(await (await arriving).path(), 'utf8')
  assert.match(file, /重复登记/)
  assert.deepEqual(troubles, [])
})

// proves BX-11
test('安全生产费用: the enterprise opens its ledger, sets aside and spends', async () => {
  const { page, at, troubles, shot } = await person(browser, server, 'contractor-bx')
  await at('/ledger/safety-expenses')
  await page.click('[data-cmd="expense-ledger.open"]')
  await refer(page, 'project', '滨河花园')
  await fill(page, 'quota', '50000')
  const id = await opened(page, 'expense-ledger')
  await at(`/ledger/safety-expenses?of=${id}`)
  for (const [kind, amount, day, balance] of [['提取', '30000', '2025-01-10', /30,000/], ['支出', '45000', '2025-02-10', /-15,000/]]) {
    await page.click('[data-record]')
    await tick(page, 'kind', kind)
    await fill(page, 'amount', amount)
    await date(page, 'occurred_on', day)
    await fill(page, 'purpose', `${kind}安全费用`)
    await submit(page)
    await shows(sum(page, 'balance'), balance)
  }
  await shows(page.locator('[data-month="2025-02"]'), /45,000\.00/)
  await shot('ledger-safety')
  assert.deepEqual(troubles, [])
})

test('the department reads ledgers and enters nothing', async () => {
  const { page, at } = await person(browser, server, 'regulator-bx')
  await at('/ledger/service-fees')
  await page.locator('[data-holder]').first().click()
  await shows(sum(page, 'service_fees_total'), /5,000\.00/)
  assert.equal(await page.locator('[data-record], [data-reverse]').count(), 0)
})
