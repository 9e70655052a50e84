import { beforeEach, describe, expect, it } from 'vitest'
import { asBody, drop, keep, kept, meaning, type Filled } from './unsent'

class Shelf implements Storage {
  private readonly rows = new Map<string, string>()
  get length(): number {
    return this.rows.size
  }
  key(at: number): string | null {
    return [...this.rows.keys()][at] ?? null
  }
  getItem(key: string): string | null {
    return this.rows.get(key) ?? null
  }
  setItem(key: string, value: string): void {
    this.rows.set(key, value)
  }
  removeItem(key: string): void {
    this.rows.delete(key)
  }
  clear(): void {
    this.rows.clear()
  }
}

const SHEET: Filled = {
  id: 'a', sheet: 'hall-clerk', incident: null, scope: '510000', region: null, walked_at: '2008-05-12T08:00:00Z', done: false,
  answers: { one: { answer: 'no', note: '没有', finding: true }, two: { answer: 'yes', note: '', finding: true } },
}

describe('sheets that wait in the browser', () => {
  let shelf: Shelf
  beforeEach(() => {
    shelf = new Shelf()
  })

  it('are one person’s own, and gone once the server has them', () => {
    keep('me', SHEET, shelf)
    keep('me', { ...SHEET, id: 'b', walked_at: '2008-05-12T07:00:00Z' }, shelf)
    keep('other', { ...SHEET, id: 'c' }, shelf)
    shelf.setItem('tongxin.walk.me.broken', '{')
    expect(kept('me', shelf).map((one) => one.id)).toEqual(['b', 'a'])
    drop('me', 'b', shelf)
    expect(kept('me', shelf).map((one) => one.id)).toEqual(['a'])
  })

  it('make findings of noes alone', () => {
    const body = asBody(SHEET) as { answers: readonly { finding: boolean }[] }
    expect(body.answers.map((one) => one.finding)).toEqual([true, false])
  })

  it('wait where nobody answered, and are done where the server has them already', () => {
    expect([meaning(0, 'offline'), meaning(503, 'busy'), meaning(409, 'walk.exists'), meaning(422, 'walk.in_future')]).toEqual(['later', 'later', 'there', 'wrong'])
  })
})
