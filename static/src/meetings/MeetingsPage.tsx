/** All service-analysis meetings, calling one, and one with its minutes. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Button } from '../components/Button'
import { Empty, Failure, Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { clockMinutes, day, exact } from '../lib/format'
import { can } from '../lib/session'
import { CallDialog } from './CallDialog'
import { MeetingView } from './MeetingView'
import type { MeetingLine } from './types'
import { meetingWords } from './words'
import '../findings/findings.css'
import './meetings.css'

export function MeetingsPage(): JSX.Element {
  const w = meetingWords()
  const incident = new URLSearchParams(location.search).get('incident')
  const open = useSignal(location.hash.slice(1))
  const calling = useSignal(false)
  const list = useLoad<{ readonly items: readonly MeetingLine[] }>(`/meetings${incident ? `?incident=${incident}` : ''}`)
  useEffect(() => {
    const heard = (): void => void (open.value = location.hash.slice(1))
    addEventListener('hashchange', heard)
    return () => removeEventListener('hashchange', heard)
  }, [])
  if (open.value) return <MeetingView id={open.value} />
  if (!list.value) return list.error ? <Failure error={list.error} onRetry={list.reload} /> : <Skeleton rows={6} />
  return (
    <div class="page"><div class="page-body">
      <p class="hint">{w.hint}</p>
      {can('meeting.hold') ? <div class="toolbar"><Button kind="primary" onPress={() => (calling.value = true)}>{w.call}</Button></div> : null}
      {list.value.items.length === 0 ? <Empty>{w.none}</Empty> : null}
      <ul class="checks meeting-list">
        {list.value.items.map((one) => (
          <li key={one.id}><span class="tag">{one.state === 'closed' ? w.closed : w.called}</span><a href={`#${one.id}`}>{one.title}</a><span class="tx-2 num">{day(one.held_at)} {clockMinutes(one.held_at)} · {w.items(exact(one.items))}</span></li>
        ))}
      </ul>
      {calling.value ? <CallDialog incident={incident} onClose={() => (calling.value = false)} onCalled={(id) => { calling.value = false; list.reload(); location.hash = id }} /> : null}
    </div></div>
  )
}
