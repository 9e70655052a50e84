/** A draft on the workbench: the text at the left, what it says at the right; on a phone one after the other. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Button } from '../components/Button'
import { Failure, Skeleton } from '../components/Panel'
import { lazily } from '../components/lazily'
import { useLoad } from '../desk/useLoad'
import { named, said } from '../lib/i18n'
import { can } from '../lib/session'
import { planWords } from '../live/plan/words'
import { PlaybookBody } from '../playbook/PlaybookBody'
import { ChangesPane } from './ChangesPane'
import { FormPane } from './FormPane'
import { Header } from './Header'
import { ReviewPane } from './ReviewPane'
import { PlanPane } from './PlanPane'
import { TestsPane } from './TestsPane'
import type { DraftAnswer } from './types'
import { type DraftModel, useDraft } from './useDraft'
import { workbenchWords } from './words'
import type { Vocabulary } from './editor/words'
import './workbench.css'

const Editor = lazily(() => import('./editor/Editor').then((found) => found.Editor))
type Tab = 'text' | 'read' | 'form' | 'plan' | 'tests' | 'changes' | 'review'
const TABS: readonly Tab[] = ['text', 'read', 'form', 'plan', 'tests', 'changes', 'review']
/** Where text and pane stand beside each other, the text needs no tab. */
const WIDE = '(min-width: 1000px)'

export function WorkbenchPage({ id }: { readonly id: string }): JSX.Element {
  const model = useDraft(id)
  const answer = model.answer.value
  if (!answer) return model.failed.value ? <Failure error={model.failed.value} onRetry={() => void model.reload()} /> : <Skeleton rows={14} />
  return (
    <div class="page workbench">
      <Header model={model} answer={answer} />
      {model.failed.value ? <Failure error={model.failed.value} onRetry={() => void model.reload()} /> : null}
      <Because answer={answer} />
      <Conflict model={model} />
      <Moved model={model} answer={answer} />
      <Body model={model} answer={answer} />
    </div>
  )
}

/** The findings because of which this draft was begun. */
function Because({ answer }: { readonly answer: DraftAnswer }): JSX.Element | null {
  const w = planWords()
  if (answer.findings.length === 0) return null
  return <p class="banner">{answer.findings.map((one) => <span key={one.id}><a href={`/findings#${one.id}`}>{w.lesson(one.number, named(one.incident, 'title'))}</a> {named(one, 'say')} </span>)}</p>
}

function Body({ model, answer }: { readonly model: DraftModel; readonly answer: DraftAnswer }): JSX.Element {
  const w = workbenchWords()
  const writes = can('playbook.write') && !['published', 'discarded'].includes(answer.draft.state)
  const wide = useSignal(matchMedia(WIDE).matches)
  const tab = useSignal<Tab>(writes && (answer.draft.state === 'draft' || answer.draft.state === 'returned') ? 'read' : 'review')
  const vocabulary = useLoad<Vocabulary>('/playbook-words')
  useEffect(() => {
    const media = matchMedia(WIDE)
    const changed = (): void => void (wide.value = media.matches)
    media.addEventListener('change', changed)
    return () => media.removeEventListener('change', changed)
  }, [])
  const goTo = model.goTo.value
  useEffect(() => {
    if (goTo && !wide.peek()) tab.value = 'text'
  }, [goTo?.turn])
  const withText = wide.value || tab.value === 'text'
  return (
    <div class="wb-body">
      <nav class="tabs wb-tabs" aria-label={w.tabs}>
        {TABS.filter((one) => one !== 'text' || !wide.value).map((one) => (
          <button key={one} type="button" class="tab" aria-pressed={tab.value === one} onClick={() => (tab.value = one)}>{w[one]}</button>
        ))}
      </nav>
      {withText ? (
        <section class="wb-text" aria-label={w.text}>
          {wide.value ? null : <p class="hint">{w.phoneText}</p>}
          <Editor
            text={model.text} onSave={() => void model.save()} onLine={(line) => (model.line.value = line)}
            problems={model.checked.value?.problems ?? []} vocabulary={vocabulary.value} readOnly={!writes} goTo={goTo}
          />
          <Problems model={model} />
        </section>
      ) : null}
      {tab.value !== 'text' || wide.value ? <section class="wb-side" aria-label={w[tab.value]}><Side tab={tab.value === 'text' ? 'read' : tab.value} model={model} writes={writes} /></section> : null}
    </div>
  )
}

function Side({ tab, model, writes }: { readonly tab: Exclude<Tab, 'text'>; readonly model: DraftModel; readonly writes: boolean }): JSX.Element {
  const w = workbenchWords()
  const described = model.described.value
  const wrong = (model.checked.value?.problems.length ?? 0) > 0
  switch (tab) {
    case 'form':
      return <FormPane model={model} readOnly={!writes} />
    case 'plan':
      return <PlanPane model={model} />
    case 'tests':
      return <TestsPane model={model} />
    case 'changes':
      return <ChangesPane model={model} />
    case 'review':
      return <ReviewPane model={model} />
    case 'read':
      if (!model.checked.value) return <Skeleton rows={10} />
      return <div class="wb-pane playbook">{wrong ? <p class="hint" role="status">{described ? w.lastGood : w.notReadable}</p> : null}{described ? <PlaybookBody playbook={described} /> : null}</div>
  }
}

function Problems({ model }: { readonly model: DraftModel }): JSX.Element | null {
  const w = workbenchWords()
  const problems = model.checked.value?.problems ?? []
  if (problems.length === 0) return null
  return (
    <ol class="wb-problems" aria-label={w.problems(problems.length)}>
      {problems.map((problem) => (
        <li key={`${problem.line}:${problem.column}:${problem.path}:${problem.en}`}>
          <button type="button" class="link num" onClick={() => model.show(problem.line)}>{w.line(problem.line)}</button> {said(problem)} {problem.path ? <code class="tx-3">{problem.path}</code> : null}
        </li>
      ))}
    </ol>
  )
}

/** Somebody else saved first: both texts are kept, and the writer says which one goes on. */
function Conflict({ model }: { readonly model: DraftModel }): JSX.Element | null {
  const w = workbenchWords()
  const theirs = model.conflict.value
  const Lines = LinesLazily
  if (!theirs) return null
  return (
    <section class="wb-conflict" role="alert">
      <strong>{w.conflict(theirs.draft.revision)}</strong>
      <p class="hint">{w.conflictHint}</p>
      <Lines before={theirs.text} after={model.text.value} />
      <div class="toolbar"><Button kind="primary" onPress={model.keepMine}>{w.keepMine}</Button><Button onPress={model.takeTheirs}>{w.takeTheirs}</Button></div>
    </section>
  )
}

const LinesLazily = lazily(() => import('./editor/Editor').then((found) => found.LineDifference))

/** Something newer was published while this was written. */
function Moved({ model, answer }: { readonly model: DraftModel; readonly answer: DraftAnswer }): JSX.Element | null {
  const w = workbenchWords()
  const { draft, newest } = answer
  const open = ['draft', 'returned', 'submitted', 'approved'].includes(draft.state)
  if (!newest || !open || (draft.base_slug === draft.slug && draft.base_number === newest.number)) return null
  return (
    <section class="wb-moved banner" role="status">
      <span>{w.moved(newest.version)}</span>
      {can('playbook.write') ? <Button size="small" onPress={() => void model.action.run('rebase', { path: `/playbook-drafts/${draft.id}/rebase`, body: { number: newest.number } })}>{w.follow}</Button> : null}
    </section>
  )
}
