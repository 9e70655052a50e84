/** Say how this incident and another belong together; a duplicate may be merged into the one that goes on. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useLoad } from '../desk/useLoad'
import { post } from '../lib/api'
import { named } from '../lib/i18n'
import { can } from '../lib/session'
import type { Store } from '../lib/store'
import { AlikeChoice, useAlikeTo } from '../live/actions/Alike'
import { FormDialog } from '../live/actions/FormDialog'
import { useSubmit } from '../live/actions/useSubmit'
import { taskingWords } from './words'

interface Seen {
  readonly items: readonly { readonly id: string; readonly title_zh: string; readonly title_en: string; readonly state: string }[]
}
const KINDS = ['caused_by', 'part_of', 'duplicate_of'] as const
const OVER = ['closed', 'reviewed', 'cancelled']

export function LinkDialog({ store, onClose }: { readonly store: Store; readonly onClose: () => void }): JSX.Element {
  const w = taskingWords()
  const incidents = useLoad<Seen>('/incidents')
  const kind = useSignal<(typeof KINDS)[number]>('caused_by')
  const [to, reason, merge, tasks] = [useSignal(''), useSignal(''), useSignal(false), useSignal<'recall' | 'move'>('move')]
  const offered = useAlikeTo(store.incidentId)
  const submit = useSubmit()
  const own = store.incident.value
  const merging = kind.value === 'duplicate_of' && merge.value
  const words = reason.value.trim()
  const others = (incidents.value?.items ?? []).filter((row) => row.id !== store.incidentId && (!merging || !OVER.includes(row.state)))
  const send = (): void => submit.run((options) => merging
    ? post(`/incidents/${store.incidentId}/merge`, { into: to.value, tasks: tasks.value, reason: words }, { ...options, revision: own?.revision ?? 0 })
    : post(`/incidents/${store.incidentId}/links`, { to: to.value, kind: kind.value, reason: words || null }, options), onClose)
  const missing = !to.value ? w.chooseIncident : merging && !words ? w.reasonNeeded : false
  return (
    <FormDialog title={w.linkTitle} submit={submit} onClose={onClose} onSubmit={send} action={merging ? w.mergeSave : w.linkSave} missing={missing}>
      <p class="hint">{named(own, 'title')}</p>
      <AlikeChoice none={false} offered={offered} chosen={offered.find((one) => one.id === to.value && one.kind === kind.value)?.id ?? ''} onChoose={(one) => {
        to.value = one?.id ?? ''
        if (one) kind.value = one.kind
      }} />
      <fieldset class="choice">
        <legend class="field-label">{w.linkKind}</legend>
        {KINDS.map((one) => <label key={one} class="check"><input type="radio" name="kind" checked={kind.value === one} onChange={() => (kind.value = one)} /> {w.kinds(one)}</label>)}
      </fieldset>
      <label class="field"><span>{w.linkTo}</span>
        <select value={to.value} onChange={(event) => (to.value = event.currentTarget.value)}>
          <option value="">{w.chooseIncident}</option>
          {others.map((row) => <option key={row.id} value={row.id}>{named(row, 'title')}</option>)}
        </select>
      </label>
      {kind.value === 'duplicate_of' && can('incident.merge') && own && !OVER.includes(own.state) ? (
        <label class="check"><input type="checkbox" checked={merge.value} onChange={(event) => (merge.value = event.currentTarget.checked)} /> {w.alsoMerge}</label>
      ) : null}
      {merging ? (
        <fieldset class="choice choice-row">
          <legend class="field-label">{w.whatTasks}</legend>
          <label class="check"><input type="radio" name="tasks" checked={tasks.value === 'move'} onChange={() => (tasks.value = 'move')} /> {w.moveTasks}</label>
          <label class="check"><input type="radio" name="tasks" checked={tasks.value === 'recall'} onChange={() => (tasks.value = 'recall')} /> {w.recallTasks}</label>
        </fieldset>
      ) : null}
      <label class="field"><span>{w.reason}</span><textarea rows={2} maxLength={4000} value={reason.value} onInput={(event) => (reason.value = event.currentTarget.value)} /></label>
    </FormDialog>
  )
}
