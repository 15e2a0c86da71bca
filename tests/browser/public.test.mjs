// What needs no sign-in: the first page, notices, the check of a paper, the archive, the manuals.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { barriers, file, person, shows, startBrowser, startServer } from './world.mjs'

let server, browser
before(async () => {
  server = await startServer()
  browser = await startBrowser()
  const call = (path, body) => server.call('regulator-hn', 'POST', path, body)
  const { case: notice } = await call('/notices', {
    title: '关于开展保函核查的通知', body: [{ text: '各有关单位：请按期报送。' }], category: 'notice', audience: 'everyone',
  })
  await call(`/notices/${notice.id}/publish`, {})
  await server.call('admin', 'POST', '/dictionaries', {
    jurisdiction: '460000', name: 'contacts', title: '联系方式',
    entries: [{ code: 'hotline', title: '0898-65827816' }, { code: 'icp', title: '琼ICP备00000000号' },
      { code: 'operator', title: '工保科技（浙江）有限公司' }],
  })
  await server.call('admin', 'POST', '/dictionaries', {
    jurisdiction: '460000', name: 'links', title: '链接', entries: [{ code: 'operator', title: '运营单位网站', address: 'https://www.example.org' }],
  })
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const quiet = async ({ page, troubles }, name) => {
  assert.deepEqual(await barriers(page), [], name)
  assert.deepEqual(troubles, [], name)
}

// proves HLJ-06, HN-09, BX-02
test('who comes by sees the first page, its notices and whom to call', async () => {
  const visitor = await person(browser, server)
  const { page, shot } = visitor
  await page.goto(server.base)
  await page.locator('[data-landing]').waitFor()
  await page.locator('[data-notice]').first().waitFor()
  await page.selectOption('[data-place]', '460000')
  await shows(page.locator('[data-contact=hotline]'), /技术支持 0898-65827816/)
  await shows(page.locator('[data-contact=icp]'), /琼ICP备/)
  await shows(page.locator('[data-contact=operator]'), /运营单位 工保科技/)
  assert.equal(await page.locator('[data-site-foot] a', { hasText: '运营单位网站' }).getAttribute('href'), 'https://www.example.org')
  await shot('landing')
  await quiet(visitor, 'landing')
  await page.locator('[data-notice]').first().click()
  await shows(page.locator('[data-notice-title]'), /保函核查/)
  await page.click('[data-enter]')
  await page.locator('[data-form=sign-in]').waitFor()
})

test('核验: a letter by number and code, its file compared; nothing personal', async () => {
  const owner = await person(browser, server, 'owner-hn')
  const { items } = await server.call('owner-hn', 'GET', '/guarantees?letter_number=10240520000127')
  await owner.at(`/c/guarantees/${items[0].id}`)
  const code = await shows(owner.page.locator('[data-code]'), /^[0-9A-F]{8}$/)
  const visitor = await person(browser, server)
  const { page, at, shot } = visitor
  await at('/check')
  await page.fill('[data-check=number]', '10240520000127')
  await page.fill('[data-check=code]', '00000000')
  await page.click('[data-check-submit]')
  await page.locator('[data-not-true]').waitFor()
  await page.fill('[data-check=code]', code.toLowerCase())
  await page.click('[data-check-submit]')
  await page.locator('[data-true]').waitFor()
  await shows(page.locator('[data-fact=guarantor_name]'), /测试担保公司/)
  await shows(page.locator('[data-fact=guaranteed_amount]'), /1,613/)
  assert.doesNotMatch(await page.locator('main').innerText(), /1\d{2}\*{4}|contact/)
  await page.setInputFiles('[data-compare]', file('other.pdf'))
  await page.locator('[data-compared=other]').waitFor()
  const letter = await fetch(`${server.base}/api/v1/documents/${items[0].letter}`, { headers: { Cookie: await cookie(owner) } })
  await page.setInputFiles('[data-compare]', file('letter.pdf', Buffer.from(await letter.arrayBuffer())))
  await page.locator('[data-compared=same]').waitFor()
  await shot('check')
  await quiet(visitor, 'check')
})
const cookie = async ({ context }) => (await context.cookies()).map((c) => `${c.name}=${c.value}`).join('; ')

test('建档保证人公示: who is listed, with its record, to everybody', async () => {
  const visitor = await person(browser, server)
  const { page, at, shot } = visitor
  await at('/archive')
  const { total } = await server.call('regulator-hn', 'GET', '/guarantors?state=listed&limit=1')
  await shows(page.locator('[data-total]'), new RegExp(`共 ${total} 条`))
  await page.fill('[data-filter=q] input, input[data-filter=q]', '测试担保')
  await page.keyboard.press('Enter')
  await shows(page.locator('[data-total]'), /共 1 条/)
  await shot('archive')
  await quiet(visitor, 'archive')
  await page.locator('[data-guarantor]').click()
  await page.locator('.el-drawer').getByText('91460000MA5TM8HD9J').waitFor()
})

test('帮助: one’s own manual first, and what is sought is found in all', async () => {
  const contractor = await person(browser, server, 'contractor-hn')
  const { page, at, shot } = contractor
  await at('/help')
  await page.locator('[data-shown="460000"]').waitFor()
  await shows(page.locator('[data-edition]'), /版本 \d{4}\.\d+/)
  await shot('help')
  await quiet(contractor, 'help')
  await page.fill('[data-help-search] input, input[data-help-search]', '付款通知书')
  await page.locator('[data-hit="350500"]').first().click()
  await page.locator('[data-shown="350500"] mark').first().waitFor()
  await shot('help-search')
})

test('a browser too old is told so by a page without a script', async () => {
  const answer = await fetch(`${server.base}/browser.html`)
  const text = await answer.text()
  assert.equal(answer.status, 200)
  assert.match(text, /版本过低/)
  assert.doesNotMatch(text, /<script|<style|style=/)
  const { page, context } = await person(browser, server, null, { javaScriptEnabled: false })
  await page.goto(server.base)
  await shows(page.locator('#app'), /浏览器说明/)
  await context.close()
})
