import { describe, expect, it } from 'vitest'
import { sayReason, sayReasons } from './reasons'

describe('why a task is there', () => {
  it('reads the playbook’s own words in either language', () => {
    const why = { code: 'why', args: { zh: '厅开不了', en: 'Halls are shut' } }
    expect([sayReason(why, 'zh'), sayReason(why, 'en')]).toEqual(['厅开不了', 'Halls are shut'])
  })

  it('groups figures and puts the noun in the right number', () => {
    const args = { name_zh: '四川省', name_en: 'Sichuan', threshold_zh: '烈度 VI 度', threshold_en: 'CSI VI', highest_zh: '烈度 X 度', highest_en: 'CSI X' }
    expect(sayReason({ code: 'province_reached', args: { ...args, counties: 1 } }, 'en')).toBe('Sichuan has 1 county at CSI VI or above; the highest is CSI X.')
    expect(sayReason({ code: 'province_reached', args: { ...args, counties: 1204 } }, 'en')).toContain('1,204 counties')
  })

  it('leaves out a code that it does not know', () => {
    expect(sayReasons([{ code: 'from_the_future', args: {} }], 'zh')).toEqual([])
  })
})
