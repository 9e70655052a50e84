/** Review: what was said, who may decide and what is decided, and everything that has happened to the draft. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Failure, Skeleton } from '../components/Panel'
import { lazily } from '../components/lazily'
import { ReasonDialog } from '../desk/ReasonDialog'
import { useLoad } from '../desk/useLoad'
import { newId } from '../lib/api'
import { moment } from '../lib/format'
import { named, said } from '../lib/i18n'
import { can, session } from '../lib/session'
import { setAside } from './conflict'
import type { Comment, DraftAnswer, Origin } from './types'
import type { DraftModel } from './useDraft'
import { workbenchWords } from './words'

const LineDifference = lazily(() => import('./editor/Editor').then((found) => found.LineDifference))

export function ReviewPane({ model }: { readonly model: DraftModel }): JSX.Element | null {
  const w = workbenchWords()
  const answer = model.answer.value
  if (!answer) return null
  return (
    <div class="wb-pane">
      <Decision model={model} answer={answer} />
      <Comments model={model} answer={answer} />
      <Aside model={model} answer={answer} />
      <section class="block" aria-label={w.story}>
        <div class="block-head"><h2>{w.story}</h2></div>
        <ol class="wb-story">
          {answer.story.map((event, at) => <li key={`${event.at}${at}`}><time class="tx-2 num">{moment(event.at)}</time> {said(event.say)}</li>)}
        </ol>
      </section>
    </div>
  )
}

function Decision({ model, answer }: { readonly model: DraftModel; readonly answer: DraftAnswer }): JSX.Element {
  const w = workbenchWords()
  const returning = useSignal(false)
  const { draft } = answer
  const path = `/playbook-drafts/${draft.id}`
  const mine = answer.writers.includes(session.value?.person.id ?? '')
  const decidable = draft.state === 'submitted' || draft.state === 'approved'
  return (
    <section class="block wb-decide" aria-label={w.decide}>
      <div class="block-head"><h2>{w.decide}</h2><span>{w.state(draft.state)} · {w.revision(draft.revision)}</span></div>
      {answer.note ? <p class="read"><span class="tx-2">{w.noteOf}</span> {answer.note}</p> : null}
      {draft.state === 'returned' && answer.reason ? <p class="banner">{w.reasonReturned}：{answer.reason}</p> : null}
      <p class="hint">{w.digest} <code class="wb-digest">{draft.source_digest}</code></p>
      {answer.origin ? <Elsewhere origin={answer.origin} /> : null}
      {draft.state === 'submitted' ? <p class="hint">{w.approveHint}</p> : null}
      {draft.state === 'approved' ? <p class="hint">{w.publishHint}</p> : null}
      <div class="toolbar">
        {draft.state === 'submitted' && can('playbook.approve') ? (
          <Button kind="primary" size="touch" whyNot={mine ? w.yourOwn : false} busy={model.action.busy === 'approve' ? w.approving : false} onPress={() => void model.action.run('approve', { path: `${path}/approve`, body: { digest: draft.source_digest } })}>{w.approve}</Button>
        ) : null}
        {draft.state === 'approved' && can('playbook.publish') ? (
          <Button kind="primary" size="touch" busy={model.action.busy === 'publish' ? w.publishing : false} onPress={() => void model.action.run('publish', { path: `${path}/publish` })}>{w.publish}</Button>
        ) : null}
        {decidable && can('playbook.review') ? <Button size="touch" onPress={() => (returning.value = true)}>{w.giveBack}</Button> : null}
        {draft.state === 'published' ? <a class="button button-plain button-normal" href={`/playbooks/${draft.slug}`}>{w.openPublished}</a> : null}
      </div>
      {model.action.error && !returning.value ? <Failure error={model.action.error} /> : null}
      {returning.value ? (
        <ReasonDialog title={w.giveBack} go={w.giveBack} action={model.action} onClose={() => (returning.value = false)} onSend={(reason) => model.action.run('return', { path: `${path}/return`, body: { reason } })} />
      ) : null}
    </section>
  )
}

/** What another world says of this file: shown so that the approver can ask there, and worth no approval here. */
function Elsewhere({ origin }: { readonly origin: Origin }): JSX.Element {
  const w = workbenchWords()
  const { world, publication } = origin
  return (
    <div class="wb-elsewhere" role="note">
      <p><span class="tag-plain">{w.elsewhere}</span> {w.fromWorld(world.name, world.kind, publication.number)} <span class="tx-2 num">{named(publication.author, 'name')} · {w.approvedBy(named(publication.approved_by, 'name'))} {moment(publication.approved_at)}</span></p>
      <p class="hint">{w.digest} <code class="wb-digest">{publication.source_digest}</code></p>
      <p class="hint">{origin.unchanged ? w.countsNot : w.changedSince}</p>
    </div>
  )
}

function Comments({ model, answer }: { readonly model: DraftModel; readonly answer: DraftAnswer }): JSX.Element {
  const w = workbenchWords()
  const text = useSignal('')
  const line = model.line.value
  const open = ['draft', 'submitted', 'returned', 'approved'].includes(answer.draft.state)
  async function send(at: number | null): Promise<void> {
    const body = { id: newId(), text: text.peek().trim(), line: at, element: at ? elementAt(model.checked.peek()?.places ?? {}, at) : '' }
    if (await model.action.run('comment', { path: `/playbook-drafts/${model.id}/comments`, body })) text.value = ''
  }
  return (
    <section class="block" aria-label={w.comments}>
      <div class="block-head"><h2>{w.comments}</h2><span class="num">{answer.comments.filter((one) => !one.resolved_by).length}</span></div>
      {answer.comments.length === 0 ? <p class="hint">{w.noComments}</p> : null}
      <ul class="wb-comments">{answer.comments.map((one) => <Said key={one.id} one={one} model={model} answer={answer} />)}</ul>
      {open && can('playbook.review') ? (
        <form class="form" onSubmit={(event) => event.preventDefault()}>
          <label class="field"><span>{w.addComment}</span><textarea rows={2} maxLength={2000} value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} /></label>
          <div class="toolbar">
            <Button onPress={() => void send(line)} whyNot={text.value.trim() ? false : ' '}>{w.commentOnLine(line)}</Button>
            <Button kind="quiet" onPress={() => void send(null)} whyNot={text.value.trim() ? false : ' '}>{w.commentWhole}</Button>
          </div>
        </form>
      ) : null}
    </section>
  )
}

/** Texts that came second when two saved at once: shown against what is being written, and put into it where wanted. */
function Aside({ model, answer }: { readonly model: DraftModel; readonly answer: DraftAnswer }): JSX.Element | null {
  const w = workbenchWords()
  const shown = useSignal<string | null>(null)
  const aside = setAside(answer.texts)
  const path = shown.value ? `/playbook-drafts/${model.id}/texts/${shown.value}` : null
  const { value } = useLoad<{ readonly id: string; readonly text: string }>(path)
  if (aside.length === 0) return null
  const writes = can('playbook.write') && !['published', 'discarded'].includes(answer.draft.state)
  return (
    <section class="block" aria-label={w.setAside}>
      <div class="block-head"><h2>{w.setAside}</h2><span class="num">{aside.length}</span></div>
      <ul class="wb-list">
        {aside.map((one) => (
          <li key={one.id}>
            <p>{named(answer.people[one.saved_by], 'name')} <time class="tx-2 num">{moment(one.saved_at)}</time> <span class="tx-2">{w.writtenOn(one.base_revision)}</span> <button type="button" class="link" aria-expanded={shown.value === one.id} onClick={() => (shown.value = shown.value === one.id ? null : one.id)}>{w.changes}</button></p>
            {shown.value === one.id ? (value ? <><LineDifference before={model.text.value} after={value.text} />{writes ? <Button size="small" onPress={() => (model.text.value = value.text)}>{w.useText}</Button> : null}</> : <Skeleton rows={3} />) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The path of what stands on a line, or on the nearest line above it. */
export function elementAt(places: Readonly<Record<string, number>>, line: number): string {
  let best = ''
  let nearest = 0
  for (const [path, at] of Object.entries(places)) {
    if (at <= line && at > nearest) [best, nearest] = [path, at]
  }
  return best.slice(0, 200)
}

function Said({ one, model, answer }: { readonly one: Comment; readonly model: DraftModel; readonly answer: DraftAnswer }): JSX.Element {
  const w = workbenchWords()
  // What stood on the line may have moved: its path finds it again.
  const line = one.element ? (model.checked.value?.places[one.element] ?? one.line) : one.line
  return (
    <li class={one.resolved_by ? 'wb-resolved' : ''}>
      <p class="tx-2"><strong>{named(answer.people[one.made_by], 'name')}</strong> <time class="num">{moment(one.made_at)}</time> {one.element ? <code>{one.element}</code> : null} {line ? <button type="button" class="link" onClick={() => model.show(line)}>{w.line(line)}</button> : null}</p>
      <p class="read">{one.text}</p>
      {one.resolved_by ? <span class="tag-plain tx-2">{w.resolved}</span> : can('playbook.review') ? (
        <Button size="small" kind="quiet" onPress={() => void model.action.run('resolve', { path: `/playbook-drafts/${model.id}/comments/${one.id}/resolve` })}>{w.resolve}</Button>
      ) : null}
    </li>
  )
}
