import { expect, test } from 'vitest'
import { figures } from './ReportedTable'

test('counts of a province are added, what is no count is told from least to most', () => {
  const points = { total: 5, by_province: { '510000': [2, 3] } }
  const hours = { total: null, by_province: { '510000': [8, 24, 12], '620000': [6] } }

  expect(figures(points, '510000')).toBe('5')
  expect([figures(hours, '510000'), figures(hours, '620000'), figures(hours, '500000')]).toEqual(['8–24', '6', '·'])
})
