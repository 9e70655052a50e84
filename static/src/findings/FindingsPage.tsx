/** Findings of all incidents with filters, scores by department, and what comes again and again. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Empty, Failure, Skeleton } from '../components/Panel'
import { SortTable, type Column } from '../desk/SortTable'
import { useBells } from '../desk/useBells'
import { useLoad } from '../desk/useLoad'
import { day, exact, orDot } from '../lib/format'
import { named, said } from '../lib/i18n'
import { companies, provinceName } from '../lib/regions'
import { can, seesNation } from '../lib/session'
import { FindingDrawer } from './FindingDrawer'
import { NoteDialog } from './NoteDialog'
import { departmentName, draftWords, placeName, StateGlyph, titleOf } from './parts'
import type { Department, Figures, Finding, FindingList } from './types'
import { findingWords } from './words'
import './findings.css'

const STATES = ['found', 'assigned', 'mended', 'verified', 'rejected', 'duplicate'] as const
const SOURCES = ['person', 'rule', 'walk_through'] as const
const FILTERS = ['incident', 'state', 'department', 'source', 'rule', 'scope', 'overdue'] as const
type Filters = Readonly<Partial<Record<(typeof FILTERS)[number], string>>>

function fromAddress(): Filters {
  const given = new URLSearchParams(location.search)
  return Object.fromEntries(FILTERS.flatMap((name) => (given.get(name) ? [[name, given.get(name)]] : []))) as Filters
}

export function FindingsPage(): JSX.Element {
  const w = findingWords()
  const filters = useSignal<Filters>(fromAddress())
  const query = new URLSearchParams(filters.value as Record<string, string>).toString()
  const list = useLoad<FindingList>(`/findings${query ? `?${query}` : ''}`)
  const figures = useLoad<Figures>('/findings/figures', list.value)
  const open = useSignal<string | null>(location.hash.slice(1) || null)
  const noting = useSignal(false)
  const turn = useSignal(0)
  const again = (): void => {
    turn.value += 1
    list.reload()
  }
  useBells({ rosters: false, findings: true, types: null }, again)
  const choose = (name: keyof Filters, value: string): void => {
    const { [name]: _before, ...rest } = filters.value
    show(value ? { ...rest, [name]: value } : rest)
  }
  const show = (wanted: Filters): void => {
    filters.value = wanted
    history.replaceState(null, '', `?${new URLSearchParams(filters.value as Record<string, string>).toString()}`)
  }
  return (
    <div class="page"><div class="page-body findings-page">
      <div class="toolbar">
        <Chooser filters={filters.value} figures={figures.value} onChoose={choose} />
        <span class="gap" />
        <a class="button" href="/walk">{w.walk}</a>
        {can('review.read') ? <a class="button" href={`/meetings${filters.value.incident ? `?incident=${filters.value.incident}` : ''}`}>{w.meetings}</a> : null}
        {can('finding.note') ? <Button kind="primary" onPress={() => (noting.value = true)}>＋ {w.note}</Button> : null}
      </div>
      {list.error && !list.value ? <Failure error={list.error} onRetry={list.reload} /> : null}
      {list.value ? <List list={list.value} figures={figures.value} selected={open.value} onOpen={(id) => (open.value = id)} /> : <Skeleton rows={10} />}
      {figures.value ? <Repeats figures={figures.value} onOpen={(id) => (open.value = id)} /> : null}
      {figures.value ? <Scores figures={figures.value} onShow={(wanted) => { show(wanted); document.getElementById('content')?.scrollTo(0, 0) }} /> : null}
      {open.value ? <FindingDrawer id={open.value} figures={figures.value} again={turn.value} onChanged={list.reload} onClose={() => (open.value = null)} /> : null}
      {noting.value ? <NoteDialog incident={filters.value.incident ?? null} about={{}} figures={figures.value} onDone={() => { noting.value = false; list.reload() }} onClose={() => (noting.value = false)} /> : null}
    </div></div>
  )
}

interface Seen {
  readonly items: readonly { readonly id: string; readonly title_zh: string; readonly title_en: string }[]
}

function Chooser({ filters, figures, onChoose }: { readonly filters: Filters; readonly figures: Figures | null; readonly onChoose: (name: keyof Filters, value: string) => void }): JSX.Element {
  const w = findingWords()
  const incidents = useLoad<Seen>('/incidents')
  const select = (name: keyof Filters, all: string, options: readonly (readonly [string, string])[]): JSX.Element => (
    <select key={name} aria-label={all} value={filters[name] ?? ''} onChange={(event) => onChoose(name, event.currentTarget.value)}>
      <option value="">{all}</option>
      {options.map(([value, text]) => <option key={value} value={value}>{text}</option>)}
    </select>
  )
  return (
    <>
      {select('incident', w.allIncidents, (incidents.value?.items ?? []).map((one) => [one.id, named(one, 'title')]))}
      {select('state', w.allStates, STATES.map((one) => [one, w.state(one)]))}
      {select('department', w.allDepartments, (figures?.words.departments ?? []).map((one) => [one.id, said(one)]))}
      {select('rule', w.allRules, (figures?.words.rules ?? []).map((one) => [one.id, said(one)]))}
      {select('source', w.allSources, SOURCES.map((one) => [one, w.source(one)]))}
      {seesNation() ? select('scope', w.allPlaces, [['nation', w.headquarters], ...companies.value.map((one) => [one.adcode, provinceName(one.adcode)] as const)]) : null}
      <label class="check"><input type="checkbox" checked={filters.overdue === '1'} onChange={(event) => onChoose('overdue', event.currentTarget.checked ? '1' : '')} /> {w.onlyOverdue}</label>
    </>
  )
}

function List({ list, figures, selected, onOpen }: { readonly list: FindingList; readonly figures: Figures | null; readonly selected: string | null; readonly onOpen: (id: string) => void }): JSX.Element {
  const w = findingWords()
  const counts = STATES.filter((state) => list.counts[state]).map((state) => `${w.state(state)} ${exact(list.counts[state] ?? 0)}`)
  const columns: readonly Column<Finding>[] = [
    { name: 'title', title: w.what, text: titleOf, cell: (row) => <button type="button" class="cell-link" onClick={() => onOpen(row.id)}>{titleOf(row)}</button> },
    { name: 'number', title: w.number, numeric: true, sort: (row) => row.number, text: (row) => `F-${row.number}` },
    { name: 'state', title: w.stateHead, sort: (row) => STATES.indexOf(row.state), text: (row) => w.state(row.state), cell: (row) => <span class="nowrap"><StateGlyph finding={row} /> {w.state(row.state)}</span> },
    { name: 'place', title: w.place, text: (row) => placeName(row.scope), cell: (row) => <span class="nowrap">{placeName(row.scope)}</span> },
    { name: 'department', title: w.department, text: (row) => departmentName(row.department, figures) },
    { name: 'owner', title: w.owner, text: (row) => (row.owner_id ? named(row, 'owner') : '') },
    { name: 'due', title: w.dueDate, sort: (row) => row.due_at ?? '', text: (row) => (row.due_at ? day(row.due_at) : ''), cell: (row) => (row.due_at ? <span class={row.overdue ? 'late nowrap' : 'nowrap'}>{day(row.due_at)}{row.overdue ? ` · ${w.overdue}` : ''}</span> : null) },
    { name: 'incident', title: w.incident, text: (row) => (row.incident ? named(row.incident, 'title') : w.ordinary), cell: (row) => <span class="nowrap">{row.incident ? named(row.incident, 'title') : w.ordinary}</span> },
    { name: 'draft', title: w.draft, text: (row) => (row.draft ? `${row.draft.slug} · ${draftWords(row.draft)}` : '') },
  ]
  return (
    <section class="block">
      <div class="block-head"><h2>{w.title}</h2><span class="num">{counts.join(' · ')}</span></div>
      {list.items.length === 0 ? <Empty>{w.none}</Empty> : <SortTable rows={list.items} columns={columns} keyOf={(row) => row.id} initial="-number" name="findings" folds="title" selected={selected} />}
      {list.more > 0 ? <p class="hint">{w.more(exact(list.more))}</p> : null}
    </section>
  )
}

function Repeats({ figures, onOpen }: { readonly figures: Figures; readonly onOpen: (id: string) => void }): JSX.Element {
  const w = findingWords()
  return (
    <section class="block">
      <div class="block-head"><h2>{w.repeats}</h2><span>{w.repeatsHint}</span></div>
      {figures.repeats.length === 0 ? <p class="hint">{w.noRepeats}</p> : null}
      <ul class="repeats">
        {figures.repeats.map((one) => (
          <li key={`${one.rule_en}${one.scope}`}>
            <b>{placeName(one.scope)} · {named(one, 'rule')}</b> <span class="tx-2">{w.repeatLine(exact(one.incidents.length), exact(one.verified))}</span>{' '}
            {one.findings.map((finding) => <button key={finding.id} type="button" class="figure-link" onClick={() => onOpen(finding.id)}>F-{finding.number}</button>)}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Each figure leads to the findings that it counts, as far as a filter can say them. */
function Scores({ figures, onShow }: { readonly figures: Figures; readonly onShow: (wanted: Filters) => void }): JSX.Element {
  const w = findingWords()
  const number = (name: string, title: string, of: (row: Department) => number | null, only: Filters = {}, warn = false): Column<Department> => ({
    name, title, numeric: true, sort: (row) => of(row) ?? -1, text: (row) => String(of(row) ?? ''),
    cell: (row) => <span class={warn && (of(row) ?? 0) > 0 ? 'late' : ''}>{of(row) === null ? '-' : <button type="button" class="figure-link" onClick={() => onShow({ department: row.department, ...only })}>{orDot(of(row) ?? 0)}</button>}</span>,
  })
  const columns: readonly Column<Department>[] = [
    { name: 'department', title: w.department, text: (row) => departmentName(row.department, figures), cell: (row) => <button type="button" class="cell-link" onClick={() => onShow({ department: row.department })}>{departmentName(row.department, figures)}</button> },
    number('score', w.score, (row) => row.score),
    number('findings', w.findingsCount, (row) => row.findings),
    number('helping', w.helpingCount, (row) => row.helping),
    number('open', w.open, (row) => row.open, {}, true),
    number('overdue', w.overdueCount, (row) => row.overdue, { overdue: '1' }, true),
    number('mended', w.mended, (row) => row.mended),
    number('verified', w.verified, (row) => row.verified, { state: 'verified' }),
    number('hours', w.hours, (row) => row.mending_hours),
  ]
  return (
    <section class="block">
      <div class="block-head"><h2>{w.scores}</h2><span>{w.scoreHint}</span></div>
      {figures.departments.length === 0 ? <p class="hint">{w.noScores}</p> : <SortTable rows={figures.departments} columns={columns} keyOf={(row) => row.department} initial="-score" name="departments" folds="department" />}
    </section>
  )
}
