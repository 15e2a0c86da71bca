// Each role's menu as it stands on the page: the manuals' words, in their order; where it leads.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { person, startBrowser, startServer } from './world.mjs'

let server, browser
before(async () => {
  server = await startServer()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

/** What each sees after signing in; all of the sample administer their organisations besides. */
const menus = {
  'contractor-hlj': ['企业信息', '项目信息', '我的投保', '理赔查询', '飞行检查整改', '飞行检查', '整改', '帮助', '账号管理', '角色管理'],
  'contractor-bx': ['项目管理', '项目列表', '企业管理', '保险管理', '我的保单', '风险管理', '重大危险源', '服务记录', '隐患整改',
    '理赔管理', '安全生产费用', '系统管理', '用户管理', '角色管理'],
  'contractor-qz': ['订单', '投保', '确认报价', '付款凭证', '保单', '安全服务', '隐患整改', '账号管理', '角色管理', '机构资料'],
  'owner-hn': ['首页', '保证人诚信档案', '建档保证人公示', '工程款支付担保监管', '我的担保', '支付信息归集',
    '共管资金及使用预售资金月报', '申请担保调整', '账号管理', '角色管理', '机构资料'],
  'contractor-hn': ['首页', '建档保证人公示', '我的保函', '确认收函', '支付信息归集', '收款归集', '申请代偿索赔', '保证执行',
    '账号管理', '角色管理', '机构资料'],
  'guarantor-hn': ['机构备案', '待办申请', '保函管理', '调整办理', '代偿理赔', '信用记录', '账号管理', '角色管理'],
  'insurer-hlj': ['投保信息', '保单信息', '理赔信息', '账号管理', '角色管理', '机构资料'],
  'broker-hlj': ['投保信息', '账号管理', '角色管理', '机构资料'],
  'regulator-hlj': ['数据大屏', '预警中心', '企业信息', '项目信息', '保险监管', '投保与保单', '理赔', '安全服务费用台账',
    '服务与隐患', '服务订单', '服务记录', '隐患', '重大危险源', '飞行检查', '注册审核', '统计报表', '账号管理', '角色管理', '机构资料'],
  admin: ['系统概览', '机构', '账号', '角色权限', '角色', '权限矩阵', '字典', '参数（生效日期）', '经纪—保险公司合作', '节假日', '公告',
    '消息记录', '操作日志'],
}

for (const [username, words] of Object.entries(menus))
  test(`the menu of ${username}`, async () => {
    const { page, context, at, troubles } = await person(browser, server, username)
    await at('/w')
    await page.locator('[data-entry]').first().waitFor()
    assert.deepEqual(await page.locator('nav .heading, nav .text').allInnerTexts(), words)
    assert.deepEqual(troubles, [])
    await context.close()
  })

test('a sign-in leads where the role works, and the line of the menu tells where one is', async () => {
  const insurer = await person(browser, server, 'insurer-hlj')
  await insurer.page.waitForSelector('[data-view=policies]')
  await insurer.page.locator('[data-entry=orders] a.on').waitFor()
  await insurer.page.click('[data-entry=policies] a')
  await insurer.page.locator('[data-entry=policies] a.on').waitFor()
  assert.equal(await insurer.page.locator('nav a.on').count(), 1)
  assert.match(insurer.page.url(), /state=in-force/)
  await insurer.context.close()
  const regulator = await person(browser, server, 'regulator-bx')
  await regulator.page.locator('[data-entry=alert-console] a.on').waitFor()
  await regulator.context.close()
})
