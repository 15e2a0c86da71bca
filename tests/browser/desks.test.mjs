// Where one works through what waits: the insurer's orders one by one, an inspection's problems.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { counts, fill, holds, looksWell, person, shows, startBrowser, startServer, submit } from './world.mjs'

let server, browser
before(async () => {
  server = await startServer()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

// proves HLJ-63, HLJ-67
test('逐单办理: papers beside the form, the next order after each', async () => {
  const one = await person(browser, server, 'insurer-hlj')
  const { page, at } = one
  const waiting = async () => {
    const { items } = await server.call('insurer-hlj', 'GET', '/todos?limit=200')
    return new Set(items.filter((t) => t.kind === 'policy').map((t) => t.case_id)).size
  }
  const before = await waiting()
  assert.ok(before >= 2, `${before} orders wait`)
  await at('/l/policies')
  await page.click('[data-desk]')
  const order = page.locator('[data-order]')
  await order.waitFor()
  const first = await order.getAttribute('data-order')
  await shows(page.locator('[data-waiting]'), new RegExp(`^${before} 单`))
  // The papers: a PDF in its viewer, what holds personal data masked.
  await page.locator('[data-sheet=pdf]').waitFor()
  await page.click('[data-paper-next]')
  await page.locator('[data-masked]').waitFor()
  await page.click('[data-paper="signed_agreement.0"]')
  await page.locator('[data-sheet=pdf]').waitFor()
  await shows(page.locator('[data-panel=review] [data-check=papers-complete]'), /^符合\s*材料齐全\s*硬性/)
  await shows(page.locator('[data-panel=review] [data-check=period-covers-construction]'), /^待核/)
  // The form stands beside them and keeps what is typed while one looks through them.
  await page.locator('[data-choose=return]').click()
  await fill(page, 'reason', '营业执照模糊')
  await page.click('[data-paper="bid_award_notice.0"]')
  await holds(page.locator('[data-field=reason] textarea'), '营业执照模糊')
  await looksWell(one, 'p12-desk')
  await submit(page)
  await shows(page.locator('[data-order] [data-state]').first(), /已退回/)
  await shows(page.locator('[data-waiting]'), new RegExp(`^${before - 1} 单`))
  assert.equal((await server.call('insurer-hlj', 'GET', `/policies/${first}`)).state, 'returned')
  await page.click('[data-next-order]')
  await counts(page.locator(`[data-order]:not([data-order="${first}"])`), 1)
  // However many orders, the desk is one of the open pages.
  await counts(page.locator('[data-tab-of^="/desk"]'), 1)
  await page.setViewportSize({ width: 1920, height: 1080 })
  await page.locator('[data-choose=approve]').click()
  await page.locator('[data-sheet=pdf]').waitFor()
  await looksWell(one, 'p12-desk-1920')
  assert.deepEqual(one.troubles, [])
})

test('飞行检查: what was found, and how much of it is set right', async () => {
  const one = await person(browser, server, 'regulator-hlj')
  const { page, at } = one
  const inspection = (await server.call('regulator-hlj', 'GET', '/inspections')).items[0]
  await at(`/c/inspections/${inspection.id}`)
  await shows(page.locator('[data-found]'), new RegExp(`${inspection.hazards.length}$`))
  const { items } = await server.call('regulator-hlj', 'GET', `/hazards?inspection=${inspection.id}`)
  const closed = items.filter((one) => one.state === 'closed').length
  await shows(page.locator('[data-rectified]'), new RegExp(`${closed}$`))
  await counts(page.locator('[data-problem]'), inspection.hazards.length)
  await shows(page.locator('[data-problem]', { hasText: '待整改' }).first(), /剩 \d+ 天|今日到期/)
  await looksWell(one, 'p19-inspection')
  await page.locator('[data-problem] a').first().click()
  await page.locator('[data-case^="hazard/"]').waitFor()
  await at('/l/hazards?state=open')
  await shows(page.locator('[data-left]').first(), /剩 \d+ 天|今日到期|逾期 \d+ 天/)
  await looksWell(one, 'p11-hazards')
  // Nothing of the row lies behind the column of actions.
  const [tag, action] = await Promise.all(['[data-left]', '[data-row]'].map((one) => page.locator(one).first().boundingBox()))
  assert.ok(tag.x + tag.width <= action.x, `${tag.x + tag.width} > ${action.x}`)
  assert.deepEqual(one.troubles, [])
})
