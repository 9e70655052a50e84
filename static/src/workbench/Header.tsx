/** The draft's bar: what it is, whether it is saved, and the step that comes next. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { Failure } from '../components/Panel'
import { ReasonDialog } from '../desk/ReasonDialog'
import { moment } from '../lib/format'
import { named } from '../lib/i18n'
import { can } from '../lib/session'
import { playbookWords } from '../playbook/words'
import type { DraftAnswer } from './types'
import type { DraftModel } from './useDraft'
import { workbenchWords } from './words'

const OPEN = ['draft', 'returned', 'submitted', 'approved']

export function Header({ model, answer }: { readonly model: DraftModel; readonly answer: DraftAnswer }): JSX.Element {
  const w = workbenchWords()
  const { draft } = answer
  const submitting = useSignal(false)
  const discarding = useSignal(false)
  const dirty = model.text.value !== model.kept.value
  const wrong = model.checked.value?.problems.length ?? 0
  const writes = can('playbook.write')
  const open = OPEN.includes(draft.state)
  const why = dirty ? w.saveFirst : wrong > 0 ? w.mendFirst(wrong) : false
  return (
    <header class="page-head wb-head">
      <a class="tx-2" href="/playbooks">{playbookWords().title}</a>
      <h2>{named(draft, 'title')}</h2>
      <span class={`chip wb-state-${draft.state}`}>{draft.version ? `${w.version(draft.version)} · ` : ''}{w.state(draft.state)}</span>
      <span class="tx-2 num wb-saved" role="status">{dirty ? w.unsaved : `${w.revision(draft.revision)} · ${w.savedBy(named(draft.last_editor, 'name'), moment(draft.changed_at))}`}</span>
      <span class="gap" />
      <span class={wrong > 0 ? 'wb-wrong' : 'tx-2'} role="status">{model.checking.value && !model.checked.value ? w.checking : wrong > 0 ? w.problems(wrong) : w.noProblems}</span>
      {can('playbook.simulate') && open ? <a class="button button-quiet button-normal" href={`/simulations?draft=${draft.id}${answer.newest ? `&beside=${draft.slug}` : ''}`}>{w.simulate}</a> : null}
      <Button kind="quiet" onPress={() => download(draft.slug, model.text.peek())}>{w.download}</Button>
      {writes && open ? <Button kind="quiet" onPress={() => (discarding.value = true)}>{w.discard}</Button> : null}
      {writes && open ? <Button onPress={() => void model.save()} whyNot={dirty ? false : ' '}>{w.save}</Button> : null}
      {writes && (draft.state === 'draft' || draft.state === 'returned') ? <Button kind="primary" onPress={() => (submitting.value = true)} whyNot={why}>{w.submit}</Button> : null}
      {submitting.value ? <Submit model={model} answer={answer} onClose={() => (submitting.value = false)} /> : null}
      {discarding.value ? (
        <ReasonDialog title={w.discard} go={w.discard} hint={w.discardWhy} action={model.action} onClose={() => (discarding.value = false)} onSend={(reason) => model.action.run('discard', { path: `/playbook-drafts/${draft.id}/discard`, body: { reason } })} />
      ) : null}
    </header>
  )
}

function Submit({ model, answer, onClose }: { readonly model: DraftModel; readonly answer: DraftAnswer; readonly onClose: () => void }): JSX.Element {
  const w = workbenchWords()
  const [note, setNote] = useState('')
  async function send(): Promise<void> {
    const body = { revision: answer.draft.revision, note: note.trim() }
    if (await model.action.run('submit', { path: `/playbook-drafts/${answer.draft.id}/submit`, body })) onClose()
  }
  return (
    <Dialog title={w.submit} onClose={onClose}>
      <form class="form" onSubmit={(event) => { event.preventDefault(); void send() }}>
        <p class="hint">{w.submitHint}</p>
        <label class="field"><span>{w.note}</span><textarea rows={4} maxLength={2000} autofocus value={note} onInput={(event) => setNote(event.currentTarget.value)} /></label>
        {model.action.error ? <Failure error={model.action.error} /> : null}
        <Button type="submit" kind="primary" busy={model.action.busy === 'submit' ? w.submitting : false}>{w.submit}</Button>
      </form>
    </Dialog>
  )
}

function download(slug: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }))
  link.download = `${slug}.yaml`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
}
