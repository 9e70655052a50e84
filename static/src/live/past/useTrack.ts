/** The track that the scrubber draws: of the page's events where it holds them all, else the server's, renewed now and then. */
import { useComputed, useSignal, type ReadonlySignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { get } from '../../lib/api'
import { present } from '../../lib/worldclock'
import type { Past } from './past'
import { holdsAll, trackOfEvents, trackOfServer, type ToldTrack, type Track } from './track'

const RENEW_MS = 60_000
const MINUTE_MS = 60_000
/** Pixels of one bar at least. */
const BAR_PX = 8

export function useTrack(past: Past, width: ReadonlySignal<number>): ReadonlySignal<Track> {
  const told = useSignal<ToldTrack | null>(null)
  const { live } = past
  const needed = useComputed(() => live.loaded.value && live.position.value > live.events.value.length && !holdsAll(live.events.value))
  useEffect(() => {
    if (!needed.value) return undefined
    const read = (): void => {
      void get<ToldTrack>(`/incidents/${live.incidentId}/track`).then((found) => (told.value = found), () => undefined)
    }
    // A page that is still reading its older events most often holds all of them a moment later.
    const first = setTimeout(read, 3000)
    const timer = setInterval(read, RENEW_MS)
    return () => {
      clearTimeout(first)
      clearInterval(timer)
    }
  }, [needed.value])
  // The bars step by the minute; only the end of the axis follows the second.
  const minute = useComputed(() => Math.floor(present.value / MINUTE_MS) * MINUTE_MS + MINUTE_MS)
  return useComputed(() => {
    const events = live.events.value
    if (told.value && !holdsAll(events)) return trackOfServer(told.value, minute.value)
    const struck = live.incident.value?.occurred_at
    const start = Date.parse(struck ?? events.at(-1)?.at ?? '') || minute.value - 60 * MINUTE_MS
    return trackOfEvents(events, Math.floor(start / MINUTE_MS) * MINUTE_MS, minute.value, Math.floor(width.value / BAR_PX))
  })
}
