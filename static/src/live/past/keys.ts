/** The scrubber from the keyboard. */
import type { Past } from './past'
import { markAfter, markBefore, type Track } from './track'

interface Pressed {
  readonly key: string
  readonly shiftKey: boolean
  preventDefault(): void
}

/** Bars that a page key leaps over. */
const LEAP = 10

export function keyed(event: Pressed, past: Past, track: Track): void {
  const act = actionOf(event, past, track)
  if (!act) return
  event.preventDefault()
  act()
}

function actionOf(event: Pressed, past: Past, track: Track): (() => void) | null {
  const shown = past.moment.peek()
  const position = shown?.position ?? past.live.position.peek()
  const move = (bars: number): (() => void) => () => {
    past.playing.value = false
    past.go({ atMs: Math.max(track.fromMs, (past.cursorMs.peek() ?? track.toMs) + bars * track.widthMs) })
  }
  const to = (target: number | undefined): (() => void) => () => {
    past.playing.value = false
    if (target !== undefined) past.go({ position: target })
  }
  switch (event.key) {
    case 'ArrowLeft': case 'ArrowDown': return move(event.shiftKey ? -LEAP : -1)
    case 'ArrowRight': case 'ArrowUp': return move(event.shiftKey ? LEAP : 1)
    case 'PageDown': return move(-LEAP)
    case 'PageUp': return move(LEAP)
    case 'Home': return to(1)
    case 'End': case 'Escape': return () => past.toLive()
    case '[': return to(markBefore(track, position)?.position)
    case ']': return shown ? to(markAfter(track, position)?.position) : null
    case ',': return to(Math.max(1, position - 1))
    case '.': return shown ? to(Math.min(position + 1, past.live.position.peek())) : null
    case ' ': return () => {
      if (shown) past.playing.value = !past.playing.peek()
      else past.go({ position: 1 })
    }
    default: return null
  }
}
