// A case as a film: versions by key, by click and by address; the chain computed again here.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { becomes, carries, counts, person, shows, startBrowser, startServer } from './world.mjs'

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
  const { version: last } = await server.call('owner-hn', 'GET', `/guarantees/${id}`)
  assert.ok(last >= 6)
  await shows(page.locator('[data-version]'), new RegExp(`${last} / ${last}`))
  await page.keyboard.press('Home')
  await page.waitForSelector('[data-past]')
  await shows(page.locator('[data-version]'), new RegExp(`1 / ${last}`))
  await carries(page.locator('[data-case] [data-state]'), 'data-state', 'in-underwriting')
  await counts(page.locator('[data-value=letter_number]'), 0)
  await counts(page.locator('[data-cmd]:enabled'), 0)
  await page.keyboard.press('ArrowRight')
  await page.waitForSelector('[data-value=letter_number].changed')
  await becomes(() => page.url(), /v=2/)
  await shot('case-past')
  await page.click('[data-present]')
  await page.waitForSelector('[data-past]', { state: 'detached' })
  assert.deepEqual(troubles, [])
})

test('a link to a version opens that version', async () => {
  const { page, at } = await person(browser, server, 'owner-hn')
  await at(`/c/guarantees/${id}?v=2`)
  await page.waitForSelector('[data-past]')
  await carries(page.locator('[aria-pressed=true]'), 'data-event', 'guarantee.issued')
})

test('the chain holds, computed by the browser, and the server says the same to the auditor', async () => {
  const { page, at } = await person(browser, server, 'auditor')
  await at(`/c/guarantees/${id}`)
  await page.click('[data-verify]')
  for (const verdict of ['links', 'content', 'server'])
    await shows(page.locator(`[data-verdict=${verdict}]`), /✓/)
  await shows(page.locator('[data-verdict=seal]'), /已封存：第 1 号封存.*收录至第 \d+ 版/)
  const link = await page.locator('[data-bundle]').getAttribute('href')
  const bundle = await page.request.get(server.base + link)
  assert.equal(bundle.status(), 200)
  assert.equal((await bundle.body()).subarray(0, 2).toString(), 'PK')
})

test('a changed history is found by the browser', async () => {
  const { page, at } = await person(browser, server, 'owner-hn')
  await page.route(/history\?format=ndjson/, async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, body: (await answer.text()).replaceAll('2024-05-20', '2024-05-21') })
  })
  await at(`/c/guarantees/${id}`)
  await page.click('[data-verify]')
  await shows(page.locator('[data-verdict=content]'), /✗/)
})

test('raw events are for auditors, not for parties', async () => {
  const party = await person(browser, server, 'owner-hn')
  await party.at(`/c/guarantees/${id}`)
  await party.page.waitForSelector('[data-film]')
  await party.page.getByRole('tab', { name: '期限' }).waitFor()
  assert.equal(await party.page.getByRole('tab', { name: '事件 JSON' }).count(), 0)
  const auditor = await person(browser, server, 'auditor')
  await auditor.at(`/c/guarantees/${id}`)
  await auditor.page.getByRole('tab', { name: '事件 JSON' }).click()
  await shows(auditor.page.locator('pre'), /"hash": "sha256:/)
})

test('a case of others is not there', async () => {
  const { page, at } = await person(browser, server, 'contractor-hlj')
  await at(`/c/guarantees/${id}`)
  await page.locator('[role=alert]').waitFor()
  assert.equal(await page.locator('[data-film]').count(), 0)
})
