import { afterEach, describe, expect, it, vi } from 'vitest'
import { lightOnPaper, theme } from './theme'

/** As much of a page as the theme touches; node has none. */
function page(): { readonly fire: (name: string) => void; readonly shown: () => string | undefined } {
  const heard = new Map<string, () => void>()
  const root = { dataset: { theme: 'dark' } as { theme?: string } }
  vi.stubGlobal('document', { documentElement: root })
  vi.stubGlobal('addEventListener', (name: string, hear: () => void) => heard.set(name, hear))
  return { fire: (name) => heard.get(name)?.(), shown: () => root.dataset.theme }
}

afterEach(() => { vi.unstubAllGlobals() })

describe('the theme', () => {
  it('is light on paper and the chosen one again afterwards', () => {
    const { fire, shown } = page()
    theme.value = 'dark'
    lightOnPaper()

    fire('beforeprint')
    expect(shown()).toBe('light')
    fire('afterprint')
    expect(shown()).toBe('dark')
  })
})
