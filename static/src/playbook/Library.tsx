import type { JSX } from 'preact'
import { Empty, Failure, Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { named } from '../lib/i18n'
import type { PlaybookRow } from './types'
import { playbookWords } from './words'
import './playbook.css'

export function Library(): JSX.Element {
  const w = playbookWords()
  const { value, error, reload } = useLoad<{ items: readonly PlaybookRow[] }>('/playbooks')
  if (!value) return error ? <Failure error={error} onRetry={reload} /> : <Skeleton rows={6} />
  if (value.items.length === 0) return <Empty>{w.empty}</Empty>
  return (
    <div class="page">
      <div class="page-body">
        <ul class="library">
          {value.items.map((row) => (
            <li key={row.slug}>
              <a class="library-card" href={`/playbooks/${row.slug}`}>
                <h2>{named(row, 'title')}</h2>
                <p class="tx-2">{w.version(row.version)} · {row.state === 'published' ? w.published : row.state}</p>
                <p class="tx-2">{w.owner} {named(row, 'owner')}</p>
                <code class="tx-3">{row.digest.slice(0, 12)}</code>
              </a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
