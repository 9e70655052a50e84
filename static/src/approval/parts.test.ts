import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MOST_PAGES, pagesOf, partsOf } from './parts'

interface Row {
  readonly what: string
  readonly text: string
  readonly encoding: string
  readonly units: number
  readonly pieces: readonly number[]
  readonly pages: number
}

const rows = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../../tests/contracts/message_parts.json'), 'utf8')) as readonly Row[]

describe('the browser counts a text as the planner and the sender do', () => {
  it.each(rows)('$what', ({ text, encoding, units, pieces, pages }) => {
    const parts = partsOf(text)
    expect({ encoding: parts.encoding, units: parts.units, pieces: parts.pieces.map((piece) => piece.length) }).toEqual({ encoding, units, pieces })
    expect(parts.pieces.join('')).toBe(text)
    expect(pagesOf(text).pieces).toHaveLength(pages)
  })

  it('up to the page that no phone shows', () => {
    expect(pagesOf('灾'.repeat(615)).pieces).toHaveLength(MOST_PAGES)
    expect(pagesOf('灾'.repeat(616)).pieces).toHaveLength(MOST_PAGES + 1)
  })
})
