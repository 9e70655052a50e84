import { expect, test } from 'vitest'
import { language } from '../lib/i18n'
import { valueText } from './values'

test('figures of a field are told with their unit, one of it in the singular', () => {
  language.value = 'en'
  expect([valueText(1, 'points'), valueText(2, 'points'), valueText(1, 'calls per 10,000')]).toEqual(['1\u00a0point', '2\u00a0points', '1\u00a0calls per 10,000'])
  expect(valueText(['tibetan', 'A+'], '')).toBe('Tibetan, A+')
  language.value = 'zh'
  expect([valueText(1, 'points'), valueText(['tibetan', 'qiang'])]).toEqual(['1\u00a0个', '藏语、羌语'])
})
