/** The queue of exceptions as the server tells it (incident/queries/exceptions.py). */
export type CaseState = 'open' | 'handed_over' | 'closed'
export const STATES: readonly CaseState[] = ['open', 'handed_over', 'closed']

export interface Case {
  readonly id: string
  readonly batch: string
  readonly reason: string
  readonly customers: number
  readonly state: CaseState
  readonly measure: string
  readonly title_zh: string
  readonly title_en: string
  readonly province: string
  readonly county: string
  readonly segment: string
  readonly attempt: number
  readonly may_retry: boolean
  /** The other side's own words, of a notice that it did not take. */
  readonly said: string
  readonly owner: string | null
  readonly note: string
}

export interface ReasonGroup {
  readonly reason: string
  readonly cases: number
  readonly customers: number
  readonly open: number
  readonly handed_over: number
  readonly closed: number
}

export interface QueuePerson {
  readonly id: string
  readonly name_zh: string
  readonly name_en: string
  readonly scope: string
}

export interface Queue {
  readonly groups: readonly ReasonGroup[]
  readonly cases: number
  readonly customers: number
  readonly items: readonly Case[]
  readonly people: readonly QueuePerson[]
}
