// Hainan's guarantee from the owner's form to the overdue alert on the regulator's screen.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { act, attach, choose, counts, date, file, fill, holds, opened, person, refer, shows, startBrowser, startServer, step, submit, tick } from './world.mjs'

let server, browser, owner, guarantor, regulator, contractor, letter
before(async () => {
  server = await startServer()
  browser = await startBrowser()
  owner = await person(browser, server, 'owner-hn')
  guarantor = await person(browser, server, 'guarantor-hn')
  contractor = await person(browser, server, 'contractor-hn')
  regulator = await person(browser, server, 'regulator-hn')
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

// proves HN-32, HN-73
test('the owner applies: the least amount is worked out while one types, less is refused', async () => {
  await server.call('owner-hn', 'POST', '/projects', {
    project_code: 'WEB-1', name: '海口学校', region_code: '460100',
    contractor: '9131011513230855XK', owner: '91460000MA5TPGXG3G',
  })
  const { page, at, shot } = owner
  await at('/do/guarantee/apply')
  await step(page, 'works')
  await refer(page, 'project', 'WEB-1')
  await choose(page, 'contract_type', '施工总承包')
  await fill(page, 'contract_number', 'HT-1')
  await refer(page, 'guarantor', '91460000MA5TM8HD9J')
  await tick(page, 'guarantee_type', '保函')
  await step(page, 'amount')
  await fill(page, 'contract_amount', '16130')
  await shows(page.locator('[data-least-amount]'), /^1,613$/)
  await fill(page, 'guaranteed_amount', '1612')
  await step(page, 'check')
  await submit(page)
  // Back to the step of the field, where it is told.
  await shows(page.locator('[data-field=guaranteed_amount] .el-form-item__error'), /低于最低担保金额/)
  await holds(page.locator('[data-field=contract_number] input'), 'HT-1')
  await shot('guarantee-form-refused')
  await fill(page, 'guaranteed_amount', '1613')
  await step(page, 'check')
  letter = await opened(page, 'guarantee')
})

// proves HN-12, HN-48, HN-49
test('the guarantor finds it among the to-dos and issues the letter', async () => {
  const { page, at, shot } = guarantor
  await at('/w')
  await page.reload()
  await page.locator(`[data-todo="${letter}"]`).first().click()
  await page.click('[data-cmd="guarantee.issue"]')
  await fill(page, 'letter_number', 'L-WEB-1')
  await date(page, 'valid_from', '2025-03-01')
  await date(page, 'valid_until', '2026-03-01')
  await fill(page, 'premium', '1000')
  await fill(page, 'guaranteed_amount', '1613')
  await attach(page, 'letter', file('not-a-pdf.pdf', Buffer.from('hello')))
  await page.getByText('文件类型不符').waitFor()
  await page.locator('[data-field=letter]').getByRole('button', { name: '取消' }).click()
  await attach(page, 'letter', file('letter.pdf'))
  await page.waitForSelector('[data-field=letter] [data-document]')
  await shot('guarantee-issue')
  await submit(page)
  await page.waitForSelector('[data-state=in-force]')
})

test('the deadline says why it is that day', async () => {
  const { page, at } = owner
  await at(`/c/guarantees/${letter}`)
  // Another acted meanwhile: the page sees it by itself.
  await page.locator('[data-event="guarantee.issued"]').waitFor()
  await page.getByRole('tab', { name: '期限' }).click()
  const row = page.locator('[data-deadline=receipt-confirmation]')
  await shows(row, /2025-03-01[\s\S]*10[\s\S]*2025-03-11[\s\S]*2025-03-12 00:00:00[\s\S]*460000\/1/)
})

test('at the first second of the eleventh day the alert stands on the regulator’s screen by itself', async () => {
  const { page, at, shot } = regulator
  await at('/alerts')
  await page.waitForSelector('[data-live].el-tag--success')
  const open = async () => (await server.call('regulator-hn', 'GET', '/alerts?state=open')).total
  const before = await open()
  await counts(page.locator('tbody tr.el-table__row'), before)
  await server.setClock('2025-03-11T23:59:59+08:00')
  assert.equal(await open(), before)
  await counts(page.locator('tbody tr.el-table__row'), before)
  await server.setClock('2025-03-12T00:00:00+08:00')
  await page.locator('tbody tr.el-table__row', { hasText: '海口学校' }).waitFor()
  await shot('alerts-live')
})

test('a late receipt closes the alert, and the row leaves the list of what is open', async () => {
  const { page, at } = contractor
  await at(`/c/guarantees/${letter}`)
  await act(page, 'guarantee.confirm-receipt', 'guarantee.receipt-confirmed')
  await regulator.page.locator('tbody tr.el-table__row', { hasText: '海口学校' }).waitFor({ state: 'detached' })
})

test('nobody’s page complained', () => {
  for (const one of [owner, guarantor, contractor, regulator]) assert.deepEqual(one.troubles, [])
})
