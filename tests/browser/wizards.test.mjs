// Forms in steps: what each step tells, what leads on and back, and what is kept on the way.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { barriers, becomes, choose, counts, date, file, fill, hand, holds, opened, person, picture, refer, shows, startBrowser, startServer, step, submit } from './world.mjs'

const contractor = '11230703001784935X'
let server, browser
before(async () => {
  server = await startServer()
  browser = await startBrowser()
  await server.call('regulator-hlj', 'POST', '/projects/import', {
    project_code: 'STEP-1', name: '铁力市第一小学', region_code: '230781', contractor, investment_total: 6_200_000_000,
  })
  await server.call('owner-hn', 'POST', '/projects', {
    project_code: 'STEP-HN', name: '海口中学', region_code: '460100', address: '琼山区',
    contractor: '9131011513230855XK', owner: '91460000MA5TPGXG3G',
  })
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

/** Every step in both themes: nothing that keeps anybody out, nothing beside the screen. */
async function everyStep(page, shot, name, keys) {
  for (const theme of ['light', 'dark']) {
    await page.evaluate((dark) => document.documentElement.classList.toggle('dark', dark), theme === 'dark')
    for (const key of keys) {
      await step(page, key)
      await page.locator(`[data-step=${key}]`).waitFor()
      assert.deepEqual(await barriers(page), [], `${name} ${key} ${theme}`)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      assert.ok(wide <= 0, `${name} ${key} is ${wide} px too wide`)
      await shot(`${name}-${key}${theme === 'dark' ? '-dark' : ''}`)
    }
  }
  await page.evaluate(() => document.documentElement.classList.remove('dark'))
}

// proves HLJ-38, HLJ-40, HLJ-42, HLJ-50, HLJ-52, HLJ-115, HLJ-117, HLJ-118
test('在线填报 in five steps: facts, insurers, agreement, papers, check', async () => {
  const { page, at, shot, troubles } = await person(browser, server, 'contractor-hlj')
  await at('/do/policy/apply')
  await page.click('[data-next]')
  await page.locator('[data-field=project] .el-form-item__error').waitFor()
  await refer(page, 'project', 'STEP-1')
  // What the registers know is shown and not typed again.
  await page.locator('[data-project-facts] [data-value=name]', { hasText: '铁力市第一小学' }).waitFor()
  await page.locator('[data-enterprise-facts]', { hasText: '资料完整' }).waitFor()
  await holds(page.locator('[data-field=investment_total] input'), '6,200')
  await shows(page.locator('[data-field=investment_total]'), /万元/)
  await holds(page.locator('[data-field=contact_name] input'), '张海池')
  await fill(page, 'contact_phone', '13314518976')
  await page.click('[data-next]')

  await choose(page, 'broker', '黑龙江')
  await choose(page, 'insurer', '人保')
  // Another broker, another insurer to choose.
  await page.locator('[data-field=broker] .el-select').hover()
  await page.locator('[data-field=broker] .el-select__clear').click()
  await page.locator('[data-field=insurer] .el-select__placeholder.is-transparent').waitFor({ state: 'attached' })
  await choose(page, 'broker', '黑龙江')
  await choose(page, 'insurer', '人保')
  await page.click('[data-next]')

  const guide = page.locator('[data-agreement-guide]')
  const print = await guide.locator('[data-print=user-agreement]').getAttribute('href')
  const paper = await page.request.get(new URL(print, server.base).href)
  assert.equal(paper.headers()['content-type'], 'application/pdf')
  assert.equal(await guide.locator('[data-print=user-agreement]').getAttribute('target'), '_blank')
  await shows(guide, /打印[\s\S]*盖章[\s\S]*扫描[\s\S]*上传/)
  await hand(page, 'signed_agreement', file('agreement.pdf'))
  await page.click('[data-next]')

  for (const name of ['business_licence', 'bid_award_notice']) await hand(page, name, file(`${name}.pdf`))
  for (const name of ['legal_representative_id_front', 'legal_representative_id_back']) await hand(page, name, picture(`${name}.png`))
  await counts(page.locator('[data-step=papers] img.preview'), 2)
  await page.locator('[data-draft]', { hasText: '草稿已保存' }).waitFor()
  // Loaded anew it stands where it stood, with all that was filled in.
  await page.reload()
  await page.locator('[data-step=papers] [data-document]').nth(3).waitFor()
  await page.click('[data-next]')

  await page.locator('[data-check=insurer]', { hasText: '人保财险' }).waitFor()
  await shows(page.locator('[data-check=investment_total]'), /6,200/)
  await counts(page.locator('[data-step=check] .bad'), 0)
  await everyStep(page, shot, 'p07', ['enterprise', 'insurers', 'agreement', 'papers', 'check'])
  // Not agreed to: refused at the field.
  await submit(page)
  await page.locator('[data-field=agreement_accepted] .el-form-item__error').waitFor()
  await page.locator('[data-field=agreement_accepted] .el-switch').click()
  const id = await opened(page, 'policy')
  await page.locator('[data-receipt] [data-next-others]').waitFor()
  const policy = await server.call('contractor-hlj', 'GET', `/policies/${id}`)
  assert.equal(policy.agreement_version, '2026-1')
  await shot('p07-receipt')
  assert.deepEqual(troubles, [])
})

// proves HN-14, HN-26, HN-27, HN-28, HN-32, HN-74, HN-87, HN-88, HN-118
test('申请担保: the mode with its rule, and the least amount tier by tier while one types', async () => {
  const { page, at, shot, troubles } = await person(browser, server, 'owner-hn')
  await at('/do/guarantee/apply')
  await shows(page.locator('.modes'), /保函模式[\s\S]*共管资金[\s\S]*预售资金[\s\S]*政府财政投资[\s\S]*补录/)
  await shows(page.locator('h2:visible').first(), /^申请保单导航$/)
  await shows(page.locator('[data-papers=register-escrow]'), /^所需材料：.*担保资金协议.*资金共管账户开户证明/)
  await shows(page.locator('[data-papers=register-fiscal]'), /业务附件/)
  await step(page, 'works')
  await refer(page, 'project', 'STEP-HN')
  await page.locator('[data-project-facts]', { hasText: '琼山区' }).waitFor()
  await fill(page, 'contract_number', 'HT-STEP')
  // Another mode after all: what is common goes along.
  await step(page, 'mode')
  await page.locator('[data-mode=register-escrow]').click()
  await page.locator('[data-mode=register-escrow][aria-pressed=true]').waitFor()
  await step(page, 'works')
  await holds(page.locator('[data-field=contract_number] input'), 'HT-STEP')
  await choose(page, 'contract_type', '施工总承包')
  await holds(page.locator('[data-field=fixed-kind] input[readonly]'), '资金共管')
  const sections = await page.locator('[data-section] > h3').allTextContents()
  assert.deepEqual(sections, ['工程信息', '建设单位信息', '施工单位信息', '经办银行信息', '共管资金账户信息', '附件'])

  for (const [contract, flat, progressive, tiers] of [
    ['500', '50', '50', 1], ['1001', '100.1', '100.05', 2], ['5000', '500', '300', 2], ['10000', '1,000', '550', 2],
    ['10001', '1,000.1', '550.025', 3], ['20000', '2,000', '800', 3], ['100000', '10,000', '2,800', 3],
  ]) {
    await fill(page, 'contract_amount', contract)
    await shows(page.locator('[data-least-amount]'), new RegExp(`^${flat}$`))
    await page.locator('[data-field=progressive_agreed] .el-switch').click()
    await shows(page.locator('[data-least-amount]'), new RegExp(`^${progressive}$`))
    await counts(page.locator('[data-tier]'), tiers)
    await page.locator('[data-field=progressive_agreed] .el-switch').click()
    await page.locator('[data-least-rule]', { hasText: '统一比例' }).waitFor()
  }
  await page.locator('[data-field=progressive_agreed] .el-switch').click()
  await fill(page, 'contract_amount', '20000')
  await step(page, 'account')
  await fill(page, 'amount', '467.5')
  await page.locator('[data-least-verdict]', { hasText: '还差 332.5 万元' }).waitFor()
  await page.locator('[data-ratio]', { hasText: '2.34%' }).waitFor()
  await page.click('[data-adopt]')
  await page.locator('[data-least-verdict]', { hasText: '满足最低担保金额' }).waitFor()
  await holds(page.locator('[data-field=amount] input'), '800')
  await counts(page.locator('[data-least-differs]'), 0)

  await fill(page, 'bank', '海南银行')
  await refer(page, 'bank_credit_code', '91460000MA5TM8HD9J')
  await fill(page, 'account_name', '海口中学工程款')
  await fill(page, 'account_number', '6222020200012345678')
  await date(page, 'deposited_on', '2025-02-20')
  await date(page, 'valid_from', '2025-03-01')
  await page.keyboard.press('Escape')
  await step(page, 'papers')
  for (const name of ['agreement', 'account_proof']) await hand(page, name, file(`${name}.pdf`))
  await everyStep(page, shot, 'p09', ['mode', 'works', 'account', 'papers', 'check'])
  const id = await opened(page, 'guarantee')
  await page.locator('[data-receipt]', { hasText: '接下来' }).waitFor()
  await shot('p09-receipt')
  await page.click('[data-open-case]')
  await page.locator(`[data-case="guarantee/${id}"] [data-film]`).waitFor()
  assert.deepEqual(troubles, [])
})

// proves HN-46, HN-54, HN-124
test('我的担保 by its modes, and from there each form under its name; the sections of an application', async () => {
  const { page, at, shot, troubles } = await person(browser, server, 'owner-hn')
  const open = async (mode, opening, title) => {
    await at('/w')
    await page.click('[data-entry=guarantees] a:has-text("我的担保")')
    await page.click(`[data-mode-tab=${mode}]`)
    await page.locator(`[data-mode-tab=${mode}][aria-pressed=true]`).waitFor()
    await page.click(`[data-cmd="guarantee.${opening}"]`)
    await shows(page.locator('h1'), new RegExp(`^${title}$`))
  }
  const sections = (expected) => becomes(async () => (await page.locator('[data-section] > h3').allTextContents()).join(), expected.join())
  const parties = ['工程信息', '建设单位信息', '施工单位信息']
  await open('letter', 'backfill', '新增工程担保补录业务')
  await sections(['担保类型与担保机构', ...parties, '投保信息', '保函信息', '附件'])
  await open('fiscal', 'register-fiscal', '新增工程担保政府财政投资业务')
  await sections([...parties, '财政投资信息', '附件'])
  await open('letter', 'apply', '新增工程担保申请业务')
  await sections(['担保类型与担保机构', ...parties, '投保信息'])
  const head = page.locator('[data-section=kind]')
  assert.deepEqual(await head.locator('[data-field]').evaluateAll((all) => all.map((one) => one.dataset.field)), ['guarantee_type', 'guarantor'])
  await everyStep(page, shot, 'p09-apply', ['mode', 'works', 'amount', 'check'])
  assert.deepEqual(troubles, [])
})

test('a wide screen is used: the fields in three columns, the figure beside them', async () => {
  const { page, at, shot } = await person(browser, server, 'owner-hn', { viewport: { width: 1920, height: 1080 } })
  await at('/do/guarantee/apply?step=amount')
  await page.locator('[data-step=amount] [data-field=contract_amount]').waitFor()
  await fill(page, 'contract_amount', '16130')
  await page.locator('[data-least-amount]', { hasText: '1,613' }).waitFor()
  await shot('p09-1920')
  const [form, figure] = await Promise.all(['.step-form', '[data-least]'].map((one) => page.locator(one).boundingBox()))
  assert.ok(figure.x > form.x + form.width - 1, 'the figure stands beside the form')
})
