// Lines of logs in people's words: who, about which case, what happened.
import type { Choice } from '@/api/types'
import { titleOf } from '@/lib/show'
import { dictionaries, kindMeta } from '@/state/session'

/** `kind/id` taken apart. */
export const caseOf = (key: string) => ({ kind: key.slice(0, key.indexOf('/')), id: key.slice(key.indexOf('/') + 1) })
/** `account@organisation`; the engine has no organisation. */
export const actorOf = (actor: string) => {
  const at = actor.lastIndexOf('@')
  return at < 0 ? { account: actor, organisation: '' } : { account: actor.slice(0, at), organisation: actor.slice(at + 1) }
}

/** The titles of these kinds' events and commands, by `kind.name`, and of the kinds themselves. */
export async function titlesOf(kinds: Iterable<string>, english: boolean): Promise<Record<string, string>> {
  const out: Record<string, string> = {}
  await Promise.all(
    [...new Set(kinds)].map(async (kind) => {
      const meta = await kindMeta(kind).catch(() => null)
      if (!meta) return
      out[kind] = titleOf(meta, english)
      for (const event of meta.events) out[event.name] = titleOf(event, english)
      for (const command of meta.commands) out[`${kind}.${command.name}`] = titleOf(command, english)
    }),
  )
  return out
}
/** Why something was refused, by its code. */
export async function refusalsOf(english: boolean): Promise<Record<string, string>> {
  const all: Choice[] = (await dictionaries(''))['refusals'] ?? []
  return Object.fromEntries(all.map((c) => [c.value, titleOf(c, english)]))
}
