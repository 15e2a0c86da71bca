// Lists: conditions in the address, pages by cursor, exports of what is filtered.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { person, startBrowser, startServer } from './world.mjs'

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
const total = async (page) => Number((await page.locator('[data-total]').innerText()).match(/\d+/)[0])

test('a keyword narrows the list, stands in the address, and Back brings it again', async () => {
  const { page, at } = owner
  await at('/l/guarantees')
  await page.waitForSelector('tbody tr.el-table__row')
  const all = await total(page)
  await page.fill('[data-filter=q] input, input[data-filter=q]', '10240520000127')
  await page.getByRole('button', { name: '查询' }).click()
  await page.waitForFunction((n) => !document.querySelector('[data-total]').textContent.includes(` ${n} `), all)
  assert.equal(await total(page), 1)
  assert.match(page.url(), /q=10240520000127/)
  await page.locator('tbody tr.el-table__row a').first().click()
  await page.waitForSelector('[data-film]')
  await page.goBack()
  await page.waitForSelector('[data-view=guarantees] tbody tr.el-table__row')
  assert.equal(await total(page), 1)
})

test('pages go forth and back by cursor', async () => {
  const { page, at } = owner
  await at('/l/guarantees?limit=10&sort=id')
  await page.waitForSelector('tbody tr.el-table__row')
  const regulator = await person(browser, server, 'admin')
  await regulator.at('/l/accounts?limit=10&sort=username')
  const rows = () => regulator.page.locator('tbody tr.el-table__row').allInnerTexts()
  await regulator.page.waitForSelector('tbody tr.el-table__row')
  const first = await rows()
  assert.equal(first.length, 10)
  await regulator.page.getByRole('button', { name: '下一页' }).click()
  await regulator.page.waitForFunction((text) => document.querySelector('tbody tr.el-table__row').innerText !== text, first[0])
  const second = await rows()
  assert.ok(second.every((row) => !first.includes(row)))
  await regulator.page.getByRole('button', { name: '上一页' }).click()
  await regulator.page.waitForFunction((text) => document.querySelector('tbody tr.el-table__row').innerText === text, first[0])
})

// proves HLJ-14, HLJ-62
test('the export holds the rows of the filter, codes as text', async () => {
  const { page, at } = owner
  await at('/l/guarantees?q=10240520000127')
  await page.waitForSelector('tbody tr.el-table__row')
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
