/** What /api/v1/drills answers (incident/queries/drills.py). */
export interface DrillRow {
  readonly id: string
  readonly title_zh: string
  readonly title_en: string
  readonly playbook: string
  readonly playbook_digest: string
  readonly scenario: string
  readonly scenario_digest: string
  readonly of_incident: string
  readonly state: 'prepared' | 'running' | 'paused' | 'ended' | 'cancelled'
  readonly prepared_at: string
  readonly prepared_by_name: { readonly name_zh: string; readonly name_en: string } | null
  readonly started_at: string | null
  readonly paused_at: string | null
  readonly ended_at: string | null
  readonly injects: Readonly<Record<string, number>>
}

export interface Silent {
  readonly province: string
  readonly until: string
  readonly title_zh: string
  readonly title_en: string
}

export interface DrillList {
  readonly items: readonly DrillRow[]
  readonly world: string
}

export interface InjectRow {
  readonly id: string
  readonly inject: string
  readonly kind: string
  readonly title_zh: string
  readonly title_en: string
  readonly system: string | null
  readonly place: string | null
  readonly minutes: number | null
  readonly after_s: number
  readonly due_at: string | null
  readonly state: 'planned' | 'released' | 'skipped' | 'failed'
  readonly done_at: string | null
  readonly until: string | null
  readonly text: string | null
  readonly reason: string | null
}

export interface TargetScore {
  readonly id: string
  readonly what: string
  readonly title_zh: string | null
  readonly title_en: string | null
  readonly within_minutes: number
  readonly percent: number | null
  readonly after: string | null
  readonly verdict: 'met' | 'missed' | 'open' | 'void'
  readonly took_s: number | null
  readonly due_at: string | null
  readonly part: number | null
  readonly whole: number | null
  readonly events: readonly { readonly position: number; readonly type: string; readonly at: string }[]
}

export interface Score {
  readonly targets: readonly TargetScore[]
  readonly counts: Readonly<Record<TargetScore['verdict'], number>>
  readonly until: string | null
  readonly incident_id: string
}

export interface DrillDetail {
  readonly drill: DrillRow
  readonly now: string
  readonly injects: readonly InjectRow[]
  readonly score: Score | null
  readonly story: readonly { readonly at: string; readonly type: string; readonly say: { readonly zh: string; readonly en: string } }[]
  readonly scenario: string | null
}

export interface Shown {
  readonly name: string
  readonly title_zh: string
  readonly title_en: string
  readonly playbook: string
  readonly hazard: string
  readonly injects: readonly { readonly id: string; readonly minute: number; readonly do: string }[]
  readonly targets: readonly { readonly id: string }[]
}

/** What /api/v1/reach-tests answers (incident/queries/reach.py). */
export interface ReachRow {
  readonly id: string
  readonly scope: string
  readonly whom: string
  readonly wakes: boolean
  readonly state: 'open' | 'closed'
  readonly asked_at: string
  readonly closed_at: string | null
  readonly asked: number
  readonly answered: number
  readonly median_s: number | null
}

export interface ReachList {
  readonly items: readonly ReachRow[]
  readonly mine: readonly string[]
}

export interface ReachPerson {
  readonly person_id: string
  readonly name: { readonly name_zh: string; readonly name_en: string } | null
  readonly place: string
  readonly verdict: 'answered' | 'silent' | 'not_sent' | 'failed' | 'no_address'
  readonly via: string | null
  readonly seconds: number | null
  readonly pages: Readonly<Record<string, string>>
}

export interface ReachDetail {
  readonly test: ReachRow
  readonly people: readonly ReachPerson[]
  readonly channels: readonly { readonly channel: string; readonly pages: number; readonly arrived: number; readonly failed: number; readonly answered: number; readonly median_s: number | null }[]
}

/** /drills/of-incident/ID: all null and empty where the incident was no drill. */
export interface DrillOfIncident {
  readonly drill: DrillRow | null
  readonly score: Score | null
  readonly injects: readonly InjectRow[]
}
