// The payment plan: nodes that must add up, receipts against the sixtieth day, the month at a glance.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { choose, counts, date, file, fill, hand, holds, looksWell, opened, person, refer, shows, startBrowser, startServer, submit } from './world.mjs'

let server, browser, owner, contractor, guarantee, plan
before(async () => {
  server = await startServer()
  browser = await startBrowser()
  owner = await person(browser, server, 'owner-hn')
  contractor = await person(browser, server, 'contractor-hn', { viewport: { width: 1920, height: 1080 } })
  guarantee = (await server.call('owner-hn', 'GET', '/guarantees?letter_number=10240520000127')).items[0]
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

// proves HN-157, HN-158
test('the plan is handed in only once its nodes add up to the contract amount', async () => {
  const { page, at } = owner
  const yuan = guarantee.contract_amount / 100
  const sum = page.locator('[data-balance]')
  await at('/do/payment-plan/submit')
  await refer(page, 'guarantee', guarantee.id)
  const row = async (i, name, kind, day, amount) => {
    await page.click('[data-add]')
    await fill(page, `nodes.${i}.name`, name)
    await choose(page, `nodes.${i}.kind`, kind)
    await date(page, `nodes.${i}.due_on`, day)
    await fill(page, `nodes.${i}.amount`, String(amount))
  }
  await row(0, '预付款', '预付款', '2025-02-10', yuan / 10)
  await shows(sum, /还差/)
  await row(1, '主体封顶', '进度款', '2025-04-15', yuan / 2)
  await row(2, '竣工结算', '结算款', '2025-04-28', yuan / 2)
  await shows(sum, /超出/)
  await looksWell(owner, 'p10-form')
  await submit(page)
  await shows(page.locator('[data-field=nodes] > .el-form-item__content > .el-form-item__error'), /不一致/)
  await fill(page, 'nodes.2.amount', String((yuan * 4) / 10))
  await shows(sum, /与合同金额一致/)
  await shows(page.locator('[data-share]').nth(2), /^40\.00%$/)
  plan = await opened(page, 'payment-plan')
  await shows(page.locator('[data-plan-sum]'), /100\.00%[\s\S]*一致/)
  await looksWell(owner, 'p10-plan')
})

// proves HN-161, HN-165
test('收款: what is left to the sixtieth day at each node, and a part that was received', async () => {
  const { page, at } = contractor
  await at(`/c/payment-plans/${plan}`)
  await page.getByRole('tab', { name: '收款' }).click()
  // Agreed for 10 February: the sixtieth day after it is 11 April.
  await shows(page.locator('[data-receipts=预付款]'), /剩 41 天/)
  await page.locator('[data-receipts=预付款] [data-node-cmd=confirm-receipt]').click()
  await holds(page.locator('[data-field=node] input'), '预付款')
  await fill(page, 'amount', '1000')
  await date(page, 'received_on', '2025-02-28')
  await hand(page, 'voucher', file('voucher.pdf'))
  await submit(page)
  await shows(page.locator('[data-receipts=预付款]'), /1,000\.00[\s\S]*打开 2025-02-28[\s\S]*部分收款/)
  await looksWell(contractor, 'p10-receipts')
})

test('日历: Monday first, a short amount at its day, and the same as a list', async () => {
  const { page } = contractor
  await page.getByRole('tab', { name: '日历' }).click()
  await shows(page.locator('[data-month-shown]'), /^2025-02$/)
  assert.deepEqual(await page.locator('[data-calendar] thead th').allInnerTexts(), ['一', '二', '三', '四', '五', '六', '日'])
  // The tenth of February 2025 was a Monday.
  await counts(page.locator('[data-calendar] td:first-child[data-day="2025-02-10"]', { hasText: '万' }), 1)
  await page.click('[data-month=next]')
  await shows(page.locator('[data-calendar-list]'), /本月没有事项/)
  await page.click('[data-month=next]')
  await counts(page.locator('[data-calendar-list] li'), 2)
  await looksWell(contractor, 'p10-calendar')
})

test('nobody’s page complained', () => {
  for (const one of [owner, contractor]) assert.deepEqual(one.troubles, [])
})
