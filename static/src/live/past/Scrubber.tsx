/** The whole event as bars with its marks, and a cursor that leads back to any moment of it. */
import { useComputed, useSignal } from '@preact/signals'
import type { JSX, TargetedPointerEvent } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { clock, clockMinutes, day, exact } from '../../lib/format'
import { said } from '../../lib/i18n'
import { now, present } from '../../lib/worldclock'
import { ticks } from '../feed'
import { liveWords } from '../words'
import { Compare } from './Compare'
import { labelled } from './labels'
import { ScrubberControls } from './ScrubberControls'
import type { Past } from './past'
import { keyed } from './keys'
import { markNear, type Track } from './track'
import { useTrack } from './useTrack'
import { pastWords } from './words'
import './past.css'

const TOP = 16
const HEIGHT = 30
/** Within so many pixels a hand means the mark. */
const CATCH_PX = 5
/** Room that the cursor's time needs among the hours. */
const CLEAR_PX = 52

export function Scrubber({ past }: { readonly past: Past }): JSX.Element {
  const w = pastWords()
  const element = useRef<HTMLDivElement>(null)
  const width = useSignal(800)
  const comparing = useSignal(false)
  useEffect(() => {
    const watcher = new ResizeObserver(([entry]) => {
      if (entry) width.value = Math.max(200, entry.contentRect.width)
    })
    if (element.current) watcher.observe(element.current)
    return () => watcher.disconnect()
  }, [])
  const track = useTrack(past, width)
  const { fromMs, toMs, widthMs } = track.value
  const x = (at: number): number => ((at - fromMs) / (toMs - fromMs)) * width.value
  const at = past.cursorMs.value
  const cursor = useComputed(() => past.cursorMs.value ?? present.value)
  const lookAt = (event: TargetedPointerEvent<HTMLDivElement>): void => {
    const box = event.currentTarget.getBoundingClientRect()
    const atMs = Math.max(fromMs, fromMs + ((event.clientX - box.left) / box.width) * (toMs - fromMs))
    const mark = markNear(track.value, atMs, (CATCH_PX / box.width) * (toMs - fromMs))
    past.playing.value = false
    past.go(mark ? { position: mark.position } : { atMs: Math.round(atMs) })
  }
  const shown = past.moment.value
  return (
    <div class={`scrubber ${at === null ? '' : 'scrubber-past'}`}>
      <ScrubberControls past={past} track={track} onCompare={() => (comparing.value = true)} />
      <div
        ref={element} class="scrubber-track" role="slider" tabIndex={0} aria-label={w.scrubber} title={w.keys}
        aria-valuemin={fromMs} aria-valuemax={toMs} aria-valuenow={Math.round(cursor.value)}
        aria-valuetext={shown ? w.bandMoment(day(shown.atMs), clock(shown.atMs), exact(shown.position)) : w.present}
        onKeyDown={(event) => keyed(event, past, track.value)}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          lookAt(event)
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) lookAt(event)
        }}
      >
        <svg width={width.value} height="68" aria-hidden="true">
          <Bars track={track.value} x={x} />
          {ticks(fromMs, toMs).filter((tick) => x(tick) > 16 && x(tick) < width.value - 110 && (at === null || Math.abs(x(tick) - x(at)) > CLEAR_PX)).map((tick) => <text key={tick} class="bars-tick" x={x(tick)} y="62">{clockMinutes(tick)}</text>)}
          <Marks track={track.value} x={x} width={width.value} />
          {at === null ? <line class="bars-now" x1={x(now.value)} x2={x(now.value)} y1="2" y2={TOP + HEIGHT} /> : <Cursor atMs={at} x={x(at)} width={width.value} />}
        </svg>
        <span class="bars-note hint">{liveWords().barsLabel(widthMs / 60_000)}</span>
      </div>
      {comparing.value ? <Compare past={past} track={track.value} onClose={() => (comparing.value = false)} /> : null}
    </div>
  )
}

interface DrawnProps {
  readonly track: Track
  readonly x: (at: number) => number
}

function Bars({ track, x }: DrawnProps): JSX.Element {
  const most = Math.max(1, ...track.counts)
  const step = x(track.fromMs + track.widthMs) - x(track.fromMs)
  return (
    <>
      {track.counts.map((count, index) => {
        const start = track.fromMs + index * track.widthMs
        const height = (count / most) * HEIGHT
        return count ? (
          <rect key={start} class="bars-bar" x={x(start) + 0.5} y={TOP + HEIGHT - height} width={Math.max(1, step - 1.5)} height={height}>
            <title>{`${clockMinutes(start)} · ${exact(count)}`}</title>
          </rect>
        ) : null
      })}
      <line class="bars-base" x1={x(track.fromMs)} x2={x(track.toMs)} y1={TOP + HEIGHT + 0.5} y2={TOP + HEIGHT + 0.5} />
    </>
  )
}

/** Flags for what turned the event; decisions and broadcasts are short ticks below, for there are many. */
function Marks({ track, x, width }: DrawnProps & { readonly width: number }): JSX.Element {
  return (
    <>
      {labelled(track, x, width).map(({ mark, label, flag }) => (
        <g key={mark.position} data-mark={mark.kind}>
          {flag ? <path class="bars-flag" d={`M${x(mark.atMs)} ${TOP + HEIGHT}V3h5v7h-5`} /> : <path class="bars-tickmark" d={`M${x(mark.atMs)} ${TOP + HEIGHT + 1}v5`} />}
          {label ? <text class="bars-label" x={x(mark.atMs) + 8} y="11">{label}</text> : null}
          <title>{`${clock(mark.atMs)} ${said(mark.say)}`}</title>
        </g>
      ))}
    </>
  )
}

function Cursor({ atMs, x, width }: { readonly atMs: number; readonly x: number; readonly width: number }): JSX.Element {
  const anchor = x < 40 ? 'start' : x > width - 40 ? 'end' : 'middle'
  return (
    <g class="scrubber-cursor">
      <line x1={x} x2={x} y1="2" y2={TOP + HEIGHT} />
      <rect x={x - 4} y={TOP + HEIGHT - 4} width="8" height="8" rx="1" />
      <text x={x} y="62" text-anchor={anchor}>{clock(atMs)}</text>
    </g>
  )
}
