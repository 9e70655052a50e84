import { describe, expect, it } from 'vitest'
import { codeOf } from './taskCode'

describe('a task’s code', () => {
  it.each([
    ['341f2a43-d537-4ef4-a501-803c16797065', '6GF-JMG-YNN'], ['00000000-0000-4000-8000-000000000000', '000-000-000'],
    ['ffffffff-ffff-4fff-bfff-ffffffffffff', 'ZZZ-ZZZ-ZZ3'], ['d302a032-badf-4bd9-a6ab-3da0382a06b4', 'TC1-A0C-NTG'],
  ])('of %s is the one on the printed sheet, %s', (task, code) => {
    expect(codeOf(task)).toBe(code)
  })
})
