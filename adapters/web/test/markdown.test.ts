// The manuals: read, searched, and shown as nodes, never as HTML.
import { expect, test } from 'vitest'
import { isVNode, type VNode } from 'vue'
import { headingsOf, manualOf, rendered, search } from '../src/lib/markdown'

const files = import.meta.glob<string>('../src/help/*.md', { query: '?raw', import: 'default', eager: true })
const manuals = Object.entries(files).map(([path, text]) => manualOf(/([^/]+)\.md$/.exec(path)![1]!, text))

function textOf(node: unknown): string {
  if (Array.isArray(node)) return node.map(textOf).join('')
  if (isVNode(node)) return textOf((node as VNode).children)
  return typeof node === 'string' ? node : ''
}

test.each(manuals.map((m) => [m.name, m] as const))('%s has a title, an edition, its day and sections', (_, manual) => {
  expect(manual.title).not.toBe(manual.name)
  expect(manual.edition).toMatch(/^\d{4}\.\d+$/)
  expect(manual.date).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  expect(headingsOf(manual.text).length).toBeGreaterThan(1)
})

test('what is written is text, whatever it looks like', () => {
  const nodes = rendered('前 <script>alert(1)</script> 后\n\n[外面](https://example.org) [里面](#/check)')
  const shown = JSON.stringify(nodes, (key, value) => (['ctx', 'appContext', 'component'].includes(key) ? undefined : value))
  expect(shown).not.toMatch(/"type":"script"|example\.org/)
  expect(shown).toContain('#/check')
})

test('lists, tables and emphasis', () => {
  const nodes = rendered('## 一\n\n1. 甲**乙**\n2. 丙\n\n| a | b |\n|---|---|\n| 1 | 2 |')
  expect(nodes.map((n) => (isVNode(n) ? n.type : null)).filter(Boolean)).toEqual(['h2', 'ol', 'table'])
  expect(textOf(nodes)).toBe('一甲乙丙ab12')
})

test('a word is found in the section where it stands', () => {
  const hits = search(manuals, '确认收函')
  expect(hits.map((h) => [h.manual.name, h.section])).toContainEqual(['460000', '施工单位'])
  expect(search(manuals, '没有这个词语')).toEqual([])
})
