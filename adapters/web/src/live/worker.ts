// One connection for all tabs of a browser: HTTP/1.1 allows six to a host, streams would eat them.
export {}

interface Shared {
  onconnect: (event: MessageEvent) => void
}
type Told = { kind: 'open' | 'lost' } | { kind: 'event'; data: string }

const ports = new Set<MessagePort>()
let source: EventSource | null = null
let state: Told = { kind: 'lost' }

function tell(what: Told) {
  if (what.kind !== 'event') state = what
  for (const port of ports) port.postMessage(what)
}

function connect() {
  source = new EventSource('/api/v1/alerts/stream')
  source.onopen = () => tell({ kind: 'open' })
  source.onerror = () => {
    tell({ kind: 'lost' })
    // The browser itself tries again after a lost connection, not after an answer of refusal.
    if (source?.readyState === EventSource.CLOSED) {
      source = null
      setTimeout(() => ports.size > 0 && !source && connect(), 3000)
    }
  }
  source.addEventListener('alert', (e) => tell({ kind: 'event', data: (e as MessageEvent).data }))
}

;(globalThis as unknown as Shared).onconnect = (event) => {
  const port = event.ports[0]!
  ports.add(port)
  port.onmessage = ({ data }) => {
    if (data !== 'bye') return
    ports.delete(port)
    if (ports.size > 0) return
    source?.close()
    source = null
  }
  port.postMessage(state)
  if (!source) connect()
}
