// Quanzhou: order, quote, payment, policy; then the service organisation and its hazards.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { act, attach, barriers, choose, counts, date, file, fill, hand, holds, looksWell, opened, person, picture, shows, startBrowser, startServer, submit, tick } from './world.mjs'

const services = {
  'safety-training': '安全培训', 'risk-identification': '风险识别', 'hazard-inspection': '事故排查', standardisation: '标准化建设',
  'emergency-plan-and-drill': '应急预案编制和演练', 'technology-promotion': '安全生产科技推广应用', other: '其他有关事故预防工作',
}
let server, browser, enterprise, insurer, provider, policy, order
const again = async (one, path) => {
  await one.at(path)
  await one.page.reload()
}
before(async () => {
  server = await startServer()
  browser = await startBrowser()
  enterprise = await person(browser, server, 'contractor-qz')
  insurer = await person(browser, server, 'insurer-qz')
  provider = await person(browser, server, 'provider-qz')
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

// proves QZI-17
test('投保: an order without a construction project names its beneficiary', async () => {
  for (const open of (await server.call('insurer-qz', 'GET', '/policies?state=in-review&policyholder=91440300MA5FBK637G')).items)
    await server.call('contractor-qz', 'POST', `/policies/${open.id}/withdraw`, { reason: '重新投保' })
  const { page, at, shot } = enterprise
  await at('/do/policy/apply')
  await page.locator('[data-field="beneficiary.name"] input').fill('泉州某某工厂')
  await page.locator('[data-field="beneficiary.address"] input').fill('泉州市丰泽区')
  await choose(page, 'insurer', '')
  await fill(page, 'contact_name', '张三')
  await fill(page, 'contact_phone', '13697770764')
  for (const name of ['business_licence', 'legal_representative_id_front', 'legal_representative_id_back'])
    await attach(page, name, file(`${name}.pdf`))
  await page.locator('[data-field=legal_representative_id_back] [data-document]').waitFor()
  await page.locator('[data-field=agreement_accepted] .el-switch').click()
  await choose(page, 'intended_services', '其他有关事故预防工作')
  await shot('qz-order')
  policy = await opened(page, 'policy')
})

// proves QZI-29, QZI-51
test('订单报价 is refused beyond its bounds at the field, then given', async () => {
  const { page } = insurer
  await again(insurer, `/c/policies/${policy}`)
  await page.click('[data-cmd="policy.quote"]')
  await fill(page, 'aggregate_limit', '5000000')
  await fill(page, 'per_accident_limit', '6000000')
  await fill(page, 'per_person_death_limit', '800000')
  await fill(page, 'per_person_medical_limit', '80000')
  await fill(page, 'premium', '30000')
  await submit(page)
  await page.locator('.is-error, [data-refusal]').first().waitFor()
  await fill(page, 'per_accident_limit', '5000000')
  await date(page, 'valid_from', '2025-03-01')
  await date(page, 'valid_until', '2026-02-28')
  await submit(page)
  await page.locator('[data-event="policy.quoted"]').waitFor()
})

// proves QZI-18, QZI-21
test('方案 in the list of orders: premium and limits, the whole plan behind 查看详情; the state; when it was applied for', async () => {
  const { page, at } = insurer
  await at(`/l/policies?q=${policy}`)
  const plan = page.locator(`[data-plan="${policy}"]`)
  await shows(plan, /保费\(元\)\s*30,000\.00/)
  const limits = { aggregate: '500.00', per_accident: '500.00', per_person_death: '80.00', per_person_medical: '8.00' }
  for (const [name, wan] of Object.entries(limits)) {
    await shows(plan.locator(`[data-term=${name}_limit]`), new RegExp(`^${wan.replace('.', '\\.')}$`))
    await shows(plan, /限额\(万元\)/)
  }
  const row = page.locator('tbody tr', { hasText: policy })
  await shows(row.locator('[data-state=quoted]').first(), /^待确认报价$/)
  await shows(row, /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/)
  await looksWell(insurer, 'p12-list')
  await page.click('[data-plan-details]')
  const whole = page.locator('.el-dialog [data-facts]')
  await shows(whole, /累积赔偿限额[\s\S]*500[\s\S]*生效日期\s*2025-03-01[\s\S]*终止日期\s*2026-02-28/)
  assert.deepEqual(await barriers(page), [])
  await insurer.shot('p12-plan')
})

// proves QZI-55, QZI-56, QZI-58, QZI-61
test('确认报价, 付款通知书, 付款凭证, 支付审核, 出函', async () => {
  await again(enterprise, `/c/policies/${policy}`)
  await act(enterprise.page, 'policy.accept-quote', 'policy.quote-accepted')

  await again(insurer, `/c/policies/${policy}`)
  await insurer.page.click('[data-cmd="policy.send-payment-notice"]')
  await hand(insurer.page, 'payment_notice', file('notice.pdf'))
  await submit(insurer.page)
  await insurer.page.locator('[data-event="policy.payment-notice-sent"]').waitFor()

  await again(enterprise, `/c/policies/${policy}`)
  await enterprise.page.click('[data-cmd="policy.submit-payment"]')
  await hand(enterprise.page, 'payment_proof', file('proof.pdf'))
  await fill(enterprise.page, 'paid_amount', '30000')
  await date(enterprise.page, 'paid_on', '2025-03-01')
  await submit(enterprise.page)
  await enterprise.page.locator('[data-event="policy.payment-submitted"]').waitFor()

  await again(insurer, `/c/policies/${policy}`)
  const { page, shot } = insurer
  await act(page, 'policy.approve-payment', 'policy.payment-approved')
  await page.click('[data-cmd="policy.issue"]')
  // What the order says is shown and not typed again, its papers as links.
  const head = page.locator('.el-drawer [data-facts]')
  await shows(head.locator('[data-value=beneficiary]'), /泉州某某工厂[\s\S]*泉州市丰泽区/)
  for (const [name, text] of Object.entries({
    policyholder_name: /\S/, policyholder: /^投保人信用代码\s*91440300MA5FBK637G$/, contact_name: /张三/, contact_phone: /\*{4}0764/,
    valid_from: /2025-03-01/, valid_until: /2026-02-28/, intended_services: /其他有关事故预防工作/,
  })) await shows(head.locator(`[data-value=${name}]`), text)
  await head.locator('[data-value=business_licence] a').waitFor()
  await counts(head.locator('input, textarea'), 0)
  await fill(page, 'policy_number', 'QZ-WEB-1')
  await date(page, 'valid_from', '2025-03-01')
  await date(page, 'valid_until', '2026-02-28')
  await fill(page, 'accident_prevention_fee', '6000')
  for (const kind of Object.keys(services)) await page.locator(`[data-field="promised_services.${kind}"] input`).fill('1')
  await page.locator('[data-field="promised_services.safety-training"] input').fill('2')
  for (const name of ['policy_document', 'invoice', 'contract']) await attach(page, name, file(`${name}.pdf`))
  await page.locator('[data-field=contract] [data-document]').waitFor()
  await shot('qz-issue')
  await submit(page)
  await page.locator('[data-event="policy.issued"]').waitFor()
})

// proves QZI-25
test('出函 of an order for a project: its name and its address stand over the form', async () => {
  const { page } = insurer
  const id = '202502192340024959'
  const { address } = await server.call('regulator-qz', 'GET', `/projects/QZ-${id}`)
  await again(insurer, `/c/policies/${id}`)
  await page.click('[data-cmd="policy.issue"]')
  const head = page.locator('.el-drawer [data-facts]')
  await shows(head.locator('[data-value=project_name]'), /^项目名称\s*\S/)
  await shows(head.locator('[data-value=address]'), new RegExp(`^项目详细地址\\s*${address}$`))
  // Nothing was typed: nothing is asked.
  await page.locator('.el-drawer__close-btn').click()
  await page.locator('.el-drawer').waitFor({ state: 'hidden' })
})

// proves QZI-67, QZS-14, QZS-15
test('申请第三方安全服务, 受理, a training of two: the bar stands at 1 / 2', async () => {
  const { page } = insurer
  await again(insurer, `/c/policies/${policy}`)
  await page.click('[data-cmd="policy.assign-service-provider"]')
  await choose(page, 'provider', '')
  await submit(page)
  await page.locator('[data-value=service_order]').waitFor()
  order = (await server.call('insurer-qz', 'GET', `/policies/${policy}`)).service_order
  await again(provider, `/c/service-orders/${order}`)
  await act(provider.page, 'service-order.accept', 'service-order.accepted')
  // From the tab of its kind: the kind need not be chosen again.
  await provider.page.click('[data-service=safety-training]')
  await provider.page.click('[data-service-add]')
  await shows(provider.page.locator('[data-field=kind]'), /安全生产宣传教育培训/)
  await date(provider.page, 'held_on', '2025-03-01')
  await fill(provider.page, 'summary', '入场教育')
  await hand(provider.page, 'documents', file('training.pdf'))
  await submit(provider.page)
  await provider.page.locator('[data-service=safety-training]', { hasText: '1 / 2' }).waitFor()
  await shows(provider.page.locator('[data-record="1"]'), /2025-03-01[\s\S]*入场教育[\s\S]*打开 1[\s\S]*未确认/)
  assert.deepEqual(await barriers(provider.page), [])
  await provider.shot('qz-services')
  // The list tells the same at a glance.
  await provider.at('/l/service-orders')
  await shows(provider.page.locator('tbody tr', { hasText: order }).locator('[data-progress=safety-training]').first(), /^安全培训 1\/2$/)
  assert.deepEqual(await barriers(provider.page), [])
  await provider.shot('p14-orders')
  await again(enterprise, `/c/service-orders/${order}`)
  await enterprise.page.click('[data-service=safety-training]')
  await enterprise.page.click('[data-record-cmd=confirm-service]')
  await submit(enterprise.page)
  await shows(enterprise.page.locator('[data-record="1"]'), /已确认/)
})

// proves QZS-19, QZS-21, QZS-23, QZS-25, QZS-27, QZS-29, QZS-31
test('each service of the plan leads from the order’s row to its records of that order', async () => {
  const { page, at } = provider
  for (const [kind, word] of Object.entries(services)) {
    await at('/l/service-orders')
    const link = page.locator('tbody tr', { hasText: order }).locator(`a[data-progress=${kind}]`)
    await shows(link, new RegExp(`^${word} [01]/[12]$`))
    await link.click()
    await page.locator(`[data-case="service-order/${order}"]`).waitFor()
    await page.locator(`[data-service=${kind}][aria-pressed=true]`).waitFor()
    await counts(page.locator('[data-record]'), kind === 'safety-training' ? 1 : 0)
  }
  // What a plan does not have is no link in its row.
  await at('/l/service-orders')
  for (const one of (await server.call('provider-qz', 'GET', '/service-orders')).items) {
    const has = Object.keys(services).filter((kind) => one.promised_services?.[kind] || one.recorded_services?.[kind])
    await counts(page.locator('tbody tr', { hasText: one.id }).locator('[data-progress]'), has.length)
  }
})

// proves QZS-44, QZS-46
test('隐患 with pictures before and after, side by side', async () => {
  const { page, at, shot } = provider
  await at(`/do/hazard/report?service_order=${order}`)
  await fill(page, 'category', '高处作业')
  await fill(page, 'description', '临边无防护')
  await tick(page, 'level', '一般')
  await date(page, 'rectify_by', '2025-03-10')
  await hand(page, 'photos', picture('before.png'))
  const hazard = await opened(page, 'hazard')
  await again(enterprise, `/c/hazards/${hazard}`)
  await enterprise.page.click('[data-cmd="hazard.rectify"]')
  await fill(enterprise.page, 'description', '已加装护栏')
  await attach(enterprise.page, 'photos', picture('after.png'))
  await enterprise.page.locator('.el-drawer [data-document]').first().waitFor()
  await submit(enterprise.page)
  await enterprise.page.locator('[data-event="hazard.rectified"]').waitFor()
  await counts(enterprise.page.locator('[data-panel=pictures] figure'), 2)
  await shot('qz-hazard')
  // One over the other, the edge moved by key.
  await enterprise.page.click('[data-compare=slider]')
  const edge = enterprise.page.locator('[data-edge]')
  await edge.focus()
  for (let i = 0; i < 10; ++i) await edge.press('ArrowLeft')
  await holds(edge, '40')
  assert.match(await enterprise.page.locator('[data-after]').getAttribute('style'), /40%/)
  assert.deepEqual(await barriers(enterprise.page), [])
  await enterprise.shot('qz-hazard-slider')
  await enterprise.at('/l/hazards')
  await shows(enterprise.page.locator('tbody tr', { hasText: hazard }).first(), /已整改[\s\S]*—/)
  assert.deepEqual(await barriers(enterprise.page), [])
})

test('nobody’s page complained', () => {
  for (const one of [enterprise, insurer, provider]) assert.deepEqual(one.troubles, [])
})
