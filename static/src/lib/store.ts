/** What the page knows of one incident, as signals. Only `follow.ts` writes; components read. */
import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import { emptyState, type Folded } from './fold'
import type {
  ApprovalRow, BroadcastPartRow, BroadcastRow, EventRecord, FootprintRow, ImpactRow, IncidentRow, LandingStageRow, MeasurePartRow,
  MeasureRow, NoteRow, PersonName, ProvinceIncidentRow, Row, TaskRow,
} from './types'
import type { Look, LookedAt } from './looking'
import type { AskRow, LinkRow, TaskingSums } from './tasking-types'

export type Connection =
  | { readonly kind: 'loading' }
  | { readonly kind: 'live' }
  | { readonly kind: 'catching-up'; readonly after: number }
  | { readonly kind: 'stale'; readonly sinceMs: number }
  | { readonly kind: 'offline'; readonly sinceMs: number }
  | { readonly kind: 'ended'; readonly reason: string }
  /** A past moment is shown, whatever the line does. */
  | { readonly kind: 'past' }

/** Newest first; older ones are read from the server when wanted. */
export const FEED_KEPT = 5000

export interface Store {
  readonly incidentId: string
  readonly folded: Signal<Folded>
  readonly events: Signal<readonly EventRecord[]>
  /** Events of the last frame, for what marks changes. */
  readonly fresh: Signal<readonly EventRecord[]>
  readonly people: Signal<Readonly<Record<string, PersonName>>>
  readonly connection: Signal<Connection>
  /** The task that this screen has open; and who has which open, by subject, while the sockets live. */
  readonly look: Signal<Look | null>
  readonly looking: Signal<Readonly<Record<string, LookedAt>>>
  readonly loaded: ReadonlySignal<boolean>
  /** So many tasks that the page holds sums of them, not rows. */
  readonly large: ReadonlySignal<boolean>
  readonly sums: Signal<TaskingSums | null>
  readonly incident: ReadonlySignal<IncidentRow | null>
  readonly provinces: ReadonlySignal<readonly ProvinceIncidentRow[]>
  readonly tasks: ReadonlySignal<readonly TaskRow[]>
  readonly measures: ReadonlySignal<readonly MeasureRow[]>
  readonly measureParts: ReadonlySignal<readonly MeasurePartRow[]>
  readonly landingStages: ReadonlySignal<readonly LandingStageRow[]>
  readonly broadcasts: ReadonlySignal<readonly BroadcastRow[]>
  readonly broadcastParts: ReadonlySignal<readonly BroadcastPartRow[]>
  readonly approvals: ReadonlySignal<readonly ApprovalRow[]>
  readonly footprints: ReadonlySignal<readonly FootprintRow[]>
  readonly impact: ReadonlySignal<readonly ImpactRow[]>
  readonly notes: ReadonlySignal<readonly NoteRow[]>
  readonly asks: ReadonlySignal<readonly AskRow[]>
  readonly links: ReadonlySignal<readonly LinkRow[]>
  readonly position: ReadonlySignal<number>
  /** The sentence behind a `…_text` digest; undefined when redacted or unknown. */
  text(digest: string | null | undefined): string | undefined
  row(table: string, id: string): Row | undefined
}

export function createStore(incidentId: string): Store {
  const folded = signal(emptyState(incidentId))
  const tables = computed(() => folded.value.tables)
  const table = <T>(name: string): ReadonlySignal<readonly T[]> => {
    const rows = computed(() => tables.value[name])
    return computed(() => Object.values(rows.value ?? {}) as unknown as readonly T[])
  }
  const incidents = table<IncidentRow>('incident')
  const provinces = table<ProvinceIncidentRow>('province_incident')
  return {
    incidentId,
    folded,
    events: signal<readonly EventRecord[]>([]),
    fresh: signal<readonly EventRecord[]>([]),
    people: signal<Readonly<Record<string, PersonName>>>({}),
    connection: signal<Connection>({ kind: 'loading' }),
    look: signal<Look | null>(null),
    looking: signal<Readonly<Record<string, LookedAt>>>({}),
    loaded: computed(() => Object.keys(folded.value.positions).length > 0),
    large: computed(() => folded.value.omitted.includes('task')),
    sums: signal<TaskingSums | null>(null),
    incident: computed(() => incidents.value[0] ?? asIncident(incidentId, provinces.value[0])),
    provinces,
    tasks: table<TaskRow>('task'),
    measures: table<MeasureRow>('measure'),
    measureParts: table<MeasurePartRow>('measure_part'),
    landingStages: table<LandingStageRow>('landing_stage'),
    broadcasts: table<BroadcastRow>('broadcast'),
    broadcastParts: table<BroadcastPartRow>('broadcast_part'),
    approvals: table<ApprovalRow>('approval'),
    footprints: table<FootprintRow>('footprint'),
    impact: table<ImpactRow>('impact_region'),
    notes: table<NoteRow>('note'),
    asks: table<AskRow>('ask'),
    links: table<LinkRow>('incident_link'),
    position: computed(() => Math.max(0, ...Object.values(folded.value.positions))),
    text: (digest) => (digest ? folded.value.texts[digest] : undefined),
    row: (name, id) => tables.value[name]?.[id],
  }
}

/** A province sees the incident only as its own row; shape that like the incident. */
function asIncident(id: string, row: ProvinceIncidentRow | undefined): IncidentRow | null {
  if (!row) return null
  return {
    id,
    kind: 'disaster',
    hazard: row.hazard,
    title_zh: row.title_zh,
    title_en: row.title_en,
    state: row.state,
    response_level: row.response_level,
    level_authority_text: null,
    warning_colour: row.warning_colour,
    occurred_at: row.occurred_at,
    declared_at: null,
    closed_at: null,
    footprint_id: row.footprint_id,
    playbook_slug: null,
    playbook_version: null,
    revision: 0,
  }
}
