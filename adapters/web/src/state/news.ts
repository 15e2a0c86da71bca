// What others did, and time, in the cases one may see: kept in this browser, read or not, per person.
import { defineStore } from 'pinia'
import { computed, onMounted, onUnmounted, ref, shallowRef } from 'vue'
import { glance } from '@/api/client'
import { listen } from '@/live/connection'
import type { Told } from '@/live/stream'
import { titleOf } from '@/lib/show'
import { kindMeta, useSession } from '@/state/session'
import { useSettings } from '@/state/settings'

export interface News {
  id: string
  position: string
  type: string
  kind: string
  case: string
  at: string
  read: boolean
}
/** As the stream tells it, of what is used here. */
export interface LiveEvent {
  id: string
  position: string
  type: string
  subject: string
  time: string
  actor: string
}
interface Kept {
  /** How far the stream has been followed. */
  place: string
  items: News[]
}

type Listener = (event: LiveEvent) => void

const most = 200
/** These see whole provinces: told of what is overdue, not of all that is done there. */
const departments = ['regulator', 'auditor', 'administrator']
/** What the platform notes for itself. */
const quiet = /\.(effect-done|message-receipt-recorded)$/

export const useNews = defineStore('news', () => {
  const session = useSession()
  const items = shallowRef<News[]>([])
  const live = ref(false)
  const desktop = ref(false)
  const unread = computed(() => items.value.filter((one) => !one.read).length)
  const listeners = new Set<Listener>()
  /** Of whoever acts for several organisations, for each apart. */
  const who = () => `${session.account?.username}@${session.account?.organisation?.id ?? ''}`
  const key = () => `surety.news.${who()}`

  let memory: Kept = { place: '', items: [] }
  // Several tabs write the same: each begins with what stands there, not with what it remembers.
  function kept(): Kept {
    try {
      const text = localStorage.getItem(key())
      return text ? JSON.parse(text) : { place: '', items: [] }
    } catch {
      // Storage may be forbidden: then it lasts as long as the page.
      return memory
    }
  }
  function keep(what: Kept) {
    memory = what
    items.value = what.items
    try {
      localStorage.setItem(key(), JSON.stringify(what))
    } catch {
      // As above.
    }
  }

  /** Whoever works for the same organisation need not be told what it did itself. */
  function isNews(event: LiveEvent): boolean {
    const own = session.account?.organisation?.id
    const mine = own ? event.actor.endsWith(`@${own}`) : event.actor.startsWith(`${session.account?.username}@`)
    return !mine && !quiet.test(event.type)
  }
  function take(event: LiveEvent, place: string) {
    const now = kept()
    now.place = place
    // What one decision did to several cases stands at one position and is one message: its first.
    const known = now.items.some((one) => one.id === event.id || one.position === event.position)
    if (!known && isNews(event)) {
      const [kind = '', ...id] = event.subject.split('/')
      const one = { id: event.id, position: event.position, type: event.type, kind, case: id.join('/'), at: event.time, read: false }
      now.items = [one, ...now.items].slice(0, most)
      void tellOutside(one)
    }
    keep(now)
    for (const listener of listeners) listener(event)
  }

  const title = async (one: News) => {
    const meta = await kindMeta(one.kind).catch(() => null)
    const english = useSettings().english
    const event = meta?.events.find((e) => e.name === one.type)
    return `${meta ? titleOf(meta, english) : one.kind} ${event ? titleOf(event, english) : one.type}`
  }
  async function tellOutside(one: News) {
    if (!desktop.value || !document.hidden) return
    // The same of all tabs is one.
    new Notification(await title(one), { tag: one.id, body: one.case })
  }
  const mayTellOutside = () => typeof Notification !== 'undefined' && Notification.permission !== 'denied'
  async function switchDesktop(on: boolean) {
    desktop.value = on && mayTellOutside() && (await Notification.requestPermission()) === 'granted'
    if (desktop.value) localStorage.setItem(`${key()}.desktop`, 'on')
    else localStorage.removeItem(`${key()}.desktop`)
  }

  function read(which: (one: News) => boolean) {
    const now = kept()
    keep({ ...now, items: now.items.map((one) => (which(one) ? { ...one, read: true } : one)) })
  }

  const elsewhere = (e: StorageEvent) => void (e.key === key() && (items.value = kept().items))
  function told(what: Told) {
    if (what.kind === 'event') take(JSON.parse(what.data), what.place)
    else live.value = what.kind === 'open'
  }
  let stop = () => undefined as void
  async function start() {
    let over = false
    stop = () => (over = true)
    const begun = kept()
    items.value = begun.items
    desktop.value = localStorage.getItem(`${key()}.desktop`) === 'on' && mayTellOutside()
    window.addEventListener('storage', elsewhere)
    const types = departments.includes(session.role) ? 'alert.*' : ''
    if (!begun.place) {
      // Who is here for the first time is told what comes from now on.
      const { next } = await glance<{ next: string }>('/events', { after: 'now', limit: 1 }).catch(() => ({ next: '' }))
      if (over) return
      keep({ ...kept(), place: next })
    }
    stop = listen({ who: who(), types, after: kept().place }, told)
  }
  function end() {
    window.removeEventListener('storage', elsewhere)
    stop()
    live.value = false
  }
  /** Connected for as long as anybody listens. */
  function follow(listener: Listener): () => void {
    listeners.add(listener)
    if (listeners.size === 1) void start()
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0) end()
    }
  }

  return { items, unread, live, desktop, mayTellOutside, switchDesktop, read, follow, title }
})

/** Every event as it comes, one's own too, for as long as the part that asked is shown. */
export function useLive(listener: Listener = () => undefined) {
  const news = useNews()
  let stop = () => undefined as void
  onMounted(() => (stop = news.follow(listener)))
  onUnmounted(() => stop())
  return news
}
