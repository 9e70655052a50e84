import { expect, test } from 'vitest'
import { daysBetween, moved, usualSteps } from './times'

test('days are moved over the ends of months and years', () => {
  expect(moved('2008-08-08', -30)).toBe('2008-07-09')
  expect(moved('2008-02-28', 1)).toBe('2008-02-29')
  expect(moved('2007-12-31', 1)).toBe('2008-01-01')
})

test('days between two count both, and none run backwards', () => {
  expect(daysBetween('2008-08-08', '2008-08-10')).toEqual(['2008-08-08', '2008-08-09', '2008-08-10'])
  expect(daysBetween('2008-08-08', '2008-08-07')).toEqual([])
})

test('the usual steps stand around the days, and a watch on the first day is not asked for twice', () => {
  const steps = usualSteps('2008-08-08', '2008-08-24', ['2008-08-08', '2008-08-24'])
  expect(steps.map((step) => `${step.kind} ${step.day}`)).toEqual([
    'review 2008-07-09', 'freeze 2008-08-01', 'rehearsal 2008-08-07', 'watch 2008-08-08', 'watch 2008-08-24', 'stand_down 2008-08-25',
  ])
})
