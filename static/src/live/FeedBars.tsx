/** Events per interval since the hazard struck, with flags for level, footprints and silence. */
import { useComputed, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { clock, clockMinutes, exact } from '../lib/format'
import { said } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { now } from '../lib/worldclock'
import { bars, flags, ticks, type Flag } from './feed'
import type { LiveModel } from './model'
import { liveWords } from './words'

const TOP = 16
const HEIGHT = 30
const LABEL_ROOM = 74

export function FeedBars({ model }: { readonly model: LiveModel }): JSX.Element {
  const w = liveWords()
  const element = useRef<HTMLDivElement>(null)
  const width = useSignal(800)
  useEffect(() => {
    const watcher = new ResizeObserver(([entry]) => {
      if (entry) width.value = Math.max(200, entry.contentRect.width)
    })
    if (element.current) watcher.observe(element.current)
    return () => watcher.disconnect()
  }, [])
  // The bars step by the minute; only the end of the axis follows the second.
  const minute = useComputed(() => Math.floor(now.value / 60_000) * 60_000 + 60_000)
  const drawn = useComputed(() => {
    const struck = model.store.incident.value?.occurred_at
    const first = model.store.events.value.at(-1)?.at
    const start = Date.parse(struck ?? first ?? '') || minute.value - 3_600_000
    return bars(model.store.events.value, Math.floor(start / 60_000) * 60_000, minute.value, Math.floor(width.value / 8))
  })
  const marks = useComputed(() => spaced(flags(model.store.events.value), drawn.value.fromMs, drawn.value.toMs, width.value))
  const { fromMs, toMs, most, minutes } = drawn.value
  const x = (at: number): number => ((at - fromMs) / (toMs - fromMs)) * width.value
  const step = width.value / drawn.value.bars.length
  return (
    <div class="feed-bars" ref={element}>
      <svg width={width.value} height="68" role="img" aria-label={`${w.feed}: ${w.barsLabel(minutes)}`}>
        {drawn.value.bars.map((bar) => {
          const height = (bar.count / most) * HEIGHT
          return bar.count ? (
            <rect key={bar.startMs} class="bars-bar" x={x(bar.startMs) + 0.5} y={TOP + HEIGHT - height} width={Math.max(1, step - 1.5)} height={height}>
              <title>{`${clockMinutes(bar.startMs)} · ${exact(bar.count)}`}</title>
            </rect>
          ) : null
        })}
        <line class="bars-base" x1="0" x2={width.value} y1={TOP + HEIGHT + 0.5} y2={TOP + HEIGHT + 0.5} />
        {ticks(fromMs, toMs).filter((at) => x(at) > 16 && x(at) < width.value - 110).map((at) => <text key={at} class="bars-tick" x={x(at)} y="62">{clockMinutes(at)}</text>)}
        <line class="bars-now" x1={x(now.value)} x2={x(now.value)} y1="2" y2={TOP + HEIGHT} />
        {marks.value.map(({ flag, label }) => (
          <g key={flag.event.position}>
            <path class="bars-flag" d={`M${x(flag.atMs)} ${TOP + HEIGHT}V3h5v7h-5`} />
            {label ? <text class="bars-label" x={x(flag.atMs) + 8} y="11">{label}</text> : null}
            <title>{`${clock(flag.atMs)} ${said(flag.event.say)}`}</title>
          </g>
        ))}
      </svg>
      <span class="bars-note hint">{w.barsLabel(minutes)}</span>
    </div>
  )
}

interface Mark {
  readonly flag: Flag
  readonly label: string
}

/** A flag always; its words only where they don't run into the next. */
function spaced(all: readonly Flag[], fromMs: number, toMs: number, width: number): readonly Mark[] {
  const w = liveWords()
  let version = 0
  const named = [...all].sort((a, b) => a.atMs - b.atMs).map((flag) => {
    if (flag.kind === 'footprint') version += 1
    const label = flag.kind === 'footprint' ? w.flagFootprint(version)
      : flag.kind === 'silent' ? w.flagSilent(provinceName(flag.event.audience))
        : w.flagLevel(levelIn(flag))
    return { flag, label, at: ((flag.atMs - fromMs) / (toMs - fromMs)) * width }
  })
  return named.map((mark, index) => {
    const next = named[index + 1]?.at ?? width
    return { flag: mark.flag, label: next - mark.at >= LABEL_ROOM ? mark.label : '' }
  })
}

function levelIn(flag: Flag): string {
  for (const [table, , values] of flag.event.changes) {
    if (table === 'incident' && typeof values.response_level === 'string') return values.response_level
  }
  const told = /(?:级|level)\s*为?\s*(Ⅰ|Ⅱ|Ⅲ|Ⅳ|IV|I{1,3})|(Ⅰ|Ⅱ|Ⅲ|Ⅳ|IV|I{1,3})\s*级/i.exec(said(flag.event.say))
  return told?.[1] ?? told?.[2] ?? ''
}
