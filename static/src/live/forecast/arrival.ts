/** When the wind arrives, as five classes that move with the step shown, and the sums of a step. */
import type { Forecast } from './forecast'

/** Class 5 is under the wind now; below it, counties that it reaches within so many hours; class 1 later still. */
export const ARRIVAL_HOURS = [6, 12, 24] as const

/** 1 to 5 by county code; counties that the wind never reaches have none. */
export function arrivalClasses(forecast: Forecast, at: number): ReadonlyMap<number, number> {
  const now = Date.parse(forecast.steps[at]?.at ?? '')
  const classes = new Map<number, number>()
  for (const [county, step] of earliest(forecast)) {
    const hours = (Date.parse(forecast.steps[step]?.at ?? '') - now) / 3_600_000
    classes.set(Number(county), step <= at ? 5 : 4 - ARRIVAL_HOURS.filter((bound) => hours > bound).length)
  }
  return classes
}

/** By which step each county feels the weakest wind that is told apart. */
export function earliest(forecast: Forecast): ReadonlyMap<string, number> {
  const first = new Map<string, number>()
  for (const { county, step } of forecast.arrivals) first.set(county, Math.min(first.get(county) ?? step, step))
  return first
}

/** Where playing begins: just before the wind reaches the first county, so that nobody waits for days at sea. */
export function firstShown(forecast: Forecast): number {
  const reached = Math.min(...forecast.arrivals.map(({ step }) => step))
  return Number.isFinite(reached) ? Math.max(0, reached - 1) : 0
}

export interface StepSums {
  readonly subscribers: number
  readonly provinces: number
  readonly counties: number
  /** Counties that the wind reaches at this very step. */
  readonly newly: number
  /** Subscribers and provinces by band, the strongest wind first. */
  readonly bands: readonly { readonly value: number; readonly subscribers: number; readonly provinces: readonly string[] }[]
}

export function sumsAt(forecast: Forecast, at: number): StepSums {
  const rows = forecast.steps[at]?.provinces ?? []
  const values = [...new Set(rows.map((row) => row.value))].sort((a, b) => b - a)
  const reached = [...earliest(forecast).values()]
  return {
    subscribers: rows.reduce((sum, row) => sum + row.total, 0),
    provinces: new Set(rows.map((row) => row.province)).size,
    counties: reached.filter((step) => step <= at).length,
    newly: reached.filter((step) => step === at).length,
    bands: values.map((value) => {
      const here = rows.filter((row) => row.value === value)
      return { value, subscribers: here.reduce((sum, row) => sum + row.total, 0), provinces: [...new Set(here.map((row) => row.province))].sort() }
    }),
  }
}
