// Without a mouse: from the sign-in through a form and a case's past.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { becomes, carries, fill, holds, person, shows, startBrowser, startServer } from './world.mjs'

let server, browser
before(async () => {
  server = await startServer()
  browser = await startBrowser()
  await server.call('owner-hn', 'POST', '/projects', {
    project_code: 'KEYS-1', name: '海口学校', region_code: '460100',
    contractor: '9131011513230855XK', owner: '91460000MA5TPGXG3G',
  })
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

/** Tab after Tab, as far as it takes; what cannot be reached so fails. */
async function tabTo(page, selector) {
  await page.locator(selector).first().waitFor()
  for (let i = 0; i < 150; ++i) {
    if (await page.evaluate((s) => Boolean(document.activeElement?.closest(s)), selector)) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`${selector} is not reached by Tab`)
}

test('signed in, a form filled in and submitted, the past looked at, by keys alone', async () => {
  const { page, troubles } = await person(browser, server)
  await page.goto(`${server.base}/#/sign-in?to=${encodeURIComponent('/c/projects/KEYS-1')}`)
  await tabTo(page, '[data-field=username] input')
  await page.keyboard.type('owner-hn')
  await tabTo(page, '[data-field=password] input')
  await page.keyboard.type('Surety-2026')
  await page.keyboard.press('Enter')

  await tabTo(page, '[data-cmd="project.amend"]')
  await page.keyboard.press('Enter')
  await tabTo(page, '[data-field=address] input')
  await page.keyboard.type('海口市美兰区七号')
  await tabTo(page, '[data-submit]')
  await page.keyboard.press('Enter')
  await shows(page.locator('[data-value=address]'), /美兰区七号/)

  await tabTo(page, '[data-event="project.registered"]')
  await page.keyboard.press('Enter')
  await page.locator('[data-past]').waitFor()
  await carries(page.locator('[aria-pressed=true]'), 'data-event', 'project.registered')
  await page.keyboard.press('End')
  await page.locator('[data-past]').waitFor({ state: 'detached' })
  assert.deepEqual(troubles, [])
})

test('Escape closes a drawer, and one is where one was', async () => {
  const { page, at } = await person(browser, server, 'owner-hn')
  await at('/c/projects/KEYS-1')
  await tabTo(page, '[data-cmd="project.amend"]')
  await page.keyboard.press('Enter')
  await page.locator('.el-drawer [data-field=address]').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('.el-drawer').waitFor({ state: 'hidden' })
  await becomes(() => page.evaluate(() => document.activeElement.closest('[data-cmd]')?.dataset.cmd), 'project.amend')
})

test('Escape over what was typed asks first; once more, and one goes on typing', async () => {
  const { page, at } = await person(browser, server, 'owner-hn')
  await at('/c/projects/KEYS-1')
  await page.click('[data-cmd="project.amend"]')
  await fill(page, 'address', '海口市龙华区九号')
  await page.keyboard.press('Escape')
  const asked = page.locator('.el-message-box')
  await shows(asked, /不予保存/)
  await page.keyboard.press('Escape')
  await asked.waitFor({ state: 'hidden' })
  await holds(page.locator('[data-field=address] input'), '海口市龙华区九号')
  await page.locator('.el-drawer').getByRole('button', { name: '取消' }).click()
  await asked.getByRole('button', { name: '放弃并关闭' }).click()
  await page.locator('.el-drawer').waitFor({ state: 'hidden' })
})
