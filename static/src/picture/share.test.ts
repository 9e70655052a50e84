import { afterEach, describe, expect, it, vi } from 'vitest'
import { share } from './share'

const picture = Promise.resolve(new Blob(['png'], { type: 'image/png' }))

afterEach(() => vi.unstubAllGlobals())

describe('sharing a picture', () => {
  it('goes to the clipboard where there is one', async () => {
    const written: unknown[] = []
    vi.stubGlobal('ClipboardItem', class { constructor(readonly parts: Record<string, unknown>) {} })
    vi.stubGlobal('navigator', { clipboard: { write: async (items: unknown[]) => void written.push(...items) } })

    expect(await share(picture, 'provinces')).toBe('copied')
    expect(written).toHaveLength(1)
  })

  it('is saved as a file where the clipboard is refused', async () => {
    const links: { download?: string; clicked?: boolean }[] = []
    vi.stubGlobal('ClipboardItem', class {})
    vi.stubGlobal('navigator', { clipboard: { write: async () => Promise.reject(new Error('denied')) } })
    vi.stubGlobal('URL', { createObjectURL: () => 'blob:1', revokeObjectURL: () => undefined })
    vi.stubGlobal('document', { createElement: () => { const link = { click: () => void (link.clicked = true), clicked: false }; links.push(link); return link } })

    expect(await share(picture, 'provinces')).toBe('saved')
    expect(links[0]).toMatchObject({ clicked: true, download: expect.stringMatching(/provinces\.png$/) })
  })
})
