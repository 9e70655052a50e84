/** A measure type's fields as a form: what the JSON schema says becomes inputs, and what was typed becomes values. */
import type { Json, Row } from '../../lib/types'

export interface FieldSchema {
  readonly type: 'integer' | 'boolean' | 'string' | 'array' | 'object'
  readonly title_zh: string
  readonly title_en: string
  readonly unit: string
  readonly default?: Json
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly enum?: readonly string[]
  readonly pattern?: string
  readonly maxItems?: number
  /** Of arrays: names to tick, or bounds of texts to type. */
  readonly items?: { readonly enum?: readonly string[]; readonly pattern?: string; readonly minLength?: number; readonly maxLength?: number }
  readonly propertyNames?: { readonly enum?: readonly string[] }
  readonly additionalProperties?: { readonly minimum?: number; readonly maximum?: number }
}

export interface MeasureType {
  readonly kind: string
  readonly title_zh: string
  readonly title_en: string
  readonly delivery: 'billing' | 'broadcast' | 'halls' | 'hotline' | 'teams'
  readonly rules: readonly string[]
  readonly segments: readonly string[]
  readonly success_zh: string
  readonly success_en: string
  /** Where it is for a share of an area's customers only. */
  readonly for_whom_zh: string | null
  readonly for_whom_en: string | null
  readonly cost_zh: string
  readonly cost_en: string
  readonly landing: readonly { readonly hours_before_end: number; readonly zh: string; readonly en: string }[]
  readonly schema: { readonly properties: Readonly<Record<string, FieldSchema>>; readonly required?: readonly string[] }
}

/** What stands in one input: text, a tick, ticked values, or text by name. */
export type Typed = string | boolean | readonly string[] | Readonly<Record<string, string>>
export type Draft = Readonly<Record<string, Typed>>

export type Fault = { readonly code: 'missing' | 'number' | 'pattern' } | { readonly code: 'text'; readonly text: string } | { readonly code: 'least' | 'most'; readonly limit: number }

/** How many of the schema's units are one of the unit that people read: fen to yuan, ppm to percent. */
export function scaleOf(unit: string): number {
  return unit === 'fen' ? 100 : unit === 'ppm' ? 10_000 : 1
}

const DIGITS: Readonly<Record<number, number>> = { 1: 0, 100: 2, 10_000: 4 }

/** Text for an input from what a schema or another measure gives. */
export function typedFrom(field: FieldSchema, value: Json | undefined): Typed {
  const scale = scaleOf(field.unit)
  switch (field.type) {
    case 'boolean':
      return value === true
    case 'array':
      return isTyped(field) ? (Array.isArray(value) ? value.join(SEPARATOR) : '') : Array.isArray(value) ? value.map(String) : []
    case 'object': {
      const given = value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Row) : {}
      return Object.fromEntries((field.propertyNames?.enum ?? Object.keys(given)).map((name) => [name, shown(given[name], scale)]))
    }
    case 'integer':
      return shown(value, scale)
    case 'string':
      return typeof value === 'string' ? value : ''
  }
}

/** A whole form: defaults of the schema, and where it has none, what another measure of the kind has. */
export function draftOf(type: MeasureType, like: Row | null): Draft {
  return Object.fromEntries(
    Object.entries(type.schema.properties).map(([name, field]) => [name, typedFrom(field, field.default ?? like?.[name])]),
  )
}

/** Values as the server takes them, and faults by `field` or `field.name`; what is faulty is left out. */
export function readDraft(type: MeasureType, draft: Draft): { readonly values: Row; readonly faults: Readonly<Record<string, Fault>> } {
  const values: Record<string, Json> = {}
  const faults: Record<string, Fault> = {}
  for (const [name, field] of Object.entries(type.schema.properties)) {
    const typed = draft[name]
    if (field.type === 'boolean') values[name] = typed === true
    else if (field.type === 'array' && isTyped(field)) {
      const read = readTexts(String(typed ?? ''), field)
      if (Array.isArray(read)) values[name] = read
      else faults[name] = read as Fault
    } else if (field.type === 'array') {
      if (Array.isArray(typed) && typed.length >= (field.minItems ?? 0)) values[name] = typed as Json
      else faults[name] = { code: 'missing' }
    } else if (field.type === 'object') {
      const parts: Record<string, Json> = {}
      for (const [part, text] of Object.entries((typed ?? {}) as Readonly<Record<string, string>>)) {
        const read = readNumber(text, field.unit, field.additionalProperties ?? {})
        if (typeof read === 'number') parts[part] = read
        else faults[`${name}.${part}`] = read
      }
      values[name] = parts
    } else if (field.type === 'integer') {
      const read = readNumber(String(typed ?? ''), field.unit, field)
      if (typeof read === 'number') values[name] = read
      else faults[name] = read
    } else {
      const text = String(typed ?? '').trim()
      if (text === '') faults[name] = { code: 'missing' }
      else if (field.pattern && !new RegExp(field.pattern).test(text)) faults[name] = { code: 'pattern' }
      else values[name] = text
    }
  }
  return { values, faults }
}

const SEPARATOR = '、'

/** An array whose texts are typed, not ticked. */
export function isTyped(field: FieldSchema): boolean {
  return field.type === 'array' && field.items?.enum === undefined
}

/** Texts divided by commas, semicolons or blanks, each once; or which of them will not do. */
function readTexts(typed: string, field: FieldSchema): string[] | Fault {
  const texts = [...new Set(typed.split(/[\s,，、;；]+/).filter(Boolean))]
  if (texts.length < (field.minItems ?? 0)) return { code: 'missing' }
  if (field.maxItems !== undefined && texts.length > field.maxItems) return { code: 'most', limit: field.maxItems }
  const { pattern, minLength = 0, maxLength = Infinity } = field.items ?? {}
  const wrong = texts.find((text) => (pattern && !new RegExp(pattern).test(text)) || text.length < minLength || text.length > maxLength)
  return wrong === undefined ? texts : { code: 'text', text: wrong }
}

function shown(value: Json | undefined, scale: number): string {
  return typeof value === 'number' ? (value / scale).toLocaleString('en-US', { maximumFractionDigits: DIGITS[scale] ?? 0 }) : ''
}

function readNumber(text: string, unit: string, bounds: { readonly minimum?: number; readonly maximum?: number }): number | Fault {
  const scale = scaleOf(unit)
  const plain = text.replaceAll(/[,\s]/g, '')
  if (plain === '') return { code: 'missing' }
  if (!new RegExp(`^\\d{1,15}(\\.\\d{1,${Math.max(1, DIGITS[scale] ?? 0)}})?$`).test(plain)) return { code: 'number' }
  const value = Math.round(Number(plain) * scale)
  if (!Number.isSafeInteger(value) || Math.abs(value / scale - Number(plain)) > 1e-9) return { code: 'number' }
  if (bounds.minimum !== undefined && value < bounds.minimum) return { code: 'least', limit: bounds.minimum / scale }
  if (bounds.maximum !== undefined && value > bounds.maximum) return { code: 'most', limit: bounds.maximum / scale }
  return value
}
