// What the form can tell at once, from the command's schema; the server is the judge.
import type { FieldError, Problem } from '@/api/client'
import type { Schema } from '@/api/types'
import { creditCodeHolds } from '@/lib/credit-code'

export type Say = (key: string, facts?: Record<string, unknown>) => string

const phone = /^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(-\d{1,6})?)$/

export const blank = (value: unknown) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

/** What is wrong with the value of a field, or nothing. */
export function fault(schema: Schema, value: unknown, required: boolean, label: string, say: Say): string {
  if (blank(value)) {
    const chosen = schema.oneOf || schema.format === 'date' || schema['x-refers'] || schema['x-paper']
    return required ? say(chosen ? 'choose' : 'required', { field: label }) : ''
  }
  if (typeof value === 'string') {
    const length = [...value.trim()].length
    if (schema.minLength && length < schema.minLength) return say('tooShort', { n: schema.minLength })
    if (schema.maxLength && length > schema.maxLength) return say('tooLong', { n: schema.maxLength })
    if (schema['x-format'] === 'phone' && !phone.test(value.trim())) return say('badPhone')
    if (schema['x-format'] === 'credit-code' && !creditCodeHolds(value)) return say('badCreditCode')
  }
  // Money carries its bounds in fen: the field that parses it speaks of them in its own unit.
  if (typeof value === 'number' && schema['x-format'] === undefined) {
    if (schema.minimum !== undefined && value < schema.minimum) return say('atLeast', { n: schema.minimum })
    if (schema.maximum !== undefined && value > schema.maximum) return say('atMost', { n: schema.maximum })
  }
  return ''
}

export type Faults = Record<string, string>

/** Every fault of the object's fields, by JSON Pointer. */
export function faults(
  schema: Schema,
  value: Record<string, unknown>,
  label: (s: Schema) => string,
  say: Say,
  at = '',
): Faults {
  const out: Faults = {}
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const path = `${at}/${name}`
    const own = value[name]
    const required = schema.required?.includes(name) ?? false
    if (field.type === 'object') {
      const inner = (own ?? {}) as Record<string, unknown>
      // What is left out whole need not be complete.
      if (required || Object.values(inner).some((v) => !blank(v)))
        Object.assign(out, faults(field, inner, label, say, path))
      continue
    }
    const word = fault(field, own, required, label(field), say)
    if (word) out[path] = word
    if (field.items?.type === 'object' && Array.isArray(own))
      own.forEach((row, i) => Object.assign(out, faults(field.items!, row, label, say, `${path}/${i}`)))
  }
  return out
}

/** The body to send: blanks left out, texts trimmed. */
export function bodyOf(schema: Schema, value: Record<string, unknown>): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    let own = value[name]
    if (field.type === 'object' && own) own = bodyOf(field, own as Record<string, unknown>)
    else if (field.items?.type === 'object' && Array.isArray(own))
      own = own.map((row) => bodyOf(field.items!, row))
    else if (typeof own === 'string') own = own.trim()
    const nothing = blank(own) || (field.type === 'object' && Object.keys(own as object).length === 0)
    if (!nothing) out[name] = own
  }
  return out
}

/** The field that a refusal means which names none by itself. */
const meant: Record<string, string[]> = {
  'amount-below-minimum': ['guaranteed_amount', 'amount'],
  'contract-amount-differs': ['contract_amount'],
  'claim-above-limit': ['amount', 'paid_amount'],
  'already-insured': ['project'],
}

/** The faults of a refusal by field: those it names, else the field that its facts or its code speak of. */
export function faultsOf(problem: Problem, schema: Schema): FieldError[] {
  if (problem.errors.length) return problem.errors
  const spoken = [String(problem.facts.field ?? ''), ...(meant[problem.code] ?? []), ...Object.keys(problem.facts)]
  const name = spoken.find((one) => schema.properties?.[one])
  return name ? [{ path: `/${name}`, code: problem.code, message: problem.message }] : []
}
