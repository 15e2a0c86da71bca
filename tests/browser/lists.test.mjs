// Lists: conditions in the address, pages by cursor, exports of what is filtered.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { becomes, carries, counts, person, shows, startBrowser, startServer } from './world.mjs'

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

// proves HLJ-25
test('a long name is cut in the list, whole in the hint over it, on its page and in the export', async () => {
  const name = `哈尔滨海硕科技开发有限公司松北区${'智能制造产业园'.repeat(6)}一期工程`
  await server.call('regulator-hlj', 'POST', '/projects/import', {
    project_code: 'LONG-1', name, region_code: '230109', contractor: '11230703001784935X',
  })
  const one = await person(browser, server, 'contractor-hlj')
  const { page, at } = one
  await at('/l/projects?q=LONG-1')
  const cell = page.locator('tbody .cell.el-tooltip', { hasText: name })
  await becomes(() => cell.evaluate((c) => c.scrollWidth > c.clientWidth && getComputedStyle(c).textOverflow), 'ellipsis')
  await cell.hover()
  await shows(page.locator('.el-popper:visible', { hasText: name }), new RegExp(`^${name}$`))
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-export=csv]')])
  assert.ok(readFileSync(await download.path(), 'utf8').includes(name))
  await at('/c/projects/LONG-1')
  await shows(page.locator('h1'), new RegExp(`^${name}$`))
  await shows(page.locator('[data-value=name]'), new RegExp(`${name}$`))
  assert.deepEqual(one.troubles, [])
})

// proves HN-18
test('建档保证人公示 has the ten columns of the manual and is filtered by name, code and kind', async () => {
  const { page, at } = owner
  await at('/w')
  await page.click('[data-entry=guarantor-archive] a')
  await page.waitForSelector('tbody tr.el-table__row')
  assert.deepEqual((await page.locator('thead th').allInnerTexts()).map((t) => t.trim()), [
    '序号', '机构名称', '机构统一社会信用代码', '注册资本(万元)', '注册地址', '机构类型', '机构联系人', '机构联系电话', '备案时间', '操作',
  ])
  const { items } = await server.call('owner-hn', 'GET', '/guarantors?state=listed')
  const cells = page.locator('tbody tr.el-table__row').first().locator('td')
  await shows(cells.nth(0), /^1$/)
  await shows(cells.nth(3), /^[\d,]+(\.\d+)?$/)
  await shows(cells.nth(8), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  await carries(cells.nth(4).locator('.cell'), 'class', /el-tooltip/)
  for (const word of [items[0].name, items[0].credit_code]) {
    await page.fill('input[data-filter=q], [data-filter=q] input', word)
    await page.getByRole('button', { name: '查询' }).click()
    await shows(total(page), / 1 /)
  }
  await page.fill('input[data-filter=q], [data-filter=q] input', '')
  await page.locator('.el-select[data-filter=type], [data-filter=type] .el-select').first().click()
  const kind = page.locator('.el-select-dropdown:visible .el-select-dropdown__item').first()
  const word = (await kind.innerText()).trim()
  await kind.click()
  await page.getByRole('button', { name: '查询' }).click()
  await becomes(() => page.url(), /type=/)
  const type = new URL(page.url().replace('#', '')).searchParams.get('type')
  await shows(total(page), new RegExp(` ${items.filter((one) => one.type === type).length} `))
  for (const text of await page.locator('tbody tr.el-table__row td:nth-child(6)').allInnerTexts()) assert.equal(text.trim(), word)
  assert.deepEqual(owner.troubles, [])
})
