/** A playbook's publications, who used which digest when, and taking it out of use. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Skeleton } from '../components/Panel'
import { lazily } from '../components/lazily'
import { ReasonDialog } from '../desk/ReasonDialog'
import { useAction } from '../desk/useAction'
import { useLoad } from '../desk/useLoad'
import { moment } from '../lib/format'
import { named } from '../lib/i18n'
import { can } from '../lib/session'
import type { Change, Named } from './types'
import { workbenchWords } from './words'
import './workbench.css'

const Changes = lazily(() => import('./Changes').then((found) => found.Changes))

interface Version {
  readonly number: number
  readonly version: number
  readonly digest: string
  readonly published_at: string | null
  readonly author?: Named
  readonly approved_by?: Named
  readonly draft_id?: string
  readonly note?: string | null
}
interface Use {
  readonly incident_id: string
  readonly incident_title_zh: string
  readonly incident_title_en: string
  readonly version: number
  readonly digest: string
  readonly by?: Named
  readonly at: string
}

export function Record({ slug, state, onMoved }: { readonly slug: string; readonly state: string; readonly onMoved: () => void }): JSX.Element {
  const w = workbenchWords()
  const { value, reload } = useLoad<{ versions: readonly Version[]; uses: readonly Use[] }>(`/playbooks/${slug}/record`, state)
  const shown = useSignal<Version | null>(null)
  const asking = useSignal(false)
  const action = useAction(() => { onMoved(); reload() })
  const step = state === 'retired' ? 'restore' : 'retire'
  if (!value) return <Skeleton rows={3} />
  const before = (version: Version): Version | undefined => value.versions[value.versions.indexOf(version) + 1]
  return (
    <section class="block" id="record">
      <div class="block-head"><h2>{w.versions}</h2>{can('playbook.retire') ? <Button size="small" kind="quiet" onPress={() => (asking.value = true)}>{w[step]}</Button> : null}</div>
      <ul class="wb-list">
        {value.versions.map((version) => (
          <li key={version.number} class="wb-version">
            <p><strong>{w.version(version.version)}</strong> <code class="tx-3">{version.digest.slice(0, 12)}</code> <span class="tx-2 num">{version.published_at ? `${moment(version.published_at)} · ${named(version.author, 'name')} · ${w.approvedBy(named(version.approved_by, 'name'))}` : w.shipped}</span>{' '}
              {before(version) ? <button type="button" class="link" onClick={() => (shown.value = shown.value === version ? null : version)}>{w.changes}</button> : null}{' '}
              {version.draft_id ? <a class="link" href={`/playbooks/drafts/${version.draft_id}`}>{w.review}</a> : null}</p>
            {version.note ? <p class="read">{version.note}</p> : null}
            {shown.value === version ? <Between slug={slug} from={before(version)?.number ?? 0} to={version.number} /> : null}
          </li>
        ))}
      </ul>
      <div class="block-head"><h2>{w.uses}</h2><span class="num">{value.uses.length}</span></div>
      {value.uses.length === 0 ? <p class="hint">{w.never}</p> : null}
      <ul class="wb-list">
        {value.uses.map((use) => (
          <li key={`${use.incident_id}${use.at}`}><a href={`/live/${use.incident_id}`}><strong>{named(use, 'incident_title')}</strong> {w.version(use.version)} <code class="tx-3">{use.digest.slice(0, 12)}</code> <span class="tx-2 num">{named(use.by, 'name')} {moment(use.at)}</span></a></li>
        ))}
      </ul>
      {asking.value ? (
        <ReasonDialog title={w[step]} go={w[step]} hint={step === 'retire' ? w.retireWhy : ''} action={action} onClose={() => (asking.value = false)} onSend={(reason) => action.run(step, { path: `/playbooks/${slug}/${step}`, body: { reason } })} />
      ) : null}
    </section>
  )
}

function Between({ slug, from, to }: { readonly slug: string; readonly from: number; readonly to: number }): JSX.Element {
  const { value } = useLoad<{ changes: readonly Change[] }>(`/playbooks/${slug}/changes?from=${from}&to=${to}`)
  return value ? <Changes changes={value.changes} nothing={workbenchWords().nothingChanged} /> : <Skeleton rows={3} />
}
