/** What is being written and waits for review, above the library. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Failure } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { moment } from '../lib/format'
import { named } from '../lib/i18n'
import { can } from '../lib/session'
import { Begin } from './Begin'
import type { Draft } from './types'
import { workbenchWords } from './words'
import './workbench.css'

const OVER: readonly string[] = ['published', 'discarded']

export function Drafts(): JSX.Element {
  const w = workbenchWords()
  const { value, error, reload } = useLoad<{ items: readonly Draft[] }>('/playbook-drafts')
  const beginning = useSignal(false)
  const drafts = value?.items ?? []
  const over = drafts.filter((draft) => OVER.includes(draft.state))
  const open = drafts.filter((draft) => !OVER.includes(draft.state))
  return (
    <section aria-label={w.drafts}>
      <div class="block-head"><h2>{w.drafts}</h2>{can('playbook.write') ? <Button kind="primary" onPress={() => (beginning.value = true)}>{w.newDraft}</Button> : null}</div>
      {error ? <Failure error={error} onRetry={reload} /> : null}
      {value && open.length === 0 ? <p class="hint">{w.noDrafts}</p> : null}
      <List drafts={open} />
      {over.length > 0 ? <details><summary class="tx-2">{w.overDrafts} <span class="num">{over.length}</span></summary><List drafts={over} /></details> : null}
      {beginning.value ? <Begin onClose={() => (beginning.value = false)} /> : null}
    </section>
  )
}

function List({ drafts }: { readonly drafts: readonly Draft[] }): JSX.Element {
  const w = workbenchWords()
  return (
    <ul class="wb-list">
      {drafts.map((draft) => (
        <li key={draft.id}>
          <a href={`/playbooks/drafts/${draft.id}`}>
            <strong>{named(draft, 'title')}</strong> <code class="tx-3">{draft.slug}</code>
            <span class={`chip wb-state-${draft.state}`}>{w.state(draft.state)}</span>
            <span class="tx-2 num">{w.revision(draft.revision)} · {w.savedBy(named(draft.last_editor, 'name'), moment(draft.changed_at))}</span>
            {draft.problems > 0 && !OVER.includes(draft.state) ? <span class="wb-wrong">{w.problems(draft.problems)}</span> : null}
          </a>
        </li>
      ))}
    </ul>
  )
}
