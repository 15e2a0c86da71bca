// Benxi: an enterprise registers, is reviewed, enters its project; the insurer's form; a claim.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { act, barriers, carries, choose, date, file, fill, hand, holds, opened, person, refer, region, signIn, startBrowser, startServer, shows, submit } from './world.mjs'

const code = '91210500MA0XQKJ597'
let server, browser, builder, regulator, insurer, policy
before(async () => {
  server = await startServer()
  browser = await startBrowser()
  builder = await person(browser, server)
  regulator = await person(browser, server, 'regulator-bx')
  insurer = await person(browser, server, 'insurer-bx')
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

// proves BX-34
test('注册: a wrong check digit is told at the field, then 审核中', async () => {
  const { page, at, shot } = builder
  await at('/register')
  await fill(page, 'credit_code', `${code.slice(0, -1)}8`)
  await fill(page, 'name', '本溪市政工程有限公司')
  await choose(page, 'capacities', '施工单位')
  await fill(page, 'legal_representative', '李四')
  await region(page, 'region_code', '210502')
  await fill(page, 'address', '平山区某路1号')
  await fill(page, 'contact_name', '王五')
  await fill(page, 'contact_phone', '13904140002')
  await fill(page, 'username', 'builder-bx')
  await fill(page, 'password', 'Builders-1')
  await submit(page)
  await page.locator('[data-field=credit_code] .el-form-item__error').waitFor()
  await shot('bx-register')
  await fill(page, 'credit_code', code)
  await submit(page)
  await page.locator('[data-field=business_licence] .el-form-item__error').waitFor()
  await hand(page, 'business_licence', file('营业执照.pdf'))
  await page.click('[data-send-code]')
  await page.locator('[data-code-sent]').waitFor()
  await fill(page, 'phone_code', server.codeFor('13904140002'))
  await submit(page)
  await page.locator('[data-registered]').waitFor()
})

test('until it is approved it may look at itself and no more', async () => {
  const { page, at } = builder
  for (let i = 0; ; ++i) {
    const answer = await fetch(`${server.base}/api/v1/sessions`, {
      method: 'POST', headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username: 'builder-bx', password: 'Builders-1' }),
    })
    if (answer.status === 201) break
    assert.ok(i < 100, 'the account opens')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await signIn(page, server, 'builder-bx', 'Builders-1')
  await at(`/c/enterprises/${code}`)
  await carries(page.locator('[data-case] [data-state]'), 'data-state', 'pending-review')
})

test('the department sends it back with a reason, then approves', async () => {
  const { page, at } = regulator
  await at(`/c/enterprises/${code}`)
  await page.click('[data-cmd="enterprise.reject"]')
  await fill(page, 'reason', '营业执照不清晰')
  await submit(page)
  await page.locator('[data-event="enterprise.rejected"]').waitFor()
  await server.call('builder-bx', 'POST', `/enterprises/${code}/resubmit`, { address: '平山区某路2号' }, 'Builders-1')
  await page.locator('[data-event="enterprise.resubmitted"]').waitFor()
  await act(page, 'enterprise.approve', 'enterprise.approved')
})

// proves BX-39, BX-40
test('新增 over 项目列表: ✕ closes it; what was typed is asked about, given up and not kept', async () => {
  const { page, at, shot } = builder
  await at('/w')
  await page.reload()
  await page.click('[data-entry=projects] a')
  const add = page.locator('[data-cmd="project.register"]')
  await shows(add, /^新增/)
  const dialog = page.locator('[data-open-dialog]')
  const cross = dialog.locator('.el-dialog__headerbtn')
  await add.click()
  await dialog.locator('[data-field=name]').waitFor()
  await shows(dialog.locator('.el-dialog__title'), /^新增项目$/)
  assert.deepEqual(await barriers(page), [])
  await shot('bx-add')
  await cross.click()
  await dialog.waitFor({ state: 'detached' })
  await add.click()
  await fill(page, 'name', '未提交的项目')
  await cross.click()
  const asked = page.locator('.el-message-box')
  await shows(asked, /不予保存/)
  assert.deepEqual(await barriers(page), [])
  await asked.getByRole('button', { name: '继续填写' }).click()
  await holds(dialog.locator('[data-field=name] input'), '未提交的项目')
  await cross.click()
  await asked.getByRole('button', { name: '放弃并关闭' }).click()
  await dialog.waitFor({ state: 'detached' })
  await assert.rejects(() => server.call('builder-bx', 'GET', '/drafts/project.register/form', undefined, 'Builders-1'), / 404 /)
  await add.click()
  await holds(dialog.locator('[data-field=name] input'), '')
  await cross.click()
  await dialog.waitFor({ state: 'detached' })
  await shows(page.locator('[data-total]'), / 0 /)
})

test('新增项目 asks for what Benxi’s rules ask for, and stands in the list', async () => {
  const { page, at, shot } = builder
  await at('/do/project/register')
  await page.reload()
  await fill(page, 'project_code', 'BX-WEB-1')
  await fill(page, 'name', '本溪市政道路工程')
  await region(page, 'region_code', '210502')
  await submit(page)
  await page.locator('[data-field=construction_cost] .el-form-item__error').waitFor()
  await fill(page, 'address', '平山区')
  await fill(page, 'construction_cost', '80000000')
  await fill(page, 'owner', '91210500MA10A0011R')
  await fill(page, 'contractor', code)
  await fill(page, 'credit_code', code)
  await choose(page, 'category', '市政')
  await fill(page, 'duration_days', '200')
  await date(page, 'planned_start', '2025-03-10')
  await date(page, 'planned_finish', '2025-09-25')
  await shot('bx-project')
  await submit(page)
  await page.locator('[data-case="project/BX-WEB-1"]').waitFor()
})

test('投保单 by the insurer, 承保, the project insured', async () => {
  const { page, at } = insurer
  await at('/do/policy/record-offline')
  await fill(page, 'project', 'BX-WEB-1')
  await fill(page, 'policyholder', code)
  await fill(page, 'contact_phone', '13904140002')
  policy = await opened(page, 'policy')
  await page.click('[data-cmd="policy.issue"]')
  await fill(page, 'policy_number', 'BX-WEB-P-1')
  await date(page, 'valid_from', '2025-03-01')
  await date(page, 'valid_until', '2025-09-30')
  for (const [name, yuan] of [['premium', '200000'], ['aggregate_limit', '5000000'], ['per_accident_limit', '3000000'],
    ['per_person_death_limit', '800000'], ['per_person_medical_limit', '0'], ['accident_prevention_fee', '40000']])
    await fill(page, name, yuan)
  await hand(page, 'policy_document', file('policy.pdf'))
  await submit(page)
  await page.locator('[data-event="policy.issued"]').waitFor()
  await builder.at('/c/projects/BX-WEB-1')
  await builder.page.locator('[data-event="project.registered"]').waitFor()
  const project = await server.call('regulator-bx', 'GET', '/projects/BX-WEB-1')
  assert.equal(project.insurance_status, 'insured')
})

test('理赔: filed with evidence, accepted, paid', async () => {
  const { page, at, shot } = builder
  await at('/do/insurance-claim/file')
  await refer(page, 'policy', 'BX-WEB-P-1')
  await date(page, 'accident_on', '2025-03-01')
  await fill(page, 'description', '基坑坍塌')
  await fill(page, 'casualties', '1')
  await fill(page, 'deaths', '0')
  await fill(page, 'claimed_amount', '300000')
  await fill(page, 'place', '平山区')
  await fill(page, 'contact_name', '王五')
  await fill(page, 'contact_phone', '13904140002')
  await hand(page, 'documents', file('proof.pdf'))
  await shot('bx-claim')
  const claim = await opened(page, 'insurance-claim')
  await insurer.at(`/c/insurance-claims/${claim}`)
  await act(insurer.page, 'insurance-claim.accept', 'insurance-claim.accepted')
  await insurer.page.click('[data-cmd="insurance-claim.pay"]')
  await fill(insurer.page, 'amount', '250000')
  await date(insurer.page, 'paid_on', '2025-03-01')
  await submit(insurer.page)
  await insurer.page.locator('[data-event="insurance-claim.paid"]').waitFor()
})

test('nobody’s page complained', () => {
  for (const one of [builder, regulator, insurer]) assert.deepEqual(one.troubles, [])
})
