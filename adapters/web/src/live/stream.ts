// The stream of events from a place on; it comes again by itself, from where it broke off.

export interface Wish {
  /** Whose it is: another person's begins anew. */
  who: string
  /** `alert.*`, or nothing for all one may see. */
  types: string
  /** Where to go on; nothing for from now on. */
  after: string
}
export type Told = { kind: 'open' | 'lost' } | { kind: 'event'; place: string; data: string }

const shortest = 2_000
const longest = 60_000

/** Follows until the answer is called. */
export function follow(wish: Wish, tell: (told: Told) => void): () => void {
  let place = wish.after || 'now'
  let source: EventSource
  let timer: ReturnType<typeof setTimeout>
  let wait = shortest
  let over = false

  function connect() {
    const query = new URLSearchParams({ types: wish.types, after: place })
    source = new EventSource(`/api/v1/events/stream?${query}`)
    source.onopen = () => {
      wait = shortest
      tell({ kind: 'open' })
    }
    source.onerror = () => {
      tell({ kind: 'lost' })
      // The browser itself tries again after a lost connection, not after an answer of refusal.
      if (source.readyState !== EventSource.CLOSED) return
      timer = setTimeout(again, wait)
      wait = Math.min(wait * 2, longest)
    }
    source.addEventListener('event', (e) => {
      place = e.lastEventId
      tell({ kind: 'event', place, data: e.data })
    })
  }
  async function again() {
    const answer = await fetch(`/api/v1/events?${new URLSearchParams({ limit: '1', after: place })}`).catch(() => null)
    // A journal that was begun anew has no such place any more.
    if (answer && [400, 410].includes(answer.status)) place = 'now'
    if (!over) connect()
  }
  connect()
  return () => {
    over = true
    clearTimeout(timer)
    source.close()
  }
}
