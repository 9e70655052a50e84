/** County quantities in fixed classes: five shades of one ramp, and "not assessed" as a state of its own. */
import { addTiers, type ByTier } from '../../lib/tiers'
import type { FootprintRow, ImpactRow, MeasureRow } from '../../lib/types'
import type { MatrixInput } from '../matrix'
import type { PlaceTally } from '../tally'
import { shadeOf } from './bandNames'

export interface CountyFigures {
  readonly valueMilli: number
  readonly unit: string
  readonly customers: number
  readonly people: number | null
  readonly sites: number
  readonly halls: number
  readonly keyCustomers: number
  /** Those by tier; null: counted before tiers were. */
  readonly keyTiers: ByTier | null
  readonly notAssessed: boolean
  readonly tasks: number
  readonly acknowledged: number
  readonly tasksLate: number
  readonly tasksDeclined: number
  readonly measures: number
  readonly measuresInEffect: number
}

export type QuantityName = 'customers' | 'severity' | 'acknowledged' | 'tasking' | 'measures'

export interface Quantity {
  readonly name: QuantityName
  /** Lower bounds of the classes 2 to 5; below the first is class 1. */
  readonly breaks: readonly [number, number, number, number]
  /** null: the quantity does not apply to the county. */
  readonly value: (county: CountyFigures) => number | null
}

export const quantities: readonly Quantity[] = [
  { name: 'customers', breaks: [50_000, 200_000, 500_000, 1_000_000], value: (county) => county.customers },
  { name: 'severity', breaks: [7000, 8000, 9000, 10_000], value: (county) => 1000 * shadeOf(county.unit, county.valueMilli / 1000) },
  {
    name: 'acknowledged', breaks: [1, 500, 800, 1000],
    value: (county) => (county.tasks > 0 ? Math.floor((1000 * county.acknowledged) / county.tasks) : null),
  },
  // States, not a ramp: their classes follow those of the ramp and have colours of their own, see placeClasses.
  { name: 'tasking', breaks: [1, 1, 1, 1], value: () => null },
  {
    name: 'measures', breaks: [1, 500, 800, 1000],
    value: (county) => (county.measures > 0 ? Math.floor((1000 * county.measuresInEffect) / county.measures) : null),
  },
]

export function quantityNamed(name: QuantityName): Quantity {
  return quantities.find((quantity) => quantity.name === name) ?? (quantities[0] as Quantity)
}

/** 1 to 5; 0 = not hit or not applicable. */
export function classOf(quantity: Quantity, county: CountyFigures): number {
  if (county.notAssessed) return 0
  const value = quantity.value(county)
  if (value === null) return 0
  return 1 + quantity.breaks.filter((bound) => value >= bound).length
}

/** Counties in each class, index 0 unused; the legend prints them and they sum to the counties coloured. */
export function classCounts(quantity: Quantity, counties: Iterable<CountyFigures>): readonly number[] {
  const counts = [0, 0, 0, 0, 0, 0]
  for (const county of counties) {
    const index = classOf(quantity, county)
    if (index > 0) counts[index] = (counts[index] ?? 0) + 1
  }
  return counts
}

const RUNNING: ReadonlySet<string> = new Set(['in_effect', 'executing', 'partially_applied', 'ending'])

export function countyFigures(
  impact: readonly ImpactRow[], footprint: FootprintRow | undefined, input: MatrixInput,
): ReadonlyMap<string, CountyFigures> {
  const tasks = input.tally.places
  const counties = new Map<string, CountyFigures>()
  for (const row of impact) {
    if (row.level !== 'county') continue
    const known = counties.get(row.region)
    counties.set(row.region, known ? added(known, row) : started(row, tasks, input))
  }
  for (const gap of footprint?.not_assessed ?? []) {
    counties.set(gap.adcode, { ...EMPTY, notAssessed: true })
  }
  return counties
}

const EMPTY: CountyFigures = {
  valueMilli: 0, unit: '', customers: 0, people: null, sites: 0, halls: 0, keyCustomers: 0, keyTiers: null, notAssessed: false, tasks: 0,
  acknowledged: 0, tasksLate: 0, tasksDeclined: 0, measures: 0, measuresInEffect: 0,
}

function started(row: ImpactRow, tasks: ReadonlyMap<string, PlaceTally>, input: MatrixInput): CountyFigures {
  const place = [row.region, row.city, row.province].find((code) => code && tasks.has(code))
  const mine = place ? tasks.get(place) : undefined
  const covering = input.measures.filter((measure) => covers(measure, row))
  return {
    ...EMPTY, valueMilli: row.value_milli, unit: row.unit, customers: row.total, people: row.people, sites: row.sites,
    halls: row.halls, keyCustomers: row.key_customers, keyTiers: row.key_customer_tiers,
    tasks: mine?.tasks ?? 0, acknowledged: mine?.answered ?? 0, tasksLate: mine?.late ?? 0, tasksDeclined: mine?.declined ?? 0,
    measures: covering.length,
    measuresInEffect: covering.filter((measure) => runsIn(measure, row.province, input)).length,
  }
}

function covers(measure: MeasureRow, row: ImpactRow): boolean {
  return measure.state !== 'cancelled' && row.region in (measure.area[row.province ?? ''] ?? {})
}

function runsIn(measure: MeasureRow, province: string | null, input: MatrixInput): boolean {
  const part = input.parts.find((one) => one.measure_id === measure.id && one.province === province)
  return RUNNING.has(part?.state ?? measure.state)
}

function added(known: CountyFigures, row: ImpactRow): CountyFigures {
  return {
    ...known,
    valueMilli: Math.max(known.valueMilli, row.value_milli),
    customers: known.customers + row.total,
    people: known.people === null || row.people === null ? null : known.people + row.people,
    sites: known.sites + row.sites, halls: known.halls + row.halls, keyCustomers: known.keyCustomers + row.key_customers,
    keyTiers: addTiers(known.keyTiers, row.key_customer_tiers),
  }
}

/** First of the five classes of tasking: no reply, partly taken on, taken on, overdue, declined. */
export const FIRST_STATE = 6
/** Cities without counties are drawn, and tasked, like counties. */
const LEAF_CITIES: ReadonlySet<string> = new Set(['441900', '442000', '460400', '620200'])

function isDrawn(adcode: string): boolean {
  return !adcode.endsWith('00') || LEAF_CITIES.has(adcode)
}

/** 6 to 10: how the tasks at one place are answered; the worst answer counts. */
export function placeClass(place: PlaceTally): number {
  if (place.declined > 0) return FIRST_STATE + 4
  if (place.late > 0) return FIRST_STATE + 3
  if (place.answered === 0) return FIRST_STATE
  return place.answered < place.tasks ? FIRST_STATE + 1 : FIRST_STATE + 2
}

export interface PlaceClasses {
  readonly classes: ReadonlyMap<string, number>
  /** Counties in each of the five classes. */
  readonly counts: readonly number[]
  /** Tasks that stand at a province or city and so have no place on a map of counties. */
  readonly elsewhere: number
}

/** The counties with tasks of their own, by their answers, and how many tasks the map can't show. */
export function placeClasses(placed: ReadonlyMap<string, PlaceTally>): PlaceClasses {
  const classes = new Map<string, number>()
  const counts = [0, 0, 0, 0, 0]
  let elsewhere = 0
  for (const [adcode, place] of placed) {
    if (!isDrawn(adcode)) {
      elsewhere += place.tasks
      continue
    }
    const found = placeClass(place)
    classes.set(adcode, found)
    counts[found - FIRST_STATE] = (counts[found - FIRST_STATE] ?? 0) + 1
  }
  return { classes, counts, elsewhere }
}
