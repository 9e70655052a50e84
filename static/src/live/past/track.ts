/** The scrubber's track: bars of events over time and the moments worth a mark, from the page's events or the server; pure. */
import type { EventRecord, Said } from '../../lib/types'
import { bars } from '../feed'

export type MarkKind = 'incident' | 'level' | 'footprint' | 'activation' | 'approval' | 'broadcast' | 'silent'

/** As incident/past/marks.py; a test of the server's holds the two together. */
export const MARKS: Readonly<Record<string, MarkKind>> = {
  IncidentDeclared: 'incident', IncidentActivated: 'incident', IncidentStabilised: 'incident', IncidentRelapsed: 'incident', IncidentStoodDown: 'incident',
  IncidentClosed: 'incident', IncidentReopened: 'incident', IncidentCancelled: 'incident', ReviewFinished: 'incident',
  ResponseLevelSet: 'level', WarningColourSet: 'level', FootprintSupplied: 'footprint', PlanActivated: 'activation',
  MeasureDecided: 'approval', MeasureApproved: 'approval', BroadcastDecided: 'approval', BroadcastStarted: 'broadcast', ProvinceUnreachable: 'silent',
}

export interface Mark {
  readonly position: number
  readonly atMs: number
  readonly kind: MarkKind
  readonly room: string
  readonly level: string | null
  readonly say: Said | undefined
}

export interface Track {
  readonly fromMs: number
  readonly toMs: number
  readonly widthMs: number
  readonly counts: readonly number[]
  readonly marks: readonly Mark[]
}

/** What `…/track` answers. */
export interface ToldTrack {
  readonly from_ms: number
  readonly width_ms: number
  readonly bars: readonly number[]
  readonly marks: readonly { readonly position: number; readonly at_ms: number; readonly kind: MarkKind; readonly room: string; readonly level: string | null; readonly say: Said }[]
}

/** From the events that the page holds, newest first, which must be all of them. */
export function trackOfEvents(events: readonly EventRecord[], startMs: number, presentMs: number, room: number): Track {
  const drawn = bars(events, startMs, presentMs, room)
  const marks = events.flatMap((event): Mark[] => {
    const kind = MARKS[event.type]
    const level = event.data['response_level']
    return kind ? [{ position: event.position, atMs: Date.parse(event.at), kind, room: event.audience, level: typeof level === 'string' ? level : null, say: event.say }] : []
  })
  return { fromMs: drawn.fromMs, toMs: drawn.toMs, widthMs: drawn.minutes * 60_000, counts: drawn.bars.map((bar) => bar.count), marks: marks.reverse() }
}

/** From the server's bars, as long as the present. */
export function trackOfServer(told: ToldTrack, presentMs: number): Track {
  const needed = Math.max(told.bars.length, Math.ceil((presentMs - told.from_ms) / told.width_ms))
  const most = Math.min(needed, told.bars.length * 4)
  const counts = [...told.bars, ...new Array<number>(most - told.bars.length).fill(0)]
  return {
    fromMs: told.from_ms, toMs: told.from_ms + counts.length * told.width_ms, widthMs: told.width_ms, counts,
    marks: told.marks.map((mark) => ({ position: mark.position, atMs: mark.at_ms, kind: mark.kind, room: mark.room, level: mark.level, say: mark.say })),
  }
}

/** Whether the page holds every event of the incident, so that it need not ask. */
export function holdsAll(events: readonly EventRecord[]): boolean {
  return events.length > 0 && events.at(-1)?.position === 1
}

export function markNear(track: Track, atMs: number, withinMs: number): Mark | null {
  let best: Mark | null = null
  for (const mark of track.marks) {
    const off = Math.abs(mark.atMs - atMs)
    if (off <= withinMs && (best === null || off < Math.abs(best.atMs - atMs))) best = mark
  }
  return best
}

export function markBefore(track: Track, position: number): Mark | null {
  return track.marks.findLast((mark) => mark.position < position) ?? null
}

export function markAfter(track: Track, position: number): Mark | null {
  return track.marks.find((mark) => mark.position > position) ?? null
}
