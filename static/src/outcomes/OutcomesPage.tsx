/** What came of an incident against targets, kind by kind, down to provinces and to figures with their corrections. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Failure, Skeleton } from '../components/Panel'
import { useBells } from '../desk/useBells'
import { useLoad } from '../desk/useLoad'
import { clockMinutes, day } from '../lib/format'
import { language, named, said } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { can, seesNation, session } from '../lib/session'
import { leagueWords } from '../league/words'
import type { Store } from '../lib/store'
import { commonWords } from '../locales/common'
import { Trace } from '../review/Trace'
import { figureText } from './figures'
import { FigureForm } from './FigureForm'
import { FiguresDrawer } from './FiguresDrawer'
import { ImportDialog } from './ImportDialog'
import { Lines } from './Lines'
import { SurveyForm } from './SurveyForm'
import { Surveys } from './Surveys'
import { TargetDialog } from './TargetDialog'
import type { Line, Outcomes } from './types'
import { outcomeWords } from './words'
import './outcomes.css'

type Open = { readonly what: 'state' | 'import' | 'target' | 'survey'; readonly kind?: string } | { readonly what: 'figures'; readonly line: Line; readonly province: string | null } | null

const TOLD = /^(Figure|Outcome|Batches|TaskResolved|Survey|Broadcast)/

export function OutcomesPage({ store }: { readonly store: Store }): JSX.Element {
  const w = outcomeWords()
  const turn = useSignal(0)
  const { value, error, loading, reload } = useLoad<Outcomes>(`/incidents/${store.incidentId}/outcomes`, turn.value)
  const open = useSignal<Open>(null)
  useBells({ rosters: false, types: TOLD }, () => (turn.value += 1))
  if (!value) return error ? <Failure error={error} onRetry={reload} /> : <Skeleton rows={12} />
  const close = (): void => {
    open.value = null
  }
  const done = (): void => {
    close()
    turn.value += 1
  }
  const now = open.value
  return (
    <div class="page outcomes">
      <header class="page-head">
        <span class="tx-2">{w.title} /</span>
        <h2>{titleOf(store)}</h2>
        <span class="gap" />
        <Button busy={loading && commonWords().loading} onPress={reload}>{w.reload}</Button>
        <a class="button" href={`/league/${store.incidentId}`}>{leagueWords().title}</a>
        <a class="button" href={`/api/v1/incidents/${store.incidentId}/outcomes/template.xlsx`}>{w.template}</a>
        {can('outcome.set_target') ? <Button onPress={() => (open.value = { what: 'target' })}>{w.setTarget}</Button> : null}
        {can('outcome.enter') ? <Button onPress={() => (open.value = { what: 'import' })}>{w.importTable}</Button> : null}
        {can('outcome.enter') ? <Button kind="primary" onPress={() => (open.value = { what: 'state' })}>{w.state}</Button> : null}
      </header>
      <div class="page-body">
        <Lines
          lines={value.kinds}
          onFigures={(line, province) => (open.value = { what: 'figures', line, province })}
          {...(can('outcome.enter') ? { onState: (kind: string) => (open.value = { what: 'state', kind }) } : {})}
        />
        <div class="outcome-notes">
          <p class="hint"><strong>{w.formula}</strong> {w.adding} {language.value === 'zh' ? value.formula_zh : value.formula_en}</p>
        </div>
        {can('broadcast.read') ? <Surveys incidentId={store.incidentId} again={turn.value} {...(can('survey.ask') ? { onAsk: () => (open.value = { what: 'survey' }) } : {})} /> : null}
        <Told outcomes={value} />
      </div>
      <Trace incident={store.incidentId ?? ''} />
      {now?.what === 'state' ? <FigureForm incidentId={store.incidentId} kinds={value.kinds} measures={value.measures} {...(now.kind ? { first: now.kind } : {})} onDone={done} onClose={close} /> : null}
      {now?.what === 'import' ? <ImportDialog incidentId={store.incidentId} kinds={value.kinds} onLanded={() => (turn.value += 1)} onClose={close} /> : null}
      {now?.what === 'target' ? <TargetDialog incidentId={store.incidentId} kinds={value.kinds} onDone={done} onClose={close} /> : null}
      {now?.what === 'survey' ? <SurveyForm incidentId={store.incidentId} onDone={done} onClose={close} /> : null}
      {now?.what === 'figures' ? <FiguresDrawer incidentId={store.incidentId} line={now.line} province={now.province} again={turn.value} onChanged={() => (turn.value += 1)} onClose={close} /> : null}
    </div>
  )
}

/** The incident's title: headquarters' own row, or the one that the province was told. */
function titleOf(store: Store): string {
  if (seesNation()) return named(store.incident.value, 'title')
  const room = session.value?.rooms[0] ?? ''
  const told = store.provinces.value.find((row) => row.province === room)
  return `${provinceName(room)} · ${named(told, 'title')}`
}

/** Targets that people have set and tables that were brought, with who and when. */
function Told({ outcomes }: { readonly outcomes: Outcomes }): JSX.Element | null {
  const w = outcomeWords()
  const kinds = new Map(outcomes.kinds.map((kind) => [kind.name, kind]))
  if (outcomes.targets.length + outcomes.imports.length === 0) return null
  return (
    <div class="outcome-told">
      {outcomes.targets.length > 0 ? (
        <section class="block">
          <div class="block-head"><h2>{w.targets}</h2><span class="num">{outcomes.targets.length}</span></div>
          <ol class="history">
            {outcomes.targets.map((target) => {
              const kind = kinds.get(target.kind)
              return (
                <li key={target.id}>
                  <time dateTime={target.at}>{day(target.at)} {clockMinutes(target.at)}</time>
                  <span>{target.province ? provinceName(target.province) : w.nation} · {said(kind)} {kind && target.value !== null ? figureText(kind, target.value) : w.takenBack}<br /><span class="tx-2">{target.reason}</span></span>
                  <small>{named(target, 'person')}</small>
                </li>
              )
            })}
          </ol>
        </section>
      ) : null}
      {outcomes.imports.length > 0 ? (
        <section class="block">
          <div class="block-head"><h2>{w.imports}</h2><span class="num">{outcomes.imports.length}</span></div>
          <ol class="history">
            {outcomes.imports.map((one) => (
              <li key={one.id}>
                <time dateTime={one.at}>{day(one.at)} {clockMinutes(one.at)}</time>
                <span>
                  {one.name}<br />
                  <span class="tx-2">{w.counts(one.landed, one.corrected, one.known, one.bad)}</span>{' '}
                  {one.bad > 0 ? <a href={`/api/v1/outcome-imports/${one.id}/bad.xlsx`}>{w.badXlsx}</a> : null}
                </span>
                <small>{named(one, 'person')}</small>
              </li>
            ))}
          </ol>
        </section>
      ) : null}
    </div>
  )
}
