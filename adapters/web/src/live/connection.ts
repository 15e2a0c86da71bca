// This tab's end of the one connection; where tabs cannot share one, a connection of its own.
import { follow, type Told, type Wish } from '@/live/stream'

/** Tells until the answer is called. */
export function listen(wish: Wish, told: (what: Told) => void): () => void {
  if (typeof SharedWorker === 'undefined') return follow(wish, told)
  const worker = new SharedWorker(new URL('./worker.ts', import.meta.url), { name: 'surety-live' })
  worker.port.onmessage = (e) => told(e.data)
  worker.port.start()
  worker.port.postMessage(wish)
  const bye = () => worker.port.postMessage('bye')
  window.addEventListener('pagehide', bye)
  return () => {
    window.removeEventListener('pagehide', bye)
    worker.port.onmessage = null
    bye()
  }
}
