/** How I am told: my channels in order with their delays, quiet hours, addresses, and a test. */
import type { JSX } from 'preact'
import { Failure, Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { Contacts } from './Contacts'
import type { MyNotices } from './types'
import { Wishes } from './Wishes'
import { pagingWords } from './words'
import './paging.css'

export function NoticesPage(): JSX.Element {
  const loaded = useLoad<MyNotices>('/me/notices')
  if (!loaded.value) return loaded.error ? <Failure error={loaded.error} onRetry={loaded.reload} /> : <Skeleton rows={8} />
  return (
    <div class="page">
      <div class="page-body notices">
        <p class="read tx-2">{pagingWords().intro}</p>
        <Wishes mine={loaded.value} whose="/me" />
        <Contacts mine={loaded.value} whose="/me" onChanged={loaded.reload} />
      </div>
    </div>
  )
}
