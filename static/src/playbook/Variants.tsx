/** What provinces share with one another: best practice first; see what differs, adopt, share one's own. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { Empty, Failure } from '../components/Panel'
import { ReasonDialog } from '../desk/ReasonDialog'
import { useAction } from '../desk/useAction'
import { useLoad } from '../desk/useLoad'
import { newId, post } from '../lib/api'
import { half, named } from '../lib/i18n'
import { companies, provinceName } from '../lib/regions'
import { can, seesNation, session } from '../lib/session'
import { Changes } from '../workbench/Changes'
import type { Change } from '../workbench/types'
import type { PlaybookRow } from './types'
import { variantWords } from './variantWords'

interface Variant {
  readonly id: string
  readonly shipped: boolean
  readonly of_province: string
  readonly slug: string
  readonly digest: string
  readonly parent: string | null
  readonly title_zh: string
  readonly title_en: string
  readonly note: string | null
  readonly best: string | null
  readonly best_by_name?: { readonly name_zh: string; readonly name_en: string }
  readonly adoptions: readonly { readonly draft: string; readonly adopter: string }[]
}

type Asked = { readonly what: 'adopt' | 'mark' | 'withdraw'; readonly of: Variant } | { readonly what: 'share' } | null
const NATION = 'nation'

export function Variants({ books }: { readonly books: readonly PlaybookRow[] }): JSX.Element {
  const w = variantWords()
  const list = useLoad<{ items: readonly Variant[] }>('/playbook-variants')
  const action = useAction(list.reload)
  const asked = useSignal<Asked>(null)
  const close = (): void => void (asked.value = null)
  const now = asked.value
  return (
    <section aria-label={w.title} class="variants">
      <div class="block-head"><h2 class="library-kind">{w.title}</h2>{can('variant.share') ? <Button onPress={() => (asked.value = { what: 'share' })}>{w.share}</Button> : null}</div>
      <p class="hint">{w.hint}</p>
      {list.error ? <Failure error={list.error} onRetry={list.reload} /> : null}
      {list.value?.items.length === 0 ? <Empty>{w.none}</Empty> : null}
      <ul class="variant-list">{list.value?.items.map((one) => <li key={one.id}><Card one={one} books={books} ask={(what) => (asked.value = { what, of: one })} /></li>)}</ul>
      {now?.what === 'share' ? <Share books={books} onDone={() => {
        close()
        list.reload()
      }} onClose={close} /> : null}
      {now?.what === 'adopt' ? <Adopt one={now.of} onClose={close} /> : null}
      {now?.what === 'mark' ? <ReasonDialog title={w.mark} go={w.mark} hint={w.markHint} action={action} onClose={close} onSend={(reason) => action.run('mark', { path: `/playbook-variants/${now.of.id}/best-practice`, body: { reason } })} /> : null}
      {now?.what === 'withdraw' ? <ReasonDialog title={w.withdraw} go={w.withdraw} hint={w.withdrawHint} action={action} onClose={close} onSend={(reason) => action.run('withdraw', { path: `/playbook-variants/${now.of.id}/withdraw`, body: { reason } })} /> : null}
    </section>
  )
}

function Card({ one, books, ask }: { readonly one: Variant; readonly books: readonly PlaybookRow[]; readonly ask: (what: 'adopt' | 'mark' | 'withdraw') => void }): JSX.Element {
  const w = variantWords()
  const open = useSignal(false)
  const parent = books.find((row) => row.slug === one.parent)
  const mine = seesNation() || session.value?.roles.some((role) => role.scope === one.of_province)
  const changes = useLoad<{ against: string; changes: readonly Change[] }>(open.value ? `/playbook-variants/${one.id}/changes` : null)
  return (
    <article class={`variant ${one.best ? 'variant-best' : ''}`}>
      <header><strong>{named(one, 'title')}</strong> <span class="tx-2">{provinceName(one.of_province)}{one.parent ? ` · ${w.from(parent ? named(parent, 'title') : one.parent)}` : ''}</span> {one.shipped ? <span class="tag">{w.shipped}</span> : null} {one.adoptions.length ? <span class="tx-2">{w.adopted(one.adoptions.length)}</span> : null}</header>
      {one.best ? <p class="variant-why"><span class="tag">{w.best}</span> {one.best}{one.best_by_name ? <span class="tx-2"> {named(one.best_by_name, 'name')}</span> : null}</p> : null}
      {one.note ? <p class="tx-2">{half(one.note)}</p> : null}
      <div class="toolbar">
        <Button size="small" onPress={() => (open.value = !open.value)}>{open.value ? w.hide : w.changes}</Button>
        {can('playbook.write') ? <Button size="small" kind="primary" onPress={() => ask('adopt')}>{w.adopt}</Button> : null}
        {can('variant.mark') && !one.shipped ? <Button size="small" onPress={() => ask('mark')}>{w.mark}</Button> : null}
        {can('variant.share') && !one.shipped && mine ? <Button size="small" kind="quiet" onPress={() => ask('withdraw')}>{w.withdraw}</Button> : null}
        <span class="gap" /><a href={`/api/v1/playbook-variants/${one.id}/file`} download>{w.file}</a> <code class="tx-3">{one.digest.slice(0, 12)}</code>
      </div>
      {open.value && changes.error ? <Failure error={changes.error} onRetry={changes.reload} /> : null}
      {open.value && changes.value ? <><p class="tx-2">{w.against(changes.value.against)}</p><Changes changes={changes.value.changes} nothing={w.nothing} /></> : null}
    </article>
  )
}

function Places({ nation }: { readonly nation: boolean }): JSX.Element {
  return <>{nation ? <option value={NATION}>{variantWords().headquarters}</option> : null}{companies.value.map((one) => <option key={one.adcode} value={one.adcode}>{provinceName(one.adcode)}</option>)}</>
}

function Adopt({ one, onClose }: { readonly one: Variant; readonly onClose: () => void }): JSX.Element {
  const w = variantWords()
  const adopter = useSignal(companies.value[0]?.adcode ?? NATION)
  const slug = useSignal(`${one.parent ?? one.slug}-${adopter.value}`)
  const failure = useSignal<unknown>(null)
  async function send(event: Event): Promise<void> {
    event.preventDefault()
    try {
      const draft = await post<{ id: string }>('/playbook-variants/adoptions', { id: newId(), variant: one.id, slug: slug.value, adopter: adopter.value }, { key: newId() })
      location.assign(`/playbooks/drafts/${draft.id}`)
    } catch (error) {
      failure.value = error
    }
  }
  return (
    <Dialog title={w.adoptTitle} onClose={onClose}>
      <form class="form" onSubmit={(event) => void send(event)}>
        <p>{named(one, 'title')} · {provinceName(one.of_province)}</p>
        <label class="field"><span>{w.whom}</span><select value={adopter.value} onChange={(event) => {
          adopter.value = event.currentTarget.value
          slug.value = `${one.parent ?? one.slug}-${adopter.value}`
        }}><Places nation /></select></label>
        <label class="field"><span>{w.slug}</span><input required pattern="[a-z][a-z0-9_\-]{0,47}" value={slug.value} onInput={(event) => (slug.value = event.currentTarget.value)} /></label>
        {failure.value ? <Failure error={failure.value} /> : null}
        <Button type="submit" kind="primary">{w.adopt}</Button>
      </form>
    </Dialog>
  )
}

function Share({ books, onDone, onClose }: { readonly books: readonly PlaybookRow[]; readonly onDone: () => void; readonly onClose: () => void }): JSX.Element {
  const w = variantWords()
  const published = books.filter((row) => (row.number ?? 0) > 0 && row.state !== 'retired')
  const own = session.value?.roles.map((role) => role.scope).find((scope) => scope !== NATION)
  const slug = useSignal(published[0]?.slug ?? '')
  const province = useSignal(own ?? companies.value[0]?.adcode ?? '')
  const note = useSignal('')
  const action = useAction(onDone)
  const send = (event: Event): void => {
    event.preventDefault()
    void action.run('share', { path: '/playbook-variants', body: { id: newId(), slug: slug.value, province: province.value, note: note.value.trim() } })
  }
  return (
    <Dialog title={w.share} onClose={onClose}>
      <form class="form" onSubmit={send}>
        <label class="field"><span>{w.playbook}</span><select required value={slug.value} onChange={(event) => (slug.value = event.currentTarget.value)}>{published.map((row) => <option key={row.slug} value={row.slug}>{named(row, 'title')}</option>)}</select></label>
        {seesNation() ? <label class="field"><span>{w.province}</span><select value={province.value} onChange={(event) => (province.value = event.currentTarget.value)}><Places nation={false} /></select></label> : null}
        <label class="field"><span>{w.note}</span><textarea required rows={4} maxLength={2000} value={note.value} onInput={(event) => (note.value = event.currentTarget.value)} /></label>
        {action.error ? <Failure error={action.error} /> : null}
        <Button type="submit" kind="primary" busy={action.busy === 'share' && w.share}>{w.share}</Button>
      </form>
    </Dialog>
  )
}
