import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { get } from '../lib/api'
import { named } from '../lib/i18n'
import { seesNation } from '../lib/session'
import type { IncidentRow } from '../lib/types'
import { commonWords } from '../locales/common'
import { Icon } from './Icon'
import { LevelChip } from './Level'

/** The incident at hand; opened, the others. */
export function IncidentSwitcher({ name }: { readonly name: string }): JSX.Element {
  const others = useSignal<readonly IncidentRow[] | null>(null)
  const load = (): void => {
    void get<{ items: readonly IncidentRow[] }>('/incidents').then((page) => {
      others.value = page.items
    }).catch(() => {
      others.value = []
    })
  }
  return (
    <div class="switcher">
      <button type="button" popovertarget="incident-list" onClick={load}>
        <h1>{name || <span class="skeleton-bar skeleton-name" />}</h1>
        <Icon name="down" size={16} />
      </button>
      <div id="incident-list" popover="auto" class="menu">
        {(others.value ?? []).map((row) => (
          <a key={row.id} class="menu-row" href={seesNation() ? `/live/${row.id}` : '/workspace'}>
            <span>{named(row, 'title')}</span>
            <LevelChip level={row.response_level} />
            <span class="tx-2">{commonWords().incidentState(row.state)}</span>
          </a>
        ))}
        {seesNation() ? (
          <a class="menu-row" href="/incidents">
            {commonWords().all}
          </a>
        ) : null}
      </div>
    </div>
  )
}
