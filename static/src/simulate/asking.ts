/** What the form holds, as the body of POST /simulations. Pure. */

export interface Wanted {
  /** `slug`, `slug@number` or `draft:id`; `second` may be empty. */
  readonly first: string
  readonly second: string
  /** `shipped:name`, `saved:incident` or `random`. */
  readonly footprint: string
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
}

type Playbook = { readonly slug: string; readonly number?: number } | { readonly draft: string }

export function chosen(text: string): Playbook {
  if (text.startsWith('draft:')) return { draft: text.slice('draft:'.length) }
  const [slug = text, number] = text.split('@')
  return number === undefined ? { slug } : { slug, number: Number(number) }
}

export function asked(wanted: Wanted): Readonly<Record<string, unknown>> {
  const [kind = '', name = ''] = wanted.footprint.split(':')
  const footprint = kind === 'shipped' ? { kind, name } : kind === 'saved' ? { kind, incident: name } : { kind: 'random' }
  return {
    playbooks: [wanted.first, wanted.second].filter(Boolean).map(chosen),
    footprint,
    level: wanted.level || null,
    occurred_at: wanted.at ? `${wanted.at.length === 16 ? `${wanted.at}:00` : wanted.at}+08:00` : null,
    runs: wanted.runs,
    seed: wanted.seed,
    spread: { shift_km: wanted.shift, scale_percent: wanted.grow, magnitude_tenths: wanted.magnitude },
    assumed: { seats: wanted.seats ? Number(wanted.seats) : null, on_duty: wanted.onDuty, approval_minutes: wanted.approval, median_percent: wanted.response },
  }
}
