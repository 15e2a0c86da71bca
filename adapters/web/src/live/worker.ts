// One connection for all tabs of a browser: HTTP/1.1 allows six to a host, streams would eat them.
import { follow, type Told, type Wish } from './stream'

interface Shared {
  onconnect: (event: MessageEvent) => void
}

const ports = new Set<MessagePort>()
let who: string | null = null
let state: Told = { kind: 'lost' }
let stop = () => undefined as void

function tell(what: Told) {
  if (what.kind !== 'event') state = what
  for (const port of ports) port.postMessage(what)
}

;(globalThis as unknown as Shared).onconnect = (event) => {
  const port = event.ports[0]!
  port.onmessage = ({ data }: MessageEvent<Wish | 'bye'>) => {
    if (data === 'bye') {
      ports.delete(port)
      if (ports.size > 0) return
      stop()
      who = null
      return
    }
    ports.add(port)
    if (who === data.who) return port.postMessage(state)
    stop()
    who = data.who
    state = { kind: 'lost' }
    stop = follow(data, tell)
  }
}
