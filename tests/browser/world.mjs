// A real server with the sample and a clock that is moved by hand, and a real browser before it.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const fromPages = createRequire(new URL('../../adapters/web/package.json', import.meta.url))
const { chromium } = fromPages('playwright-core')
const axe = fromPages.resolve('axe-core/axe.min.js')

export const password = 'Surety-2026'
export const build = process.env.SURETY_BUILD_DIR ?? fileURLToPath(new URL('../../build', import.meta.url))
export const shots = join(build, 'screenshots')
mkdirSync(shots, { recursive: true })

export const freePort = () =>
  new Promise((resolve) => {
    const socket = createServer().listen(0, '127.0.0.1', () => {
      const { port } = socket.address()
      socket.close(() => resolve(port))
    })
  })

/** A node on a port of its own; `now` is where its clock begins. */
export async function startServer(now = '2025-03-01T09:00:00+08:00', more = [], at = 0) {
  const folder = mkdtempSync(join(tmpdir(), 'surety-browser-'))
  const data = ['--data', folder, '--sample', '--clock', 'manual', '--now', now]
  let child
  let base
  async function start(port = 0) {
    child = spawn(join(build, 'surety'), ['serve', ...data, '--listen', `127.0.0.1:${port}`, ...more])
    let said = ''
    const heard = new Promise((resolve, reject) => {
      child.stdout.on('data', (text) => {
        said += text
        const ready = /ready at (http:\S+)/.exec(said)
        if (ready) resolve(ready[1])
      })
      child.stderr.on('data', (text) => (said += text))
      child.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)))
    })
    base = await heard
  }
  await start(at)
  const tokens = new Map()
  async function call(username, method, path, body, secret = password) {
    if (!tokens.has(username)) {
      const answer = await fetch(`${base}/api/v1/sessions`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ username, password: secret }),
      })
      tokens.set(username, (await answer.json()).token)
    }
    const headers = { Authorization: `Bearer ${tokens.get(username)}` }
    const raw = body instanceof Buffer
    if (body !== undefined) headers['Content-Type'] = raw ? 'application/pdf' : 'application/json'
    const answer = await fetch(`${base}/api/v1${path}`, { method, headers, body: raw ? body : JSON.stringify(body) })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} as ${username}: ${answer.status} ${text}`)
    return text ? JSON.parse(text) : undefined
  }
  async function stop() {
    child.removeAllListeners('exit')
    const gone = new Promise((resolve) => child.on('exit', resolve))
    child.kill('SIGTERM')
    await gone
  }
  return {
    get base() {
      return base
    },
    call,
    /** What was sent to the phone last: without a gateway messages lie in a folder. */
    codeFor(phone) {
      const outbox = join(folder, 'outbox')
      for (const name of readdirSync(outbox)) {
        const message = JSON.parse(readFileSync(join(outbox, name), 'utf8'))
        const code = /验证码 (\d{6})/.exec(message.text)
        if (message.to === phone && code) return code[1]
      }
      throw new Error(`no code went to ${phone}`)
    },
    setClock: (instant) => call('admin', 'PUT', '/clock', { now: instant }),
    paper: async (username) => (await call(username, 'POST', '/documents', pdf('a paper'))).id,
    async restart() {
      const port = Number(new URL(base).port)
      await stop()
      await start(port)
    },
    async stop() {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export const pdf = (words) => Buffer.from(`%PDF-1.4\n% ${words}\n%%EOF\n`)

/** A small but whole PNG. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC',
  'base64',
)
export const picture = (name) => file(name, png)

/** A file a person would choose in a dialog. */
export function file(name, bytes = pdf(name)) {
  const folder = mkdtempSync(join(tmpdir(), 'surety-file-'))
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

export async function startBrowser() {
  const executablePath = process.env.SURETY_CHROMIUM ?? '/usr/bin/chromium'
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  })
}

/** One person's browser window; what its page complains of is collected in `troubles`. */
export async function person(browser, server, username, options = {}) {
  const context = await browser.newContext({
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    viewport: { width: 1366, height: 768 },
    acceptDownloads: true,
    ...options,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(patience)
  const troubles = []
  page.on('pageerror', (error) => troubles.push(String(error)))
  page.on('console', (message) => {
    // What the API refuses is told to the person; the browser's own line about it is none of ours.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) troubles.push(message.text())
  })
  // The page before is gone and the one asked for stands; what it loads is still to be waited for.
  const at = async (path) => {
    await page.goto(`${server.base}/#${path}`)
    await page.locator(`html[data-page=${JSON.stringify(path.split('?')[0])}]`).waitFor({ state: 'attached' })
  }
  if (username) await signIn(page, server, username)
  return { page, context, at, troubles, shot: (name) => page.screenshot({ path: join(shots, `${name}.png`) }) }
}

export async function signIn(page, server, username, secret = password) {
  await page.goto(`${server.base}/#/sign-in`)
  await page.fill('[data-field=username] input', username)
  await page.fill('[data-field=password] input', secret)
  await page.click('[data-form=sign-in] button[type=submit]')
  await page.waitForSelector('[data-who], .wall', { state: 'attached' })
}

const patience = 15_000
/**
 * Waits until what is read is as expected: a text that matches, a value that is equal. A page is
 * never read once, it may still be on its way.
 */
export async function becomes(read, expected) {
  const until = Date.now() + patience
  for (let seen; ; ) {
    try {
      seen = await read()
      if (expected instanceof RegExp ? expected.test(seen) : seen === expected) return seen
    } catch (error) {
      seen = error.message
    }
    if (Date.now() > until) assert.fail(`expected ${expected}, last seen: ${seen}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
export const shows = (locator, expected) => becomes(async () => (await locator.innerText()).trim(), expected)
export const counts = (locator, expected) => becomes(() => locator.count(), expected)
export const holds = (locator, expected) => becomes(() => locator.inputValue(), expected)
export const carries = (locator, name, expected) => becomes(() => locator.getAttribute(name), expected)

/** What axe finds against WCAG 2.1 AA, as lines. */
export async function barriers(page) {
  // Evaluated from outside: the pages' own policy lets no script be written in.
  await page.evaluate(readFileSync(axe, 'utf8'))
  const found = await page.evaluate(() =>
    window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }),
  )
  return found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')} ${n.failureSummary?.split('\n')[1] ?? ''}`))
}

/** Nothing for axe to find in either theme, nothing wider than the window; a picture of both. */
export async function looksWell(one, name) {
  for (const theme of ['light', 'dark']) {
    await one.page.evaluate((dark) => document.documentElement.classList.toggle('dark', dark), theme === 'dark')
    assert.deepEqual(await barriers(one.page), [], `${name} ${theme}`)
    await one.shot(`${name}${theme === 'dark' ? '-dark' : ''}`)
  }
  await one.page.evaluate(() => document.documentElement.classList.remove('dark'))
  const wide = await one.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  assert.ok(wide <= 0, `${name} is ${wide} px too wide`)
}

// Widgets as a person uses them.
const field = (page, name) => page.locator(`[data-field="${name}"]`)
export const fill = (page, name, text) => field(page, name).locator('input, textarea').first().fill(text)
export async function choose(page, name, text) {
  await field(page, name).locator('.el-select').click()
  await page.locator('.el-select-dropdown:visible .el-select-dropdown__item', { hasText: text }).first().click()
  // Escape would close a drawer with it.
  await field(page, name).locator('input').first().press('Tab')
}
export const tick = (page, name, text) => field(page, name).locator('.el-radio', { hasText: text }).click()
export async function refer(page, name, word) {
  await field(page, name).locator('.el-select').click()
  await field(page, name).locator('input').fill(word)
  await page.locator('.el-select-dropdown:visible .el-select-dropdown__item', { hasText: word }).first().click()
}
export async function date(page, name, day) {
  const input = field(page, name).locator('input').first()
  await input.fill(day)
  await input.press('Enter')
  await input.press('Tab')
}
export async function region(page, name, code) {
  await field(page, name).locator('input').fill(code)
  await page.locator('.el-cascader__suggestion-item:visible').first().click()
}
export const attach = (page, name, path) => field(page, name).locator('input[type=file]').setInputFiles(path)
/** A paper is chosen and has arrived. */
export async function hand(page, name, path) {
  await attach(page, name, path)
  await field(page, name).locator('[data-document]').first().waitFor()
}
/** Submits the form that opens a case; its id. */
export async function opened(page, kind) {
  await submit(page)
  const header = page.locator(`[data-case^="${kind}/"]`)
  await header.waitFor()
  return (await header.getAttribute('data-case')).slice(kind.length + 1)
}
/** A command on the case that is shown, by its button; waits for what it did. */
export async function act(page, command, event, fillIn = async () => undefined) {
  await page.click(`[data-cmd="${command}"]`)
  await fillIn()
  await submit(page)
  await page.locator(`[data-event="${event}"]`).first().waitFor()
}
/** Goes to a step of a form that is filled in by steps. */
export const step = (page, key) => page.click(`[data-step-to=${key}]`)
export const submit = (page) => page.locator('[data-submit]:visible').click()
