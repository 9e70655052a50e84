/** What the form holds, as the body of POST /simulations. Pure. */

/** What a drawn area may be graded by, with the values that a person chooses among. */
export const DRAWN_UNITS = {
  CSI: { usual: 8, values: [5, 6, 7, 8, 9, 10, 11] },
  level: { usual: 3, values: [1, 2, 3, 4] },
  force: { usual: 10, values: [7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17] },
} as const
export type DrawnUnit = keyof typeof DRAWN_UNITS

export interface DrawnArea {
  readonly ring: readonly (readonly [number, number])[]
  readonly unit: DrawnUnit
  readonly value: number
}

/** What playbooks for these hazards are mostly graded by. */
export function usualArea(hazards: readonly string[]): DrawnArea {
  const unit: DrawnUnit = hazards.includes('earthquake') ? 'CSI' : hazards.includes('typhoon') ? 'force' : 'level'
  return { ring: [], unit, value: DRAWN_UNITS[unit].usual }
}

export interface Wanted {
  /** `slug`, `slug@number` or `draft:id`; `second` may be empty. */
  readonly first: string
  readonly second: string
  /** `shipped:name`, `saved:incident`, `saved:incident@version`, `drawn` or `random`. */
  readonly footprint: string
  readonly area: DrawnArea
  readonly level: string
  /** Local time in China without an offset, as a browser's field gives it; empty: as the footprint says. */
  readonly at: string
  readonly runs: number
  readonly seed: number
  readonly shift: number
  readonly grow: number
  readonly magnitude: number
  readonly seats: string
  readonly onDuty: number
  readonly approval: number
  readonly response: number
  /** Whether response times are those stated here, or the log's. */
  readonly responseFrom: 'stated' | 'log'
}

type Playbook = { readonly slug: string; readonly number?: number } | { readonly draft: string }

export function chosen(text: string): Playbook {
  if (text.startsWith('draft:')) return { draft: text.slice('draft:'.length) }
  const [slug = text, number] = text.split('@')
  return number === undefined ? { slug } : { slug, number: Number(number) }
}

export function asked(wanted: Wanted): Readonly<Record<string, unknown>> {
  return {
    playbooks: [wanted.first, wanted.second].filter(Boolean).map(chosen),
    footprint: footprintOf(wanted),
    level: wanted.level || null,
    occurred_at: wanted.at ? `${wanted.at.length === 16 ? `${wanted.at}:00` : wanted.at}+08:00` : null,
    runs: wanted.runs,
    seed: wanted.seed,
    spread: { shift_km: wanted.shift, scale_percent: wanted.grow, magnitude_tenths: wanted.magnitude },
    assumed: { seats: wanted.seats ? Number(wanted.seats) : null, on_duty: wanted.onDuty, approval_minutes: wanted.approval, median_percent: wanted.response, response: wanted.responseFrom },
  }
}

function footprintOf({ footprint, area }: Wanted): Readonly<Record<string, unknown>> {
  const [kind = '', name = ''] = footprint.split(':')
  switch (kind) {
    case 'shipped':
      return { kind, name }
    case 'saved': {
      const [incident, version] = name.split('@')
      return { kind, incident, ...(version ? { version: Number(version) } : {}) }
    }
    case 'drawn':
      return { kind, ring: area.ring, unit: area.unit, value: area.value }
    default:
      return { kind: 'random' }
  }
}
