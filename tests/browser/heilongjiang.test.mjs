// Heilongjiang: the enterprise files online, the insurer sends back, agrees, issues; the screen moves.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { act, attach, barriers, choose, counts, date, file, fill, hand, opened, person, picture, refer, shows, startBrowser, startServer, step, submit, tick } from './world.mjs'

const contractor = '11230703001784935X'
let server, browser, enterprise, insurer, regulator, policy
before(async () => {
  server = await startServer()
  browser = await startBrowser()
  await server.call('regulator-hlj', 'POST', '/projects/import', {
    project_code: '2025-230702-01', name: '伊美区实验小学', region_code: '230702', contractor, investment_total: 6_200_000_000,
  })
  enterprise = await person(browser, server, 'contractor-hlj')
  insurer = await person(browser, server, 'insurer-hlj')
  regulator = await person(browser, server, 'regulator-hlj', { viewport: { width: 1920, height: 1080 } })
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

// proves HLJ-26
test('项目信息: the project with its status and amount in 万元', async () => {
  const { page, at, shot } = enterprise
  await at('/l/projects?q=2025-230702-01')
  await shows(page.locator('[data-view=projects] tbody tr.el-table__row'), /伊美区实验小学[\s\S]*6,200[\s\S]*未投保/)
  await shot('hlj-projects')
})

// proves HLJ-39, HLJ-40, HLJ-44, HLJ-49
test('在线填报: broker, then its insurers; five papers; a picture is no PDF', async () => {
  const { page, at, shot } = enterprise
  await at('/do/policy/apply')
  await refer(page, 'project', '2025-230702-01')
  // What the province's rules ask for comes with the project.
  await page.locator('[data-field=signed_agreement].is-required, [data-field=signed_agreement] .is-required').first().waitFor({ state: 'attached' })
  await fill(page, 'contact_name', '张海池')
  await fill(page, 'contact_phone', '1331451')
  await step(page, 'insurers')
  await choose(page, 'broker', '')
  await choose(page, 'insurer', '')
  await step(page, 'papers')
  for (const name of ['business_licence', 'bid_award_notice']) await attach(page, name, file(`${name}.pdf`))
  for (const name of ['legal_representative_id_front', 'legal_representative_id_back']) await attach(page, name, picture(`${name}.png`))
  await step(page, 'agreement')
  await attach(page, 'signed_agreement', picture('agreement.png'))
  await page.locator('[data-field=signed_agreement]').getByText('文件类型不符').waitFor()
  await page.locator('[data-field=signed_agreement]').getByRole('button', { name: '取消' }).click()
  await hand(page, 'signed_agreement', file('agreement.pdf'))
  await step(page, 'check')
  await submit(page)
  // The phone is wrong: told at the field, in its own step, and the papers stay.
  await page.locator('[data-field=contact_phone] .el-form-item__error').waitFor()
  await counts(page.locator('[data-document]'), 5)
  await fill(page, 'contact_phone', '13314518976')
  await step(page, 'check')
  await page.locator('[data-field=agreement_accepted] .el-switch').click()
  await shot('hlj-filing')
  policy = await opened(page, 'policy')
})

// proves HLJ-54, HLJ-66, HLJ-68
test('投保信息: the insurer sends it back with a reason, the enterprise hands it in again', async () => {
  const { page, at, shot } = insurer
  await at('/l/policies')
  await page.locator('[data-tab=in-review]').click()
  await page.locator(`[data-row="${policy}"]`).click()
  await page.click('[data-cmd="policy.return"]')
  await submit(page)
  await page.locator('[data-field=reason] .el-form-item__error').waitFor()
  await fill(page, 'reason', '保额不足')
  await submit(page)
  await page.locator('[data-event="policy.returned"]').waitFor()
  await shot('hlj-returned')
  const mine = enterprise.page
  await enterprise.at(`/c/policies/${policy}`)
  await mine.reload()
  await mine.locator('[data-value=reason]', { hasText: '保额不足' }).waitFor()
  await act(mine, 'policy.resubmit', 'policy.resubmitted')
})

// proves HLJ-69, HLJ-70, HLJ-71, HLJ-80
test('同意 and 保单信息: in force, the project insured', async () => {
  const { page, at } = insurer
  await at(`/c/policies/${policy}`)
  await page.reload()
  await act(page, 'policy.approve', 'policy.approved')
  await page.click('[data-cmd="policy.issue"]')
  const head = page.locator('.el-drawer [data-facts]')
  await shows(head.locator('[data-value=project]'), /^项目代码\s*2025-230702-01$/)
  const { policyholder_name: insured } = await server.call('insurer-hlj', 'GET', `/policies/${policy}`)
  await shows(head.locator('[data-value=policyholder_name]'), new RegExp(`^投保人\\s*${insured}$`))
  await counts(head.locator('input, textarea'), 0)
  assert.deepEqual(await barriers(page), [])
  await insurer.shot('hlj-issue')
  await fill(page, 'policy_number', 'HLJ-WEB-1')
  await date(page, 'valid_from', '2025-03-01')
  await date(page, 'valid_until', '2026-02-28')
  await fill(page, 'premium', '300000')
  await fill(page, 'aggregate_limit', '10000000')
  await attach(page, 'policy_document', file('policy.pdf'))
  await hand(page, 'agreement', file('both.pdf'))
  await tick(page, 'insurance_type', '线上投保')
  await fill(page, 'accident_prevention_fee', '60000')
  await submit(page)
  await page.locator('[data-event="policy.issued"]').waitFor()
  await page.locator('[data-case] [data-state=in-force]').waitFor()
})

// proves HLJ-84
test('输入理赔信息 shows whose project the policy insures', async () => {
  const { page, at } = insurer
  await at('/do/insurance-claim/report')
  await refer(page, 'policy', 'HLJ-WEB-1')
  const head = page.locator('[data-facts]')
  await shows(head.locator('[data-value=project_name]'), /^项目名称\s*伊美区实验小学$/)
  await shows(head.locator('[data-value=project]'), /^项目代码\s*2025-230702-01$/)
  await counts(head.locator('input, textarea'), 0)
  await insurer.shot('hlj-claim')
})

// proves HLJ-97, HLJ-98, HLJ-106
test('数据大屏: the figures are the API’s, with their formulas, and follow a click on a city', async () => {
  const { page, at, shot } = regulator
  await at('/screen/230000')
  await page.locator('[data-tile=insured_projects]').waitFor()
  const figures = await server.call('regulator-hlj', 'GET', '/dashboards/230000')
  assert.ok(figures.insured_projects >= 1)
  const tile = (key) => page.locator(`[data-tile=${key}]`)
  await shows(tile('project_count'), new RegExp(`${figures.project_count}`))
  await shows(tile('insured_ratio'), new RegExp(`${(figures.insured_ratio / 100).toFixed(2)}%[\\s\\S]*${figures.insured_projects} ÷ ${figures.project_count}`))
  await shot('screen-1920')
  await page.locator('[data-city="230700"]').click()
  const { items } = await server.call('regulator-hlj', 'GET', '/dashboards/230000/cities')
  const city = items.find((c) => c.region_code === '230700')
  await page.locator('h1', { hasText: '伊春市' }).waitFor()
  await shows(tile('project_count'), new RegExp(`${city.project_count}`))
})

test('nobody’s page complained', () => {
  for (const one of [enterprise, insurer, regulator]) assert.deepEqual(one.troubles, [])
})
