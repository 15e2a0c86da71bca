// Giving a command: one key per form, the outcome asked for again until it is known.
import { ref } from 'vue'
import { command, newKey, Problem, type Done } from '@/api/client'

export function useCommand(plural: string, name: string, id?: string, version?: () => number | undefined) {
  let key = newKey()
  const busy = ref(false)
  const unsure = ref(false)

  /** The answer; a `Problem` is thrown. Repeats itself where the outcome is unknown, with the same key. */
  async function give(body: Record<string, unknown>): Promise<Done> {
    busy.value = true
    try {
      for (let attempt = 0; ; ++attempt) {
        try {
          const done = await command({ plural, command: name, id, version: version?.(), key, body })
          unsure.value = false
          return done
        } catch (error) {
          const again = error instanceof Problem && (error.status === 503 || error.status === 0) && attempt < 5
          if (!again) {
            // What was refused may be corrected and given anew: under a key of its own.
            if (error instanceof Problem && error.status !== 0 && error.status !== 503) key = newKey()
            throw error
          }
          unsure.value = true
          await new Promise((resolve) => setTimeout(resolve, 1000 * Math.max(1, error.retryAfter)))
        }
      }
    } finally {
      busy.value = false
    }
  }
  return { give, busy, unsure }
}
