/** Reports of an incident: taking one out, how far it is, the register of exports, and situation reports on schedule. */
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Failure, Skeleton } from '../components/Panel'
import { useEvery } from '../desk/useEvery'
import { useLoad } from '../desk/useLoad'
import { named } from '../lib/i18n'
import { loadRegions } from '../lib/regions'
import { can } from '../lib/session'
import type { Store } from '../lib/store'
import { AskForm } from './AskForm'
import { Register } from './Register'
import { SchedulePanel } from './SchedulePanel'
import { kinds } from './telling'
import type { Reports } from './types'
import { reportWords } from './words'
import './reports.css'

const LOOK_AGAIN_MS = 900

export function ReportsPage({ store }: { readonly store: Store }): JSX.Element {
  const w = reportWords()
  const incident = store.incidentId
  const { value, error, reload } = useLoad<Reports>(`/incidents/${incident}/reports`)
  if (value) kinds.value = value.kinds
  const open = value?.items.some((row) => row.state === 'asked') ?? false
  useEffect(() => {
    void loadRegions()
  }, [])
  useEvery(LOOK_AGAIN_MS, reload, open)
  if (!value) return error ? <Failure error={error} onRetry={reload} /> : <Skeleton rows={10} />
  return (
    <div class="page reports">
      <header class="page-head">
        <span class="tx-2">{w.title} /</span>
        <h2>{named(store.incident.value, 'title')}</h2>
        <span class="gap" />
        <a class="button button-plain button-normal" href="/analysis">{w.across}</a>
        <a class="button button-plain button-normal" href={`/review/${incident}`}>{w.back}</a>
      </header>
      <div class="page-body">
        {can('review.export') ? <AskForm incident={incident} kinds={value.kinds} onAsked={reload} /> : null}
        <Register rows={value.items} />
        <SchedulePanel incident={incident} state={store.incident.value?.state ?? ''} told={value} onChanged={reload} />
      </div>
    </div>
  )
}
