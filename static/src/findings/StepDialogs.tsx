/** Dialogs of the steps that need more than a reason: who mends it by when, what it repeats, which playbook it changes. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { Failure } from '../components/Panel'
import { useAction, type Action } from '../desk/useAction'
import { useLoad } from '../desk/useLoad'
import { newId } from '../lib/api'
import { named, said } from '../lib/i18n'
import { now } from '../lib/worldclock'
import { commonWords } from '../locales/common'
import { titleOf } from './parts'
import type { Figures, Finding, FindingDetail, FindingList } from './types'
import { findingWords } from './words'

const DAY = 86_400_000

interface StepProps {
  readonly action: Action
  readonly onSend: (body: unknown) => Promise<boolean>
  readonly onClose: () => void
}

function Form({ title, action, missing, onSend, onClose, children }: { readonly title: string; readonly action: Action; readonly missing: string | false; readonly onSend: () => Promise<boolean>; readonly onClose: () => void; readonly children: JSX.Element[] }): JSX.Element {
  return (
    <Dialog title={title} onClose={onClose}>
      <form class="form" onSubmit={(event) => { event.preventDefault(); if (!missing) void onSend().then((done) => { if (done) onClose() }) }}>
        {children}
        {action.error ? <Failure error={action.error} /> : null}
        <Button type="submit" kind="primary" whyNot={missing} busy={action.busy !== null && commonWords().working}>{title}</Button>
      </form>
    </Dialog>
  )
}

/** The date at six in the evening, China's time: the end of a working day. */
export function dueMoment(date: string): string {
  return `${date}T18:00:00+08:00`
}

export function AssignDialog({ detail, figures, action, onSend, onClose }: StepProps & { readonly detail: FindingDetail; readonly figures: Figures | null }): JSX.Element {
  const w = findingWords()
  const { finding, owners } = detail
  const owner = useSignal(finding.owner_id ?? '')
  const due = useSignal(new Date(finding.due_at ? Date.parse(finding.due_at) : now.peek() + 30 * DAY).toISOString().slice(0, 10))
  const department = useSignal(finding.department)
  const helpers = useSignal<readonly string[]>(finding.helpers)
  const flip = (id: string): void => void (helpers.value = helpers.value.includes(id) ? helpers.value.filter((one) => one !== id) : [...helpers.value, id])
  const send = (): Promise<boolean> => onSend({ owner: owner.value, due_at: dueMoment(due.value), department: department.value, helpers: helpers.value })
  return (
    <Form title={w.assign} action={action} missing={owner.value === '' ? w.owner : due.value === '' ? w.dueDate : false} onSend={send} onClose={onClose}>
      <label class="field"><span>{w.owner}</span>
        <select value={owner.value} autofocus onChange={(event) => (owner.value = event.currentTarget.value)}>
          <option value="">{w.choose}</option>
          {owners.map((one) => <option key={one.id} value={one.id}>{named(one, 'name')}</option>)}
        </select>
      </label>
      <label class="field"><span>{w.dueDate}</span><input type="date" value={due.value} onInput={(event) => (due.value = event.currentTarget.value)} /></label>
      <label class="field"><span>{w.department}</span>
        <select value={department.value} onChange={(event) => (department.value = event.currentTarget.value)}>
          {(figures?.words.departments ?? []).map((one) => <option key={one.id} value={one.id}>{said(one)}</option>)}
        </select>
      </label>
      <fieldset class="field"><legend>{w.helpers}</legend>
        {(figures?.words.departments ?? []).filter((one) => one.id !== department.value).map((one) => <label key={one.id} class="check"><input type="checkbox" checked={helpers.value.includes(one.id)} onChange={() => flip(one.id)} /> {said(one)}</label>)}
      </fieldset>
    </Form>
  )
}

export function DuplicateDialog({ finding, action, onSend, onClose }: StepProps & { readonly finding: Finding }): JSX.Element {
  const w = findingWords()
  const others = useLoad<FindingList>('/findings')
  const [other, reason] = [useSignal(''), useSignal('')]
  const choices = (others.value?.items ?? []).filter((one) => one.id !== finding.id && !['rejected', 'duplicate'].includes(one.state) && (one.scope === finding.scope || one.scope === 'nation'))
  return (
    <Form title={w.duplicate} action={action} missing={other.value === '' ? w.sameAs : reason.value.trim() === '' ? commonWords().reason : false} onSend={() => onSend({ duplicate_of: other.value, reason: reason.value.trim() })} onClose={onClose}>
      <label class="field"><span>{w.sameAs}</span>
        <select value={other.value} autofocus onChange={(event) => (other.value = event.currentTarget.value)}>
          <option value="">{w.choose}</option>
          {choices.map((one) => <option key={one.id} value={one.id}>{`F-${one.number} ${titleOf(one)}`.slice(0, 90)}</option>)}
        </select>
      </label>
      <label class="field"><span>{commonWords().reason}</span><textarea rows={3} maxLength={2000} value={reason.value} onInput={(event) => (reason.value = event.currentTarget.value)} /></label>
    </Form>
  )
}

interface Books {
  readonly items: readonly { readonly slug: string; readonly title_zh: string; readonly title_en: string; readonly state?: string }[]
}

/** Begins the next version of a playbook because of the finding, and opens it in the workbench. */
export function ProposeDialog({ finding, onClose }: { readonly finding: Finding; readonly onClose: () => void }): JSX.Element {
  const w = findingWords()
  const books = useLoad<Books>('/playbooks')
  const [slug, item, draft] = [useSignal(''), useSignal(''), useSignal(newId())]
  const action = useAction(() => location.assign(`/playbooks/drafts/${draft.value}`))
  const send = (): Promise<boolean> => action.run('propose', { path: `/findings/${finding.id}/propose`, body: { draft: draft.value, slug: slug.value, item: item.value.trim() || null } })
  return (
    <Form title={w.propose} action={action} missing={slug.value === '' && w.slug} onSend={send} onClose={onClose}>
      <label class="field"><span>{w.slug}</span>
        <select value={slug.value} autofocus onChange={(event) => (slug.value = event.currentTarget.value)}>
          <option value="">{w.choose}</option>
          {(books.value?.items ?? []).filter((one) => one.state !== 'retired').map((one) => <option key={one.slug} value={one.slug}>{named(one, 'title')}</option>)}
        </select>
      </label>
      <label class="field"><span>{w.item}</span><input maxLength={60} value={item.value} onInput={(event) => (item.value = event.currentTarget.value)} /><span class="hint">{w.itemHint}</span></label>
    </Form>
  )
}
