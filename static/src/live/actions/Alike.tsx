/** Incidents that go on and look like this one: declared twice, or brought on by one that is known. A person decides. */
import type { JSX } from 'preact'
import { useLoad } from '../../desk/useLoad'
import { named } from '../../lib/i18n'
import { can } from '../../lib/session'
import { actionWords } from './words'

export interface AlikeIncident {
  readonly id: string
  readonly title_zh: string
  readonly title_en: string
  readonly kind: 'duplicate_of' | 'caused_by'
  readonly minutes_apart: number
  /** Null: one of the two has no area yet. */
  readonly counties_shared: number | null
}
type Offered = readonly AlikeIncident[]

/** What looks like an incident of this hazard at this moment, before it is declared. */
export function useAlikeToBe(hazard: string, occurredAt: string | null): Offered {
  const path = can('incident.link') && occurredAt ? `/incidents/alike?hazard=${encodeURIComponent(hazard)}&occurred_at=${encodeURIComponent(occurredAt)}` : null
  return useLoad<{ readonly items: Offered }>(path).value?.items ?? []
}

/** What looks like an incident that is there; null asks for nothing. */
export function useAlikeTo(incident: string | null): Offered {
  return useLoad<{ readonly items: Offered }>(can('incident.link') && incident ? `/incidents/alike?of=${incident}` : null).value?.items ?? []
}

interface AlikeProps {
  readonly offered: Offered
  readonly chosen: string
  readonly onChoose: (one: AlikeIncident | null) => void
  /** Whether "none of them" is an answer here. */
  readonly none?: boolean
}

export function AlikeChoice({ offered, chosen, onChoose, none = true }: AlikeProps): JSX.Element | null {
  const w = actionWords()
  if (offered.length === 0) return null
  return (
    <fieldset class="alike">
      <legend class="field-label">{w.alike}</legend>
      {offered.map((one) => (
        <label key={one.id} class="check">
          <input type="radio" name="alike" checked={chosen === one.id} onChange={() => onChoose(one)} />
          <span>{w.alikeAs(one.kind, named(one, 'title'))} <AlikeFacts one={one} /></span>
        </label>
      ))}
      {none ? <label class="check"><input type="radio" name="alike" checked={chosen === ''} onChange={() => onChoose(null)} /><span>{w.alikeNone}</span></label> : null}
    </fieldset>
  )
}

/** The same as a warning, where nothing can be chosen yet. */
export function AlikeHint({ offered }: { readonly offered: Offered }): JSX.Element | null {
  const w = actionWords()
  if (offered.length === 0) return null
  return (
    <div class="alike">
      <p class="field-label">{w.alike}</p>
      <ul>{offered.map((one) => <li key={one.id}>{named(one, 'title')} <AlikeFacts one={one} /></li>)}</ul>
    </div>
  )
}

function AlikeFacts({ one }: { readonly one: AlikeIncident }): JSX.Element {
  const w = actionWords()
  return (
    <span class="tx-2">
      {w.alikeApart(one.minutes_apart)}{one.counties_shared === null ? '' : w.alikeShared(one.counties_shared)} · <a href={`/live/${one.id}`} target="_blank" rel="noopener">{w.alikeOpen}</a>
    </span>
  )
}
