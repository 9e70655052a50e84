/** Where to begin: the next version of a playbook, a new one from a template, or a file. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { Failure } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { newId, post } from '../lib/api'
import { named } from '../lib/i18n'
import type { PlaybookRow } from '../playbook/types'
import type { Draft } from './types'
import { workbenchWords } from './words'

const SLUG = '[a-z][a-z0-9_\\-]{0,47}'

/** `template` set: its next version or a new one from it. Not set: a new one from any template, or from a file. */
export function Begin({ template, onClose }: { readonly template?: string; readonly onClose: () => void }): JSX.Element {
  const w = workbenchWords()
  const from = useSignal(template ?? 'blank')
  const own = useSignal(template === undefined)
  const slug = useSignal('')
  const error = useSignal<unknown>(null)
  const busy = useSignal(false)
  const library = useLoad<{ items: readonly PlaybookRow[] }>(template ? null : '/playbooks')
  // The same id again after no answer: the draft is begun once.
  const id = useRef(newId())
  async function begin(body: object): Promise<void> {
    busy.value = true
    error.value = null
    try {
      const draft = await post<Draft>('/playbook-drafts', { id: id.current, ...body }, { key: id.current })
      location.assign(`/playbooks/drafts/${draft.id}`)
    } catch (failure) {
      id.current = newId()
      error.value = failure
      busy.value = false
    }
  }
  async function take(file: File | undefined): Promise<void> {
    if (file) await begin({ text: await file.text() })
  }
  return (
    <Dialog title={w.newTitle} onClose={onClose}>
      <form class="form" onSubmit={(event) => { event.preventDefault(); void begin(own.value ? { template: from.value, slug: slug.value } : { template: from.value }) }}>
        {template ? (
          <div class="tabs">
            <button type="button" class="tab" aria-pressed={!own.value} onClick={() => (own.value = false)}>{w.asNext}</button>
            <button type="button" class="tab" aria-pressed={own.value} onClick={() => (own.value = true)}>{w.asNew}</button>
          </div>
        ) : (
          <label class="field"><span>{w.newFrom}</span>
            <select value={from.value} onChange={(event) => (from.value = event.currentTarget.value)}>
              <option value="blank">{w.newBlank}</option>
              {(library.value?.items ?? []).map((row) => <option key={row.slug} value={row.slug}>{named(row, 'title')}</option>)}
            </select>
          </label>
        )}
        {own.value ? (
          <label class="field"><span>{w.newSlug}</span>
            <input name="slug" required pattern={SLUG} autocomplete="off" value={slug.value} onInput={(event) => (slug.value = event.currentTarget.value)} />
            <span class="hint">{w.newSlugHint}</span>
          </label>
        ) : null}
        {error.value ? <Failure error={error.value} /> : null}
        <Button type="submit" kind="primary" busy={busy.value ? w.saving : false}>{w.begin}</Button>
      </form>
      {template ? null : (
        <label class="field wb-import"><span>{w.importFile}</span>
          <input type="file" accept=".yaml,.yml" onChange={(event) => void take(event.currentTarget.files?.[0])} />
          <span class="hint">{w.importHint}</span>
        </label>
      )}
    </Dialog>
  )
}
