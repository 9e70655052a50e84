/** Approve a public message, then watch it go out and be able to stop it (pictures 04a and 04b). */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Failure, Skeleton } from '../components/Panel'
import { ReasonDialog } from '../desk/ReasonDialog'
import { useAction } from '../desk/useAction'
import { useLoad } from '../desk/useLoad'
import { countText, exact } from '../lib/format'
import { broadcastGlyph } from '../lib/glyph-kinds'
import { Glyph } from '../lib/glyphs'
import { newId } from '../lib/api'
import { language, named } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { can } from '../lib/session'
import type { Store } from '../lib/store'
import type { BroadcastPartRow, BroadcastRow } from '../lib/types'
import { commonWords } from '../locales/common'
import { AreaTable } from './AreaTable'
import { Bytes } from './Bytes'
import { Checks } from './Checks'
import type { Detail } from './detail'
import { Hands, Time } from './Hands'
import { History } from './History'
import { AudienceMap } from './preflight/AudienceMap'
import { usePreflight } from './preflight/look'
import { Next } from './preflight/Next'
import { PreflightPanel } from './preflight/Panel'
import type { Overlapping } from './preflight/types'
import { Prepared } from './Prepared'
import { SendRoom } from './SendRoom'
import { addUp, partsOfBroadcast } from './six'
import { Stop } from './Stop'
import { blockOf, Texts } from './Texts'
import { TypeCount } from './TypeCount'
import { WaysOut } from './WaysOut'
import { approvalWords, ruleName } from './words'

const NONE: readonly Overlapping[] = []
type Asking = 'reject' | 'return'

export function BroadcastPage({ store, id }: { readonly store: Store; readonly id: string }): JSX.Element {
  const w = approvalWords()
  const row = store.broadcasts.value.find((broadcast) => broadcast.id === id)
  const asking = useSignal<Asking | null>(null)
  const detail = useLoad<Detail>(row ? `/broadcasts/${id}` : null, `${row?.revision}:${row?.state}:${store.approvals.value.length}`)
  const look = usePreflight(row && !row.started_at ? `/broadcasts/${id}/preflight` : null, `${row?.revision}:${store.incident.value?.footprint_id}`)
  const action = useAction(detail.reload)
  const stopping = useAction()
  const querying = useAction()
  if (!row) return <p class="empty">{w.gone} <a class="link" href={`/measures/${store.incidentId}`}>{w.back}</a></p>

  const post = (name: string, body: unknown): Promise<boolean> => action.run(name, { path: `/broadcasts/${id}/${name}`, body, revision: row.revision })
  async function startUpdate(): Promise<void> {
    const made = newId()
    if (await post('update', { id: made })) location.assign(`/broadcasts/${store.incidentId}/${made}/edit`)
  }
  const sending = row.started_at !== null
  const six = addUp(partsOfBroadcast(store.broadcastParts.value, id))
  const approvals = store.approvals.value.filter((approval) => approval.subject_id === id)
  const texts = <Texts row={row} detail={detail.value} sending={sending} />
  return (
    <div class="page">
      <header class="page-head">
        <a class="tx-2" href={`/measures/${store.incidentId}`}>{w.broadcastsTitle}</a>
        <h2>{named(row, 'title')}</h2>
        <span class="chip"><Glyph kind={broadcastGlyph(row)} label="" /> {commonWords().measureState(row.state)}</span>
        <span class="tx-2">{w.class2} · r{row.revision}</span>
        {row.technical_failure ? <span class="tag bad">{w.technical}</span> : null}
        {row.refers_to ? <a class="link" href={`/broadcasts/${store.incidentId}/${row.refers_to}`}>{{ cancel: w.cancels, correction: w.refersTo, body: w.updates }[blockOf(row)]}</a> : null}
      </header>
      {sending ? (
        <div class="columns columns-send">
          <div class="column">
            <SendRoom store={store} row={row} />
            <AudienceMap area={row.audience} overlaps={NONE} />
          </div>
          <div class="column">
            <Stop row={row} six={six} action={stopping} onStop={() => void stopping.run('stop', { path: `/broadcasts/${id}/stop`, body: {} })} />
            <Parked parked={partsOfBroadcast(store.broadcastParts.value, id).filter((part) => part.parked)} action={querying} onAsk={() => void querying.run('retry', { path: `/broadcasts/${id}/retry`, body: {} })} />
            <Prepared row={row} all={store.broadcasts.value} action={action} onSend={(what) => void post(what, {})} onUpdate={() => void startUpdate()} />
            <WaysOut row={row} six={six} />
            {texts}
            {detail.value ? <Bytes bytes={detail.value.bytes} digest={row.digest} /> : null}
            <Hands store={store} subject={row} approvals={approvals} detail={detail.value} />
            <History store={store} id={id} />
          </div>
        </div>
      ) : (
        <div class="columns columns-approval">
          <div class="column">
            {texts}
            {detail.error && !detail.value ? <Failure error={detail.error} onRetry={detail.reload} /> : null}
            {detail.value ? <Bytes bytes={detail.value.bytes} digest={row.digest} /> : <Skeleton rows={2} />}
          </div>
          <div class="column">
            <AudienceMap area={row.audience} overlaps={NONE} />
            <AreaTable area={row.audience} />
            <History store={store} id={id} />
          </div>
          <div class="column">
            <Reach row={row} />
            {store.text(row.reason_text) ? <p class="note note-warn">{store.text(row.reason_text)}</p> : null}
            {detail.value && row.state !== 'rejected' ? <Next detail={detail.value} approvalClass="A" capFen={null} waits={row.state === 'pending_approval'} /> : null}
            {detail.value ? <Checks checks={detail.value.checks} /> : null}
            <PreflightPanel look={look} incident={store.incidentId} />
            <Hands store={store} subject={row} approvals={approvals} detail={detail.value} />
          </div>
        </div>
      )}
      <Bar row={row} detail={detail.value} action={action} onAsk={(name) => (asking.value = name)} onEdit={() => location.assign(`/broadcasts/${store.incidentId}/${id}/edit`)} onPost={(name, body) => void post(name, body)} />
      {asking.value ? (
        <ReasonDialog
          title={asking.value === 'reject' ? w.reject : w.return}
          go={asking.value === 'reject' ? w.reject : w.return}
          action={action}
          onSend={(reason) => post(asking.value ?? 'return', { reason })}
          onClose={() => (asking.value = null)}
        />
      ) : null}
    </div>
  )
}

function Reach({ row }: { readonly row: BroadcastRow }): JSX.Element {
  const w = approvalWords()
  return (
    <section class="block">
      <p class="label tx-2">{w.willReceive}</p>
      <p class="figure figure-huge">{exact(row.customers)}</p>
      <dl class="facts">
        <div><dt>{w.way}</dt><dd>{row.channel === 'cell_broadcast' ? w.channelCells : w.channelSms}</dd><dd>{row.survey ? null : <a class="link" href={`/api/v1/broadcasts/${row.id}/cap`}>{w.capMessage}</a>}</dd></div>
        {row.survey ? <div><dt>{w.survey}</dt><dd>{w.surveyOf(exact(row.survey.covered))}</dd><dd>{w.surveyAnswers(String(row.survey.scale), String(row.survey.answer_hours))}</dd></div> : null}
        {row.channel === 'sms' ? <div><dt>{w.smsParts}</dt><dd class="num">{exact(row.customers * row.parts)}</dd><dd>{w.each(exact(row.parts))}</dd></div> : null}
        <div><dt>{w.validUntil}</dt><dd><Time at={row.valid_until} /></dd><dd>{w.expireNote}</dd></div>
        {(row.rules ?? []).map((rule) => <div key={rule}><dt>{w.rules}</dt><dd>{ruleName(rule, language.value === 'zh')}</dd></div>)}
      </dl>
    </section>
  )
}

interface ParkedProps {
  readonly parked: readonly BroadcastPartRow[]
  readonly action: ReturnType<typeof useAction>
  readonly onAsk: () => void
}

/** Provinces about which the house has given up asking: a person may let it ask once more. */
function Parked({ parked, action, onAsk }: ParkedProps): JSX.Element | null {
  const w = approvalWords()
  if (parked.length === 0) return null
  return (
    <section class="block note note-bad">
      <strong>{w.parkedTitle}</strong>
      <p>{parked.map((part) => `${provinceName(part.province)} ${countText(part.customers)}`).join(' · ')}</p>
      {can('broadcast.retry') ? <Button busy={action.busy !== null && commonWords().working} onPress={onAsk}>{w.askAgain}</Button> : null}
      <p class="hint">{w.parkedHint}</p>
      {action.error ? <Failure error={action.error} /> : null}
    </section>
  )
}

interface BarProps {
  readonly row: BroadcastRow
  readonly detail: Detail | null
  readonly action: ReturnType<typeof useAction>
  readonly onAsk: (name: Asking) => void
  readonly onEdit: () => void
  readonly onPost: (name: string, body: unknown) => void
}

function Bar({ row, detail, action, onAsk, onEdit, onPost }: BarProps): JSX.Element | null {
  const w = approvalWords()
  const blocked = detail && !detail.may_approve ? named(detail, 'why_not') : ''
  if (row.state === 'draft') {
    if (!can('broadcast.submit')) return null
    return (
      <div class="action-bar">
        {can('broadcast.edit') ? <Button onPress={onEdit}>{w.editText}</Button> : null}
        <span class="gap" />
        <Button kind="primary" busy={action.busy === 'submit' && commonWords().working} onPress={() => onPost('submit', {})}>{w.submit}</Button>
        {action.error ? <Failure error={action.error} /> : null}
      </div>
    )
  }
  if (row.state !== 'pending_approval') return null
  const last = detail ? detail.approvers_so_far + 1 >= detail.approvers_needed : false
  return (
    <div class="action-bar">
      {can('broadcast.return') ? <Button onPress={() => onAsk('return')}>{w.return}</Button> : null}
      {can('broadcast.reject') ? <Button onPress={() => onAsk('reject')}>{w.reject}</Button> : null}
      <span class="gap" />
      {can('broadcast.approve') && !blocked && detail ? (
        <TypeCount
          customers={row.customers}
          go={last ? w.approveStart : w.approve}
          busy={action.busy === 'approve' && w.approving}
          onGo={(typed) => onPost('approve', { digest: row.digest, typed_count: typed })}
        />
      ) : (
        <span class="hint">{blocked ? `${w.whyNot}：${blocked}` : ''}</span>
      )}
      {action.error ? <Failure error={action.error} /> : null}
    </div>
  )
}
