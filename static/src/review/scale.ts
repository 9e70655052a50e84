/** A time axis that gives the first hours the room they need; it is not linear, and the picture says so. */
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Candidates for marks, from when it struck. */
const MARKS_MS = [
  10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 3 * DAY, 7 * DAY, 14 * DAY, 31 * DAY, 62 * DAY,
]

export interface TimeScale {
  /** Pixels of a moment; what lies outside is drawn at the edge. */
  readonly x: (at: string | number) => number
  readonly marks: readonly { readonly ms: number; readonly x: number }[]
}

export function timeScale(from: string, to: string, left: number, right: number): TimeScale {
  const start = Date.parse(from)
  const length = Math.max(Date.parse(to) - start, MINUTE)
  const bend = length / 10
  const share = (ms: number): number => Math.log1p(Math.min(Math.max(ms, 0), length) / bend) / Math.log1p(length / bend)
  const x = (at: string | number): number => left + (right - left) * share((typeof at === 'number' ? at : Date.parse(at)) - start)
  const marks: { ms: number; x: number }[] = []
  for (const ms of MARKS_MS) {
    const place = x(start + ms)
    if (ms < length && place - (marks.at(-1)?.x ?? left) > 56 && right - place > 40) marks.push({ ms, x: place })
  }
  return { x, marks }
}

/** T+30 分, T+6 时, T+3 天 */
export function markText(ms: number, zh: boolean): string {
  if (ms < HOUR) return zh ? `T+${ms / MINUTE} 分` : `T+${ms / MINUTE} min`
  if (ms < DAY) return zh ? `T+${ms / HOUR} 时` : `T+${ms / HOUR} h`
  return zh ? `T+${ms / DAY} 天` : `T+${ms / DAY} d`
}
