// The front of each province: what its system is called, its doors, who comes in by which.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { act, attach, becomes, carries, choose, counts, file, fill, looksWell, password, person, region, shows, startBrowser, startServer } from './world.mjs'

const titles = {
  230000: '黑龙江省建筑施工安责险信息管理系统',
  210500: '本溪市建设工程安责险信息平台',
  460000: '建设领域工程担保及保险综合服务系统',
}
const insurer = '91350500MA2YA0014X'
let server, browser
before(async () => {
  server = await startServer()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

/** The form of the door one stands at. */
async function enter(page, username, secret = password) {
  await fill(page, 'username', username)
  await fill(page, 'password', secret)
  await page.click('[data-form=sign-in] button[type=submit]')
}
/** It stands whole in the page's head, and in the browser's title. */
async function called(page, title) {
  const head = page.locator('header [data-system-title]')
  await shows(head, new RegExp(`^${title}$`))
  await becomes(() => page.title(), title)
  await becomes(() => head.evaluate((e) => e.scrollWidth <= e.clientWidth), true)
}
const pagesOf = (username) => server.call(username, 'GET', '/meta/menu').then((menu) => menu.items.flatMap((item) => item.pages.map((p) => p.path)))

// proves HLJ-01
test('黑龙江: the system’s name stands on every page of every class of user, its manual behind each', async () => {
  for (const username of ['contractor-hlj', 'insurer-hlj', 'broker-hlj', 'regulator-hlj']) {
    const { page, context, at, troubles } = await person(browser, server, username)
    for (const path of await pagesOf(username)) {
      await at(path)
      await shows(page.locator('[data-system-title]'), new RegExp(titles[230000]))
      await becomes(() => page.title(), titles[230000])
    }
    await at('/me')
    await called(page, titles[230000])
    await page.click('[data-site-foot] a[href="#/help"]')
    await page.locator('[data-shown="230000"]').waitFor()
    await shows(page.locator('[data-shown] h1'), new RegExp(`${titles[230000]}操作手册`))
    await shows(page.locator('[data-edition]'), /版本 \d{4}\.\d+，\d{4}-\d{2}-\d{2}/)
    assert.deepEqual(troubles, [], username)
    await context.close()
  }
})

// proves BX-01, HN-01
test('本溪、海南: the system’s name at sign-in and on the main pages, with the enterprises’ manual', async () => {
  for (const [place, username] of [['210500', 'contractor-bx'], ['460000', 'owner-hn']]) {
    const one = await person(browser, server)
    const { page, at } = one
    await at(`/sign-in?at=${place}`)
    await shows(page.locator('[data-system-title]'), new RegExp(titles[place]))
    await looksWell(one, `sign-in-${place}`)
    await enter(page, username)
    await page.locator('[data-who]').waitFor()
    for (const path of ['/w', ...(await pagesOf(username))]) {
      await at(path)
      await called(page, titles[place])
    }
    await becomes(() => page.locator('[data-who] span').first().evaluate((e) => e.scrollWidth <= e.clientWidth), true)
    await looksWell(one, `titled-${place}`)
    await at('/help')
    await shows(page.locator('[data-shown] h1'), new RegExp(`${titles[place]}操作手册`))
    await one.context.close()
  }
})

// proves QZI-01, QZS-01
test('泉州: insurers work in 保单后台管理系统, service organisations in a system called as theirs', async () => {
  for (const [username, title] of [['insurer-qz', '保单后台管理系统'], ['provider-qz', '安全生产技术服务机构管理系统'], ['contractor-qz', '安全生产责任保险监管平台']]) {
    const { page, context, at } = await person(browser, server, username)
    for (const path of await pagesOf(username)) {
      await at(path)
      await called(page, title)
    }
    await context.close()
  }
})

// proves QZI-10, QZI-11, QZI-12, QZI-13, QZS-05
test('泉州: from the landing page by 保险端 to one’s own insurer’s sign-in, where no other insurer’s account fits', async () => {
  const other = '91350500MA2YA0052U'
  await server.call('admin', 'POST', '/organisations', { kind: 'insurer', name: '泉州第二保险公司', credit_code: other, region_code: '350500' })
  const one = await person(browser, server)
  const { page, at } = one
  await at('/home?at=350500')
  await shows(page.locator('[data-landing] h1'), /^安全生产责任保险监管平台$/)
  await becomes(async () => (await page.locator('[data-door-to] strong').allInnerTexts()).join(), '保险端,安全生产技术服务机构,投保企业端,监管端')
  await looksWell(one, 'landing-350500')
  await page.click('[data-door-to=service-provider]')
  await shows(page.locator('[data-system-title]'), /安全生产技术服务机构管理系统/)
  await page.locator('[data-form=sign-in]').waitFor()
  await at('/home?at=350500')
  await page.click('[data-door-to=insurer]')
  await counts(page.locator('[data-insurer]'), 2)
  await looksWell(one, 'insurers-350500')
  await page.click(`[data-insurer="${other}"]`)
  await shows(page.locator('[data-door-title]'), /泉州第二保险公司/)
  await enter(page, 'insurer-qz', 'Wrong-2026')
  const words = await shows(page.locator('[role=alert]'), /[一-龥]/)
  await page.reload()
  await enter(page, 'insurer-qz')
  await shows(page.locator('[role=alert]'), new RegExp(`^${words}$`))
  await at(`/sign-in?at=350500&as=insurer&of=${insurer}`)
  await shows(page.locator('[data-door-title]'), /泉州保险公司/)
  await shows(page.locator('[data-system-title]'), /保单后台管理系统/)
  await looksWell(one, 'sign-in-insurer')
  await enter(page, 'insurer-qz')
  await page.locator('[data-who]').waitFor()
  await server.call('admin', 'POST', `/organisations/${other}/suspend`, {})
  const next = await person(browser, server)
  await next.at('/sign-in?at=350500&as=insurer')
  await counts(next.page.locator('[data-insurer]'), 1)
})

// proves QZS-06
test('泉州: insurers and enterprises are refused at the service organisations’ door', async () => {
  const { page, at } = await person(browser, server)
  for (const [username, secret] of [['provider-qz', 'Wrong-2026'], ['insurer-qz', password], ['contractor-qz', password]]) {
    await at('/sign-in?at=350500&as=service-provider')
    await page.reload()
    await enter(page, username, secret)
    await shows(page.locator('[role=alert]'), /^用户名或密码不正确，或账号暂不可用$/)
  }
  await enter(page, 'provider-qz')
  await page.locator('[data-who]').waitFor()
})

// proves BX-05
test('本溪: logintype=2 is the enterprises’ door, any other type asks which, other users are refused', async () => {
  const one = await person(browser, server)
  const { page } = one
  await page.goto(`${server.base}/#/login?logintype=2`)
  await shows(page.locator('[data-door-title]'), /企业用户/)
  await enter(page, 'insurer-bx')
  await shows(page.locator('[role=alert]'), /用户名或密码不正确/)
  await page.goto(`${server.base}/#/login?logintype=9`)
  await counts(page.locator('[data-door-to]'), 4)
  await looksWell(one, 'doors-210500')
  await page.click('[data-door-to=enterprise]')
  await shows(page.locator('[data-door-title]'), /企业用户/)
  await enter(page, 'contractor-bx')
  await page.locator('[data-who]').waitFor()
})

// proves BX-33
test('本溪: 注册 opens a dialog over the sign-in page, from which one returns to it', async () => {
  const one = await person(browser, server)
  const { page, at, troubles } = one
  await at('/sign-in?at=210500&as=enterprise')
  await fill(page, 'username', 'typed-before')
  await page.click('[data-register]')
  const dialog = page.getByRole('dialog')
  await shows(dialog.locator('.el-dialog__title'), /企业注册/)
  await dialog.locator('[data-field=credit_code]').waitFor()
  await looksWell(one, 'register-dialog')
  const form = { locator: (selector) => dialog.locator(selector) }
  await fill(form, 'credit_code', '91210500MA0XQKJ597')
  await fill(form, 'name', '本溪市政工程有限公司')
  await choose({ locator: (s) => (s.startsWith('.el-select') ? page.locator(s) : dialog.locator(s)) }, 'capacities', '施工单位')
  await fill(form, 'legal_representative', '李四')
  await dialog.locator('[data-field=region_code] input').fill('210502')
  await page.locator('.el-cascader__suggestion-item:visible').first().click()
  await fill(form, 'address', '平山区某路1号')
  await fill(form, 'contact_name', '王五')
  await fill(form, 'contact_phone', '13904140002')
  await fill(form, 'username', 'builder-bx')
  await fill(form, 'password', 'Builders-1')
  await attach(form, 'business_licence', file('营业执照.pdf'))
  await dialog.locator('[data-field=business_licence] [data-document]').waitFor()
  await dialog.locator('[data-send-code]').click()
  await dialog.locator('[data-code-sent]').waitFor()
  await fill(form, 'phone_code', server.codeFor('13904140002'))
  await dialog.locator('[data-submit]').click()
  await dialog.locator('[data-registered] button').click()
  await dialog.waitFor({ state: 'hidden' })
  await becomes(() => page.locator('[data-form=sign-in] [data-field=username] input').inputValue(), 'typed-before')
  assert.deepEqual(troubles, [])
})

// proves HN-03, HN-04, HN-05, HN-06
test('海南: the landing page leads to six neighbour modules and six other systems, and the help says the way in', async () => {
  const one = await person(browser, server)
  const { page, at } = one
  await server.call('admin', 'POST', '/dictionaries', {
    jurisdiction: '460000', name: 'portal-modules', title: '相邻模块',
    entries: [{ code: 'credit', title: '建筑市场信用管理', address: 'https://credit.example.org/' }],
  })
  await at('/home?at=460000')
  const names = async (group) => (await page.locator(`[data-links=${group}] [data-tile]`).allInnerTexts()).join()
  await becomes(() => names('portal-modules'), '工程管理,数字化审图及装配式建筑管理,工地智慧管理,建筑市场信用管理,数据资源中心,可视化中心')
  await becomes(() => names('portal-systems'), /监理工作监管系统.*特种作业人员电子证.*建设领域工程担保及保险综合服务平台 \(本系统\).*安全管理人员培训管理系统.*企业资质动态检查管理系统.*全装修分户验收监管系统.*劳动竞赛管理系统/)
  await carries(page.locator('[data-tile=credit] a'), 'href', 'https://credit.example.org/')
  await counts(page.locator('[data-links] a[href^="http"]'), 12)
  await shows(page.locator('[data-path]'), /自贸港服务 › 主题集成 › 一网通办 › 海南省建筑市场监管公共服务平台$/)
  assert.doesNotMatch(await page.locator('#content').innerText(), /投资项目在线审批监管平台|工资支付监管平台/)
  await looksWell(one, 'landing-460000')
  await page.click('[data-tile=here] a')
  await page.locator('[data-form=sign-in]').waitFor()
  await at('/help/460000')
  await shows(page.locator('[data-shown="460000"]'), /【自贸港服务】——【主题集成】——【一网通办】——【海南省建筑市场监管公共服务平台】/)
  await shows(page.locator('[data-shown="460000"]'), /一网通办的其他事项和该平台的其他模块、系统不属于本系统/)
})

// proves HN-15
test('海南: 欢迎您 and the organisation’s name, also of a public institution that builds', async () => {
  const code = '124600004282018561'
  const builder = await person(browser, server)
  await builder.at('/register')
  const { page } = builder
  await fill(page, 'credit_code', code)
  await fill(page, 'name', '海南大学')
  await choose(page, 'capacities', '建设单位')
  await fill(page, 'legal_representative', '校长')
  await region(page, 'region_code', '460108')
  await fill(page, 'address', '海口市美兰区人民大道58号')
  await fill(page, 'contact_name', '基建处')
  await fill(page, 'contact_phone', '13907550001')
  await fill(page, 'username', 'university')
  await fill(page, 'password', 'Builders-1')
  await page.locator('[data-submit]:visible').click()
  await page.locator('[data-registered]').waitFor()
  const department = await person(browser, server, 'regulator-hn')
  await department.at(`/c/enterprises/${code}`)
  await act(department.page, 'enterprise.approve', 'enterprise.approved')
  await builder.at('/sign-in?at=460000&as=enterprise')
  await enter(page, 'university', 'Builders-1')
  await shows(page.locator('[data-who]'), /^欢迎您，海南大学/)
  const name = page.locator('[data-who] span').first()
  await becomes(() => name.evaluate((e) => e.scrollWidth <= e.clientWidth), true)
  await builder.at('/l/projects')
  await page.locator('[data-cmd="project.register"]').first().waitFor()
  await builder.shot('welcome')
})
