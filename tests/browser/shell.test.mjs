// What is over the lists: the box that finds everything, 刷新项目, and what an export leaves behind.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { barriers, carries, counts, fill, holds, looksWell, person, shows, startBrowser, startServer, step } from './world.mjs'

const contractor = '11230703001784935X'
const titles = '项目代码,项目名称,行政区划代码,施工单位,总投资额(万元)\n'
let server, browser, department
let table = ''
before(async () => {
  department = createServer((_, answer) => (table ? answer.end(titles + table) : answer.writeHead(500).end()))
  await new Promise((listening) => department.listen(0, '127.0.0.1', listening))
  const url = `230000=http://127.0.0.1:${department.address().port}/projects`
  server = await startServer(undefined, ['--project-source', url])
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await server?.stop()
  department?.close()
})

// proves HLJ-27
test('刷新项目 tells what came of it, and the list has it', async () => {
  const { page, at, troubles } = await person(browser, server, 'contractor-hlj')
  await at('/l/projects')
  const refresh = page.locator('[data-cmd="enterprise.refresh-projects"]')
  await refresh.click()
  await shows(page.locator('[data-notice]'), /请稍后重试/)
  table = `WEB-27,江北图书馆,230102,${contractor},88\n`
  await refresh.click()
  await shows(page.locator('[data-notice]'), /新增 1 个，更新 0 个，失效 \d+ 个/)
  await shows(page.locator('tbody'), /江北图书馆/)
  assert.deepEqual(troubles, [])
})

test('刷新项目 is not there for whoever has nothing to refresh', async () => {
  const { page, at } = await person(browser, server, 'owner-hn')
  await at('/l/projects')
  await page.waitForSelector('tbody tr.el-table__row')
  assert.equal(await page.locator('[data-cmd="enterprise.refresh-projects"]').count(), 0)
})

test('the search box finds by number and by name, with the keyboard alone', async () => {
  const { page, at, troubles } = await person(browser, server, 'owner-hn')
  const { items } = await server.call('owner-hn', 'GET', '/guarantees?q=10240520000127')
  await at('/w')
  const box = page.locator('[data-search] input')
  await page.locator('main').focus()
  await page.keyboard.press('/')
  await page.keyboard.type('10240520000127')
  assert.equal(await box.inputValue(), '10240520000127')
  await page.locator(`[data-hit="guarantees/${items[0].id}"]`).waitFor()
  assert.deepEqual(await barriers(page), [])
  await page.keyboard.press('Enter')
  await page.locator(`[data-case="guarantee/${items[0].id}"]`).waitFor()
  await box.fill(items[0].project_name.slice(0, 4))
  await page.locator(`[data-hit="projects/${items[0].project}"]`).click()
  await page.locator(`[data-case="project/${items[0].project}"]`).waitFor()
  assert.deepEqual(troubles, [])
})

test('what is nobody’s business is not found', async () => {
  const { items } = await server.call('regulator-hlj', 'GET', '/projects?limit=1')
  const { page, at } = await person(browser, server, 'owner-hn')
  await at('/w')
  const answer = page.waitForResponse((r) => r.url().includes('/search?'))
  await page.locator('[data-search] input').fill(items[0].id)
  assert.deepEqual((await (await answer).json()).items.filter((hit) => hit.id === items[0].id), [])
})

// proves HLJ-62
test('an export holds the columns that are shown, and the auditor finds who took it', async () => {
  const insurer = await person(browser, server, 'insurer-hlj')
  await insurer.at('/l/policies')
  await insurer.page.waitForSelector('tbody tr.el-table__row')
  const shown = await insurer.page.locator('thead th').allInnerTexts()
  const [download] = await Promise.all([
    insurer.page.waitForEvent('download'), insurer.page.click('[data-export=csv]')])
  const first = readFileSync(await download.path(), 'utf8').split('\r\n')[0].replace('\uFEFF', '')
  const bare = (title) => title.trim().replace(/[（(].*/, '')
  assert.deepEqual(first.split(',').map((t) => bare(JSON.parse(t))), shown.map(bare).filter((t) => t && t !== '操作'))
  const auditor = await person(browser, server, 'auditor')
  await auditor.page.click('[data-menu=access-records]')
  await shows(auditor.page.locator('tbody'), /insurer-hlj[\s\S]*导出列表[\s\S]*投保订单与保单/)
})

// proves HN-13, HN-77
test('pages open as tabs: what is typed stays while one is elsewhere, 关闭 asks before it is given up', async () => {
  const one = await person(browser, server, 'owner-hn')
  const { page, at } = one
  // Without drafts: what stays is the page itself.
  await page.route('**/drafts/**', (route) => route.abort())
  const tab = (path) => page.locator(`[data-tab-of="${path}"]`)
  const form = '/do/guarantee/apply'
  await at('/w')
  await page.click('[data-entry=guarantees] a:has-text("我的担保")')
  await page.click('[data-cmd="guarantee.apply"]')
  await shows(page.locator('h1'), /^新增工程担保申请业务$/)
  await step(page, 'works')
  await fill(page, 'contract_number', 'HT-TAB')
  await tab('/l/guarantees').click()
  await page.waitForSelector('tbody tr.el-table__row')
  await carries(tab('/l/guarantees'), 'aria-current', 'page')
  await looksWell(one, 'tabs')
  await tab(form).click()
  await page.locator('[data-step=works]').waitFor()
  await holds(page.locator('[data-field=contract_number] input'), 'HT-TAB')
  // Ten at most, and not the one that holds what is typed.
  for (const path of ['/l/projects', '/l/payment-plans', '/l/guarantee-claims', '/l/guarantors', '/l/enterprises', '/l/alerts', '/me', '/due', '/messages', '/w'])
    await at(path)
  await counts(page.locator('[data-tab-of]'), 10)
  await tab(form).click()
  await page.locator('[data-step=works]').waitFor()
  await holds(page.locator('[data-field=contract_number] input'), 'HT-TAB')
  await page.click('[data-close]')
  const asked = page.locator('.el-message-box')
  await shows(asked, /新增|申请担保/)
  await asked.getByRole('button', { name: '继续填写' }).click()
  await asked.waitFor({ state: 'hidden' })
  await holds(page.locator('[data-field=contract_number] input'), 'HT-TAB')
  await page.locator(`[data-tab-close="${form}"]`).click()
  await asked.getByRole('button', { name: '放弃并关闭' }).click()
  await tab(form).waitFor({ state: 'detached' })
  await page.locator('[data-form]').waitFor({ state: 'detached' })
  await at(form)
  await step(page, 'works')
  await holds(page.locator('[data-field=contract_number] input'), '')
  // Nothing was typed: nothing is asked.
  await page.click('[data-close]')
  await tab(form).waitFor({ state: 'detached' })
  assert.deepEqual(one.troubles, [])
})
