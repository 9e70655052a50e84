import { expect, test } from 'vitest'
import { kindName, kinds, sizeText } from './telling'

test('a size is told in the unit that reads well', () => {
  expect([sizeText(0), sizeText(999), sizeText(1000), sizeText(405_492), sizeText(12_345_678)]).toEqual(['0 B', '999 B', '1 kB', '405 kB', '12.3 MB'])
})

test('a kind is called as the server calls it, and one that is no more by its code', () => {
  kinds.value = [{ kind: 'final', zh: '总结报告', en: 'Final report', formats: ['pdf'], by_province: true }]
  expect([kindName('final'), kindName('other')]).toEqual(['总结报告', 'other'])
})
