// Markdown as nodes of the page: never as HTML of its own, so that nothing written can run.
import { marked, type Token, type Tokens } from 'marked'
import { h, type VNodeChild } from 'vue'

export interface Manual {
  name: string
  title: string
  edition: string
  date: string
  order: number
  text: string
}

/** `title`, `edition`, `date` and `order` stand in lines before the first blank one. */
export function manualOf(name: string, source: string): Manual {
  const [head = '', ...rest] = source.split('\n\n')
  const facts = Object.fromEntries(head.split('\n').map((line) => line.split(/:\s*/, 2)))
  return { name, title: facts.title ?? name, edition: facts.edition ?? '', date: facts.date ?? '', order: Number(facts.order ?? 99), text: rest.join('\n\n') }
}

export const anchorOf = (title: string) => title.replace(/\s+/g, '-')
export const headingsOf = (text: string): Tokens.Heading[] =>
  marked.lexer(text).filter((t): t is Tokens.Heading => t.type === 'heading' && t.depth === 2)

type Mark = (text: string) => VNodeChild

function inline(tokens: Token[] | undefined, mark: Mark): VNodeChild[] {
  return (tokens ?? []).map((token) => {
    const inner = 'tokens' in token ? inline(token.tokens, mark) : []
    switch (token.type) {
      case 'strong': return h('strong', inner)
      case 'em': return h('em', inner)
      case 'codespan': return h('code', token.text)
      // Only places of our own.
      case 'link': return token.href.startsWith('#') ? h('a', { href: token.href }, inner) : inner
      default: return inner.length ? inner : mark('text' in token ? String(token.text) : '')
    }
  })
}

function block(token: Token, mark: Mark): VNodeChild {
  switch (token.type) {
    case 'heading': return h(`h${token.depth}`, { id: anchorOf(token.text), tabindex: -1 }, inline(token.tokens, mark))
    case 'paragraph': return h('p', inline(token.tokens, mark))
    case 'text': return inline((token as Tokens.Text).tokens ?? [token], mark)
    case 'list':
      return h(token.ordered ? 'ol' : 'ul', (token as Tokens.List).items.map((item) => h('li', item.tokens.map((t) => block(t, mark)))))
    case 'blockquote': return h('blockquote', (token.tokens ?? []).map((t) => block(t, mark)))
    case 'table': {
      const table = token as Tokens.Table
      return h('table', [
        h('thead', h('tr', table.header.map((c) => h('th', { scope: 'col' }, inline(c.tokens, mark))))),
        h('tbody', table.rows.map((row) => h('tr', row.map((c) => h('td', inline(c.tokens, mark)))))),
      ])
    }
    default: return null
  }
}

/** The word that is sought is marked wherever it stands. */
export function rendered(text: string, sought = ''): VNodeChild[] {
  const mark: Mark = (words) => {
    if (!sought) return words
    const parts = words.split(sought)
    return parts.flatMap((part, i) => (i === 0 ? [part] : [h('mark', sought), part]))
  }
  return marked.lexer(text).map((token) => block(token, mark))
}

/** Sections (## …) in which the word stands, how often, and a piece of each. */
export interface Hit {
  manual: Manual
  section: string
  times: number
  piece: string
}
export function search(manuals: Manual[], word: string): Hit[] {
  const hits: Hit[] = []
  for (const manual of manuals)
    for (const part of manual.text.split(/^## /m)) {
      const times = part.split(word).length - 1
      if (!times) continue
      const section = part.split('\n', 1)[0]!.trim()
      const at = part.indexOf(word, part.indexOf('\n') + 1)
      const piece = part.slice(Math.max(0, at - 24), at + 60).replace(/[\n*|#-]+/g, ' ').trim()
      hits.push({ manual, section, times, piece })
    }
  return hits.sort((a, b) => b.times - a.times)
}
