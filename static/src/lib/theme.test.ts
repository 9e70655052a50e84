import { describe, expect, it } from 'vitest'
import { lightOnPaper, setTheme } from './theme'

describe('the theme', () => {
  it('is light on paper and the chosen one again afterwards', () => {
    setTheme('dark')
    lightOnPaper()
    dispatchEvent(new Event('beforeprint'))
    expect(document.documentElement.dataset.theme).toBe('light')
    dispatchEvent(new Event('afterprint'))
    expect(document.documentElement.dataset.theme).toBe('dark')
  })
})
