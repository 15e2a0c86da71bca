// The pages that are open, each a tab; what is typed into a form stays while one is at another.
import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { RouteLocationNormalizedLoaded, Router } from 'vue-router'
import { kindMeta, useSession, viewMeta } from '@/state/session'

type Route = RouteLocationNormalizedLoaded
interface Named {
  title?: string
  title_en?: string
  /** A word of the locales, where no description has the title. */
  word?: string
  /** What tells it from others of its kind. */
  id?: string
}
export interface Tab extends Named {
  key: string
  /** Where it stands: the conditions of a list, the step of a form. */
  path: string
  /** Handed in: gone as soon as one is elsewhere. */
  over?: boolean
}

/** So many at most: beyond it the one that was used longest ago closes, if nothing typed is lost. */
export const mostTabs = 10

/** A form is another one for another case; whatever else is one page whatever its conditions, and
 * so are the orders that are dealt with one after another. */
export function keyOf(route: Route): string {
  if (route.path.startsWith('/desk/')) return '/desk'
  if (!route.path.startsWith('/do/')) return route.path
  const { step: _, ...about } = route.query
  return Object.keys(about).length ? `${route.path} ${JSON.stringify(about)}` : route.path
}

async function nameOf(route: Route): Promise<Named | null> {
  const { items, more } = useSession().menu
  const lines = [...items.flatMap((item) => item.pages), ...more]
  const line = lines.find((page) => page.path === route.fullPath) ?? lines.find((page) => page.path.split('?')[0] === route.path)
  if (line) return line
  const [, area, one, two] = route.path.split('/')
  const id = String(route.params.id)
  if (area === 'l') return viewMeta(one!)
  if (area === 'c') return { ...(await kindMeta(one!)), id }
  if (area === 'do') return (await kindMeta(one!)).commands.find((c) => c.name === two) ?? null
  return route.meta.title ? { word: String(route.meta.title) } : null
}

export const useTabs = defineStore('tabs', () => {
  const list = ref<Tab[]>([])
  const current = ref('')
  /** How often a page was closed: the next time it is another instance. */
  const editions = ref<Record<string, number>>({})
  /** What a page asks before it is closed. */
  const guards = new Map<string, () => Promise<boolean>>()
  const unsaved = new Map<string, () => boolean>()
  /** The most recent first. */
  let recent: string[] = []
  let owner = ''

  const instance = (route: Route) => `${keyOf(route)} ${route.path} ${editions.value[keyOf(route)] ?? 0}`

  function drop(key: string) {
    list.value = list.value.filter((tab) => tab.key !== key)
    recent = recent.filter((one) => one !== key)
    editions.value[key] = (editions.value[key] ?? 0) + 1
  }

  async function opened(route: Route) {
    const username = useSession().account?.username ?? ''
    if (username !== owner) list.value = []
    owner = username
    const key = keyOf(route)
    current.value = key
    for (const tab of list.value) if (tab.over && tab.key !== key) drop(tab.key)
    recent = [key, ...recent.filter((one) => one !== key)]
    const path = route.fullPath
    const named = await nameOf(route).catch(() => null)
    const known = list.value.find((tab) => tab.key === key)
    if (known) Object.assign(known, { ...named, path })
    else if (named) list.value.push({ title: named.title, title_en: named.title_en, word: named.word, id: named.id, key, path })
    if (list.value.length <= mostTabs) return
    const there = new Set(list.value.map((tab) => tab.key))
    const oldest = [...recent].reverse().find((one) => there.has(one) && one !== current.value && !unsaved.get(one)?.())
    if (oldest) drop(oldest)
  }

  /** Closes a page and goes to the one before it, unless what is typed there is to stay. */
  async function close(key: string, router: Router) {
    if (guards.has(key) && !(await guards.get(key)!())) return
    drop(key)
    if (key !== current.value) return
    const next = list.value.find((tab) => tab.key === recent[0]) ?? list.value[list.value.length - 1]
    await router.push(next?.path ?? '/')
  }

  function guard(key: string, leave: () => Promise<boolean>, holds: () => boolean) {
    guards.set(key, leave)
    unsaved.set(key, holds)
    return () => {
      if (guards.get(key) !== leave) return
      guards.delete(key)
      unsaved.delete(key)
    }
  }

  /** What was filled in is handed in. */
  function expire(key: string) {
    const tab = list.value.find((one) => one.key === key)
    if (tab) tab.over = true
  }

  return { list, current, instance, opened, close, guard, expire }
})
