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
  /** Marks by their time from when it struck, below nought before it. */
  readonly marks: readonly { readonly ms: number; readonly x: number }[]
}

/** From `from` to `to` around `zero`, when it struck or opened: what was prepared before it has its own side. */
export function timeScale({ from, zero, to }: { readonly from: string; readonly zero: string; readonly to: string }, left: number, right: number): TimeScale {
  const struck = Date.parse(zero)
  const before = Math.max(struck - Date.parse(from), 0)
  const after = Math.max(Date.parse(to) - struck, MINUTE)
  const middle = left + (right - left) * (weight(before) / (weight(before) + weight(after)))
  const place = (ms: number): number => (ms < 0 ? middle - (middle - left) * share(-ms, before) : middle + (right - middle) * share(ms, after))
  const x = (at: string | number): number => place((typeof at === 'number' ? at : Date.parse(at)) - struck)
  const later = apart(MARKS_MS.filter((ms) => ms < after).map((ms) => ({ ms, x: place(ms) })), middle, right)
  const sooner = apart(MARKS_MS.filter((ms) => ms < before).map((ms) => ({ ms: -ms, x: place(-ms) })), middle, left)
  return { x, marks: [...sooner.reverse(), ...later] }
}

/** How far along its side a moment is: a tenth of the length has a quarter of the room. */
function share(ms: number, length: number): number {
  return Math.log1p((10 * Math.min(ms, length)) / length) / Math.log1p(10)
}

/** How much room a side has: an hour little, a month a few times as much as a day. */
function weight(length: number): number {
  return Math.log1p(length / HOUR)
}

/** Marks that crowd neither one another nor the ends. */
function apart(marks: readonly { ms: number; x: number }[], middle: number, edge: number): { ms: number; x: number }[] {
  const kept: { ms: number; x: number }[] = []
  for (const mark of marks) {
    if (Math.abs(mark.x - (kept.at(-1)?.x ?? middle)) > 56 && Math.abs(edge - mark.x) > 40) kept.push(mark)
  }
  return kept
}

/** T+30 分, T+6 时, T−3 天 */
export function markText(from: number, zh: boolean): string {
  const [sign, ms] = from < 0 ? ['T−', -from] : ['T+', from]
  if (ms < HOUR) return `${sign}${ms / MINUTE} ${zh ? '分' : 'min'}`
  if (ms < DAY) return `${sign}${ms / HOUR} ${zh ? '时' : 'h'}`
  return `${sign}${ms / DAY} ${zh ? '天' : 'd'}`
}
