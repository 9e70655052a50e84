import { describe, expect, test } from 'vitest'
import { draftOf, readDraft, type MeasureType } from './schema'

const WAIVER: MeasureType = {
  kind: 'fee_waiver', title_zh: '减免灾区话费', title_en: 'Fee waiver', delivery: 'billing', rules: ['home_cell'], segments: ['gotone', 'other'],
  success_zh: '', success_en: '', for_whom_zh: null, for_whom_en: null, cost_zh: '', cost_en: '', landing: [],
  schema: {
    required: ['charges', 'fen_per_customer_day', 'cap_fen'],
    properties: {
      charges: { type: 'array', title_zh: '', title_en: '', unit: '', items: { enum: ['voice', 'sms'] }, minItems: 1 },
      fen_per_customer_day: {
        type: 'object', title_zh: '', title_en: '', unit: 'fen', propertyNames: { enum: ['gotone', 'other'] }, additionalProperties: { minimum: 0, maximum: 1000 },
      },
      share_ppm: { type: 'integer', title_zh: '', title_en: '', unit: 'ppm', default: 152_500, minimum: 0, maximum: 1_000_000 },
      quiet: { type: 'boolean', title_zh: '', title_en: '', unit: '', default: true },
      ports: { type: 'array', title_zh: '', title_en: '', unit: '', default: ['106', '95'], items: { pattern: '^(106|95)\\d*$' }, maxItems: 3 },
      report_at: { type: 'string', title_zh: '', title_en: '', unit: 'local time', default: '18:00', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' },
      cap_fen: { type: 'integer', title_zh: '', title_en: '', unit: 'fen', minimum: 0, maximum: 4611686018427387904 },
    },
  },
}

describe('a form from a schema', () => {
  test('begins with the defaults, in the units that people read', () => {
    expect(draftOf(WAIVER, null)).toEqual({
      charges: [], fen_per_customer_day: { gotone: '', other: '' }, share_ppm: '15.25', quiet: true, ports: '106、95', report_at: '18:00', cap_fen: '',
    })
  })

  test('where the schema has no default, takes what another measure of the kind has', () => {
    const like = { charges: ['voice'], fen_per_customer_day: { gotone: 405 }, share_ppm: 1, cap_fen: 1_500_000_000_001 }
    expect(draftOf(WAIVER, like)).toMatchObject({
      charges: ['voice'], fen_per_customer_day: { gotone: '4.05', other: '' }, share_ppm: '15.25', cap_fen: '15,000,000,000.01',
    })
  })

  test('is read back into whole fen and parts per million, to the fen', () => {
    const typed = { ...draftOf(WAIVER, null), charges: ['sms'], fen_per_customer_day: { gotone: '4.05', other: '0' }, cap_fen: '15,000,000,000.01' }
    expect(readDraft(WAIVER, typed)).toEqual({
      values: {
        charges: ['sms'], fen_per_customer_day: { gotone: 405, other: 0 }, share_ppm: 152_500, quiet: true, ports: ['106', '95'], report_at: '18:00', cap_fen: 1_500_000_000_001,
      },
      faults: {},
    })
  })

  test('names each field that will not do, and why', () => {
    const typed = {
      charges: [], fen_per_customer_day: { gotone: '10.01', other: 'x' }, share_ppm: '-1', quiet: false, report_at: '25:00', cap_fen: '1.005',
    }
    expect(readDraft(WAIVER, typed).faults).toEqual({
      charges: { code: 'missing' }, 'fen_per_customer_day.gotone': { code: 'most', limit: 10 }, 'fen_per_customer_day.other': { code: 'number' },
      share_ppm: { code: 'number' }, report_at: { code: 'pattern' }, cap_fen: { code: 'number' },
    })
  })

  test('takes texts divided by commas or blanks, each once, and names the one that will not do', () => {
    const ports = (typed: string) => {
      const read = readDraft(WAIVER, { ...draftOf(WAIVER, null), ports: typed })
      return read.faults['ports'] ?? read.values['ports']
    }
    expect(ports('1065，95 95;10690')).toEqual(['1065', '95', '10690'])
    expect(ports('')).toEqual([])
    expect(ports('106 13800000000')).toEqual({ code: 'text', text: '13800000000' })
    expect(ports('106 1061 1062 1063')).toEqual({ code: 'most', limit: 3 })
  })
})
