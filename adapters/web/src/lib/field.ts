// A field of a form as a field of a case is described, so that both are shown alike.
import type { Field, Schema } from '@/api/types'

export function fieldOf(name: string, schema: Schema): Field {
  const own = schema.type === 'array' ? (schema.items ?? {}) : schema
  const title = schema.title ?? ''
  return {
    name,
    title,
    title_en: schema['x-title-en'] ?? title,
    format: schema['x-format'] ?? own['x-format'] ?? own.format ?? (own.type === 'boolean' ? 'flag' : ''),
    unit: schema['x-unit'] ?? own['x-unit'] ?? '',
    personal: schema['x-personal'] ?? false,
    list: schema.type === 'array',
    choices: own.oneOf?.map((o) => ({ value: o.const, title: o.title, title_en: o['x-title-en'] })),
    fields: own.properties && Object.entries(own.properties).map(([inner, s]) => fieldOf(inner, s)),
  }
}
