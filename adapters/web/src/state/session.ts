// Who is signed in, what they may open, and what the server calls things.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { get, Problem, request } from '@/api/client'
import type { Account, Choice, KindMeta, Menu, View } from '@/api/types'

interface Region {
  code: string
  name: string
  parent: string | null
  valid_to: string | null
}

const nothing: Menu = { landing: '/w', items: [], more: [], permissions: [] }

export const useSession = defineStore('session', () => {
  const account = shallowRef<Account | null>(null)
  const menu = shallowRef<Menu>(nothing)
  const signingInAgain = ref(false)
  let answered: ((again: boolean) => void) | null = null

  const role = computed(() => account.value?.roles[0] ?? '')
  const may = (command: string) => account.value?.permissions.includes(command) ?? false

  async function load(): Promise<void> {
    account.value = await get<Account>('/account')
    menu.value = await get<Menu>('/meta/menu')
  }

  /** Whether somebody is signed in; asked once when the page opens. */
  async function restore(): Promise<boolean> {
    try {
      await load()
      return true
    } catch (error) {
      if (error instanceof Problem && (error.status === 401 || error.status === 0)) return false
      throw error
    }
  }

  async function signedIn(): Promise<void> {
    await load()
    answered?.(true)
    answered = null
    signingInAgain.value = false
  }

  async function signIn(username: string, password: string, door: { as?: string; organisation?: string } = {}): Promise<void> {
    await request('POST', '/sessions', { username, password, ...door })
    await signedIn()
  }

  /** `sign` gets the text of a challenge that is good once, for this site alone. */
  async function signInByCard(certificate: string, sign: (text: string) => Promise<string>, jurisdiction?: string): Promise<void> {
    const { nonce, text } = await request<{ nonce: string; text: string }>('POST', '/sessions/ca/challenges', {})
    await request('POST', '/sessions/ca', { nonce, certificate, signature: await sign(text), jurisdiction })
    await signedIn()
  }

  /** Another of one's organisations; what may be done and seen is different from then on. */
  async function actFor(organisation: string): Promise<void> {
    await request('PUT', '/sessions/current', { organisation })
  }

  /** Where the browser is to go to leave the portal too that has let it in; nothing otherwise. */
  async function signOut(): Promise<string | undefined> {
    const left = await request<{ continue_at?: string } | undefined>('DELETE', '/sessions/current').catch(() => undefined)
    account.value = null
    menu.value = nothing
    return left?.continue_at
  }

  /** The session is over while a page is open: asks over the page, so that nothing typed is lost. */
  function askAgain(): Promise<boolean> {
    if (!account.value) return Promise.resolve(false)
    signingInAgain.value = true
    return new Promise((resolve) => {
      const before = answered
      answered = (again) => {
        before?.(again)
        resolve(again)
      }
    })
  }

  function giveUp(): void {
    // The dialog says that it closes after a sign-in, too.
    if (!signingInAgain.value) return
    answered?.(false)
    answered = null
    signingInAgain.value = false
    account.value = null
  }

  return { account, menu, role, may, load, restore, signIn, signInByCard, signOut, actFor, askAgain, giveUp, signingInAgain }
})

/** Descriptors of the server, each fetched once. */
function remembered<T>(fetchOne: (name: string) => Promise<T>) {
  const known = new Map<string, Promise<T>>()
  return (name: string): Promise<T> => {
    let one = known.get(name)
    if (!one) {
      one = fetchOne(name)
      known.set(name, one)
      one.catch(() => known.delete(name))
    }
    return one
  }
}

export const kindMeta = remembered((name) => get<KindMeta>(`/meta/kinds/${name}`))
/** By account: openings and actions are those of the person. */
export const viewMeta = (() => {
  const byAccount = remembered((key) => get<View>(`/meta/views/${key.split('\n')[1]}`))
  return (name: string) => byAccount(`${useSession().account?.username}\n${name}`)
})()

const allRegions = remembered((_) => get<{ items: Region[] }>('/meta/regions').then((r) => r.items))
export const regions = () => allRegions('')
export const dictionaries = remembered((_) => get<Record<string, Choice[]>>('/meta/dictionaries'))
