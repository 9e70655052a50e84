import { describe, expect, it } from 'vitest'
import { placeAt } from './place'
import { definedIn, offersAt, type Vocabulary } from './words'

const TEXT = `slug: a
teams:
  province_duty: {zh: 值班, en: Duty}
measures:
  - id: deferral
    kind: suspension_deferral
    when:
      levels: [I, II]
      reaches: {CSI: 7, }
    fields:
      re
    window: {from: T+0, un}
tasks:
  - id: report
    team: pro
    target: 
    
`.split('\n')

const vocabulary: Vocabulary = {
  schema: {
    properties: { slug: { type: 'string' }, measures: { items: { $ref: '#/$defs/Measure' } }, tasks: { items: { $ref: '#/$defs/Task' } } },
    $defs: {
      Measure: { properties: { id: {}, kind: {}, when: { $ref: '#/$defs/When' }, window: { $ref: '#/$defs/Window' }, fields: { additionalProperties: true } } },
      When: { properties: { levels: { anyOf: [{ items: { enum: ['I', 'II', 'III', 'IV'] } }, { type: 'null' }] }, reaches: { propertyNames: { enum: ['CSI', 'MMI'] } } } },
      Window: { properties: { from: {}, until: {} } },
      Task: { properties: { id: {}, team: {}, target: { enum: ['province', 'county'] }, critical: { type: 'boolean' } } },
    },
  },
  kinds: { suspension_deferral: { title: { zh: '缓停机', en: 'Deferral' }, fields: { properties: { reopen_suspended: { type: 'boolean' }, clocks: {} } } } },
  names: { until: { zh: '止', en: 'Until' } },
  help: {},
}
const offered = (line: number, column?: number): readonly string[] => offersAt(vocabulary, TEXT, line, column ?? (TEXT[line] ?? '').length).map((one) => one.word)

describe('where the cursor stands', () => {
  it('is the path of names above it, lists as items', () => {
    expect(placeAt(TEXT, 10, 8)).toEqual({ path: ['measures', '-', 'fields'], value: null })
    expect(placeAt(TEXT, 14, 13)).toEqual({ path: ['tasks', '-'], value: 'team' })
    expect(placeAt(TEXT, 0, 2)).toEqual({ path: [], value: null })
  })
  it('knows what braces and brackets have opened', () => {
    expect(placeAt(TEXT, 11, 26).path).toEqual(['measures', '-', 'window'])
    expect(placeAt(TEXT, 7, 18)).toEqual({ path: ['measures', '-', 'when', 'levels', '-'], value: '-' })
  })
})

it('offers the points that the text names where an item is near some', () => {
  const lines = ['points:', '  stations:', '    km: 15', '  arenas: {km: 5, at: venues}', 'measures:', '  - id: a', '    when: {near: [st', '']
  expect(offersAt(vocabulary, lines, 6, (lines[6] ?? '').length).map((one) => one.word)).toEqual(['stations', 'arenas'])
})

describe('completion', () => {
  it('offers the names that the schema knows there, in braces as well', () => {
    expect(offered(11, 25)).toEqual(['from', 'until'])
    expect(offered(8, 24)).toEqual(['CSI', 'MMI'])
    expect(offered(16, 4)).toEqual(['id', 'team', 'target', 'critical'])
    expect(offersAt(vocabulary, TEXT, 11, 25)[1]?.said?.zh).toBe('止')
  })
  it('offers the fields of the kind of measure that it stands in', () => {
    expect(offered(10)).toEqual(['reopen_suspended', 'clocks'])
  })
  it('offers values of closed lists, and what the text itself defines', () => {
    expect(offered(7, 18)).toEqual(['I', 'II', 'III', 'IV'])
    expect(offered(15)).toEqual(['province', 'county'])
    expect(offered(14)).toEqual(['province_duty'])
    expect(offered(5, 10)).toEqual(['suspension_deferral'])
    expect(definedIn(TEXT, 'tasks')).toEqual(['report'])
  })
})
