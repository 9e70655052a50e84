/** A measure without a playbook: its kind says which fields there are, the newest footprint whom it can reach. */
import { useComputed, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Button } from '../../components/Button'
import { Dialog } from '../../components/Dialog'
import { Failure, Skeleton } from '../../components/Panel'
import { useAction } from '../../desk/useAction'
import { useLoad } from '../../desk/useLoad'
import { newId } from '../../lib/api'
import { named } from '../../lib/i18n'
import type { Store } from '../../lib/store'
import { now } from '../../lib/worldclock'
import { fromField, toField } from '../../live/actions/DeclareDialog'
import { commonWords } from '../../locales/common'
import { SEGMENTS } from '../area'
import { approvalWords } from '../words'
import { AudiencePicker, type Audience } from './Audience'
import { customersOf, hitCounties, type HitCounty } from './audience'
import { refusedAt, showFirstFault } from './faults'
import { KindPicker } from './KindPicker'
import { draftOf, readDraft, type Draft, type MeasureType } from './schema'
import { SchemaFields } from './SchemaFields'
import { byHandWords } from './words'
import './byhand.css'

const DAY = 86_400_000
const LASTS_DAYS = 7

interface NewProps {
  readonly store: Store
  readonly onClose: () => void
}

export function NewMeasure({ store, onClose }: NewProps): JSX.Element {
  const types = useLoad<{ items: readonly MeasureType[] }>('/measure-types')
  const kinds = types.value?.items.filter((type) => type.delivery !== 'broadcast') ?? []
  return (
    <Dialog wide title={byHandWords().newMeasure} onClose={onClose}>
      {types.error && !types.value ? <Failure error={types.error} onRetry={types.reload} /> : null}
      {kinds.length > 0 ? <Form store={store} kinds={kinds} /> : <Skeleton rows={8} />}
    </Dialog>
  )
}

/** Everybody whom the newest footprint hits, in all segments, at home there. */
export function everybody(hit: readonly HitCounty[], rules: readonly string[]): Audience {
  const likely = rules.includes('home_cell') ? 'home_cell' : (rules[0] ?? '')
  return { counties: new Set(hit.map((county) => county.code)), segments: new Set(SEGMENTS), rules: new Set([likely]) }
}

/** What is missing of an audience, in words; '' where nothing is. */
export function audienceFaults(hit: readonly HitCounty[], audience: Audience): { readonly counties: string; readonly segments: string; readonly rules: string } {
  const w = byHandWords()
  const chosen = hit.filter((county) => audience.counties.has(county.code))
  return {
    counties: customersOf(chosen, audience.segments) === 0 ? w.needPlace : '',
    segments: audience.segments.size === 0 ? w.needSegment : '',
    rules: audience.rules.size === 0 ? w.needRule : '',
  }
}

/** What of an audience another kind takes as well; of rules at least the likely one. */
function kept(audience: Audience, type: MeasureType): Pick<Audience, 'rules' | 'segments'> {
  const rules = [...audience.rules].filter((rule) => type.rules.includes(rule))
  const likely = [...everybody([], type.rules).rules]
  return { rules: new Set(rules.length > 0 ? rules : likely), segments: new Set(type.segments) }
}

function Form({ store, kinds }: { readonly store: Store; readonly kinds: readonly MeasureType[] }): JSX.Element {
  const w = byHandWords()
  const id = useSignal(newId())
  const kind = useSignal(kinds[0]?.kind ?? '')
  const type = kinds.find((one) => one.kind === kind.value) ?? kinds[0]
  const like = store.measures.value.find((row) => row.kind === kind.value)
  const hit = useComputed(() => hitCounties(store.impact.value, store.incident.value?.footprint_id))
  const fields = useSignal<Draft>({})
  const audience = useSignal<Audience>(everybody(hit.value, type?.rules ?? []))
  const head = useSignal({ title_zh: '', title_en: '', from: toField(now.peek()), until: toField(now.peek() + LASTS_DAYS * DAY) })
  const tried = useSignal(false)
  const action = useAction()
  useEffect(() => {
    if (!type) return
    fields.value = draftOf(type, like?.fields ?? null)
    audience.value = { ...audience.peek(), ...kept(audience.peek(), type) }
    tried.value = false
    action.clear()
  }, [kind.value])
  if (!type || Object.keys(fields.value).length === 0) return <Skeleton rows={8} />

  const { title_zh, title_en, from, until } = head.value
  const set = (part: Partial<typeof head.value>): void => {
    head.value = { ...head.value, ...part }
  }
  const read = readDraft(type, fields.value)
  const missing = audienceFaults(hit.value, audience.value)
  const windowWrong = until <= from ? w.needWindow : ''
  const faults = Object.keys(read.faults).length + Object.values(missing).filter(Boolean).length + (windowWrong ? 1 : 0)
  const shown = <T,>(fault: T, none: T): T => (tried.value ? fault : none)

  async function send(form: HTMLFormElement): Promise<void> {
    tried.value = true
    if (faults > 0) {
      showFirstFault(form)
      return
    }
    const body = {
      id: id.value, kind: kind.value, fields: read.values,
      ...(title_zh.trim() ? { title_zh: title_zh.trim() } : {}), ...(title_en.trim() ? { title_en: title_en.trim() } : {}),
      counties: [...audience.value.counties].sort(), segments: SEGMENTS.filter((name) => audience.value.segments.has(name)),
      rules: type?.rules.filter((rule) => audience.value.rules.has(rule)) ?? [],
      window_from: fromField(from), window_to: fromField(until),
    }
    const done = await action.run('draft', { path: `/incidents/${store.incidentId}/measures`, body })
    if (!done) showFirstFault(form)
    else location.assign(`/measures/${store.incidentId}/${id.value}`)
  }
  return (
    <form class="form" noValidate onSubmit={(event) => { event.preventDefault(); void send(event.currentTarget) }}>
      <KindPicker kinds={kinds} type={type} onChoose={(chosen) => (kind.value = chosen)} />
      <div class="form-row">
        <label class="field"><span>{w.titleZh}</span><input type="text" maxLength={200} value={title_zh} placeholder={type.title_zh} onInput={(event) => set({ title_zh: event.currentTarget.value })} /></label>
        <label class="field"><span>{w.titleEn}</span><input type="text" maxLength={200} value={title_en} placeholder={type.title_en} onInput={(event) => set({ title_en: event.currentTarget.value })} /></label>
      </div>
      <AudiencePicker
        incident={store.incidentId} hit={hit.value} rules={type.rules} segments={type.segments} value={audience.value} onChange={(part) => (audience.value = { ...audience.value, ...part })}
        faults={{
          counties: shown(missing.counties, '') || refusedAt(action.error, 'area', 'counties'),
          segments: shown(missing.segments, '') || refusedAt(action.error, 'segments'),
          rules: shown(missing.rules, '') || refusedAt(action.error, 'rules'),
        }}
      />
      <section class="block">
        <div class="block-head"><h3>{w.when}</h3><span>{w.worldTime}</span></div>
        <div class="form-row">
          <label class="field">
            <span>{w.from}</span><input type="datetime-local" required value={from} onInput={(event) => set({ from: event.currentTarget.value })} />
            <span class="hint">{from < toField(now.value - 60_000) ? w.retro : w.startNow}</span>
          </label>
          <label class="field">
            <span>{w.until}</span><input type="datetime-local" required value={until} aria-invalid={Boolean(windowWrong)} onInput={(event) => set({ until: event.currentTarget.value })} />
            {windowWrong || refusedAt(action.error, 'window_to') ? <span class="field-error" role="alert">{windowWrong || refusedAt(action.error, 'window_to')}</span> : <span class="hint">{approvalWords().days(Math.round((Date.parse(`${until}Z`) - Date.parse(`${from}Z`)) / DAY))}</span>}
          </label>
        </div>
      </section>
      <section class="block">
        <div class="block-head"><h3>{w.whatItDoes}</h3>{like ? <span>{w.figuresLike(named(like, 'title'))}</span> : null}</div>
        <SchemaFields type={type} draft={fields.value} faults={shown(read.faults, {})} error={action.error} onType={(name, typed) => (fields.value = { ...fields.value, [name]: typed })} />
      </section>
      {action.error ? <Failure error={action.error} /> : null}
      <div class="byhand-foot">
        <span class="hint">{w.draftHint}</span>
        <span class="gap" />
        {tried.value && faults > 0 ? <span class="field-error" role="status">{w.mend(faults)}</span> : null}
        <Button type="submit" kind="primary" busy={action.busy !== null && commonWords().working}>{w.draft}</Button>
      </div>
    </form>
  )
}
