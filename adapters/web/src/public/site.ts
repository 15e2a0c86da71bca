// What the platform says of itself to everybody: version, time, where it is in use, whom to call.
import { ref } from 'vue'
import { glance } from '@/api/client'
import type { Choice } from '@/api/types'

export interface Site {
  build: string
  now: string
  jurisdictions: { code: string; name: string }[]
}

let known: Promise<Site> | null = null
export function site(): Promise<Site> {
  known ??= glance<Site>('/public/site')
  known.catch(() => (known = null))
  return known
}

/** Which province's contacts are shown to who is not signed in; kept for the next visit. */
function chosenBefore(): string {
  try {
    return localStorage.getItem('surety.jurisdiction') ?? ''
  } catch {
    return ''
  }
}
export const jurisdiction = ref(chosenBefore())
export function choose(code: string) {
  jurisdiction.value = code
  try {
    localStorage.setItem('surety.jurisdiction', code)
  } catch {
    // Storage may be forbidden: then the choice lasts as long as the page.
  }
}

export interface Contacts {
  /** Code and what stands there: hotline, report, mail, icp, police … */
  contacts: Choice[]
  /** Addresses under their titles. */
  links: Choice[]
}
export async function contactsOf(code: string): Promise<Contacts> {
  if (!code) return { contacts: [], links: [] }
  const all = await glance<Record<string, (Choice & { disabled?: boolean })[]>>('/meta/dictionaries', {
    jurisdiction: code, name: ['contacts', 'links'],
  })
  const kept = (name: string) => (all[name] ?? []).filter((c) => !c.disabled)
  return { contacts: kept('contacts'), links: kept('links').filter((l) => /^https?:\/\//.test(l.value)) }
}
