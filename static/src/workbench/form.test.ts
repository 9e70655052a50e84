import { describe, expect, it } from 'vitest'
import { listed, matching } from './FormPane'
import type { FormGroup } from './types'

const group = (id: string, ...places: readonly string[]): FormGroup => ({
  section: 'measures', id, title: { zh: id, en: id },
  fields: places.map((place) => ({ path: [place], place, label: { zh: place, en: place }, kind: 'line', unit: '', value: 'v', line: 1 })),
})

describe('the form', () => {
  it('shows what is looked for: whole groups by their name, else single fields', () => {
    const form = [group('deferral', 'window', 'cap_fen'), group('waiver', 'cap_fen')]
    expect(matching(form, 'waiv').map((one) => one.id)).toEqual(['waiver'])
    expect(matching(form, 'CAP').map((one) => [one.id, one.fields.length])).toEqual([['deferral', 1], ['waiver', 1]])
    expect(matching(form, ' ')).toBe(form)
  })
  it('reads lists as people write them', () => {
    expect(listed('I，II、III', false)).toEqual(['I', 'II', 'III'])
    expect(listed('1, 2,', true)).toEqual([1, 2])
  })
})
