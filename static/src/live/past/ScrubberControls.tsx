/** Play, speed, marks, comparing, and the way back to the present. */
import type { ReadonlySignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../../components/Button'
import { SPEEDS, type Past } from './past'
import { markAfter, markBefore, type Track } from './track'
import { pastWords } from './words'

interface ControlsProps {
  readonly past: Past
  readonly track: ReadonlySignal<Track>
  readonly onCompare: () => void
}

/** Where the system asks for no motion, the button goes one bar instead of playing. */
const calm = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches

export function ScrubberControls({ past, track, onCompare }: ControlsProps): JSX.Element {
  const w = pastWords()
  const shown = past.moment.value
  const playing = past.playing.value
  const position = shown?.position ?? past.live.position.value
  const [before, after] = [markBefore(track.value, position), shown ? markAfter(track.value, position) : null]
  const press = (): void => {
    if (!shown) past.go({ position: 1 })
    if (calm()) past.go({ atMs: (past.cursorMs.peek() ?? track.peek().fromMs) + track.peek().widthMs })
    else past.playing.value = !playing
  }
  const label = calm() ? w.stepOn : playing ? w.pause : w.play
  return (
    <div class="scrubber-controls">
      <button type="button" class="icon-button" aria-label={label} title={label} aria-pressed={playing} onClick={press}><Glyph d={playing ? 'M5 3.5h3.5v13H5zM11.5 3.5H15v13h-3.5z' : 'M5.5 3.5v13l11-6.5z'} /></button>
      <button type="button" class="icon-button" aria-label={w.previousMark} title={w.previousMark} disabled={!before} onClick={() => before && past.go({ position: before.position })}><Glyph d="M4 4h2v12H4zM16 4v12l-8.5-6z" /></button>
      <button type="button" class="icon-button" aria-label={w.nextMark} title={w.nextMark} disabled={!after} onClick={() => after && past.go({ position: after.position })}><Glyph d="M14 4h2v12h-2zM4 4v12l8.5-6z" /></button>
      <select aria-label={w.speed} title={w.speed} value={past.speed.value} onChange={(event) => (past.speed.value = Number(event.currentTarget.value))}>
        {SPEEDS.map((speed) => <option key={speed} value={speed}>{w.times(speed)}</option>)}
      </select>
      <Button size="small" onPress={onCompare}>{w.compare}</Button>
      {past.cursorMs.value === null ? null : <Button size="small" kind="primary" onPress={() => past.toLive()}>{w.live}</Button>}
    </div>
  )
}

function Glyph({ d }: { readonly d: string }): JSX.Element {
  return <svg class="icon" viewBox="0 0 20 20" width="14" height="14" aria-hidden="true"><path d={d} fill="currentColor" stroke="none" /></svg>
}
