/** Who carries how much, by team and by person; a line opens their tasks. */
import type { JSX } from 'preact'
import { Skeleton } from '../components/Panel'
import { exact, took } from '../lib/format'
import { named } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import type { TaskingLoad } from '../lib/tasking-types'
import { now } from '../lib/worldclock'
import type { Chosen } from './drill'
import { taskingWords } from './words'

export function Load({ load, onChoose }: { readonly load: TaskingLoad | null; readonly onChoose: (chosen: Chosen) => void }): JSX.Element {
  const w = taskingWords()
  if (!load) return <Skeleton rows={8} />
  const head = [w.open, w.waiting, w.late, w.oldest]
  const figures = (row: TaskingLoad['teams'][number] | TaskingLoad['people'][number]): JSX.Element => (
    <>
      <td class="num">{exact(row.open)}</td>
      <td class="num">{row.unacknowledged ? exact(row.unacknowledged) : '·'}</td>
      <td class={`num ${row.late ? 'late' : ''}`}>{row.late ? exact(row.late) : '·'}</td>
      <td class="num tx-2">{took(now.value - Date.parse(row.oldest_at))}</td>
    </>
  )
  const columns = head.map((word) => <th key={word} scope="col" class="num">{word}</th>)
  return (
    <>
      <section class="block">
        <div class="block-head"><h3>{w.byTeam}</h3></div>
        <div class="table-wrap tasking-ranks"><table class="table">
          <thead><tr><th scope="col">{w.team}</th>{columns}</tr></thead>
          <tbody>{load.teams.map((row) => (
            <tr key={`${row.province}${row.team}`}><td><button type="button" class="cell-link" onClick={() => onChoose({ province: row.province, team: row.team, show: 'unfinished' })}>{provinceName(row.province)} · {row.team}</button></td>{figures(row)}</tr>
          ))}</tbody>
        </table></div>
      </section>
      <section class="block">
        <div class="block-head"><h3>{w.byPerson}</h3></div>
        {load.people.length === 0 ? <p class="hint">{w.none}</p> : (
          <div class="table-wrap tasking-ranks"><table class="table">
            <thead><tr><th scope="col">{w.person}</th>{columns}</tr></thead>
            <tbody>{load.people.map((row) => (
              <tr key={row.id}><td><button type="button" class="cell-link" onClick={() => onChoose({ province: null, person: row.id, show: 'unfinished' })}>{named(row, 'name')} <span class="tx-2">{provinceName(row.province)}</span></button></td>{figures(row)}</tr>
            ))}</tbody>
          </table></div>
        )}
      </section>
    </>
  )
}
