// Claims: how much may be claimed and why, and all of them in one list.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { counts, file, fill, hand, holds, looksWell, opened, person, refer, shows, startBrowser, startServer, submit, tick } from './world.mjs'

let server, browser
before(async () => {
  server = await startServer()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

// proves HN-184, HN-187
test('申请代偿索赔: the most is the lesser of what is unpaid and what is left, more is refused at the field', async () => {
  const guarantee = (await server.call('owner-hn', 'GET', '/guarantees?letter_number=10240520000127')).items[0]
  const whole = await server.call('owner-hn', 'GET', `/guarantees/${guarantee.id}`)
  await server.call('owner-hn', 'POST', '/payment-plans', {
    guarantee: guarantee.id,
    nodes: [
      { name: '进度款', kind: 'progress', due_on: '2025-02-10', amount: 300_000_000 },
      { name: '结算款', kind: 'settlement', due_on: '2025-08-10', amount: whole.contract_amount - 300_000_000 },
    ],
  })
  const one = await person(browser, server, 'contractor-hn')
  const { page, at } = one
  await at('/do/guarantee-claim/file')
  await refer(page, 'guarantee', guarantee.id)
  await tick(page, 'ground', '未按约定支付工程款')
  // The node of February, less the 50万 that the guarantee has paid under this contract already.
  await shows(page.locator('[data-unpaid]'), /^250 万元$/)
  await shows(page.locator('[data-remaining]'), /^1,563 万元$/)
  await shows(page.locator('[data-most]'), /^250$/)
  await fill(page, 'claimant_name', '李四')
  await fill(page, 'claimant_phone', '13800138000')
  await fill(page, 'reason', '逾期未付')
  await fill(page, 'amount', '251')
  await page.locator('[data-beyond]').waitFor()
  await hand(page, 'documents', file('proof.pdf'))
  await looksWell(one, 'p15-claim')
  await submit(page)
  await page.locator('[data-field=amount] .el-form-item__error').waitFor()
  await page.click('[data-adopt]')
  await holds(page.locator('[data-field=amount] input'), '250')
  const claim = await opened(page, 'guarantee-claim')
  const verdict = page.locator('[data-panel=claim-result] [data-verdict]')
  await shows(verdict, /^处理中$/)
  await counts(page.locator('[data-said]'), 0)
  await looksWell(one, 'claim-pending')
  const paid = { paid_amount: 200_000_000, paid_on: '2025-03-01', remarks: '已赔付' }
  await server.call('guarantor-hn', 'POST', `/guarantee-claims/${claim}/approve`, paid)
  await shows(verdict, /^通过$/)
  await shows(page.locator('[data-said=paid_amount]'), /200$/)
  await shows(page.locator('[data-said=remarks]'), /已赔付$/)
  await page.click('[data-back-to-list]')
  await page.locator('[data-view=guarantee-claims]').waitFor()
  assert.deepEqual(one.troubles, [])
})

test('全部理赔: claims under policies and under guarantees in one list', async () => {
  const one = await person(browser, server, 'auditor')
  const { page, at } = one
  const totals = await Promise.all(
    ['insurance-claims', 'guarantee-claims'].map((view) => server.call('auditor', 'GET', `/${view}?limit=1`).then((p) => p.total)),
  )
  assert.ok(totals.every((n) => n > 0), `${totals}`)
  await at('/claims')
  await shows(page.locator('[data-total]'), new RegExp(` ${totals[0] + totals[1]} `))
  await page.locator('[data-claim=insurance-claim]').first().waitFor()
  await page.locator('[data-claim=guarantee-claim]').first().waitFor()
  await looksWell(one, 'p15-claims')
  await page.locator('[data-kind=guarantee-claim]').click()
  await counts(page.locator('[data-claim]'), totals[1])
  await counts(page.locator('[data-claim=insurance-claim]'), 0)
  assert.deepEqual(one.troubles, [])
})

// proves HN-150
test('财政预算资金 is worked out from the contract and the ratio, until another is typed', async () => {
  const { page, at } = await person(browser, server, 'owner-hn')
  await at('/do/guarantee/register-fiscal?step=amount')
  await fill(page, 'contract_amount', '1000')
  await fill(page, 'fiscal_ratio', '33.33')
  await page.locator('[data-field=fiscal_ratio] input').press('Tab')
  await holds(page.locator('[data-field=budget_amount] input'), '333.3')
  await fill(page, 'budget_amount', '300')
  await fill(page, 'contract_amount', '2000')
  await holds(page.locator('[data-field=budget_amount] input'), '300')
})
