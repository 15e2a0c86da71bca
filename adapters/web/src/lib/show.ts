// A value as people read it, by the format its description names.
import type { Choice, Column } from '@/api/types'
import { formatMoney, type MoneyUnit } from '@/lib/money'
import { instantText } from '@/lib/time'

export type Said = Pick<Column, 'format' | 'unit' | 'choices'>

const none = '—'

export interface Wording {
  english: boolean
  yes: string
  no: string
  /** The name of a region, or the code itself. */
  region: (code: string) => string
}

/** Looks at a case or lets its personal data go; neither is a step of its way. */
export const isAside = (command: string) => command === 'disclose' || command === 'erase-personal-data'

export function titleOf(thing: { title?: string; title_en?: string; 'x-title-en'?: string }, english: boolean): string {
  const other = thing.title_en ?? thing['x-title-en']
  return (english && other ? other : thing.title) ?? ''
}

function choiceTitle(choices: Choice[], value: string, english: boolean): string {
  const choice = choices.find((c) => c.value === value)
  return choice ? titleOf(choice, english) : value
}

/** Ratios are basis points; null over zero. */
export const ratioText = (points: number | null | undefined) =>
  points === null || points === undefined ? none : `${(points / 100).toFixed(2)}%`

export function show(value: unknown, said: Said | undefined, words: Wording): string {
  if (value === null || value === undefined || value === '') return none
  if (Array.isArray(value)) {
    if (value.length === 0) return none
    const scalar = value.every((v) => typeof v !== 'object')
    return scalar ? value.map((v) => show(v, said, words)).join('、') : String(value.length)
  }
  if (typeof value === 'boolean') return value ? words.yes : words.no
  const text = String(value)
  if (said?.choices) return choiceTitle(said.choices, text, words.english)
  switch (said?.format) {
    case 'money':
      return formatMoney(Number(value), (said.unit || '元') as MoneyUnit)
    case 'basis-points':
      return ratioText(Number(value))
    case 'date-time':
      return instantText(text)
    case 'region-code':
      return words.region(text)
    case 'document':
      return text.slice(0, 8)
    case 'integer':
      return said.unit ? `${text} ${said.unit}` : text
    default:
      return text
  }
}
