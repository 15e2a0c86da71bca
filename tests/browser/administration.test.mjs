// Those who run the platform: its state, its organisations, who may do what, rules, base data, the log.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { barriers, fill, person, shows, startBrowser, startServer, submit } from './world.mjs'

let server, browser, admin
before(async () => {
  server = await startServer()
  browser = await startBrowser()
  admin = await person(browser, server, 'admin')
})
after(async () => {
  await browser?.close()
  await server?.stop()
})
async function quiet(name, who = admin) {
  await who.shot(name)
  assert.deepEqual(await barriers(who.page), [], name)
  assert.deepEqual(who.troubles, [], name)
}

test('系统概览: ready, every partition with its position', async () => {
  const { page, at } = admin
  await at('/overview')
  await page.locator('[data-ready=true]').waitFor()
  await page.locator('[data-partition="11"]').waitFor()
  await shows(page.locator('[data-tile=commits] dd'), /^[1-9]\d*$/)
  await shows(page.locator('[data-tile=degraded] dd'), /^0$/)
  await quiet('overview')
})

test('机构: by region and kind, with its accounts; a cooperation is ended where it stands', async () => {
  const { page, at } = admin
  await at('/organisations?kind=broker')
  await page.locator('[data-node]', { hasText: '黑龙江经纪公司' }).click()
  await page.locator('[data-partner]').waitFor()
  await page.locator('.el-table').getByText('broker-hlj', { exact: true }).waitFor()
  await quiet('organisations')
  await page.locator('[data-partner] button').click()
  await submit(page)
  await page.locator('[data-partner]').waitFor({ state: 'detached' })
})

test('机构: a branch stands below its head office', async () => {
  const { page, at } = admin
  const head = (await server.call('admin', 'GET', '/organisations?organisation_kind=insurer&jurisdiction=230000')).items[0]
  await server.call('admin', 'POST', '/organisations', {
    kind: 'insurer', name: '人保财险伊春分公司', credit_code: '91230700MA1BRANC0A', region_code: '230700', superior: head.id, id: 'branch-yc',
  })
  await at('/organisations?kind=insurer')
  const branch = page.locator('.el-tree-node', { has: page.locator(`[data-node="${head.id}"]`) }).last().locator('[data-node="branch-yc"]')
  await branch.click()
  await shows(page.locator('[data-organisation="branch-yc"] .facts'), new RegExp(head.name))
})

test('权限矩阵: what a role may, as the engine says; as a file for the assessor', async () => {
  const { page, at } = admin
  await at('/matrix')
  await page.locator('[data-may="insurer policy.issue"]').waitFor({ state: 'attached' })
  assert.equal(await page.locator('[data-may="enterprise policy.issue"]').count(), 0)
  await shows(page.locator('[data-exclusion]'), /三员分立/)
  await quiet('matrix')
  const arriving = page.waitForEvent('download')
  await page.click('[data-export=csv]')
  assert.match(readFileSync(await (await arriving).path(), 'utf8'), /"出函","policy\.issue"/)
})

test('三员: two of them for one account are refused in a sentence while one chooses', async () => {
  const { page, at } = admin
  await at('/do/account/create')
  const roles = page.locator('[data-field=roles]')
  await roles.locator('.el-select').click()
  for (const name of ['系统管理员', '安全管理员']) await page.locator('.el-select-dropdown:visible .el-select-dropdown__item', { hasText: name }).click()
  await shows(page.locator('[data-field=roles] [data-exclusion]'), /相互排斥/)
  await page.keyboard.press('Escape')
})

test('参数: each with what it rests on; a new version begins with the present one', async () => {
  const { page, at } = admin
  await at('/rules')
  await page.locator('[data-book="460000"]').click()
  await shows(page.locator('[data-source=receipt_confirmation_days]'), /10日内确认/)
  await quiet('rules')
  await page.click('[data-publish]')
  await page.locator('[data-field=effective_from]').waitFor()
  await shows(page.locator('body'), /已恢复/)
})

test('字典: an entry is added, renamed and disabled where it stands', async () => {
  const { page, at } = admin
  await server.call('admin', 'POST', '/dictionaries', {
    jurisdiction: '460000', name: 'contacts', title: '联系方式', entries: [{ code: 'hotline', title: '0898-1' }],
  })
  await at('/dictionaries')
  // A slow line: whoever clicks on at once still builds on what the last click did.
  await page.route('**/dictionaries/*', async (route) => {
    if (route.request().method() === 'GET') await new Promise((resolve) => setTimeout(resolve, 700))
    await route.continue()
  })
  await page.click('[data-dictionary="460000.contacts"]')
  await page.click('[data-add]')
  await fill(page, 'code', 'icp')
  await fill(page, 'title', '琼ICP备00000000号')
  await submit(page)
  await page.click('[data-rename=hotline]')
  await fill(page, 'title', '0898-65827816')
  await submit(page)
  await page.locator('td', { hasText: '0898-65827816' }).waitFor()
  await page.click('[data-disable=icp]')
  await submit(page)
  await shows(page.locator('[data-entry-state=icp]'), /停用/)
  await quiet('dictionaries')
})

test('节假日: none at first; a year that is published stands in the calendar', async () => {
  const { page, at } = admin
  await at('/holidays')
  await page.locator('[data-none]').waitFor()
  await server.call('admin', 'POST', '/holiday-calendars', {
    year: 2025, source: '国办发明电〔2024〕12号', rest_days: ['2025-01-01', '2025-05-01', '2025-05-02'], make_up_workdays: ['2025-04-27'],
  })
  await page.reload()
  await page.locator('[data-day="2025-05-01"][data-kind=rest]').waitFor()
  await page.locator('[data-day="2025-04-27"][data-kind=work]').waitFor()
  await quiet('holidays')
})

test('操作日志: who did what, and what was refused and why', async () => {
  const { page, at } = admin
  const guarantee = (await server.call('owner-hn', 'GET', '/guarantees?limit=1')).items[0].id
  await server.call('owner-hn', 'POST', `/guarantees/${guarantee}/release`, { settlement_proof: await server.paper('owner-hn') }).catch(() => undefined)
  await at('/operations')
  await page.locator('[data-result=done]').first().waitFor()
  await page.fill('[data-filter=account] input, input[data-filter=account]', 'owner-hn')
  await page.locator('[data-filter=refused]').click()
  await page.keyboard.press('Tab')
  await page.locator('form button[type=submit]').click()
  await page.locator('[data-result=refused]').first().waitFor()
  assert.equal(await page.locator('[data-result=done]').count(), 0)
  await quiet('operations')
})

test('审计回放: a person’s steps, a case’s whole past, a position; each leads to the case as it was', async () => {
  const auditor = await person(browser, server, 'auditor')
  const { page, at } = auditor
  await at('/audit')
  await page.locator('[data-line]').first().waitFor()
  await page.fill('[data-filter=account] input, input[data-filter=account]', 'guarantor-hn')
  await page.locator('form button[type=submit]').click()
  await shows(page.locator('[data-found]'), /找到 [1-9]\d* 条/)
  assert.deepEqual([...new Set(await page.locator('[data-by]').allInnerTexts())], ['guarantor-hn'])
  await quiet('audit', auditor)
  const position = await page.locator('tbody tr td').first().innerText()
  await at(`/audit?position=${position}`)
  await page.reload()
  // What one decision did in two cases stands at one position.
  await shows(page.locator('[data-found]'), /找到 [1-9] 条/)
  assert.deepEqual([...new Set(await page.locator('[data-view=audit] .el-table__body tr td:first-child').allInnerTexts())], [position])
  const line = page.locator('[data-line]').first()
  const [, version] = (await line.getAttribute('data-line')).split('@')
  await line.click()
  await page.locator('[data-case]').waitFor()
  assert.match(page.url(), new RegExp(`v=${version}|/c/`))
  const { items } = await server.call('owner-hn', 'GET', '/guarantees?letter_number=10240520000127')
  await at(`/audit?kind=guarantee&id=${items[0].id}`)
  await shows(page.locator('[data-found]'), new RegExp(`找到 ${items[0].version} 条`))
  assert.deepEqual(auditor.troubles, [])
})
