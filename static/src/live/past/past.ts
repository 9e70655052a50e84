/**
 * Looking back: which moment is shown, how it is brought, played and left. While a hand drags, only the last moment
 * asked for is brought; what the page can fold forward by itself costs no request.
 */
import { batch, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import { get, Problem } from '../../lib/api'
import { emptyState, takeSnapshot } from '../../lib/fold'
import type { Store } from '../../lib/store'
import type { TaskingSums } from '../../lib/tasking-types'
import type { EventPage, EventRecord, PersonName, Snapshot } from '../../lib/types'
import { holdClock, present } from '../../lib/worldclock'
import { onwards, type Shown, type Target } from './moment'

export interface Moment extends Shown {
  readonly sums: TaskingSums | null
  readonly people: Readonly<Record<string, PersonName>>
  /** The events before it, newest first, where the page's own do not reach back so far. */
  readonly told: readonly EventRecord[] | null
}

export interface Past {
  readonly live: Store
  /** What is shown; null: the present. */
  readonly moment: ReadonlySignal<Moment | null>
  /** Where the hand is, in ms of world time, before the rows have come; null: at the present. */
  readonly cursorMs: ReadonlySignal<number | null>
  readonly bringing: ReadonlySignal<boolean>
  readonly trouble: ReadonlySignal<unknown>
  readonly playing: Signal<boolean>
  readonly speed: Signal<number>
  go(target: Target): void
  toLive(): void
}

interface ToldState extends Snapshot {
  readonly at: string | null
}

const AGAIN_MS = 2000
/** Events before a moment that are read for its feed. */
const TOLD = 200
const STEP_MS = 250
export const SPEEDS = [60, 300, 1800, 7200] as const

type Read = <T>(path: string) => Promise<T>

/** `note` is told which position the page shows, null for the present. */
export function pastOf(live: Store, room: string, read: Read = get, note: (position: number | null) => void = noteInAddress): Past {
  const moment = signal<Moment | null>(null)
  const cursorMs = signal<number | null>(null)
  const bringing = signal(false)
  const trouble = signal<unknown>(null)
  const playing = signal(false)
  const speed = signal<number>(SPEEDS[1])
  let wanted: Target | null = null
  let timer: ReturnType<typeof setInterval> | undefined

  async function ask(target: Target): Promise<Moment> {
    const at = 'position' in target ? String(target.position) : new Date(target.atMs).toISOString()
    const path = `/incidents/${live.incidentId}`
    const told = await read<ToldState>(`${path}/state?at=${encodeURIComponent(at)}&room=${room}&lean=1`)
    const large = told.omitted?.includes('task') ?? false
    const sums = large ? await read<TaskingSums>(`${path}/tasking?at=${told.position}`) : null
    return {
      folded: takeSnapshot(emptyState(live.incidentId), told), position: told.position, sums, people: told.people,
      atMs: 'atMs' in target ? target.atMs : Date.parse(told.at ?? ''), told: await before(told.position),
    }
  }

  async function before(position: number): Promise<readonly EventRecord[] | null> {
    const oldest = live.events.peek().at(-1)?.position ?? Infinity
    const after = Math.max(0, position - TOLD)
    if (oldest <= after + 1) return null
    const page = await read<EventPage>(`/incidents/${live.incidentId}/events?room=${room}&after=${after}&limit=${position - after}&lean=1`)
    return page.events.toReversed()
  }

  function near(target: Target): Moment | null {
    const shown = moment.peek()
    if (!shown || shown.sums) return null
    const found = onwards(shown, live.events.peek(), room, target)
    return found && { ...found, sums: null, told: null, people: { ...shown.people, ...live.people.peek() } }
  }

  async function bring(): Promise<void> {
    bringing.value = true
    while (wanted) {
      const target: Target = wanted
      try {
        const found = near(target) ?? (await ask(target))
        if (wanted === null) break // left for the present meanwhile
        if (wanted === target) wanted = null
        show(found)
      } catch (failure) {
        trouble.value = failure
        if (wanted !== target) continue
        if (!(failure instanceof Problem) || failure.status !== 503) {
          wanted = null
          playing.value = false
          break
        }
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
      }
    }
    bringing.value = false
  }

  function show(found: Moment): void {
    batch(() => {
      moment.value = found
      trouble.value = null
      if (wanted === null) cursorMs.value = found.atMs
      holdClock(found.atMs)
    })
    if (wanted === null && !playing.peek()) note(found.position)
  }

  const past: Past = {
    live, moment, cursorMs, bringing, trouble, playing, speed,
    go(target) {
      if ('atMs' in target) {
        if (target.atMs >= present.peek()) return past.toLive()
        cursorMs.value = target.atMs
      }
      wanted = target
      if (!bringing.peek()) void bring()
    },
    toLive() {
      wanted = null
      batch(() => {
        moment.value = null
        cursorMs.value = null
        trouble.value = null
        playing.value = false
        holdClock(null)
      })
      note(null)
    },
  }
  playing.subscribe((on) => {
    clearInterval(timer)
    const shown = moment.peek()
    if (!on) return void (shown && note(shown.position))
    timer = setInterval(() => {
      const from = cursorMs.peek() ?? moment.peek()?.atMs
      if (from !== undefined && !(bringing.peek() && wanted)) past.go({ atMs: from + STEP_MS * speed.peek() })
    }, STEP_MS)
  })
  return past
}

/** The address says which moment is shown, so that it can be sent to somebody. */
function noteInAddress(position: number | null): void {
  const url = new URL(location.href)
  if (position === null) url.searchParams.delete('at')
  else url.searchParams.set('at', String(position))
  history.replaceState(history.state, '', url)
}

/** What the page's address asks for; null: the present. */
export function asked(search: string): Target | null {
  const at = new URLSearchParams(search).get('at')
  if (!at) return null
  if (/^\d{1,15}$/.test(at)) return { position: Number(at) }
  const atMs = Date.parse(at)
  return Number.isNaN(atMs) ? null : { atMs }
}
