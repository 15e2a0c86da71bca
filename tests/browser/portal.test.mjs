// Signing in by the province's portal, at a certified provider, with a person's own browser.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { becomes, build, file, freePort, person, shows, startBrowser, startServer } from './world.mjs'

const known = '91460000MA5TPGXG3G'
let server, browser, provider

/** Installed as the lock file has it, in a folder of this suite's own. */
async function startProvider(port, redirect) {
  const here = fileURLToPath(new URL('../portal/', import.meta.url))
  const folder = join(build, 'portal-browser')
  mkdirSync(folder, { recursive: true })
  for (const name of ['package.json', 'package-lock.json', 'provider.mjs']) copyFileSync(join(here, name), join(folder, name))
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'], { cwd: folder })
  const child = spawn('node', ['provider.mjs', String(port), redirect], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] })
  await new Promise((resolve, reject) => {
    child.stdout.on('data', (text) => String(text).includes('ready') && resolve())
    child.on('exit', (code) => reject(new Error(`the provider ended with ${code}`)))
  })
  return child
}

before(async () => {
  const [here, there] = [await freePort(), await freePort()]
  const issuer = `http://127.0.0.1:${there}`
  provider = await startProvider(there, `http://127.0.0.1:${here}/api/v1/sessions/oidc/callback`)
  server = await startServer(undefined, ['--oidc-issuer', `460000=${issuer}`, '--oidc-client-id', '460000=surety-hn',
    '--oidc-client-secret-file', `460000=${file('secret', Buffer.from('a+secret/of=ours\n'))}`], here)
  browser = await startBrowser()
})
after(async () => {
  provider?.removeAllListeners('exit')
  provider?.kill()
  await browser?.close()
  await server?.stop()
})

// proves HN-02
test('省政务服务网: the button leads there, and back to the page one wanted', async () => {
  const { page, troubles, shot } = await person(browser, server)
  await page.goto(`${server.base}/#/l/guarantees`)
  await shows(page.locator('[data-portal="460000"]'), /政务服务网登录/)
  await shot('sign-in-portal')
  await page.click('[data-portal="460000"]')
  await page.fill('[name=login]', known)
  await page.fill('[name=password]', 'x')
  await page.click('button[type=submit]')
  // It asks whether this platform may know who one is.
  await page.locator('form input[value=consent]').waitFor({ state: 'attached' })
  await page.click('button[type=submit]')
  await page.waitForSelector('[data-view=guarantees]')
  await becomes(() => page.url(), `${server.base}/#/l/guarantees`)
  const account = await page.evaluate(() => fetch('/api/v1/account').then((answer) => answer.json()))
  assert.equal(account.organisation.credit_code, known)
  await shows(page.locator('[data-who]'), new RegExp(account.organisation.name))
  assert.deepEqual(troubles, [])
})

test('who turns round at the portal is told so and may try again', async () => {
  const { page } = await person(browser, server)
  await page.goto(`${server.base}/#/sign-in`)
  await page.click('[data-portal="460000"]')
  await page.click('a[href$="/abort"]')
  await shows(page.locator('p').first(), /^门户未完成登录$/)
  await page.click('a[href="/"]')
  await page.locator('html[data-page]').waitFor({ state: 'attached' })
})
