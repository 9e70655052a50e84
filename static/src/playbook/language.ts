/** What a playbook says of time and of itself: triggers, phases, readings, parents, rules a larger footprint may break. */
import type { Said } from '../lib/types'

export interface Moment extends Said {
  readonly moment: string
  readonly minutes: number | null
}
export interface PhaseOf {
  readonly id: string
  readonly title: Said
  readonly from: Moment
  readonly until: Moment
}
export interface Spoken {
  readonly phases: readonly PhaseOf[]
  readonly triggers: readonly (Said & { readonly id: string; readonly title: Said })[]
  readonly signals: readonly { readonly name: string; readonly title: Said; readonly unit: string }[]
  readonly points: readonly { readonly name: string; readonly title: Said; readonly km: number; readonly venues: boolean; readonly at: readonly (Said & { readonly lon: number; readonly lat: number })[] }[]
  readonly lineage: readonly { readonly kind: string; readonly name: string; readonly version: number | null; readonly digest: string }[]
  readonly against_growth: Readonly<Record<string, readonly Said[]>>
}
export interface TriggerNow {
  readonly trigger: string
  readonly title_zh: string
  readonly title_en: string
  readonly holds: boolean
  readonly reasons_zh: readonly string[]
  readonly reasons_en: readonly string[]
}

/** Items by the phase that they stand in, in the phases' order; phases without any are left out. */
export function byPhase<T extends { readonly phase: string }>(items: readonly T[], phases: readonly PhaseOf[]): readonly (readonly [PhaseOf, readonly T[]])[] {
  return phases.map((phase) => [phase, items.filter((item) => item.phase === phase.id)] as const).filter(([, found]) => found.length > 0)
}

/** The phase's title, or its own word where the playbook has no such phase. */
export function phaseTitle(phases: readonly PhaseOf[], id: string): Said {
  return phases.find((phase) => phase.id === id)?.title ?? { zh: id, en: id }
}
