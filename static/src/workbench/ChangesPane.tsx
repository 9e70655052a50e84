/** What a text changes of the version in use: by meaning in words, or by line. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Empty, Skeleton } from '../components/Panel'
import { lazily } from '../components/lazily'
import { useLoad } from '../desk/useLoad'
import type { PlaybookAnswer } from '../playbook/types'
import { Changes } from './Changes'
import type { DraftModel } from './useDraft'
import { workbenchWords } from './words'

const LineDifference = lazily(() => import('./editor/Editor').then((found) => found.LineDifference))

export function ChangesPane({ model }: { readonly model: DraftModel }): JSX.Element {
  const w = workbenchWords()
  const byLine = useSignal(false)
  const answer = model.answer.value
  const newest = answer?.newest
  const changes = model.checked.value?.changes
  if (!answer || !newest) return <Empty>{w.noBase}</Empty>
  return (
    <div class="wb-pane">
      <div class="toolbar">
        <span class="tx-2">{w.against(w.inUse(newest.version))}</span>
        <div class="tabs">
          <button type="button" class="tab" aria-pressed={!byLine.value} onClick={() => (byLine.value = false)}>{w.byMeaning}</button>
          <button type="button" class="tab" aria-pressed={byLine.value} onClick={() => (byLine.value = true)}>{w.byLine}</button>
        </div>
      </div>
      {byLine.value ? <Lines slug={answer.draft.slug} number={newest.number} after={model.text.value} /> : null}
      {!byLine.value && !changes ? (model.checking.value ? <Skeleton rows={4} /> : <p class="hint">{w.notReadable}</p>) : null}
      {!byLine.value && changes ? <Changes changes={changes} nothing={w.nothingChanged} /> : null}
    </div>
  )
}

function Lines({ slug, number, after }: { readonly slug: string; readonly number: number; readonly after: string }): JSX.Element {
  const { value } = useLoad<PlaybookAnswer>(`/playbooks/${slug}?number=${number}`)
  return value ? <LineDifference before={value.yaml} after={after} /> : <Skeleton rows={6} />
}
