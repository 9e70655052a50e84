import { expect, test, vi } from 'vitest'
import { takeKioskToken } from './kiosk'

test('a token is taken out of the address, the rest of which stays', () => {
  const replaceState = vi.fn()
  expect(takeKioskToken({ hash: '#kiosk=abc_DEF-123', pathname: '/login', search: '?next=/live' }, { replaceState })).toBe('abc_DEF-123')
  expect(replaceState).toHaveBeenCalledWith(null, '', '/login?next=/live')
})

test('an address without a token is left alone', () => {
  const replaceState = vi.fn()
  expect(takeKioskToken({ hash: '#content', pathname: '/live', search: '' }, { replaceState })).toBe(null)
  expect(replaceState).not.toHaveBeenCalled()
})
