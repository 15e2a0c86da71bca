// The way in and out: passwords, the forced change, a session that ends under an open form.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { fill, person, region, shows, signIn, startBrowser, startServer } from './world.mjs'

let server, browser
before(async () => {
  server = await startServer()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

test('a wrong password and an unknown name are told in the same words', async () => {
  const { page } = await person(browser, server)
  const words = []
  for (const name of ['owner-hn', 'nobody-at-all']) {
    await page.goto(`${server.base}/#/sign-in`)
    await page.reload()
    await fill(page, 'username', name)
    await fill(page, 'password', 'Wrong-2026')
    await page.click('[data-form=sign-in] button[type=submit]')
    await shows(page.locator('[role=alert]'), /[一-龥]/)
    words.push(await page.locator('[role=alert]').innerText())
  }
  assert.equal(words[0], words[1])
})

// proves HLJ-11
test('whoever opens a page without a session comes back to it after signing in', async () => {
  const { page, troubles } = await person(browser, server)
  await page.goto(`${server.base}/#/l/guarantees`)
  await page.waitForSelector('[data-form=sign-in]')
  await fill(page, 'username', 'owner-hn')
  await fill(page, 'password', 'Surety-2026')
  await page.click('[data-form=sign-in] button[type=submit]')
  await page.waitForSelector('[data-view=guarantees]')
  await page.click('[data-set=sign-out]')
  await page.waitForSelector('[data-form=sign-in]')
  await page.goto(`${server.base}/#/l/guarantees`)
  await page.waitForSelector('[data-form=sign-in]')
  assert.deepEqual(troubles, [])
})

// proves HLJ-12, HLJ-58
test('a first sign-in leads to the change of the password and nowhere else', async () => {
  await server.call('admin', 'POST', '/accounts', {
    username: 'newcomer', display_name: '新用户', phone: '13800000000', roles: ['enterprise'],
    organisation: '91460000MA5TPGXG3G', password: 'Issued-2026',
  })
  const { page } = await person(browser, server)
  await signIn(page, server, 'newcomer', 'Issued-2026')
  await page.waitForSelector('[data-field=current_password]')
  await page.goto(`${server.base}/#/l/guarantees`)
  await page.waitForSelector('[data-field=current_password]')
  await fill(page, 'current_password', 'Issued-2026')
  await fill(page, 'new_password', 'short')
  await fill(page, 'repeat', 'short')
  await page.getByRole('button', { name: '确认' }).click()
  await shows(page.locator('[role=alert]').last(), /[一-龥]/)
  await fill(page, 'new_password', 'Mine-2026')
  await fill(page, 'repeat', 'Mine-2026')
  await page.getByRole('button', { name: '确认' }).click()
  await page.waitForSelector('[data-counter=todos]')
})

test('a session that ends under an open form: sign in over the page, nothing typed is lost', async () => {
  const { page, context, at } = await person(browser, server, 'owner-hn')
  await at('/do/project/register')
  await fill(page, 'name', '没有丢失的项目')
  await fill(page, 'project_code', 'KEPT-1')
  await fill(page, 'contractor', '9131011513230855XK')
  await fill(page, 'owner', '91460000MA5TPGXG3G')
  await region(page, 'region_code', '460100')
  await context.clearCookies()
  await page.locator('[data-submit]').click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('[data-field=password] input').fill('Surety-2026')
  await dialog.locator('button[type=submit]').click()
  await page.waitForSelector('[data-case="project/KEPT-1"]')
  await shows(page.locator('[data-case] h1'), /没有丢失的项目/)
})
