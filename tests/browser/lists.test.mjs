// Lists: conditions in the address, pages by cursor, exports of what is filtered.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { becomes, counts, person, shows, startBrowser, startServer } from './world.mjs'

let server, browser, owner
before(async () => {
  server = await startServer()
  browser = await startBrowser()
  owner = await person(browser, server, 'owner-hn')
})
after(async () => {
  await browser?.close()
  await server?.stop()
})
const total = (page) => page.locator('[data-total]')

test('a keyword narrows the list, stands in the address, and Back brings it again', async () => {
  const { page, at } = owner
  await at('/l/guarantees')
  await page.waitForSelector('tbody tr.el-table__row')
  await page.fill('[data-filter=q] input, input[data-filter=q]', '10240520000127')
  await page.getByRole('button', { name: '查询' }).click()
  await shows(total(page), / 1 /)
  await becomes(() => page.url(), /q=10240520000127/)
  await page.locator('tbody tr.el-table__row a').first().click()
  await page.waitForSelector('[data-film]')
  await page.goBack()
  await shows(total(page), / 1 /)
})

test('an address of the same list with another condition is followed', async () => {
  const { page, at } = owner
  await at('/l/guarantees?q=10240520000127')
  await shows(total(page), / 1 /)
  await at('/l/guarantees?q=nothing-like-this')
  await shows(total(page), / 0 /)
})

test('pages go forth and back by cursor', async () => {
  const regulator = await person(browser, server, 'admin')
  await regulator.at('/l/accounts?limit=10&sort=username')
  const rows = () => regulator.page.locator('tbody tr.el-table__row').allInnerTexts()
  await regulator.page.waitForSelector('tbody tr.el-table__row')
  await counts(regulator.page.locator('tbody tr.el-table__row'), 10)
  const first = await rows()
  await regulator.page.getByRole('button', { name: '下一页' }).click()
  await becomes(async () => (await rows()).filter((row) => first.includes(row)).length, 0)
  await regulator.page.getByRole('button', { name: '上一页' }).click()
  await becomes(async () => (await rows()).join(), first.join())
})

// proves HLJ-14, HLJ-62
test('the export holds the rows of the filter, codes as text', async () => {
  const { page, at } = owner
  await at('/l/guarantees?q=10240520000127')
  await shows(total(page), / 1 /)
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-export=csv]')])
  const text = readFileSync(await download.path(), 'utf8')
  assert.match(text, /10240520000127/)
  assert.equal(text.trim().split('\n').length, 2)
})

test('columns can be chosen and stay chosen', async () => {
  const { page, at } = owner
  await at('/l/guarantees')
  await page.waitForSelector('tbody tr.el-table__row')
  await page.getByRole('button', { name: '列设置' }).click()
  await page.locator('.el-checkbox', { hasText: '合同编号' }).first().click()
  await page.locator('th', { hasText: '合同编号' }).waitFor()
  await page.reload()
  await page.locator('th', { hasText: '合同编号' }).waitFor()
  assert.deepEqual(owner.troubles, [])
})
