import { expect, it } from 'vitest'
import { listKey } from './keys'
import { readPlace } from './place'

const press = (key: string, held: Partial<KeyboardEvent> = {}): Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'> => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...held })

it('reads keys only where nobody types and no dialog is open', () => {
  expect(listKey(press('j'), false, false)).toBe('next')
  expect(listKey(press('x'), true, false)).toBeNull()
  expect(listKey(press('Escape'), false, true)).toBeNull()
  expect(listKey(press('a', { ctrlKey: true }), false, false)).toBeNull()
  expect(listKey(press('q'), false, false)).toBeNull()
})

it('takes a place only whole and on the globe', () => {
  expect(readPlace('', ' ')).toBeNull()
  expect(readPlace('103.5', '31')).toEqual({ lon_e7: 1_035_000_000, lat_e7: 310_000_000 })
  for (const [lon, lat] of [['103', ''], ['', '31'], ['181', '0'], ['0', '91'], ['east', '1']] as const) expect(readPlace(lon, lat)).toBe('bad')
})
