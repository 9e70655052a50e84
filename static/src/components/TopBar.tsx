import type { ComponentChildren, JSX } from 'preact'
import { clock, day, moment } from '../lib/format'
import { named } from '../lib/i18n'
import { isExercise } from '../lib/session'
import type { Store } from '../lib/store'
import { now, sinceStruck, worldRate } from '../lib/worldclock'
import { commonWords } from '../locales/common'
import { ConnectionState } from './Connection'
import { Icon } from './Icon'
import { IncidentSwitcher } from './IncidentSwitcher'
import { LevelChip, WarningChip } from './Level'
import { openPalette } from './Palette'
import { PersonMenu } from './PersonMenu'

interface TopBarProps {
  readonly store: Store | null
  /** Title of a page that is not about one incident. */
  readonly title?: string | undefined
  readonly extra?: ComponentChildren
}

export function TopBar({ store, title, extra }: TopBarProps): JSX.Element {
  const w = commonWords()
  const incident = store?.incident.value ?? null
  return (
    <header class="topbar">
      {isExercise() ? <span class="exercise-word">{w.exerciseBadge}</span> : null}
      {store ? <IncidentSwitcher name={incident ? named(incident, 'title') : ''} /> : <h1 class="topbar-title">{title}</h1>}
      {incident ? <LevelChip level={incident.response_level} /> : null}
      {incident ? <WarningChip colour={incident.warning_colour} /> : null}
      {incident ? <Since struck={Date.parse(incident.occurred_at)} /> : null}
      <span class="topbar-gap" />
      {extra}
      {store ? <ConnectionState store={store} /> : null}
      <button type="button" class="search-button" onClick={openPalette} aria-keyshortcuts="Control+K">
        <Icon name="search" size={16} />
        <span>{w.search}</span>
        <kbd>{w.searchKeys}</kbd>
      </button>
      <PersonMenu />
    </header>
  )
}

function Since({ struck }: { readonly struck: number }): JSX.Element {
  return (
    <span class="since" title={moment(now.value)}>
      <strong class="num">{sinceStruck(struck, now.value)}</strong>
      <span class="num">
        {day(now.value)} {clock(now.value)}
        {worldRate.value === 1 ? '' : ` ×${worldRate.value}`}
      </span>
    </span>
  )
}
