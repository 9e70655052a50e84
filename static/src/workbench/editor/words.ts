/** What may be written where the cursor stands, from the schemas that loading checks with. Pure. */
import type { Said } from '../../lib/types'
import { placeAt, type Step } from './place'

export interface Schema {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema
  readonly prefixItems?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly propertyNames?: Schema
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly type?: string
}
export interface Vocabulary {
  readonly schema: Schema
  readonly kinds: Readonly<Record<string, { readonly title: Said; readonly fields: Schema }>>
  readonly names: Readonly<Record<string, Said>>
  readonly help: Readonly<Record<string, Said>>
}
export interface Offer {
  readonly word: string
  readonly is: 'name' | 'value'
  readonly said: Said | null
}

function candidates(schema: Schema, root: Schema): readonly Schema[] {
  if (schema.$ref) {
    const found = root.$defs?.[schema.$ref.split('/').at(-1) ?? '']
    return found ? candidates(found, root) : []
  }
  const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]
  return branches.length > 0 ? [schema, ...branches.flatMap((one) => candidates(one, root))] : [schema]
}

function step(schemas: readonly Schema[], name: Step, root: Schema): readonly Schema[] {
  return schemas.flatMap((one) => {
    const next = name === '-' ? (one.items ?? one.prefixItems?.[0]) : (one.properties?.[name] ?? one.additionalProperties)
    return next && typeof next === 'object' ? candidates(next, root) : []
  })
}

/** The kind of the measure that line `line` (from 0) belongs to. */
function kindAround(lines: readonly string[], line: number): string | null {
  const dash = /^\s*- /
  let indent = -1
  for (let at = line; at >= 0; at -= 1) {
    const text = lines[at] ?? ''
    if (dash.test(text) && (indent < 0 || text.search(/\S/) < indent) && /^\s*- (id|kind):/.test(text)) {
      for (let down = at; down < lines.length && (down === at || !/^\s*- (id|kind):/.test(lines[down] ?? '')); down += 1) {
        const kind = /\bkind:\s*([\w-]+)/.exec(lines[down] ?? '')
        if (kind?.[1]) return kind[1]
      }
      indent = text.search(/\S/)
    }
  }
  return null
}

/** Names of a section of the text itself: ids of a list, or names below a group. */
export function definedIn(lines: readonly string[], section: string): readonly string[] {
  const start = lines.findIndex((line) => line.startsWith(`${section}:`))
  if (start < 0) return []
  const found: string[] = []
  for (const line of lines.slice(start + 1)) {
    if (/^\S/.test(line) && !line.startsWith('#') && !line.startsWith('-')) break
    const word = /^\s*-\s+(?:\{\s*)?id:\s*([\w-]+)/.exec(line) ?? /^ {2}([\w-]+):/.exec(line)
    if (word?.[1]) found.push(word[1])
  }
  return found
}

const REFERS: Readonly<Record<string, string>> = { team: 'teams', message: 'messages', task_notice: 'messages', parameter: 'parameters', sources: 'sources', near: 'points' }

/** What can be written at the cursor; names of a group, or values of a name. */
export function offersAt(vocabulary: Vocabulary, lines: readonly string[], line: number, column: number): readonly Offer[] {
  const { path, value } = placeAt(lines, line, column)
  const root = vocabulary.schema
  const fields = path.indexOf('fields')
  const kind = path[0] === 'measures' && fields > 0 ? kindAround(lines, line) : null
  const known = kind ? vocabulary.kinds[kind] : undefined
  const base = known ? known.fields : root
  const inner = known ? path.slice(fields + 1) : path
  const here = inner.reduce((schemas, name) => step(schemas, name, base), candidates(base, base))
  if (value !== null) return valuesOf(vocabulary, lines, path, value, value === '-' ? here : step(here, value, base))
  const names = here.flatMap((one) => [...Object.keys(one.properties ?? {}), ...((one.propertyNames?.enum ?? []) as string[])])
  return [...new Set(names)].map((word) => ({ word, is: 'name' as const, said: vocabulary.names[word] ?? null }))
}

function valuesOf(vocabulary: Vocabulary, lines: readonly string[], path: readonly Step[], value: string, schemas: readonly Schema[]): readonly Offer[] {
  const listed = value === '-' ? (path.at(-2) ?? '') : value
  const refers = REFERS[listed]
  if (refers) return definedIn(lines, refers).map((word) => ({ word, is: 'value', said: null }))
  if (value === 'kind') return Object.entries(vocabulary.kinds).map(([word, { title }]) => ({ word, is: 'value', said: title }))
  const words = schemas.flatMap((one) => [...(one.enum ?? []), ...(one.const === undefined ? [] : [one.const]), ...(one.type === 'boolean' ? [true, false] : [])])
  return [...new Set(words.map(String))].map((word) => ({ word, is: 'value', said: vocabulary.names[word] ?? null }))
}
