/**
 * In a drill, whether the people at this screen are to play silent: asked while the screen is open, since the drill's
 * stream is headquarters' own, and gone by itself once its time is over or the conductor has brought it back.
 */
import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { get } from '../lib/api'
import { words } from '../lib/i18n'
import { can, isExercise, seesNation } from '../lib/session'
import { present } from '../lib/worldclock'
import type { Silent } from './types'

const LOOK_MS = 15_000

const told = signal<readonly Silent[]>([])

export const silenceWords = words(
  { silent: (province: string, until: string) => `演练：${province}此刻按失联演练，请不要在系统里操作，直到 ${until}。` },
  { silent: (province, until) => `Drill: ${province} plays silent now. Please do nothing in the system until ${until}.` },
)

/** What of it still holds at a moment of world time. */
export function holding(silent: readonly Silent[], atMs: number): readonly Silent[] {
  return silent.filter((one) => Date.parse(one.until) > atMs)
}

/** Which of one's provinces are to play silent now; a page that shows it asks again while it is open. */
export function usePlayingSilent(): readonly Silent[] {
  useEffect(() => {
    if (!isExercise() || seesNation() || !can('drill.read')) return undefined
    // without a network what was told last holds until its time is over
    const look = (): void => void get<{ readonly silent: readonly Silent[] }>('/drills/silent').then((answer) => (told.value = answer.silent), () => undefined)
    look()
    const timer = setInterval(look, LOOK_MS)
    return () => clearInterval(timer)
  }, [])
  return holding(told.value, present.value)
}
