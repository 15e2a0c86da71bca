// The province's project table: seen before it is done, its refused rows back as a file.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { barriers, file, person, shows, startBrowser, startServer } from './world.mjs'

let server, browser
before(async () => {
  server = await startServer()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const titles = '项目代码,项目名称,行政区划代码,施工单位,总投资额（万元）\n'
const table = `${titles}WEB-T-1,伊美区医院,230702,11230703001784935X,100
WEB-T-2,伊美区粮库,230702,11230703001784935A,200
WEB-T-3,,230702,11230703001784935X,300
`
const choose = (page, name, text) => page.locator('[data-import]').setInputFiles(file(name, Buffer.from(text)))
const count = (page, name) => page.locator(`[data-count=${name}] strong`)
const known = async () => (await server.call('regulator-hlj', 'GET', '/projects?q=WEB-T-')).total

test('项目表: foreseen with its faulty rows, written only when confirmed, nothing twice', async () => {
  const { page, at, troubles, shot } = await person(browser, server, 'regulator-hlj')
  await at('/import')
  await choose(page, 'projects.csv', table)
  await shows(count(page, 'rows_read'), /^3$/)
  await shows(count(page, 'imported'), /^2$/)
  await shows(count(page, 'flagged'), /^1$/)
  await shows(count(page, 'refused'), /^1$/)
  await shows(page.locator('[data-view=import] tbody tr'), /^4\s+项目名称 [一-龥]+/)
  await shot('import-foreseen')
  assert.deepEqual(await barriers(page), [])
  assert.equal(await known(), 0)

  const arriving = page.waitForEvent('download')
  await page.click('[data-refused]')
  const refused = readFileSync(await (await arriving).path(), 'utf8')
  assert.match(refused, /WEB-T-3/)
  assert.doesNotMatch(refused, /WEB-T-1/)

  await page.click('[data-confirm]')
  await page.locator('[data-done]').waitFor()
  assert.equal(await known(), 2)
  await page.locator('[data-refused]').waitFor()

  await choose(page, 'projects.csv', table)
  await shows(count(page, 'unchanged'), /^2$/)
  await page.locator('[data-confirm]:disabled').waitFor()
  assert.deepEqual(troubles, [])
})

test('a table that is none is told in words', async () => {
  const { page, at } = await person(browser, server, 'regulator-hlj')
  await at('/import')
  await choose(page, 'projects.csv', '项目代码\nWEB-T-9\n')
  await shows(page.locator('[data-view=import] [role=alert]'), /[一-龥]/)
})

test('who may not import is told so', async () => {
  const { page, at } = await person(browser, server, 'contractor-hlj')
  await at('/import')
  await choose(page, 'projects.csv', table)
  await shows(page.locator('[data-view=import] [role=alert]'), /[一-龥]/)
  assert.equal(await known(), 2)
})
