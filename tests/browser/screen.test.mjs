// The data screen: a city opens into its counties, old numbers turn amber, each province its own tiles.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { barriers, carries, person, shows, startBrowser, startServer } from './world.mjs'

const wall = { viewport: { width: 1920, height: 1080 } }
let server, browser
before(async () => {
  server = await startServer()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

test('黑龙江: a city’s counties and what is open there; claims by region; the table for readers', async () => {
  const { page, at, troubles, shot } = await person(browser, server, 'regulator-hlj', wall)
  await at('/screen/230000')
  await page.locator('[data-trend]').waitFor()
  await shows(page.locator('[data-tile=registered_ratio]'), /÷/)
  await shot('screen-hlj')
  assert.deepEqual(await barriers(page), [])
  await page.click('[data-city="230700"]')
  const counties = (await server.call('regulator-hlj', 'GET', '/dashboards/230000/cities?under=230700')).items
  const county = counties.find((c) => c.region_code && c.project_count > 0) ?? counties[0]
  await shows(page.locator(`[data-county="${county.region_code}"] td`).first(), new RegExp(`^${county.project_count}$`))
  await shows(page.locator('[data-open-alerts]'), /\d/)
  await shot('screen-drill')
  assert.deepEqual(await barriers(page), [])
  await page.click('[data-back]')
  await page.click('[data-claims=parts]')
  await page.locator('[data-claimed="230700"]').waitFor()
  await page.click('[data-as-table]')
  await shows(page.locator('[data-screen-table]'), /伊春市/)
  await shot('screen-table')
  assert.deepEqual(await barriers(page), [])
  assert.deepEqual(troubles, [])
})

// proves HLJ-104
test('黑龙江: the prefectures by insured ratio, and how densely projects lie, each at its place or its prefecture', async () => {
  const projects = [['HEAT-1', '230102', '126.64, 45.76'], ['HEAT-2', '230103', '126.58，45.81'], ['HEAT-3', '230702', undefined]]
  for (const [project_code, region_code, location] of projects)
    await server.call('regulator-hlj', 'POST', '/projects/import', {
      project_code, region_code, location, name: `项目${project_code}`, contractor: '11230703001784935X',
    })
  const { page, at, troubles, shot } = await person(browser, server, 'regulator-hlj', wall)
  await at('/screen/230000')
  await carries(page.locator('[data-map] [role=img]'), 'aria-label', /伊春市 \d+\.\d\d%/)
  await page.click('[data-map-of=places]')
  const { items } = await server.call('regulator-hlj', 'GET', '/dashboards/230000/places')
  assert.deepEqual(items[0], { region_code: null, longitude: 126.6, latitude: 45.8, project_count: 2 })
  const yichun = items.find((one) => one.region_code === '230700').project_count
  await carries(page.locator('[data-map=places] [role=img]'), 'aria-label', new RegExp(`126\\.6,45\\.8 2，.*伊春市 ${yichun}`))
  // What lies nowhere known is in no prefecture's count either.
  const { project_count } = await server.call('regulator-hlj', 'GET', '/dashboards/230000')
  const { items: cities } = await server.call('regulator-hlj', 'GET', '/dashboards/230000/cities')
  const lost = cities.find((c) => c.region_code === null).project_count
  assert.equal(items.reduce((sum, one) => sum + one.project_count, 0), project_count - lost)
  assert.deepEqual(await barriers(page), [])
  await shot('screen-places')
  assert.deepEqual(troubles, [])
})

test('numbers that are no longer renewed turn amber and say how old they are', async () => {
  const { page, at } = await person(browser, server, 'regulator-hlj', wall)
  await at('/screen/230000')
  await shows(page.locator('[data-tile=project_count] strong'), /^\d+$/)
  await page.locator('[data-stale=false]').waitFor()
  await page.route('**/dashboards/**', (route) => route.abort())
  await page.locator('[data-stale=true]').waitFor({ timeout: 30_000 })
  await shows(page.locator('[data-screen-time]'), /数据延迟 \d+ 秒/)
  await page.unroute('**/dashboards/**')
  await page.locator('[data-stale=false]').waitFor()
})

test('on the wall there is nothing to click that leads away', async () => {
  const { page, at } = await person(browser, server, 'regulator-hlj', wall)
  await at('/screen/230000?kiosk=1')
  await shows(page.locator('[data-tile=project_count] strong'), /^\d+$/)
  assert.equal(await page.locator('.wall a').count(), 0)
})

// proves HLJ-106
test('海南: letters, nodes and claims; each number is the list behind it', async () => {
  const { page, at, troubles, shot } = await person(browser, server, 'regulator-hn', wall)
  await at('/screen/460000')
  const total = (await server.call('regulator-hn', 'GET', '/guarantees?mode=letter&state=in-force&limit=1')).total
  await shows(page.locator('[data-tile=letters] strong'), new RegExp(`^${total}$`))
  await page.locator('[data-trend]').waitFor()
  await shot('screen-hn')
  assert.deepEqual(await barriers(page), [])
  await page.locator('[data-tile=letters] a').click()
  await shows(page.locator('[data-total]'), new RegExp(`共 ${total} 条`))
  assert.deepEqual(troubles, [])
})

test('泉州: its districts', async () => {
  const { page, at, troubles, shot } = await person(browser, server, 'regulator-qz', wall)
  await at('/screen/350500')
  await shows(page.locator('[data-city="350503"]'), /丰泽区/)
  await shot('screen-qz')
  assert.deepEqual(await barriers(page), [])
  assert.deepEqual(troubles, [])
})
