/** The curve of a distribution as a picture: steps of 2.5 %, a time axis with round marks. Pure. */

export interface Frame {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** `seconds` at equal steps of share, the first at 0 %, the last at 100 %. */
export function curvePath(seconds: readonly number[], x: (seconds: number) => number, y: (share: number) => number): string {
  const steps = seconds.length - 1
  if (steps < 1) return ''
  const points = seconds.map((value, index) => `${x(value).toFixed(1)} ${y(index / steps).toFixed(1)}`)
  return `M${x(0).toFixed(1)} ${y(0).toFixed(1)}L${points.join('L')}`
}

const ROUND = [10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 43_200, 86_400]

/** At most `room` round moments from zero to the longest. */
export function axisSeconds(most: number, room = 6): readonly number[] {
  const step = ROUND.find((seconds) => most / seconds <= room) ?? 86_400 * Math.ceil(most / (86_400 * room))
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step)
}
