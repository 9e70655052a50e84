import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { Button } from '../../components/Button'
import { Dialog } from '../../components/Dialog'
import { Failure } from '../../components/Panel'
import { useAction } from '../../desk/useAction'
import { deskWords } from '../../desk/words'
import { post } from '../../lib/api'
import { exact, moneyText } from '../../lib/format'
import { language } from '../../lib/i18n'
import { regionName } from '../../lib/regions'
import type { Store } from '../../lib/store'
import type { Area, MeasureRow } from '../../lib/types'
import { commonWords } from '../../locales/common'
import { SEGMENTS } from '../area'
import { AudiencePicker, type Audience } from '../byhand/Audience'
import { hitCounties } from '../byhand/audience'
import '../byhand/byhand.css'
import type { Eligible } from '../detail'
import { ruleName } from '../words'
import { landingWords } from './words'

interface Shown {
  readonly more: Area
  readonly more_customers: number
  readonly there: readonly string[]
  readonly within: boolean
  readonly cost_fen: number
  readonly cost_before_fen: number
  readonly cap_fen: number
  readonly eligibility: Eligible
}

/** Take in counties: first exactly who becomes newly eligible, then one press. */
export function Grow({ store, row, onClose }: { readonly store: Store; readonly row: MeasureRow; readonly onClose: () => void }): JSX.Element {
  const w = landingWords()
  const footprint = store.incident.value?.footprint_id
  const hit = useMemo(() => outside(row, hitCounties(store.impact.value, footprint)), [store.impact.value, footprint, row.revision])
  const audience = useSignal<Audience>({ counties: new Set(), segments: new Set(segmentsOf(row)), rules: new Set(row.rules) })
  const shown = useSignal<Shown | null>(null)
  const reason = useSignal('')
  const cap = useSignal('')
  const asked = useSignal(false)
  const failure = useSignal<unknown>(null)
  const action = useAction()
  const said = { counties: [...audience.value.counties].sort(), segments: SEGMENTS.filter((name) => audience.value.segments.has(name)) }
  const needsReason = shown.value !== null && !shown.value.within && row.state !== 'draft'
  const noReason = needsReason && reason.value.trim() === ''

  function change(part: Partial<Audience>): void {
    audience.value = { ...audience.value, ...part }
    shown.value = null
  }
  async function look(): Promise<void> {
    failure.value = null
    try {
      shown.value = await post<Shown>(`/measures/${row.id}/growth`, said)
      cap.value = String(Math.max(row.cap_fen, shown.value.cost_fen) / 100)
    } catch (problem) {
      failure.value = problem
    }
  }
  async function grow(found: Shown): Promise<void> {
    asked.value = true
    if (noReason) return
    const raised = found.within ? {} : { cap_fen: Math.round(Number(cap.value) * 100), ...(needsReason ? { reason: reason.value.trim() } : {}) }
    if (await action.run('grow', { path: `/measures/${row.id}/grow`, body: { ...said, more_customers: found.more_customers, ...raised }, revision: row.revision })) onClose()
  }
  return (
    <Dialog title={w.growTitle} wide onClose={onClose}>
      <div class="form">
        <p class="hint">{w.growHint}</p>
        {hit.length === 0 ? <p class="note">{w.none}</p> : (
          <AudiencePicker incident={store.incidentId} hit={hit} rules={[]} value={audience.value} onChange={change} faults={{ counties: '', segments: '', rules: '' }} />
        )}
        {shown.value ? <Newly shown={shown.value} /> : null}
        {shown.value && !shown.value.within ? (
          <>
            <label class="field"><span>{w.raiseCap}</span><input type="text" inputMode="decimal" value={cap.value} onInput={(event) => (cap.value = event.currentTarget.value)} /></label>
            {needsReason ? (
              <label class="field">
                <span>{w.growWhy}</span>
                <textarea rows={2} maxLength={2000} value={reason.value} aria-invalid={asked.value && noReason} onInput={(event) => (reason.value = event.currentTarget.value)} />
                {asked.value && noReason ? <span class="field-error" role="alert">{deskWords().reasonNeeded}</span> : null}
              </label>
            ) : null}
          </>
        ) : null}
        {failure.value ? <Failure error={failure.value} /> : null}
        {action.error ? <Failure error={action.error} /> : null}
        {shown.value
          ? <Button kind="primary" busy={action.busy !== null && commonWords().working} onPress={() => void grow(shown.value as Shown)}>{w.doGrow} · {exact(shown.value.more_customers)}</Button>
          : <Button kind="primary" whyNot={said.counties.length === 0 && w.pick} onPress={() => void look()}>{w.look}</Button>}
      </div>
    </Dialog>
  )
}

/** Who is new, county by county, what it costs, and whether the approval covers it. */
function Newly({ shown }: { readonly shown: Shown }): JSX.Element {
  const w = landingWords()
  const zh = language.value === 'zh'
  const counties = Object.values(shown.more).flatMap((inside) => Object.entries(inside))
  return (
    <section class="block">
      <div class="block-head"><h3>{w.newly}</h3><strong class="num">{exact(shown.more_customers)}</strong></div>
      <div class="table-wrap landing-newly">
        <table class="table">
          <thead><tr><th scope="col">{w.county}</th>{SEGMENTS.map((name) => <th scope="col" class="num" key={name}>{commonWords().segment(name)}</th>)}</tr></thead>
          <tbody>
            {counties.map(([county, segments]) => (
              <tr key={county}><td>{regionName(county)}</td>{SEGMENTS.map((name) => <td class="num" key={name}>{segments[name] ? exact(segments[name]) : '·'}</td>)}</tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.there.length > 0 ? <p class="hint">{w.there}: {shown.there.map((county) => regionName(county)).join(zh ? '、' : ', ')}</p> : null}
      <dl class="facts">
        <div><dt>{w.cost}</dt><dd class="num">{moneyText(shown.cost_before_fen)} → {moneyText(shown.cost_fen)} / {moneyText(shown.cap_fen)}</dd></div>
        <div><dt>{w.byRules}</dt><dd>{shown.eligibility.rules.map((one) => `${ruleName(one.rule, zh)} ${one.customers === null ? '?' : exact(one.customers)}`).join(' · ')}</dd></div>
      </dl>
      <p class={shown.within ? 'note' : 'note note-warn'}>{shown.within ? w.within : w.beyond}</p>
    </section>
  )
}

function segmentsOf(row: MeasureRow): readonly string[] {
  return SEGMENTS.filter((name) => Object.values(row.area).some((inside) => Object.values(inside).some((segments) => segments[name])))
}

/** Hit counties that the measure does not have yet. */
function outside<T extends { readonly code: string }>(row: MeasureRow, hit: readonly T[]): readonly T[] {
  const there = new Set(Object.values(row.area).flatMap((inside) => Object.keys(inside)))
  return hit.filter((county) => !there.has(county.code))
}
