/** National view, then each of the worst provinces, twenty seconds each; pure. */
import type { MatrixRow } from '../live/matrix'

export const SLIDE_SECONDS = 20
const MOST_PROVINCES = 4

export interface Slide {
  /** null: the nation. */
  readonly province: string | null
}

export function slides(rows: readonly MatrixRow[]): readonly Slide[] {
  const worst = rows.filter((row) => row.needsPerson).slice(0, MOST_PROVINCES)
  return [{ province: null }, ...worst.map((row) => ({ province: row.province }))]
}

export interface Turn {
  readonly slide: Slide
  readonly next: Slide
  readonly seconds: number
}

/** Which slide shows at a moment, what follows and when; the same on every wall, since it goes by the clock. */
export function turn(all: readonly Slide[], realMs: number): Turn {
  const second = Math.floor(realMs / 1000)
  const index = Math.floor(second / SLIDE_SECONDS) % all.length
  const nation: Slide = { province: null }
  return {
    slide: all[index] ?? nation,
    next: all[(index + 1) % all.length] ?? nation,
    seconds: SLIDE_SECONDS - (second % SLIDE_SECONDS),
  }
}
