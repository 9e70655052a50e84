import { describe, expect, it } from 'vitest'
import { begunFrom, keepingMine, saved, setAside } from './conflict'
import type { DraftAnswer } from './types'

const theirs = { draft: { revision: 3 }, text: 'cap: 20' } as unknown as DraftAnswer
const mine = { base: 2, kept: 'cap: 10', text: 'cap: 30' }

describe('two who save at once', () => {
  it('keeps what I wrote when mine goes on, and writes it on the revision that stands', () => {
    const next = keepingMine(mine, theirs)
    expect(next).toEqual({ base: 3, kept: 'cap: 20', text: 'cap: 30' })
    expect(next.text === next.kept, 'there is something to save').toBe(false)
  })
  it('takes theirs whole, with nothing to save', () => {
    expect(begunFrom(theirs)).toEqual({ base: 3, kept: 'cap: 20', text: 'cap: 20' })
  })
  it('keeps what was typed while a save was under way', () => {
    expect(saved({ ...mine, text: 'cap: 31' }, 'cap: 30', 3)).toEqual({ base: 3, kept: 'cap: 30', text: 'cap: 31' })
  })
  it('finds texts that came second, and no others', () => {
    const text = (id: string, revision: number | null) => ({ id, revision, base_revision: 1, saved_by: 'p', saved_at: '' })
    expect(setAside([text('c', null), text('b', 2), text('a', 1)]).map((one) => one.id)).toEqual(['c'])
  })
})
