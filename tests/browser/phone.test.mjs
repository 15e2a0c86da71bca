// In one's hand, 390 × 844: one column, nothing wider than the screen, pictures straight from the camera.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { barriers, becomes, counts, date, fill, opened, person, picture, shows, startBrowser, startServer, submit, tick } from './world.mjs'

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
let server, browser
before(async () => {
  server = await startServer()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

/** A person with a telephone; `asking` tells how much its page still waits for. */
async function inHand(username) {
  const one = await person(browser, server, username, phone)
  const open = new Set()
  one.page.on('request', (r) => !/stream/.test(r.url()) && open.add(r))
  for (const end of ['requestfinished', 'requestfailed']) one.page.on(end, (r) => open.delete(r))
  return { ...one, asking: () => open.size }
}
/** Everything has been fetched, and nothing sticks out. */
async function fits({ page, asking }, what) {
  for (let quiet = 0, looks = 0; quiet < 6 && looks < 100; quiet = asking() ? 0 : quiet + 1, ++looks) await page.waitForTimeout(50)
  const over = () =>
    page.evaluate(() => {
      const most = document.documentElement.clientWidth
      if (document.documentElement.scrollWidth <= most) return ''
      const wide = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > most + 1)
      return wide.slice(-3).map((e) => `${e.tagName}.${e.className} ${Math.round(e.getBoundingClientRect().right)}`).join(' | ')
    })
  await becomes(async () => `${what}: ${await over()}`, `${what}: `)
}
async function first(username, list) {
  return (await server.call(username, 'GET', `/${list}`)).items[0].id
}

for (const username of ['owner-hn', 'contractor-hlj', 'provider-qz', 'insurer-qz', 'regulator-hlj', 'admin'])
  test(`no page of ${username} is wider than the screen`, async () => {
    const one = await inHand(username)
    const { page, context, at, troubles, shot } = one
    const menu = await server.call(username, 'GET', '/meta/menu')
    const paths = new Set([...menu.items.flatMap((item) => item.pages), ...menu.more].map((one) => one.path))
    for (const path of ['/w', '/messages', '/password', '/due', ...paths]) {
      await at(path.split('#')[0])
      await fits(one, path)
    }
    await shot(`phone-${username}`)
    assert.deepEqual(troubles, [])
    await context.close()
  })

test('no form and no case is wider than the screen', async () => {
  for (const [username, path] of [
    ['owner-hn', '/do/guarantee/apply'],
    ['contractor-hlj', '/do/policy/apply'],
    ['regulator-hlj', '/do/inspection/record'],
    ['owner-hn', `/c/guarantees/${await first('owner-hn', 'guarantees')}`],
    ['provider-qz', `/c/service-orders/${await first('provider-qz', 'service-orders')}`],
    ['insurer-qz', `/c/policies/${await first('insurer-qz', 'policies')}`],
    ['regulator-hlj', `/c/inspections/${await first('regulator-hlj', 'inspections')}`],
    ['regulator-hlj', `/c/hazards/${await first('regulator-hlj', 'hazards')}`],
    [null, '/sign-in'],
    [null, '/register'],
  ]) {
    const one = await inHand(username)
    await one.at(path)
    await fits(one, path)
    await one.context.close()
  }
})

test('the menu stands behind its button and leaves with the page it led to', async () => {
  const { page, context, at, shot } = await person(browser, server, 'provider-qz', phone)
  await at('/w')
  const menu = page.locator('nav.menu')
  await menu.waitFor({ state: 'hidden' })
  await becomes(() => page.locator('header [data-system-title]').evaluate((e) => e.clientWidth > 250), true)
  await page.click('.fold')
  await menu.waitFor()
  await shot('phone-menu')
  assert.deepEqual(await barriers(page), [])
  await page.locator('[data-menu=hazards], [data-menu=service-orders]').first().click()
  await menu.waitFor({ state: 'hidden' })
  await page.locator('[data-view]').waitFor()
  await context.close()
})

// proves QZS-44, QZS-46
test('隐患 on site: found, pictured, sent when there is a way again; rectified the same way', async () => {
  const policy = await first('contractor-qz', 'policies?state=in-force')
  await server.call('insurer-qz', 'POST', `/policies/${policy}/assign-service-provider`, { provider: '91350500MA2YA0022Q' })
  let order
  await becomes(async () => (order = (await server.call('insurer-qz', 'GET', `/policies/${policy}`)).service_order) ?? '', /./)
  await server.call('provider-qz', 'POST', `/service-orders/${order}/accept`, {})
  const provider = await inHand('provider-qz')
  const { page } = provider
  await provider.at(`/do/hazard/report?service_order=${order}`)
  await fill(page, 'category', '高处作业')
  await fill(page, 'description', '临边无防护')
  await tick(page, 'level', '一般')
  await date(page, 'rectify_by', '2025-03-10')
  const camera = page.locator('[data-field=photos] [data-camera] input')
  await becomes(() => camera.getAttribute('capture'), 'environment')
  // No network on the site: both wait, and go by themselves.
  let away = true
  const sent = []
  await page.route('**/api/v1/documents', (route) => {
    if (away) return route.abort()
    sent.push(1)
    return route.continue()
  })
  await camera.setInputFiles(picture('image.png'))
  await page.getByText('网络中断').waitFor()
  await camera.setInputFiles(picture('image.png'))
  await counts(page.locator('[data-upload]'), 2)
  await submit(page)
  await page.locator('[data-refusal]', { hasText: '正在上传' }).waitFor()
  away = false
  await page.evaluate(() => window.dispatchEvent(new Event('online')))
  // The same picture twice is one paper.
  await counts(page.locator('[data-upload]'), 0)
  await counts(page.locator('[data-field=photos] [data-document]'), 1)
  assert.equal(sent.length, 2)
  await fits(provider, 'hazard form')
  await provider.shot('phone-hazard')
  const hazard = await opened(page, 'hazard')
  const enterprise = await inHand('contractor-qz')
  const its = enterprise.page
  await enterprise.at(`/c/hazards/${hazard}`)
  await its.click('[data-cmd="hazard.rectify"]')
  await fill(its, 'description', '已加装护栏')
  await its.locator('.el-drawer [data-camera] input').setInputFiles(picture('after.png'))
  await its.locator('.el-drawer [data-document]').first().waitFor()
  await fits(enterprise, 'drawer')
  await enterprise.shot('phone-rectify')
  await submit(its)
  await its.locator('[data-event="hazard.rectified"]').waitFor()
  await counts(its.locator('[data-panel=pictures] figure'), 2)
  await fits(enterprise, 'hazard')
  assert.deepEqual([...provider.troubles, ...enterprise.troubles], [])
})

test('飞行检查 on site: an inspection with what was found, on one screen', async () => {
  const one = await inHand('regulator-hlj')
  const { page, at, troubles, shot } = one
  await at(`/c/inspections/${await first('regulator-hlj', 'inspections')}`)
  await shows(page.locator('[data-case] h1'), /.+/)
  await fits(one, 'inspection')
  await shot('phone-inspection')
  assert.deepEqual(await barriers(page), [])
  assert.deepEqual(troubles, [])
})
