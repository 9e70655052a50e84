/** Answers about meetings (incident/queries/meetings.py). */
import type { Finding, Person, Told } from '../findings/types'

export interface MeetingLine {
  readonly id: string
  readonly of_incident: string | null
  readonly title: string
  readonly held_at: string
  readonly state: 'called' | 'closed'
  readonly items: number
}
export interface Agenda {
  readonly items: readonly Finding[]
  readonly chairs: readonly Person[]
}
export interface Item {
  readonly id: string
  readonly kind: 'finding' | 'question'
  readonly finding_id: string | null
  readonly question: string | null
  readonly said: readonly { readonly at: string; readonly text: string | null; readonly by_zh: string; readonly by_en: string }[]
}
export interface Meeting {
  readonly meeting: {
    readonly id: string
    readonly title: string
    readonly held_at: string
    readonly state: 'called' | 'closed'
    readonly closed_at: string | null
    readonly chair_zh: string
    readonly chair_en: string
    readonly minutes: string | null
    readonly agenda: readonly Item[]
  }
  readonly findings: readonly Finding[]
  readonly decisions: readonly Omit<Told, 'type'>[]
}
