/** All incidents, what state each is in, and declaring a new one. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Empty, Failure, Skeleton } from '../components/Panel'
import { LevelChip, WarningChip } from '../components/Level'
import { Time } from '../approval/Hands'
import { ReasonDialog } from '../desk/ReasonDialog'
import { useAction } from '../desk/useAction'
import { useLoad } from '../desk/useLoad'
import { named } from '../lib/i18n'
import { hazardName } from '../lib/hazards'
import { can, seesNation } from '../lib/session'
import type { IncidentRow } from '../lib/types'
import { DeclareDialog } from '../live/actions/DeclareDialog'
import { commonWords } from '../locales/common'
import { IncidentFigures, type IncidentCounts } from './IncidentFigures'
import { adminWords } from './words'
import './admin.css'

type Listed = IncidentRow & { readonly counts: IncidentCounts }
type Move = 'stabilise' | 'stand-down' | 'relapse' | 'close' | 'reopen' | 'finish-review' | 'cancel'

/** Ways on from each state (incident/rules/incidents.py). */
const MOVES: Readonly<Record<string, readonly Move[]>> = {
  monitoring: ['cancel'], active: ['cancel', 'stabilise'], stabilised: ['relapse', 'stand-down'], recovering: ['relapse', 'close'], closed: ['reopen', 'finish-review'],
}

export function IncidentsPage(): JSX.Element {
  const w = adminWords()
  const declaring = useSignal(new URLSearchParams(location.search).has('declare'))
  const moving = useSignal<{ readonly row: Listed; readonly move: Move } | null>(null)
  const list = useLoad<{ items: readonly Listed[] }>('/incidents')
  const action = useAction(list.reload)
  const declare = can('incident.declare') ? <Button kind="primary" onPress={() => (declaring.value = true)}>{w.declare}</Button> : null
  const titles: Readonly<Record<Move, string>> = { stabilise: w.stabilise, 'stand-down': w['stand-down'], relapse: w.relapse, close: w.closeIncident, reopen: w.reopen, 'finish-review': w['finish-review'], cancel: w.cancelIncident }
  if (!list.value) return list.error ? <Failure error={list.error} onRetry={list.reload} /> : <Skeleton rows={8} />
  return (
    <div class="page">
      <div class="page-body">
        <div class="toolbar"><span class="gap" />{list.value.items.length > 0 ? declare : null}</div>
        {list.value.items.length === 0 ? <Empty action={declare}>{w.incidentsEmpty}</Empty> : (
          <ul class="incidents">
            {list.value.items.map((row) => (
              <Incident key={row.id} row={row} titles={titles} onMove={(move) => (moving.value = { row, move })} />
            ))}
          </ul>
        )}
      </div>
      {declaring.value ? <DeclareDialog onClose={() => (declaring.value = false)} /> : null}
      {moving.value ? (
        <ReasonDialog
          title={`${titles[moving.value.move]} · ${named(moving.value.row, 'title')}`}
          go={titles[moving.value.move]}
          hint={w.moveHint}
          action={action}
          onSend={(reason) => action.run('move', { path: `/incidents/${moving.value?.row.id}/${moving.value?.move}`, body: { reason }, revision: moving.value?.row.revision ?? 0 })}
          onClose={() => (moving.value = null)}
        />
      ) : null}
    </div>
  )
}

interface IncidentProps {
  readonly row: Listed
  readonly titles: Readonly<Record<Move, string>>
  readonly onMove: (move: Move) => void
}

function Incident({ row, titles, onMove }: IncidentProps): JSX.Element {
  const w = adminWords()
  const national = seesNation()
  const links: readonly [string, string, string][] = [
    ['live', w.openLive, 'incident.read'], ['tasks', w.openTasks, 'incident.read'], ['measures', w.openMeasures, 'measure.read'], ['review', w.openReview, 'review.read'],
  ]
  const moves = (MOVES[row.state] ?? []).filter((move) => can(`incident.${move.replace('-', '_')}`))
  return (
    <li class="incident-card">
      <header>
        <h2>{national ? <a href={`/live/${row.id}`}>{named(row, 'title')}</a> : named(row, 'title')}</h2>
        <LevelChip level={row.response_level} />
        <WarningChip colour={row.warning_colour} />
        <span class="chip">{commonWords().incidentState(row.state)}</span>
      </header>
      <p class="tx-2">
        {hazardName(row.hazard)} · {w.occurred} <Time at={row.occurred_at} />{row.declared_at ? <> · {w.declared} <Time at={row.declared_at} /></> : null}
      </p>
      <IncidentFigures counts={row.counts} />
      <footer>
        {national ? links.filter(([, , permission]) => can(permission)).map(([page, title]) => <a key={page} class="button" href={`/${page}/${row.id}`}>{title}</a>) : null}
        <span class="gap" />
        {moves.map((move) => <Button key={move} kind="quiet" onPress={() => onMove(move)}>{titles[move]}</Button>)}
      </footer>
    </li>
  )
}
