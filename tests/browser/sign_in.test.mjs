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

// proves QZI-04
test('the last sign-in is told after signing in, and all of them in one\'s own account', async () => {
  await server.call('insurer-qz', 'GET', '/account')
  const first = await person(browser, server, 'insurer-qz')
  await first.page.locator('[data-last-sign-in]').waitFor()
  await fetch(`${server.base}/api/v1/sessions`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username: 'insurer-qz', password: 'Wrong-2026' }),
  })
  const second = await person(browser, server, 'insurer-qz')
  await shows(second.page.locator('[data-last-sign-in]'), /账号密码.*127\.0\.0\.1.*1 次登录失败/s)
  await second.page.click('[data-who]')
  await shows(second.page.locator('[data-sign-ins]'), /成功[\s\S]*密码错误/)
  assert.deepEqual(second.troubles, [])
})

// proves BX-27
test('who may act for several organisations chooses one, and everything is that one\'s', async () => {
  const branch = '91210500MA10A002XH'
  await server.call('admin', 'POST', '/accounts/provider-bx/assign', { organisation: branch, roles: ['insurer'] })
  const { page, troubles } = await person(browser, server, 'provider-bx')
  await page.selectOption('[data-set=organisation]', branch)
  await shows(page.locator('[data-who]'), /本溪保险公司/)
  await page.locator('[data-entry=service-fees]').waitFor()
  await server.call('admin', 'POST', '/accounts/provider-bx/unassign', { organisation: branch })
  await page.goto(`${server.base}/#/l/policies`)
  await page.reload()
  await page.waitForSelector('[data-form=sign-in]')
  assert.deepEqual(troubles, [])
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
