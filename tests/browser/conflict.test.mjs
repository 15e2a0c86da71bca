// What goes wrong between two people or on the wire: nothing typed is lost, nothing happens twice.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { attach, file, fill, holds, pdf, person, shows, startBrowser, startServer, submit } from './world.mjs'

let server, browser
before(async () => {
  server = await startServer()
  browser = await startBrowser()
  for (const code of ['CLASH-1', 'CLASH-2', 'CLASH-3'])
    await server.call('owner-hn', 'POST', '/projects', {
      project_code: code, name: `项目 ${code}`, region_code: '460100',
      contractor: '9131011513230855XK', owner: '91460000MA5TPGXG3G',
    })
})
after(async () => {
  await browser?.close()
  await server?.stop()
})
const amended = async (code) =>
  (await server.call('owner-hn', 'GET', `/projects/${code}/history`)).items.filter((e) => e.type === 'project.amended').length

async function form(code) {
  const one = await person(browser, server, 'owner-hn')
  await one.at(`/c/projects/${code}`)
  await one.page.click('[data-cmd="project.amend"]')
  await one.page.locator('[data-field=address]').waitFor()
  return one
}

// proves BX-55
test('somebody was faster: told so, what was typed stays and can be given for the present state', async () => {
  const { page } = await form('CLASH-1')
  await fill(page, 'address', '海口市美兰区一号')
  await server.call('owner-hn', 'POST', '/projects/CLASH-1/amend', { location: '东经110度' })
  await submit(page)
  await page.locator('[data-refusal]', { hasText: '已被他人更新' }).waitFor()
  await holds(page.locator('[data-field=address] input'), '海口市美兰区一号')
  await submit(page)
  await page.locator('[data-value=address]', { hasText: '海口市美兰区一号' }).waitFor()
  const project = await server.call('owner-hn', 'GET', '/projects/CLASH-1')
  assert.equal(project.location, '东经110度')
})

// proves HLJ-51
test('a double click is one event', async () => {
  const { page } = await form('CLASH-2')
  await fill(page, 'address', '海口市美兰区二号')
  await page.locator('[data-submit]:visible').dblclick()
  await page.locator('[data-value=address]', { hasText: '二号' }).waitFor()
  assert.equal(await amended('CLASH-2'), 1)
})

test('an answer that is lost on its way: asked for again under the same key, one event', async () => {
  const { page } = await form('CLASH-3')
  await fill(page, 'address', '海口市美兰区三号')
  const keys = []
  await page.route('**/projects/CLASH-3/amend', async (route) => {
    keys.push(route.request().headers()['idempotency-key'])
    if (keys.length > 1) return route.continue()
    await route.fetch()
    await route.abort()
  })
  await submit(page)
  await page.locator('[data-value=address]', { hasText: '三号' }).waitFor()
  assert.equal(keys.length, 2)
  assert.equal(keys[0], keys[1])
  assert.equal(await amended('CLASH-3'), 1)
})

// proves QZI-44
test('a file too large or of another kind is told before it is sent; none is handed in half', async () => {
  const { page, at, troubles } = await person(browser, server, 'guarantor-hn')
  let sent = 0
  await page.route('**/api/v1/documents', async (route) => {
    sent += 1
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await route.continue()
  })
  const applied = await server.call('owner-hn', 'POST', '/guarantees', {
    project: 'CLASH-1', contract_type: 'construction', contract_number: 'HT-9', contract_amount: 1_000_000_000,
    guarantor: '91460000MA5TM8HD9J', guarantee_type: 'letter-of-guarantee', uses_fiscal_budget: false, guaranteed_amount: 100_000_000,
  })
  await at(`/c/guarantees/${applied.case.id}`)
  await page.click('[data-cmd="guarantee.issue"]')
  await attach(page, 'letter', file('large.pdf', Buffer.concat([pdf('large'), Buffer.alloc(10 * 1024 * 1024)])))
  await page.getByText('文件超过 10 MB').waitFor()
  await page.locator('[data-field=letter]').getByRole('button', { name: '取消' }).click()
  assert.equal(sent, 0)
  await attach(page, 'letter', file('slow.pdf'))
  await submit(page)
  await page.locator('[data-refusal]', { hasText: '正在上传' }).waitFor()
  await page.locator('[data-field=letter] [data-document]').waitFor()
  assert.equal(sent, 1)
  assert.deepEqual(troubles, [])
})

test('a paper the server cannot take just now: told why, sent again by its button', async () => {
  const { page, at, troubles } = await person(browser, server, 'guarantor-hn')
  const applied = await server.call('owner-hn', 'POST', '/guarantees', {
    project: 'CLASH-2', contract_type: 'construction', contract_number: 'HT-10', contract_amount: 1_000_000_000,
    guarantor: '91460000MA5TM8HD9J', guarantee_type: 'letter-of-guarantee', uses_fiscal_budget: false, guaranteed_amount: 100_000_000,
  })
  let asked = 0
  await page.route('**/api/v1/documents', (route) =>
    ++asked > 1
      ? route.continue()
      : route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"code":"overloaded","detail":"系统繁忙"}' }),
  )
  await at(`/c/guarantees/${applied.case.id}`)
  await page.click('[data-cmd="guarantee.issue"]')
  // A picture under a PDF's name is refused for good: there is nothing to send again.
  await attach(page, 'letter', file('fake.pdf', Buffer.from('hello')))
  const upload = page.locator('[data-field=letter] [data-upload]')
  await shows(upload, /文件类型不符/)
  assert.equal(await upload.getByRole('button', { name: '重试' }).count(), 0)
  await upload.getByRole('button', { name: '取消' }).click()
  await attach(page, 'letter', file('letter.pdf'))
  await shows(upload, /系统繁忙/)
  await upload.getByRole('button', { name: '重试' }).click()
  await page.locator('[data-field=letter] [data-document]').waitFor()
  assert.deepEqual(troubles, [])
})
