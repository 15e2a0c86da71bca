// Signing in by certificate from the pages: what is missing is said, then the card lets one in.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { becomes, build, carries, counts, fill, freePort, looksWell, person, shows, startBrowser, startServer } from './world.mjs'

const firm = '91230700MA1A00010M'
const agents = {
  360: 'Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/86.0.4240.198 Safari/537.36 QIHU 360SE',
  edge: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0',
  safari: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
}
let server, browser, client, port
const folder = mkdtempSync(join(tmpdir(), 'surety-cards-'))
const authority = (what, more = [], input) =>
  execFileSync(join(build, 'surety'), ['dev-ca', what, '--folder', join(folder, 'ca'), ...more], { input }).toString().trim()

/** The service on the user's own computer; it holds the cards that are inserted. */
function startClient(cards) {
  const answer = (response, status, body) => {
    response.writeHead(status, {
      'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'content-type', 'Content-Type': 'application/json',
    })
    response.end(JSON.stringify(body))
  }
  client = createServer(async (request, response) => {
    if (request.method === 'OPTIONS') return answer(response, 200, {})
    if (request.url === '/certificates') return answer(response, 200, { items: cards })
    let body = ''
    for await (const piece of request) body += piece
    const { id, text, pin } = JSON.parse(body)
    if (pin !== '123456') return answer(response, 403, { tries_left: 4 })
    return answer(response, 201, { signature: authority('sign', [join(folder, id)], text) })
  })
  return new Promise((resolve) => client.listen(port, '127.0.0.1', resolve))
}
const cardOf = (id) => ({
  id, subject: '伊春市某建筑有限公司', issuer: '测试', valid_until: '2027-01-01', certificate: readFileSync(join(folder, `${id}.pem`), 'utf8'),
})

before(async () => {
  const [roots, revoked] = authority('make').match(/--ca-roots (\S+) --ca-revoked (\S+)/).slice(1)
  authority('issue', ['--code', firm, '--name', '伊春市某建筑有限公司', '--card', join(folder, 'card')])
  port = await freePort()
  server = await startServer(undefined, ['--ca-roots', roots, '--ca-revoked', revoked, '--ca-client', `http://127.0.0.1:${port}`])
  browser = await startBrowser()
})
after(async () => {
  client?.close()
  await browser?.close()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const door = '/sign-in?at=230000&as=enterprise'

// proves HLJ-08
test('without a driver, then without a key, the page says which step is missing; 重试 goes on', async () => {
  const one = await person(browser, server)
  const { page, at } = one
  await at(door)
  await shows(page.locator('[data-missing=driver]'), /未检测到证书驱动[\s\S]*安装并启动证书驱动[\s\S]*插入 CA 秘钥[\s\S]*重试/)
  await looksWell(one, 'card-no-driver')
  const cards = []
  await startClient(cards)
  await page.click('[data-detect]')
  await shows(page.locator('[data-missing=key]'), /未检测到数字证书[\s\S]*插入 CA 秘钥/)
  await looksWell(one, 'card-no-key')
  cards.push(cardOf('card'))
  await page.click('[data-detect]')
  await page.locator('[data-field=pin]').waitFor()
  await counts(page.locator('[data-missing]'), 0)
  await fill(page, 'pin', '000000')
  await page.click('[data-form=card] button[type=submit]')
  await shows(page.locator('[role=alert]').last(), /口令错误，还可尝试 4 次/)
})

for (const name of ['360', 'edge'])
  // proves HLJ-04
  test(`${name}: certificate and print work as in any browser of Chromium’s engine`, async () => {
    const { page, at, troubles } = await person(browser, server, null, { userAgent: agents[name] })
    await at(door)
    await page.locator('[data-field=pin]').waitFor()
    await counts(page.locator('[data-browser-note]'), 0)
    await fill(page, 'pin', '123456')
    await page.click('[data-form=card] button[type=submit]')
    await shows(page.locator('[data-who]'), /伊春市某建筑有限公司/)
    await at(`/c/enterprises/${firm}`)
    await page.locator('[data-event="enterprise.enrolled"]').waitFor()
    await page.emulateMedia({ media: 'print' })
    await page.locator('nav.menu').waitFor({ state: 'hidden' })
    await shows(page.locator('.print-only'), /^黑龙江省建筑施工安责险信息管理系统$/)
    assert.equal((await page.pdf({ format: 'A4' })).subarray(0, 5).toString(), '%PDF-')
    assert.deepEqual(troubles, [])
  })

// proves HLJ-03
test('the sign-in page names the recommended browsers; another one is warned and not kept out', async () => {
  const one = await person(browser, server, null, { userAgent: agents.safari })
  const { page, at } = one
  await at('/sign-in?at=230000&as=insurer')
  await shows(page.locator('[data-browsers]'), /Chrome 86.*Edge 86.*Firefox 91.*360.*极速模式/)
  await shows(page.locator('[data-browser-note]'), /不在推荐之列/)
  await looksWell(one, 'other-browser')
  await fill(page, 'username', 'insurer-hlj')
  await fill(page, 'password', 'Surety-2026')
  await page.click('[data-form=sign-in] button[type=submit]')
  await page.locator('[data-who]').waitFor()
  await page.locator('[data-browser-note] button').click()
  await counts(page.locator('[data-browser-note]'), 0)
})

// proves HLJ-09, HLJ-10
test('where a certificate is to be had, whom to call, which machine to take; an administrator changes it', async () => {
  const { page, at } = await person(browser, server)
  await at(door)
  await shows(page.locator('[data-contact=certificate]'), /0451-55918888/)
  await carries(page.locator('[data-link=certificate]'), 'href', 'http://112.103.231.221:9002/CAUSER')
  await shows(page.locator('[data-note=machine]'), /登录过.*《数字证书注册服务信息系统》的机器和浏览器/)
  await define(server)
  await page.reload()
  await shows(page.locator('[data-contact=certificate]'), /0451-12345678/)
  await carries(page.locator('[data-link=certificate]'), 'href', 'https://ca.example.org/apply')
  await carries(page.locator('[data-apply]'), 'href', 'https://ca.example.org/apply')
})
async function define({ call }) {
  const dictionary = (name, entry) =>
    call('admin', 'POST', '/dictionaries', { jurisdiction: '230000', name, title: '登录页', entries: [entry] })
  await dictionary('contacts', { code: 'certificate', title: '黑龙江省数字证书认证有限公司 0451-12345678' })
  await dictionary('links', { code: 'certificate', title: '在线办理', address: 'https://ca.example.org/apply' })
}

// proves HLJ-15
test('技术支持: operator and certificate company with their telephones, without signing in', async () => {
  const one = await person(browser, server)
  const { page, at } = one
  await at('/sign-in?at=230000')
  await page.click('[data-support]')
  await shows(page.locator('[data-call=hotline]'), /哈尔滨海硕科技开发有限公司 0451-82554666/)
  await shows(page.locator('[data-call=certificate]'), /黑龙江省数字证书认证有限公司 0451-\d{8}/)
  await looksWell(one, 'support')
  await becomes(() => page.locator('[data-support-of]').count(), 1)
})
