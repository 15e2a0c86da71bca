// The proof of api.md §3, computed again in the browser: no trust in the server that shows it.
import { sha256OfText } from '@/lib/digest'

export interface ProvenEvent {
  case: string
  caseversion: string
  type: string
  typeversion: string
  recordedat: string
  dueat: string | null
  actor: string
  rulebook: string | null
  cause: string
  prevhash: string | null
  hash: string
  data_text: string
}

export interface Verdict {
  events: number
  /** Each event names the one before. */
  linked: boolean
  /** Each hash is that of its event's content. */
  content: boolean
  firstBroken: number | null
  head: string
}

function digest(event: ProvenEvent): string {
  const lines = [
    event.prevhash, event.case, event.caseversion, event.type, event.typeversion,
    event.recordedat, event.dueat, event.actor, event.rulebook, event.cause,
  ]
  const text = lines.map((line) => `${line ?? ''}\n`).join('') + event.data_text
  return `sha256:${sha256OfText(text)}`
}

export function verifyChain(ndjson: string): Verdict {
  const verdict: Verdict = { events: 0, linked: true, content: true, firstBroken: null, head: '' }
  for (const line of ndjson.split('\n')) {
    if (!line) continue
    const event: ProvenEvent = JSON.parse(line)
    verdict.events += 1
    const linked = (event.prevhash ?? '') === verdict.head && Number(event.caseversion) === verdict.events
    const content = digest(event) === event.hash
    if ((!linked || !content) && verdict.firstBroken === null) verdict.firstBroken = verdict.events
    verdict.linked = verdict.linked && linked
    verdict.content = verdict.content && content
    verdict.head = event.hash
  }
  return verdict
}
