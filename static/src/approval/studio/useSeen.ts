/** What the server says of the texts while they are typed: asked a moment after the last key, never more than once at a time. */
import { signal, type ReadonlySignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { post } from '../../lib/api'

export interface Finding {
  readonly code: string
  readonly weight: 'note' | 'doubt'
  readonly what: string
  readonly zh: string
  readonly en: string
}

export interface Seen {
  readonly text: string
  readonly parts: number
  readonly pages: number
  readonly findings: readonly Finding[]
}

const PAUSE_MS = 350

export function useSeen(texts: Readonly<Record<string, string>>, channel: string): ReadonlySignal<Readonly<Record<string, Seen>>> {
  const seen = useMemo(() => signal<Readonly<Record<string, Seen>>>({}), [])
  const asked = JSON.stringify([texts, channel])
  useEffect(() => {
    const stop = new AbortController()
    const wait = setTimeout(() => {
      const written = Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ''))
      if (Object.keys(written).length === 0) {
        seen.value = {}
        return
      }
      post<{ texts: Record<string, Seen> }>('/broadcast-texts', { texts: written, channel }, { signal: stop.signal })
        .then((answer) => (seen.value = answer.texts))
        // Typing goes on; the next pause asks again.
        .catch(() => undefined)
    }, PAUSE_MS)
    return () => {
      clearTimeout(wait)
      stop.abort()
    }
  }, [asked])
  return seen
}
