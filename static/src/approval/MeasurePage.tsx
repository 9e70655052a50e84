/** Approve and steer one measure: exact bytes, whom, how many, how much, who said yes, how far it has come (04a). */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Failure, Skeleton } from '../components/Panel'
import { offerUndo } from '../components/UndoBar'
import { ReasonDialog } from '../desk/ReasonDialog'
import { useAction } from '../desk/useAction'
import { useLoad } from '../desk/useLoad'
import { count, exact, money, moneyText } from '../lib/format'
import { measureGlyph } from '../lib/glyph-kinds'
import { Glyph } from '../lib/glyphs'
import { named } from '../lib/i18n'
import type { Store } from '../lib/store'
import type { MeasureRow } from '../lib/types'
import { commonWords } from '../locales/common'
import { AreaTable } from './AreaTable'
import { Bytes } from './Bytes'
import { stepsOf } from './carrying'
import { Checks } from './Checks'
import type { Detail } from './detail'
import { EditMeasure } from './EditMeasure'
import { Eligible } from './Eligible'
import { Exceptions } from './Exceptions'
import { Fields } from './Fields'
import { Hands, Time } from './Hands'
import { History } from './History'
import { Landing } from './landing/Landing'
import { MeasureActions, type MeasureAction } from './MeasureActions'
import { AudienceMap } from './preflight/AudienceMap'
import { usePreflight } from './preflight/look'
import { Next } from './preflight/Next'
import { PreflightPanel } from './preflight/Panel'
import type { Overlapping } from './preflight/types'
import { Progress } from './Progress'
import { ReportedTable } from './ReportedTable'
import { useSettled } from './settled'
import type { BatchSum } from './sums'
import { approvalWords } from './words'

const NONE: readonly Overlapping[] = []
/** States in which who decides, and by which rules, is still the question. */
const UNDECIDED: ReadonlySet<string> = new Set(['draft', 'pending_approval'])

export function MeasurePage({ store, id }: { readonly store: Store; readonly id: string }): JSX.Element {
  const w = approvalWords()
  const row = store.measures.value.find((measure) => measure.id === id)
  const asking = useSignal<MeasureAction | null>(null)
  const editing = useSignal(false)
  const settled = useSettled(store, id)
  const steps = row ? stepsOf(store.tasks.value, row) : 0
  const detail = useLoad<Detail>(row ? `/measures/${id}` : null, `${row?.revision}:${row?.state}:${store.approvals.value.length}:${steps}`)
  const sums = useLoad<{ items: readonly BatchSum[] }>(row ? `/incidents/${store.incidentId}/batch-sums` : null, settled)
  const everything = useSettled(store, null)
  // Once it is decided a new look comes with its own moves only; before that with whatever may overlap.
  const moves = row && UNDECIDED.has(row.state) ? `${store.incident.value?.footprint_id}:${everything}` : ''
  const look = usePreflight(row ? `/measures/${id}/preflight` : null, `${row?.revision}:${row?.state}:${moves}`)
  const action = useAction(detail.reload)
  useEffect(() => action.clear(), [row?.revision])
  if (!row) return <p class="empty">{w.gone} <a class="link" href={`/measures/${store.incidentId}`}>{w.back}</a></p>

  async function send(name: MeasureAction, said?: string | number): Promise<boolean> {
    if (!row) return false
    const approval = { digest: row.digest, preflight: look.digest, ...(typeof said === 'number' ? { typed_count: said } : {}) }
    const body = name === 'approve' ? approval : said === undefined ? {} : { reason: said }
    const done = await action.run(name, { path: `/measures/${id}/${name}`, body, revision: row.revision })
    if (!done && name === 'approve') look.reload()
    if (done) offerUndo(`${actionTitle(name)} · ${named(row, 'title')}`, null, 4)
    return done
  }
  const parts = store.measureParts.value.filter((part) => part.measure_id === id)
  return (
    <div class="page">
      <header class="page-head">
        <a class="tx-2" href={`/measures/${store.incidentId}`}>{w.measuresTitle}</a>
        <h2>{named(row, 'title')}</h2>
        <span class="chip"><Glyph kind={measureGlyph(row.state)} label="" /> {commonWords().measureState(row.state)}</span>
        <span class="tx-2">{row.approval_class === 'A' ? w.classA : w.classB} · r{row.revision}</span>
      </header>
      <div class="columns columns-approval">
        <div class="column">
          {detail.error && !detail.value ? <Failure error={detail.error} onRetry={detail.reload} /> : null}
          {detail.value ? <Bytes bytes={detail.value.bytes} digest={row.digest} /> : <Skeleton rows={3} />}
          <Fields kind={row.kind} fields={row.fields} />
          <Hands store={store} subject={row} approvals={store.approvals.value.filter((approval) => approval.subject_id === id)} detail={detail.value} seen={look.value?.seen ?? []} />
          <History store={store} id={id} />
        </div>
        <div class="column">
          <AudienceMap area={row.area} overlaps={look.value?.preflight.overlap?.measures ?? NONE} />
          <AreaTable area={row.area} />
          <Progress store={store} measure={row} parts={parts} sums={sums.value?.items ?? []} />
          {detail.value?.reported && row.started_at ? <ReportedTable lines={detail.value.reported} /> : null}
          <Landing store={store} measure={row} sums={sums.value?.items ?? []} />
          {row.delivery === 'billing' && row.started_at ? <Exceptions measure={id} again={settled} /> : null}
        </div>
        <div class="column">
          <Money row={row} />
          {store.text(row.reason_text) ? <p class="note note-warn">{store.text(row.reason_text)}</p> : null}
          {detail.value && UNDECIDED.has(row.state) ? <Next detail={detail.value} approvalClass={row.approval_class} capFen={row.cap_fen} waits={row.state === 'pending_approval'} /> : null}
          {detail.value ? <Checks checks={detail.value.checks} /> : null}
          <PreflightPanel look={look} incident={store.incidentId} />
          <Eligible rules={row.rules ?? []} counted={detail.value?.eligibility ?? null} />
        </div>
      </div>
      <MeasureActions
        row={row}
        detail={detail.value}
        look={look}
        action={action}
        onAsk={(name) => (asking.value = name)}
        onEdit={() => (editing.value = true)}
        onSend={(name, typed) => void send(name, typed)}
      />
      {asking.value ? (
        <ReasonDialog
          title={actionTitle(asking.value)}
          go={actionTitle(asking.value)}
          hint={actionHint(asking.value)}
          action={action}
          onSend={(reason) => send(asking.value ?? 'return', reason)}
          onClose={() => (asking.value = null)}
        />
      ) : null}
      {editing.value ? <EditMeasure row={row} onClose={() => (editing.value = false)} /> : null}
    </div>
  )
}

export function actionTitle(name: MeasureAction): string {
  const w = approvalWords()
  return {
    submit: w.submit, approve: w.approve, reject: w.reject, return: w.return, start: w.start, hold: w.hold, resume: w.resume, retry: w.retry,
    'accept-gaps': w.acceptGaps, end: w.end, revoke: w.revoke, cancel: w.cancel,
  }[name]
}

function actionHint(name: MeasureAction): string {
  const w = approvalWords()
  if (name === 'accept-gaps') return w.acceptHint
  if (name === 'revoke') return w.revokeHint
  if (name === 'cancel') return w.cancelHint
  if (name === 'hold') return w.holdHint
  return ''
}

function Money({ row }: { readonly row: MeasureRow }): JSX.Element {
  const w = approvalWords()
  const people = count(row.customers)
  const cap = money(row.cap_fen)
  const days = Math.round((Date.parse(row.window_to) - Date.parse(row.window_from)) / 86_400_000)
  return (
    <section class="block">
      <p class="label tx-2">{w.customers}</p>
      <p class="figure figure-huge" title={people.exact}>{exact(row.customers)}</p>
      <dl class="facts">
        <div><dt>{w.costExpected}</dt><dd class="num" title={money(row.cost_fen).exact}>{row.cost_fen ? moneyText(row.cost_fen) : w.noCost}</dd></div>
        <div><dt>{w.costCap}</dt><dd class="num" title={cap.exact}>{moneyText(row.cap_fen)}</dd></div>
        {row.cap_fen && row.customers ? <div><dt>{w.perCustomer}</dt><dd class="num">{money(Math.ceil(row.cap_fen / row.customers)).exact}</dd></div> : null}
        <div><dt>{w.window}</dt><dd><Time at={row.window_from} /> – <Time at={row.window_to} /></dd></div>
        <div><dt /><dd>{w.days(days)}{row.submitted_at && row.window_from < row.submitted_at ? ` · ${w.retro}` : ''}</dd></div>
      </dl>
    </section>
  )
}
