// A case as a film: versions by key, by click and by address; the chain computed again here.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { person, startBrowser, startServer } from './world.mjs'

let server, browser, id
before(async () => {
  server = await startServer()
  browser = await startBrowser()
  const page = await server.call('owner-hn', 'GET', '/guarantees?letter_number=10240520000127')
  id = page.items[0].id
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

test('the past by keys: the frame, the fields of then, no commands', async () => {
  const { page, at, shot, troubles } = await person(browser, server, 'owner-hn')
  await at(`/c/guarantees/${id}`)
  await page.waitForSelector('[data-film]')
  const last = (await page.locator('[data-version]').innerText()).match(/\d+/g).map(Number)[1]
  assert.ok(last >= 6)
  await page.keyboard.press('Home')
  await page.waitForSelector('[data-past]')
  assert.equal((await page.locator('[data-version]').innerText()).match(/\d+/)[0], '1')
  assert.equal(await page.locator('[data-state]').first().getAttribute('data-state'), 'in-underwriting')
  assert.equal(await page.locator('[data-value=letter_number]').count(), 0)
  for (const button of await page.locator('[data-cmd]').all()) assert.ok(await button.isDisabled())
  await page.keyboard.press('ArrowRight')
  await page.waitForSelector('[data-value=letter_number].changed')
  assert.match(page.url(), /v=2/)
  await shot('case-past')
  await page.click('[data-present]')
  await page.waitForSelector('[data-past]', { state: 'detached' })
  assert.deepEqual(troubles, [])
})

test('a link to a version opens that version', async () => {
  const { page, at } = await person(browser, server, 'owner-hn')
  await at(`/c/guarantees/${id}?v=2`)
  await page.waitForSelector('[data-past]')
  assert.equal(await page.locator('[aria-pressed=true]').getAttribute('data-event'), 'guarantee.issued')
})

test('the chain holds, computed by the browser, and the server says the same to the auditor', async () => {
  const { page, at } = await person(browser, server, 'auditor')
  await at(`/c/guarantees/${id}`)
  await page.click('[data-verify]')
  for (const verdict of ['links', 'content', 'server'])
    assert.match(await page.locator(`[data-verdict=${verdict}]`).innerText(), /✓/)
})

test('a changed history is found by the browser', async () => {
  const { page, at } = await person(browser, server, 'owner-hn')
  await page.route(/history\?format=ndjson/, async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, body: (await answer.text()).replaceAll('2024-05-20', '2024-05-21') })
  })
  await at(`/c/guarantees/${id}`)
  await page.click('[data-verify]')
  assert.match(await page.locator('[data-verdict=content]').innerText(), /✗/)
})

test('raw events are for auditors, not for parties', async () => {
  const party = await person(browser, server, 'owner-hn')
  await party.at(`/c/guarantees/${id}`)
  await party.page.waitForSelector('[data-film]')
  assert.equal(await party.page.getByRole('tab', { name: '事件 JSON' }).count(), 0)
  const auditor = await person(browser, server, 'auditor')
  await auditor.at(`/c/guarantees/${id}`)
  await auditor.page.getByRole('tab', { name: '事件 JSON' }).click()
  assert.match(await auditor.page.locator('pre').innerText(), /"hash": "sha256:/)
})

test('a case of others is not there', async () => {
  const { page, at } = await person(browser, server, 'contractor-hlj')
  await at(`/c/guarantees/${id}`)
  await page.locator('[role=alert]').waitFor()
  assert.equal(await page.locator('[data-film]').count(), 0)
})
