/** Who is on duty now and next at every place, the ones with something wrong first. */
import type { JSX } from 'preact'
import { Empty } from '../components/Panel'
import { exact } from '../lib/format'
import { language } from '../lib/i18n'
import { NATION, personName, placeName, when } from './parts'
import type { Board, People, PlaceNow } from './types'
import { dutyWords } from './words'

export function NowBoard({ board, onOpen }: { readonly board: Board; readonly onOpen: (scope: string) => void }): JSX.Element {
  const w = dutyWords()
  const places = [...board.places].sort((a, b) => rank(a) - rank(b))
  return (
    <>
      <Heads board={board} />
      {board.places.some((place) => place.planned) ? null : <Empty>{w.emptyBoard}</Empty>}
      <div class="table-wrap">
        <table class="table duty-now">
          <thead><tr><th>{w.place}</th><th>{w.onDuty}</th><th>{w.deputy}</th><th>{w.lead}</th><th>{w.next}</th><th>{w.faults}</th><th>{w.handovers}</th></tr></thead>
          <tbody>{places.map((place) => <Place key={place.scope} place={place} board={board} onOpen={onOpen} />)}</tbody>
        </table>
      </div>
    </>
  )
}

function Heads({ board }: { readonly board: Board }): JSX.Element {
  const w = dutyWords()
  const count = (test: (place: PlaceNow) => boolean): number => board.places.filter(test).length
  const heads: readonly (readonly [string, string, string])[] = [
    [w.covered, `${exact(count((place) => place.rostered))} / ${exact(board.places.length)}`, ''],
    [w.gapsAhead, exact(count((place) => place.planned && place.gaps.length > 0)), count((place) => place.planned && place.gaps.length > 0) ? 'bad' : ''],
    [w.unplanned, exact(count((place) => !place.planned)), count((place) => !place.planned) ? 'late' : ''],
    [w.waitingAll, exact(board.places.reduce((sum, place) => sum + place.waiting + place.flagged, 0)), board.places.some((place) => place.flagged) ? 'bad' : ''],
  ]
  return <dl class="figures duty-heads">{heads.map(([title, value, tone]) => <div class="figure-block" key={title}><dt>{title}</dt><dd class={`figure ${tone}`}>{value}</dd></div>)}</dl>
}

function Place({ place, board, onOpen }: { readonly place: PlaceNow; readonly board: Board; readonly onOpen: (scope: string) => void }): JSX.Element {
  const w = dutyWords()
  const { people, at } = board
  return (
    <tr>
      <td><button type="button" class="cell-link" onClick={() => onOpen(place.scope)}>{placeName(place.scope)}</button></td>
      <td data-label={w.onDuty}>
        {place.rostered ? <strong>{list(people, place.on_duty)}</strong> : <span class={place.on_duty.length ? 'late' : 'bad'}>{place.on_duty.length ? w.everybody(exact(place.on_duty.length)) : w.nobodyAtAll}</span>}
        {place.until ? <small class="duty-until num">{w.until} {when(place.until, at)}</small> : null}
      </td>
      <td data-label={w.deputy}>{list(people, place.deputies) || <span class="tx-3">·</span>}</td>
      <td data-label={w.lead}>{list(people, place.leads) || <span class="tx-3">·</span>}</td>
      <td data-label={w.next}>{place.next.starts_at ? <>{list(people, place.next.people)} <small class="duty-until num">{when(place.next.starts_at, at)}</small></> : <span class="tx-2">{place.planned ? w.noNext : '·'}</span>}</td>
      <td data-label={w.faults}><FaultLines place={place} board={board} /></td>
      <td data-label={w.handovers}><Waiting place={place} /></td>
    </tr>
  )
}

function FaultLines({ place, board }: { readonly place: PlaceNow; readonly board: Board }): JSX.Element {
  const w = dutyWords()
  if (!place.planned) return <span class="late">{w.notPlanned}</span>
  const [first, ...rest] = place.gaps
  return (
    <ul class="duty-faults">
      {first ? <li class="bad">{w.gap(when(first.begins, board.at), when(first.ends, board.at))}</li> : null}
      {rest.length ? <li class="bad">{w.moreGaps(exact(rest.length))}</li> : null}
      {place.overlaps.map((one) => <li key={one.first + one.second} class="bad">{w.overlap(personName(board.people, one.person), when(one.begins, board.at))}</li>)}
      {place.long.map((one) => <li key={one.person + one.begins} class="late">{w.long(personName(board.people, one.person), exact(Math.round(one.minutes / 60)))}</li>)}
      {!first && !place.overlaps.length && !place.long.length ? <li class="ok">{w.fine}</li> : null}
    </ul>
  )
}

function Waiting({ place }: { readonly place: PlaceNow }): JSX.Element {
  const w = dutyWords()
  if (!place.waiting && !place.flagged) return <span class="tx-3">·</span>
  return <>{place.flagged ? <span class="bad">{w.flagged(exact(place.flagged))}</span> : null} {place.waiting ? <span class="late">{w.waiting(exact(place.waiting))}</span> : null}</>
}

function list(people: People, ids: readonly string[]): string {
  return ids.map((id) => personName(people, id)).join(language.value === 'zh' ? '、' : ', ')
}

/** Headquarters, then what is flagged, has nobody now or soon, the rest by code. */
function rank(place: PlaceNow): number {
  if (place.scope === NATION) return -10
  if (place.flagged) return 0
  if (place.planned && !place.rostered) return 1
  if (place.planned && place.gaps.length) return 2
  if (place.overlaps.length || place.long.length || place.waiting) return 3
  return place.planned ? 5 : 4
}
