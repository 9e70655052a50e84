/** A place's week: a line a day, shifts as bars, hours without anybody in red; a list on a phone. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Empty, Failure, Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { clockMinutes, day } from '../lib/format'
import { companies } from '../lib/regions'
import { can, seesNation } from '../lib/session'
import { now } from '../lib/worldclock'
import { NATION, ownScopes, Pick, placeName } from './parts'
import { RotationDialog, ShiftDialog } from './PlanDialogs'
import { ShiftDrawer } from './ShiftDrawer'
import { TeamsPanel } from './TeamsPanel'
import type { Roster, Shift, Span } from './types'
import { whose } from './whose'
import { dutyWords } from './words'

const DAY = 86_400_000
const ZONE = 8 * 3_600_000

/** Midnight in China at or before `ms`. */
export function midnight(ms: number): number {
  return Math.floor((ms + ZONE) / DAY) * DAY - ZONE
}

export function WeekView({ scope, turn, again, onScope }: { readonly scope: string; readonly turn: number; readonly again: () => void; readonly onScope: (scope: string) => void }): JSX.Element {
  const w = dutyWords()
  const first = useSignal(midnight(now.peek()))
  const dialog = useSignal<'shift' | 'rotation' | null>(null)
  const chosen = useSignal<string | null>(null)
  const [begins, ends] = [first.value, first.value + 7 * DAY]
  const list = useLoad<Roster>(`/duty/roster?scope=${scope}&from=${iso(begins)}&until=${iso(ends)}`, turn)
  const manages = can('duty.manage') && (scope !== NATION || seesNation())
  const roster = list.value
  const shift = roster?.shifts.find((one) => one.id === chosen.value)
  return (
    <section class="block">
      <div class="toolbar duty-bar">
        <Scopes scope={scope} onScope={onScope} />
        <div class="segmented">
          <button type="button" onClick={() => (first.value -= 7 * DAY)}>{w.before}</button>
          <button type="button" aria-pressed={first.value === midnight(now.value)} onClick={() => (first.value = midnight(now.peek()))}>{w.today}</button>
          <button type="button" onClick={() => (first.value += 7 * DAY)}>{w.after}</button>
        </div>
        <strong class="num">{w.week(day(begins), day(ends - 1))}</strong>
        <span class="gap" />
        {manages && roster ? <><Button onPress={() => (dialog.value = 'rotation')}>{w.planRotation}</Button><Button kind="primary" onPress={() => (dialog.value = 'shift')}>{w.planShift}</Button></> : null}
      </div>
      {!roster ? (list.error ? <Failure error={list.error} onRetry={list.reload} /> : <Skeleton rows={8} />) : (
        <>
          {roster.shifts.length === 0 ? <Empty>{w.emptyWeek}</Empty> : null}
          <ol class="duty-week">{Array.from({ length: 7 }, (_, index) => <Day key={index} begins={begins + index * DAY} roster={roster} onShift={(id) => (chosen.value = id)} />)}</ol>
          <TeamsPanel roster={roster} manages={manages} again={again} />
          {dialog.value === 'shift' ? <ShiftDialog roster={roster} onDone={again} onClose={() => (dialog.value = null)} /> : null}
          {dialog.value === 'rotation' ? <RotationDialog roster={roster} onDone={again} onClose={() => (dialog.value = null)} /> : null}
          {shift ? <ShiftDrawer shift={shift} roster={roster} manages={manages} again={again} onClose={() => (chosen.value = null)} /> : null}
        </>
      )}
    </section>
  )
}

function Scopes({ scope, onScope }: { readonly scope: string; readonly onScope: (scope: string) => void }): JSX.Element | null {
  const scopes = seesNation() ? [NATION, ...companies.value.map((region) => region.adcode)] : ownScopes()
  if (scopes.length < 2) return <h2>{placeName(scope)}</h2>
  return <div class="duty-scope"><Pick label={dutyWords().place} value={scope} onPick={(id) => onScope(id || NATION)} options={scopes.map((one) => [one, placeName(one)] as const)} /></div>
}

interface Line extends Span {
  readonly shift: Shift | null
}

function Day({ begins, roster, onShift }: { readonly begins: number; readonly roster: Roster; readonly onShift: (id: string) => void }): JSX.Element {
  const ends = begins + DAY
  const meets = (from: string, to: string): boolean => Date.parse(from) < ends && Date.parse(to) > begins
  const shifts = roster.shifts.filter((shift) => meets(shift.starts_at, shift.ends_at))
  const lanes = laneOf(shifts)
  const gaps = roster.gaps.filter((gap) => meets(gap.begins, gap.ends) && Date.parse(gap.ends) > now.peek())
  const lines: readonly Line[] = [...shifts.map((shift) => ({ begins: shift.starts_at, ends: shift.ends_at, shift })), ...gaps.map((gap) => ({ ...gap, shift: null }))].sort((a, b) => a.begins.localeCompare(b.begins))
  const place = (from: string, to: string, lane: number): Record<string, string> => ({ gridColumn: `${quarter(from, begins)} / ${Math.max(quarter(to, begins), quarter(from, begins) + 1)}`, gridRow: String(lane + 1) })
  return (
    <li class="duty-day">
      <h3 class="num">{day(begins)}</h3>
      <div class="duty-hours" aria-hidden="true">{[0, 6, 12, 18].map((hour) => <span key={hour} class="num">{String(hour).padStart(2, '0')}:00</span>)}</div>
      <div class="duty-lane">
        {lines.map((line) => (line.shift ? (
          <button key={line.shift.id} type="button" class={`duty-shift ${Date.parse(line.begins) <= now.value && Date.parse(line.ends) > now.value ? 'duty-running' : ''}`} style={place(line.begins, line.ends, lanes.get(line.shift.id) ?? 0)} onClick={() => onShift(line.shift?.id ?? '')}>
            <strong>{whose(line.shift, roster)}</strong>
            <span class="num">{clockMinutes(line.begins)}–{clockMinutes(line.ends)}</span>
          </button>
        ) : (
          <span key={line.begins} class="duty-gap" style={place(line.begins, line.ends, 0)}>{dutyWords().gap(clockMinutes(Math.max(Date.parse(line.begins), begins)), clockMinutes(Math.min(Date.parse(line.ends), ends - 1)))}</span>
        )))}
      </div>
    </li>
  )
}

/** Shifts that run at the same time lie below one another. */
export function laneOf(shifts: readonly Shift[]): ReadonlyMap<string, number> {
  const lanes = new Map<string, number>()
  const ends: number[] = []
  for (const shift of [...shifts].sort((a, b) => a.starts_at.localeCompare(b.starts_at))) {
    const begins = Date.parse(shift.starts_at)
    let lane = ends.findIndex((end) => end <= begins)
    if (lane < 0) lane = ends.length
    ends[lane] = Date.parse(shift.ends_at)
    lanes.set(shift.id, lane)
  }
  return lanes
}

/** Column 1 to 97 of a day's 96 quarters of an hour. */
function quarter(at: string, begins: number): number {
  return Math.round(Math.min(Math.max((Date.parse(at) - begins) / 900_000, 0), 96)) + 1
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
