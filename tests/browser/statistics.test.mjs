// Statistics: the table, the screen and the files say the same; a city opens into its counties.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { barriers, person, shows, startBrowser, startServer } from './world.mjs'

let server, browser
before(async () => {
  server = await startServer()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const ratio = (points) => (points === null ? '—' : `${(points / 100).toFixed(2)}%`)

test('黑龙江: every cell is the figure of the screen, and so is the sum', async () => {
  const { page, at, troubles, shot } = await person(browser, server, 'regulator-hlj', { viewport: { width: 1920, height: 1080 } })
  await at('/statistics')
  const { items } = await server.call('regulator-hlj', 'GET', '/dashboards/230000/cities')
  const whole = await server.call('regulator-hlj', 'GET', '/dashboards/230000')
  for (const city of items.filter((c) => c.region_code)) {
    await shows(page.locator(`[data-cell="${city.region_code}.project_count"]`), new RegExp(`^${city.project_count}$`))
    await shows(page.locator(`[data-cell="${city.region_code}.insured_ratio"]`), new RegExp(`^${ratio(city.insured_ratio)}$`))
  }
  await shows(page.locator('[data-figure=registered_ratio] dd'), new RegExp(ratio(whole.registered_ratio)))
  await shows(page.locator('.el-table__footer'), new RegExp(`合计\\s*${whole.project_count}\\s`))
  await shot('statistics-1920')
  assert.deepEqual(await barriers(page), [])
  await at('/screen/230000')
  await shows(page.locator('[data-tile=project_count] strong'), new RegExp(`^${whole.project_count}$`))
  assert.deepEqual(troubles, [])
})

test('a city opens into its counties, whose sum it is; the file holds the same', async () => {
  const { page, at, troubles, shot } = await person(browser, server, 'regulator-hlj')
  await at('/statistics')
  const cell = page.locator('[data-cell="230700.project_count"]')
  const ofCity = await shows(cell, /^\d+$/)
  await page.click('[data-part="230700"]')
  await shows(page.locator('h1'), /伊春市/)
  await shows(page.locator('.el-table__footer'), new RegExp(`合计\\s*${ofCity}\\s`))
  await shot('statistics-counties')
  const arriving = page.waitForEvent('download')
  await page.click('[data-export=csv]')
  const file = readFileSync(await (await arriving).path(), 'utf8')
  assert.match(file, new RegExp(`"合计","${ofCity}",`))
  assert.match(file, /"行政区划代码","地区","项目总数"/)
  await page.click('[data-up]')
  await shows(page.locator('h1'), /黑龙江省/)
  assert.deepEqual(troubles, [])
})

test('海南: what is counted is the list behind the number', async () => {
  const { page, at, troubles, shot } = await person(browser, server, 'regulator-hn')
  await at('/statistics')
  const letters = page.locator('[data-measure=letters] a')
  const total = await shows(letters, /^\d+$/)
  await shot('statistics-hn')
  assert.deepEqual(await barriers(page), [])
  await letters.click()
  await shows(page.locator('[data-total]'), new RegExp(`共 ${total} 条`))
  assert.deepEqual(troubles, [])
})

test('泉州 shows its districts; the auditor chooses among the jurisdictions', async () => {
  const quanzhou = await person(browser, server, 'regulator-qz')
  await quanzhou.at('/statistics')
  await shows(quanzhou.page.locator('[data-part="350503"]'), /丰泽区/)
  const auditor = await person(browser, server, 'auditor')
  await auditor.at('/statistics')
  await auditor.page.locator('[data-jurisdiction]').click()
  await auditor.page.locator('.el-select-dropdown:visible .el-select-dropdown__item', { hasText: '海南省' }).click()
  await shows(auditor.page.locator('[data-part="460100"]'), /海口市/)
  assert.deepEqual([...quanzhou.troubles, ...auditor.troubles], [])
})
