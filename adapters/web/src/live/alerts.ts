// Alerts as they are raised, for as long as the page that asked is open.
import { onMounted, onUnmounted, ref } from 'vue'
import type { Case } from '@/api/types'

export function useAlertStream(taken: (alert: Case) => void) {
  const live = ref(false)
  let stop = () => undefined as void

  function told(what: { kind: string; data?: string }) {
    if (what.kind === 'open') live.value = true
    else if (what.kind === 'lost') live.value = false
    else if (what.data) taken(JSON.parse(what.data) as Case)
  }

  onMounted(() => {
    if (typeof SharedWorker === 'undefined') {
      const source = new EventSource('/api/v1/alerts/stream')
      source.onopen = () => told({ kind: 'open' })
      source.onerror = () => told({ kind: 'lost' })
      source.addEventListener('alert', (e) => told({ kind: 'event', data: (e as MessageEvent).data }))
      stop = () => source.close()
      return
    }
    const worker = new SharedWorker(new URL('./worker.ts', import.meta.url), { name: 'surety-live' })
    worker.port.onmessage = (e) => told(e.data)
    worker.port.start()
    const bye = () => worker.port.postMessage('bye')
    window.addEventListener('pagehide', bye)
    stop = () => {
      window.removeEventListener('pagehide', bye)
      bye()
    }
  })
  onUnmounted(() => stop())
  return { live }
}
