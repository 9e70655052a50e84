/** The ledger by province, county and segment down to batches and accounts; its totals are the sums of what is shown. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Empty, Failure, Skeleton } from '../../components/Panel'
import { useLoad } from '../../desk/useLoad'
import { deskWords } from '../../desk/words'
import { exact } from '../../lib/format'
import { named } from '../../lib/i18n'
import { provinceName, regionName } from '../../lib/regions'
import type { Store } from '../../lib/store'
import { commonWords } from '../../locales/common'
import { useSettled } from '../settled'
import { StackBar } from '../StackBar'
import { Balance, figure } from './Balance'
import { Batches } from './Batches'
import { Export } from './Export'
import './ledger.css'
import { depthOf, NO_FILTER, PARTS, queryOf, type By, type Filter, type LedgerSums, type Line, type Sums, type Unit } from './types'
import { ledgerWords } from './words'

export function Ledger({ store }: { readonly store: Store }): JSX.Element {
  const w = ledgerWords()
  const filter = useSignal<Filter>(NO_FILTER)
  const byMeasure = useSignal(false)
  const unit = useSignal<Unit>('customers')
  const settled = useSettled(store, null)
  const depth = depthOf(filter.value)
  const by: By = byMeasure.value ? 'measure' : depth === 'batch' ? 'segment' : depth
  const sums = useLoad<LedgerSums>(`/incidents/${store.incidentId}/ledger?${queryOf(filter.value, { by })}`, settled)
  const set = (change: Partial<Filter>): void => {
    filter.value = { ...filter.value, ...change }
  }
  const landed = 'landing_stage' in store.folded.value.tables && Object.keys(store.folded.value.tables['landing_stage'] ?? {}).length > 0
  const told = sums.value
  return (
    <section class="block ledger">
      <div class="toolbar">
        <Path filter={filter.value} onSet={set} />
        <span class="gap" />
        <select aria-label={w.measure} value={filter.value.measure} onChange={(event) => set({ measure: event.currentTarget.value })}>
          <option value="">{w.allMeasures}</option>
          {store.measures.value.filter((row) => row.started_at).map((row) => <option key={row.id} value={row.id}>{named(row, 'title')}</option>)}
        </select>
        {landed || filter.value.part === 'landing' ? (
          <select aria-label={w.part} value={filter.value.part} onChange={(event) => set({ part: event.currentTarget.value as Filter['part'] })}>
            <option value="measure">{w.partMeasure}</option><option value="landing">{w.partLanding}</option>
          </select>
        ) : null}
        <div class="segmented">{[false, true].map((one) => <button key={String(one)} type="button" aria-pressed={byMeasure.value === one} onClick={() => (byMeasure.value = one)}>{one ? w.byMeasure : w.byPlace}</button>)}</div>
        <div class="segmented">{(['customers', 'fen'] as const).map((one) => <button key={one} type="button" aria-pressed={unit.value === one} onClick={() => (unit.value = one)}>{w[one]}</button>)}</div>
      </div>
      {sums.error ? <Failure error={sums.error} onRetry={sums.reload} /> : null}
      {!told && !sums.error ? <Skeleton rows={8} /> : null}
      {told && told.total.batches === 0 ? <Empty>{filter.value === NO_FILTER ? w.empty : w.emptyHere}</Empty> : null}
      {told && told.total.batches > 0 ? (
        <>
          <Balance sums={told} />
          {depth === 'batch' && !byMeasure.value ? null : <Lines sums={told} store={store} unit={unit.value} onOpen={set} byMeasure={byMeasure} />}
          {told.total.extended_intended > 0 ? <p class="hint">{w.extendedHint(exact(told.total.extended_applied), exact(told.total.extended_failed), exact(told.total.extended_intended))}</p> : null}
          {depth === 'batch' ? <Batches incident={store.incidentId} filter={filter.value} unit={unit.value} again={settled} /> : null}
          <Export incident={store.incidentId} query={queryOf(filter.value)} />
        </>
      ) : null}
    </section>
  )
}

/** Where one is, and the way back up. */
function Path({ filter, onSet }: { readonly filter: Filter; readonly onSet: (change: Partial<Filter>) => void }): JSX.Element {
  const w = ledgerWords()
  const steps: readonly (readonly [string, Partial<Filter>])[] = [
    [w.nation, { province: '', county: '', segment: '' }],
    ...(filter.province ? [[provinceName(filter.province), { county: '', segment: '' }] as const] : []),
    ...(filter.county ? [[regionName(filter.county), { segment: '' }] as const] : []),
    ...(filter.segment ? [[commonWords().segment(filter.segment), {}] as const] : []),
  ]
  return (
    <nav class="ledger-path" aria-label={w.title}>
      {steps.map(([name, change], at) => (
        <span key={at}>{at ? <span class="tx-3" aria-hidden="true"> › </span> : null}{at < steps.length - 1 ? <button type="button" class="cell-link" onClick={() => onSet(change)}>{name}</button> : <strong aria-current="page">{name}</strong>}</span>
      ))}
    </nav>
  )
}

interface LinesProps {
  readonly sums: LedgerSums
  readonly store: Store
  readonly unit: Unit
  readonly byMeasure: { value: boolean }
  readonly onOpen: (change: Partial<Filter>) => void
}

function Lines({ sums, store, unit, byMeasure, onOpen }: LinesProps): JSX.Element {
  const w = ledgerWords()
  const titles = new Map(store.measures.value.map((row) => [row.id, row]))
  const name = (line: Line): string => {
    if (sums.by === 'measure') return named(titles.get(line.measure ?? ''), 'title')
    if (sums.by === 'segment') return commonWords().segment(line.segment ?? '')
    return sums.by === 'province' ? provinceName(line.province) : regionName(line.county)
  }
  const open = (line: Line): void => {
    onOpen({ [sums.by]: line[sums.by] ?? '' })
    if (sums.by === 'measure') byMeasure.value = false
  }
  return (
    <div class="table-wrap">
      <table class="table table-folds ledger-table">
        <thead>
          <tr>
            <th scope="col">{w[sums.by]}</th><th scope="col" class="num">{w.intended}</th><th scope="col" class="wide" />
            {PARTS.map((part) => <th key={part} scope="col" class="num">{w[part]}</th>)}
            <th scope="col" class="num">{w.reversed}</th><th scope="col" class="num">{w.batches}</th>
          </tr>
        </thead>
        <tbody>
          {sums.items.map((line) => (
            <tr key={String(line[sums.by])}>
              <td><button type="button" class="cell-link" onClick={() => open(line)}>{name(line)}</button></td>
              <Figures line={line} unit={unit} />
            </tr>
          ))}
        </tbody>
        <tfoot><tr><th scope="row">{deskWords().total}</th><Figures line={sums.total} unit={unit} /></tr></tfoot>
      </table>
    </div>
  )
}

function Figures({ line, unit }: { readonly line: Sums; readonly unit: Unit }): JSX.Element {
  const w = ledgerWords()
  const at = (value: number): string => (value === 0 ? '·' : figure(value, unit))
  const bar = (['ok', 'warn', 'run'] as const).map((tone, index) => ({ tone, value: line[`${(['applied', 'failed', 'unknown'] as const)[index] ?? 'applied'}_${unit}`] }))
  return (
    <>
      <td class="num" data-label={w.intended}>{figure(line[`intended_${unit}`], unit)}</td>
      <td class="wide"><StackBar all={line[`intended_${unit}`]} slices={bar} /></td>
      {PARTS.map((part) => <td key={part} class={`num ${part === 'failed' && line[`failed_${unit}`] ? 'late' : ''}`} data-label={w[part]}>{at(line[`${part}_${unit}`])}</td>)}
      <td class="num" data-label={w.reversed}>{at(line[`reversed_${unit}`])}</td>
      <td class="num" data-label={w.batches}>{line.batches}{line.parked ? <span class="bad nowrap"> · {line.parked} {w.parked}</span> : null}</td>
    </>
  )
}
