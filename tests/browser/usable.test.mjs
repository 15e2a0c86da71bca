// How long until a page can be used, cold: written down in usable-times.txt, judged by people.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { build, person, startBrowser, startServer } from './world.mjs'

let server, browser
before(async () => {
  server = await startServer()
  browser = await startBrowser()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

test('sign-in, workbench, list, case and screen become usable', async () => {
  const letter = (await server.call('owner-hn', 'GET', '/guarantees')).items[0].id
  const lines = ['page        ms until usable (three cold loads)']
  for (const [name, username, path, usable] of [
    ['sign-in', null, '/sign-in', '[data-field=username] input'],
    ['workbench', 'owner-hn', '/w', '[data-counter=todos]'],
    ['list', 'owner-hn', '/l/guarantees', 'tbody tr.el-table__row'],
    ['case', 'owner-hn', `/c/guarantees/${letter}`, '[data-film]'],
    ['screen', 'regulator-hlj', '/screen/230000', '[data-tile=project_count]'],
  ]) {
    const { page, context } = await person(browser, server, username)
    const network = await context.newCDPSession(page)
    await network.send('Network.setCacheDisabled', { cacheDisabled: true })
    const times = []
    for (let i = 0; i < 3; ++i) {
      await page.goto('about:blank')
      const began = performance.now()
      await page.goto(`${server.base}/#${path}`)
      await page.locator(usable).first().waitFor()
      times.push(Math.round(performance.now() - began))
    }
    lines.push(`${name.padEnd(12)}${times.join(' ')}`)
    await context.close()
  }
  writeFileSync(join(build, 'usable-times.txt'), `${lines.join('\n')}\n`)
})
