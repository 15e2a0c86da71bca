// Quanzhou: order, quote, payment, policy; then the service organisation and its hazards.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { act, attach, barriers, choose, counts, date, file, fill, hand, holds, opened, person, picture, shows, startBrowser, startServer, submit, tick } from './world.mjs'

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
  await submit(page)
  await page.locator('[data-event="policy.quoted"]').waitFor()
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
  await fill(page, 'policy_number', 'QZ-WEB-1')
  await date(page, 'valid_from', '2025-03-01')
  await date(page, 'valid_until', '2026-02-28')
  await fill(page, 'accident_prevention_fee', '6000')
  await page.locator('[data-field="promised_services.safety-training"] input').fill('2')
  for (const name of ['policy_document', 'invoice', 'contract']) await attach(page, name, file(`${name}.pdf`))
  await page.locator('[data-field=contract] [data-document]').waitFor()
  await shot('qz-issue')
  await submit(page)
  await page.locator('[data-event="policy.issued"]').waitFor()
})

// proves QZI-67, QZS-14, QZS-15
test('申请第三方安全服务, 受理, a training of two: the bar stands at 1 / 2', async () => {
  const { page } = insurer
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
  await shows(provider.page.locator('tbody tr', { hasText: order }).locator('[data-progress=safety-training]').first(), /^培训 1\/2$/)
  assert.deepEqual(await barriers(provider.page), [])
  await provider.shot('p14-orders')
  await again(enterprise, `/c/service-orders/${order}`)
  await enterprise.page.click('[data-service=safety-training]')
  await enterprise.page.click('[data-record-cmd=confirm-service]')
  await submit(enterprise.page)
  await shows(enterprise.page.locator('[data-record="1"]'), /已确认/)
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
