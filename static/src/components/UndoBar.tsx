/** What was just done, and the way back, for a few seconds; never for what must be seen. */
import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useEvery } from '../desk/useEvery'
import { commonWords } from '../locales/common'

interface Offer {
  readonly words: string
  readonly undo: (() => void) | null
  readonly until: number
}

const offer = signal<Offer | null>(null)

/** Say what was done; with `undo`, offer the way back. */
export function offerUndo(words: string, undo: (() => void) | null, seconds = 8): void {
  offer.value = { words, undo, until: Date.now() + seconds * 1000 }
}

export function UndoBar(): JSX.Element | null {
  const shown = offer.value
  const [, tick] = useState(0)
  useEvery(250, () => {
    if (shown && Date.now() >= shown.until) offer.value = null
    else tick((count) => count + 1)
  }, Boolean(shown))
  if (!shown) return null
  const left = Math.max(0, Math.ceil((shown.until - Date.now()) / 1000))
  return (
    <div class="undo-bar" role="status">
      <span>{shown.words}</span>
      {shown.undo ? (
        <button
          type="button"
          onClick={() => {
            shown.undo?.()
            offer.value = null
          }}
        >
          {commonWords().undo} <span class="num">{commonWords().secondsLeft(left)}</span>
        </button>
      ) : null}
    </div>
  )
}
