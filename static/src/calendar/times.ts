/** Days and hours of a planned event, as Beijing has them. */
import { day, clockMinutes } from '../lib/format'

const DAY_MS = 86_400_000

export function atBeijing(at: string): string {
  return `${day(at)} ${clockMinutes(at)}`
}

/** A day moved by so many days; YYYY-MM-DD in and out. */
export function moved(dayText: string, days: number): string {
  return new Date(Date.parse(`${dayText}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** All days from one to another, both counted; nothing when they are the wrong way round. */
export function daysBetween(from: string, to: string, most = 400): readonly string[] {
  const found: string[] = []
  for (let at = from; at <= to && found.length < most; at = moved(at, 1)) found.push(at)
  return found
}

export interface PlannedStep {
  readonly kind: string
  readonly day: string
}

/** The usual five steps (incident/rules/planned_events.py), and a watch on each of the days named besides. */
export function usualSteps(opens: string, closes: string, watches: readonly string[]): readonly PlannedStep[] {
  const steps = [
    { kind: 'review', day: moved(opens, -30) }, { kind: 'freeze', day: moved(opens, -7) }, { kind: 'rehearsal', day: moved(opens, -1) },
    { kind: 'watch', day: opens }, ...watches.filter((one) => one !== opens).map((one) => ({ kind: 'watch', day: one })), { kind: 'stand_down', day: moved(closes, 1) },
  ]
  return steps
}

/** 8-8: a day of a column's head. */
export function shortDay(dayText: string): string {
  return `${Number(dayText.slice(5, 7))}-${Number(dayText.slice(8, 10))}`
}
