// What holds on every page: no barrier, no complaint, no foreign script, every command a form.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { barriers, becomes, person, shows, startBrowser, startServer } from './world.mjs'

let server, browser, guarantee
before(async () => {
  server = await startServer()
  browser = await startBrowser()
  guarantee = (await server.call('owner-hn', 'GET', '/guarantees?letter_number=10240520000127')).items[0].id
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const pages = () => [
  ['sign-in', null, '/sign-in', '[data-form=sign-in]'],
  ['workbench', 'owner-hn', '/w', '[data-counter=todos]'],
  ['me', 'insurer-qz', '/me', '[data-sign-ins]'],
  ['list', 'owner-hn', '/l/guarantees', 'tbody tr.el-table__row'],
  ['form', 'owner-hn', '/do/guarantee/apply', '[data-steps]'],
  ['case', 'owner-hn', `/c/guarantees/${guarantee}`, '[data-film]'],
  ['case-past', 'auditor', `/c/guarantees/${guarantee}?v=2`, '[data-past]'],
  ['alerts', 'regulator-hn', '/alerts', '[data-live]'],
  ['screen', 'regulator-hlj', '/screen/230000', '[data-tile=project_count]'],
  ['password', 'owner-hn', '/password', '[data-field=new_password]'],
  ['landing', null, '/home', '[data-landing]'],
  ['check-paper', null, '/check', '[data-check=number]'],
  ['archive', null, '/archive', 'tbody tr.el-table__row'],
  ['help', null, '/help', '[data-shown]'],
  ['ledger', 'regulator-bx', '/ledger/service-fees', '[data-holder]'],
  ['statistics', 'regulator-qz', '/statistics', '[data-part="350503"]'],
  ['overview', 'admin', '/overview', '[data-partition="0"]'],
  ['organisations', 'admin', '/organisations', '[data-node]'],
  ['matrix', 'admin', '/matrix', '[data-may]'],
  ['rules', 'admin', '/rules', '[data-rule]'],
  ['dictionaries', 'admin', '/dictionaries', '[data-view=dictionaries]'],
  ['holidays', 'admin', '/holidays', '[data-view=holidays]'],
  ['operations', 'admin', '/operations', '[data-result]'],
  ['audit', 'auditor', '/audit', '[data-line]'],
  ['not-found', 'owner-hn', '/nowhere', '.el-result'],
]

for (const theme of ['light', 'dark'])
  test(`no barrier and no complaint on any page, ${theme}`, async () => {
    for (const [name, username, path, ready] of pages()) {
      const { page, context, at, troubles, shot } = await person(browser, server, username)
      if (!username) await page.goto(`${server.base}/#${path}`)
      if (theme === 'dark') await page.evaluate(() => localStorage.setItem('surety.theme', 'dark'))
      await at(path)
      await page.reload()
      await page.waitForSelector(ready)
      // What fades in has too little contrast while it does.
      await becomes(async () => [name, theme, ...(await barriers(page))].join('\n'), `${name}\n${theme}`)
      await shot(`${name}-${theme}`)
      assert.deepEqual(troubles, [], name)
      await context.close()
    }
  })

test('nothing is wider than a screen of 1366 or of 1920', async () => {
  for (const [name, username, path, ready] of pages()) {
    const { page, context, at, shot } = await person(browser, server, username)
    await at(path)
    for (const viewport of [{ width: 1366, height: 768 }, { width: 1920, height: 1080 }]) {
      await page.setViewportSize(viewport)
      await page.reload()
      await page.waitForSelector(ready)
      const wide = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      await becomes(async () => `${name} at ${viewport.width}: ${Math.max(0, await wide())} px too wide`, / 0 px/)
    }
    await shot(`${name}-1920`)
    await context.close()
  }
})

test('every opening command of every role is a form with a Chinese title at each field', async () => {
  const seen = new Set()
  for (const username of ['owner-hn', 'contractor-hlj', 'insurer-hlj', 'insurer-qz', 'provider-qz', 'regulator-hlj', 'guarantor-hn', 'admin']) {
    const { page, context, at, troubles } = await person(browser, server, username)
    const { permissions } = await server.call(username, 'GET', '/meta/menu')
    for (const view of permissions.flatMap((permission) => permission.views)) {
      const meta = await server.call(username, 'GET', `/meta/views/${view}`)
      for (const opening of meta.openings) {
        if (seen.has(opening.command)) continue
        seen.add(opening.command)
        const schema = await server.call(username, 'GET', `/meta/commands/${opening.command}`)
        await at(`/do/${meta.kind}/${opening.name}`)
        for (const [name, { 'x-imported': imported }] of Object.entries(schema.properties)) {
          const field = page.locator(`[data-field="${name}"]`).first()
          if (imported) {
            assert.equal(await field.count(), 0, `${opening.command} asks for ${name}`)
            continue
          }
          // In a form by steps it waits in its step.
          const title = field.locator('.el-form-item__label', { hasText: /[一-龥]/ }).first()
          await title.waitFor({ state: 'attached' })
        }
      }
    }
    assert.deepEqual(troubles, [], username)
    await context.close()
  }
  assert.ok(seen.size >= 20, [...seen].join(' '))
})

test('English: the shell, titles of fields, states and events', async () => {
  const { page, at, troubles } = await person(browser, server, 'owner-hn')
  await page.click('[data-set=language]')
  await page.getByRole('heading', { name: 'Workbench' }).waitFor()
  await at(`/c/guarantees/${guarantee}`)
  await page.getByRole('tab', { name: 'Deadlines' }).waitFor()
  await becomes(() => page.evaluate(() => document.documentElement.lang), 'en')
  assert.deepEqual(troubles, [])
})

test('no script but our own, under a policy without exceptions', async () => {
  const answer = await fetch(server.base)
  const policy = answer.headers.get('content-security-policy')
  assert.match(policy, /default-src 'self'/)
  assert.doesNotMatch(policy, /unsafe/)
  assert.doesNotMatch(await answer.text(), /<script(?![^>]* src=)|<style|\son[a-z]+=/)
})

test('the first page is light', async () => {
  const { page, context } = await person(browser, server)
  const loaded = []
  page.on('response', (r) => loaded.push(r))
  await page.goto(server.base)
  await page.waitForSelector('[data-landing]')
  assert.ok(loaded.length <= 20, `${loaded.length} requests`)
  const folder = new URL('../../build/web/assets/', import.meta.url)
  const build = process.env.SURETY_BUILD_DIR ? new URL(`file://${process.env.SURETY_BUILD_DIR}/web/assets/`) : folder
  const names = new Set(loaded.map((r) => r.url().split('/').pop()))
  const bytes = (ending) =>
    readdirSync(build).filter((f) => f.endsWith(`${ending}.gz`) && names.has(f.slice(0, -3)))
      .reduce((sum, f) => sum + readFileSync(new URL(f, build)).length, 0)
  assert.ok(bytes('.js') > 0 && bytes('.js') <= 300 * 1024, `${bytes('.js')} bytes of scripts`)
  assert.ok(bytes('.css') <= 40 * 1024, `${bytes('.css')} bytes of styles`)
  await context.close()
})
