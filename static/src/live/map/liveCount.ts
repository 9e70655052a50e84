/**
 * Counts a border while the hand moves it: one request on its way, the newest border next, all between left out.
 * A number is shown as long as its border is the one on the map, and for 300 ms after that; then it is hidden until
 * the next one comes, so that nobody reads a figure of a place the hand has left.
 */
import { effect, signal, type ReadonlySignal } from '@preact/signals'

export type Ring = readonly (readonly [number, number])[]

export interface DrawnCount {
  readonly sites: number
  readonly halls: number
  readonly key_customers: number
  readonly counties: number
  readonly subscribers: number
  readonly provinces: readonly { readonly adcode: string; readonly counties: number; readonly sites: number; readonly subscribers: number }[]
}

export interface Shown {
  readonly count: DrawnCount
  /** When its border ceased to be the one on the map (monotonic ms); null while it still is. */
  readonly until: number | null
}

export interface LiveCount {
  readonly shown: ReadonlySignal<Shown | null>
  /** Whether an answer is owed. */
  readonly waiting: ReadonlySignal<boolean>
  readonly failed: ReadonlySignal<boolean>
  readonly stop: () => void
}

export interface Means {
  readonly ask: (ring: Ring) => Promise<DrawnCount>
  readonly now: () => number
  readonly later: (run: () => void, ms: number) => () => void
}

/** A figure of a border that is no longer on the map may be shown for so long. */
export const OLDEST_MS = 300
/** After a refusal nothing is asked for so long. */
const REST_MS = 1000

interface Asked {
  readonly ring: Ring
  until: number | null
}

export function liveCount(ring: ReadonlySignal<Ring | null>, { ask, now, later }: Means): LiveCount {
  const shown = signal<Shown | null>(null)
  const waiting = signal(false)
  const failed = signal(false)
  let current: Asked | null = null
  let answered: Asked | null = null
  let onItsWay = false
  let cancelHiding = (): void => undefined
  let cancelRest = (): void => undefined
  let stopped = false

  const hideInTime = (): void => {
    cancelHiding()
    const until = shown.peek()?.until
    if (until === null || until === undefined) return
    cancelHiding = later(() => (shown.value = null), Math.max(0, until + OLDEST_MS - now()))
  }
  const next = (): void => {
    const wanted = current
    waiting.value = Boolean(wanted && wanted !== answered)
    if (onItsWay || stopped || !wanted || wanted === answered) return
    onItsWay = true
    ask(wanted.ring).then((count) => {
      onItsWay = false
      if (stopped) return
      answered = wanted
      failed.value = false
      if (current) {
        shown.value = wanted.until === null || now() - wanted.until < OLDEST_MS ? { count, until: wanted.until } : null
        hideInTime()
      }
      next()
    }, () => {
      if (stopped) return
      failed.value = true
      cancelRest = later(() => {
        onItsWay = false
        next()
      }, REST_MS)
    })
  }
  const watch = effect(() => {
    const drawn = ring.value
    if (current) current.until = now()
    const before = shown.peek()
    if (!drawn) shown.value = null
    else if (before && before.until === null) shown.value = { ...before, until: now() }
    current = drawn ? { ring: drawn, until: null } : null
    hideInTime()
    next()
  })
  const stop = (): void => {
    stopped = true
    watch()
    cancelHiding()
    cancelRest()
  }
  return { shown, waiting, failed, stop }
}
