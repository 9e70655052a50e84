import { expect, test } from 'vitest'
import { holding } from './silence'

const GANSU = { province: '620000', until: '2008-05-12T07:40:00Z', title_zh: '演练', title_en: 'Drill' }

test('a province plays silent until its time is over and no second longer', () => {
  const over = Date.parse(GANSU.until)

  expect(holding([GANSU], over - 1000)).toEqual([GANSU])
  expect(holding([GANSU], over)).toEqual([])
})
