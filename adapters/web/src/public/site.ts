// What the platform says of itself to everybody: version, time, and how each jurisdiction presents
// itself: what its system is called, which doors it has, whom to call, where else to go.
import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { glance } from '@/api/client'
import { titleOf } from '@/lib/show'
import { useSession } from '@/state/session'
import { useSettings } from '@/state/settings'

export interface Word {
  code: string
  title: string
  title_en: string
  address?: string
  /** Of a door: one says first which organisation one belongs to. */
  chooses?: boolean
}
export interface Front {
  code: string
  name: string
  lists: Record<string, Word[]>
}
export interface Site {
  build: string
  now: string
  jurisdictions: Front[]
}

let asked: Promise<Site> | null = null
export function site(): Promise<Site> {
  asked ??= glance<Site>('/public/site')
  asked.catch(() => (asked = null))
  return asked
}

/** Which province's front is shown to who is not signed in; kept for the next visit. */
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

/** The kind of organisation at whose door somebody stands who is not signed in yet. */
export const atDoor = ref('')
const about = shallowRef<Site | null>(null)

/** The front of the jurisdiction one belongs to, or has chosen; other fronts beside it. */
export function useFront() {
  const { t } = useI18n()
  const session = useSession()
  const settings = useSettings()
  if (!about.value) void site().then((s) => (about.value = s), () => undefined)
  const fronts = computed(() => about.value?.jurisdictions ?? [])
  const code = computed(() => session.account?.organisation?.jurisdiction || jurisdiction.value)
  const front = computed(() => fronts.value.find((f) => f.code === code.value))
  const list = (name: string, of = front.value) => of?.lists[name] ?? []
  /** Those that lead somewhere. */
  const links = (of = front.value) => list('links', of).filter((l) => /^https?:\/\//.test(l.address ?? ''))
  const said = (word: Word) => titleOf(word, settings.english)
  /** What people of a kind of organisation know the system by. */
  const titleFor = (kind: string, of = front.value) => {
    const titles = list('titles', of)
    const word = titles.find((w) => w.code === kind) ?? titles.find((w) => w.code === 'system')
    return word ? said(word) : t('brand')
  }
  const title = computed(() => (about.value ? titleFor(session.account?.organisation?.kind ?? atDoor.value) : ''))
  return { about, fronts, code, front, list, links, said, titleFor, title }
}
