// The message bell: what others do in one's cases, in every tab, over restarts; short messages sent.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { barriers, becomes, counts, person, shows, startBrowser, startServer } from './world.mjs'

let server, browser, owner, letters = 0
before(async () => {
  server = await startServer()
  browser = await startBrowser()
  await server.call('owner-hn', 'POST', '/projects', {
    project_code: 'BELL-1', name: '海口学校', region_code: '460100',
    contractor: '9131011513230855XK', owner: '91460000MA5TPGXG3G',
  })
  owner = await person(browser, server, 'owner-hn')
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

/** A guarantee that its owner applied for and that waits for its guarantor. */
async function applied() {
  const { case: made } = await server.call('owner-hn', 'POST', '/guarantees', {
    project: 'BELL-1', contract_type: 'construction', contract_number: `HT-${++letters}`, contract_amount: 1_000_000_000,
    guaranteed_amount: 100_000_000, guarantor: '91460000MA5TM8HD9J', guarantee_type: 'letter-of-guarantee',
    uses_fiscal_budget: false, owner_phone: '13987654321',
  })
  return made.id
}
const issue = async (id) =>
  server.call('guarantor-hn', 'POST', `/guarantees/${id}/issue`, {
    letter_number: `L-BELL-${id}`, valid_from: '2025-03-01', valid_until: '2025-04-20', premium: 100_000,
    guaranteed_amount: 100_000_000, letter: await server.paper('guarantor-hn'),
  })
const unread = (page) => page.locator('[data-unread]')
const connected = (page) => page.locator('[data-bell][data-live=true]').waitFor()

test('what another does rings in both tabs, what one does oneself in none; read in one is read in the other', async () => {
  const { page: first, context, at, troubles, shot } = owner
  const second = await context.newPage()
  const own = []
  for (const page of [first, second]) page.on('request', (r) => /events\/stream/.test(r.url()) && own.push(r.url()))
  await second.goto(`${server.base}/#/w`)
  for (const page of [first, second]) await connected(page)
  const id = await applied()
  await issue(id)
  for (const page of [first, second]) await shows(unread(page), /^1$/)
  await first.click('[data-bell]')
  await shows(first.locator('[data-news]'), /担保[\s\S]*已出函[\s\S]*未读/)
  await first.getByRole('button', { name: '全部已读' }).waitFor()
  assert.deepEqual(await barriers(first), [])
  await shot('messages')
  await first.click('[data-news] a')
  await first.locator(`[data-case="guarantee/${id}"]`).waitFor()
  for (const page of [first, second]) await counts(unread(page), 0)
  await at('/messages')
  await counts(first.locator('[data-news]'), 1)
  await first.locator('[data-filter=unread]').click()
  await first.getByText('没有消息').waitFor()
  // The one connection is nobody's tab's.
  assert.deepEqual(own, [])
  await second.close()
  assert.deepEqual(troubles, [])
})

test('what came while the server was away, or oneself, is there once', async () => {
  const { page, context, at } = owner
  await at('/messages')
  await page.reload()
  await connected(page)
  const id = await applied()
  await server.restart()
  await issue(id)
  await shows(unread(page), /^1$/)
  await counts(page.locator('[data-news="guarantee.issued"]'), 2)
  await page.goto('about:blank')
  await issue(await applied())
  const later = await context.newPage()
  await later.goto(`${server.base}/#/messages`)
  await shows(unread(later), /^2$/)
  await counts(later.locator('[data-news="guarantee.issued"]'), 3)
  await later.click('[data-read-all]')
  await counts(unread(later), 0)
  await later.close()
})

test('the desktop is told only where somebody wished it', async () => {
  const { page, context, at } = await person(browser, server)
  await context.addInitScript(() => {
    window.told = []
    Object.defineProperty(document, 'hidden', { get: () => true })
    window.Notification = class {
      static permission = 'default'
      static requestPermission = async () => 'granted'
      constructor(title, { body }) {
        window.told.push(`${title} ${body}`)
      }
    }
  })
  await page.goto(`${server.base}/#/sign-in`)
  await page.reload()
  await page.fill('[data-field=username] input', 'owner-hn')
  await page.fill('[data-field=password] input', 'Surety-2026')
  await page.click('[data-form=sign-in] button[type=submit]')
  await page.waitForSelector('[data-who]')
  await at('/messages')
  await connected(page)
  await issue(await applied())
  await shows(unread(page), /^1$/)
  assert.deepEqual(await page.evaluate(() => window.told), [])
  await page.click('[data-set=desktop]')
  await page.locator('[data-set=desktop].is-checked').waitFor()
  const id = await applied()
  await issue(id)
  await becomes(() => page.evaluate(() => window.told.join()), new RegExp(`^[^,]*担保[^,]*已出函 ${id}$`))
})

test('短信记录: to whom, masked, and what became of it', async () => {
  const id = await applied()
  await issue(id)
  await server.setClock('2025-03-25T09:00:00+08:00')
  await becomes(async () => (await server.call('admin', 'GET', `/messages?case=guarantee/${id}`)).items[0]?.state, 'delivered')
  const sent = '[data-view=messages] tbody tr'
  // Who runs the platform sees that it was sent, not the case; whose case it is goes there.
  for (const username of ['admin', 'owner-hn']) {
    const { page, context, at, troubles, shot } = await person(browser, server, username)
    await at('/messages')
    await page.getByRole('tab', { name: '短信记录' }).click()
    await shows(page.locator(sent).first(), /139\*+4321[\s\S]*2025-04-20[\s\S]*已送达/)
    await counts(page.locator(`${sent} a[href$="${id}"]`), username === 'admin' ? 0 : 1)
    await shot(`short-messages-${username}`)
    if (username === 'owner-hn') {
      await page.click(`${sent} a[href$="${id}"]`)
      await page.locator(`[data-case="guarantee/${id}"]`).waitFor()
    }
    assert.deepEqual(troubles, [])
    await context.close()
  }
})
