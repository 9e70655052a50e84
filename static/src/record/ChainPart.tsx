/** Where every log ends, how it is anchored, and what verifications found. */
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Button } from '../components/Button'
import { Failure, Skeleton } from '../components/Panel'
import { useAction } from '../desk/useAction'
import { useLoad } from '../desk/useLoad'
import { newId } from '../lib/api'
import { exact, moment } from '../lib/format'
import { named } from '../lib/i18n'
import { can } from '../lib/session'
import type { Anchors, LogLine, Overview, Verification } from './types'
import { recordWords } from './words'

const LOOK_AGAIN_MS = 1500

export function ChainPart(): JSX.Element {
  const { value, error, reload } = useLoad<Overview>('/record')
  const open = value?.verifications.some((one) => one.state === 'waiting' || one.state === 'running') ?? false
  useEffect(() => {
    if (!open) return undefined
    const timer = setInterval(reload, LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [open])
  if (!value) return error ? <Failure error={error} onRetry={reload} /> : <Skeleton rows={10} />
  return (
    <>
      <Proof all={value.verifications} onAsked={reload} />
      <AnchorLine anchors={value.anchors} />
      <Logs logs={value.logs} />
    </>
  )
}

function Proof({ all, onAsked }: { readonly all: readonly Verification[]; readonly onAsked: () => void }): JSX.Element {
  const w = recordWords()
  const action = useAction(onAsked)
  const last = all.find((one) => one.state === 'done' || one.state === 'failed')
  const now = all.find((one) => one.state === 'running') ?? all.find((one) => one.state === 'waiting')
  const bad = last ? (last.fault_count ?? 0) > 0 : false
  return (
    <section class="block">
      <div class={`record-proof ${last ? (bad ? 'is-bad' : 'is-good') : ''}`}>
        <div>
          <strong role="status">{last ? (bad ? w.broken(exact(last.fault_count ?? 0)) : w.whole) : w.never}</strong>
          <span class="tx-2">{last ? `${moment(last.ended_at ?? last.asked_at)} · ${w.walked(exact(last.whole), last.streams, exact(last.anchors))}` : w.everyDay}</span>
          {now ? <span class="tx-2">{now.state === 'waiting' ? w.waiting : w.running(exact(now.done), exact(now.whole))}</span> : null}
        </div>
        {can('log.verify') ? <Button kind="primary" busy={action.busy === 'verify' && w.verifying} onPress={() => void action.run('verify', { path: '/record/verifications', body: { id: newId() } })}>{w.verify}</Button> : null}
      </div>
      {action.error ? <Failure error={action.error} /> : null}
      {bad && last?.faults ? <ul class="record-faults">{last.faults.map((fault) => <li key={fault} class="mono">{fault}</li>)}</ul> : null}
      {all.length > 0 ? (
        <details class="record-older">
          <summary>{w.everyDay}</summary>
          <div class="table-wrap"><table class="table">
            <thead><tr><th>{w.ended}</th><th>{w.asked}</th><th>{w.result}</th><th>{w.what}</th></tr></thead>
            <tbody>{all.map((one) => <tr key={one.id}><td class="nowrap">{moment(one.ended_at ?? one.asked_at)}</td><td>{named(one.by, 'name')}</td><td>{resultOf(one)}</td><td class="tx-2">{w.walked(exact(one.whole), one.streams, exact(one.anchors))}</td></tr>)}</tbody>
          </table></div>
        </details>
      ) : null}
    </section>
  )
}

function resultOf(one: Verification): JSX.Element {
  const w = recordWords()
  if (one.state === 'waiting') return <span class="tx-2">{w.waiting}</span>
  if (one.state === 'running') return <span class="tx-2">{w.running(exact(one.done), exact(one.whole))}</span>
  if (one.state === 'failed') return <span class="bad">{w.failed}</span>
  return one.fault_count ? <span class="bad">{w.faults(exact(one.fault_count))}</span> : <span class="ok">{w.good}</span>
}

function AnchorLine({ anchors }: { readonly anchors: Anchors }): JSX.Element {
  const w = recordWords()
  return (
    <section class="block">
      <div class="block-head"><h2>{w.anchors}</h2><span>{w.anchorsHint}</span></div>
      {anchors.fault ? <p class="bad" role="alert">{w.unreadable}: {anchors.fault}</p> : null}
      {anchors.at ? <p>{w.anchored(exact(anchors.count), moment(anchors.at))} · {w.key} <code>{anchors.key}</code></p> : anchors.fault ? null : <p class="tx-2">{w.noAnchor}</p>}
      {anchors.at && anchors.ours === false ? <p class="bad" role="alert">{w.notOurs}</p> : null}
    </section>
  )
}

function Logs({ logs }: { readonly logs: readonly LogLine[] }): JSX.Element {
  const w = recordWords()
  return (
    <section class="block">
      <div class="block-head"><h2>{w.logs}</h2></div>
      <div class="table-wrap"><table class="table table-folds">
        <thead><tr><th>{w.log}</th><th class="num">{w.events}</th><th>{w.last}</th><th>{w.hash}</th></tr></thead>
        <tbody>{logs.map((log) => (
          <tr key={log.stream}>
            <td>{log.incident ? <a href={`/review/${log.incident}`}>{named(log, 'name')}</a> : named(log, 'name')}</td>
            <td class="num" data-label={w.events}>{exact(log.events)}</td>
            <td class="nowrap" data-label={w.last}>{moment(log.recorded_at)}</td>
            <td data-label={w.hash}><code title={log.hash}>{log.hash.slice(0, 16)}…</code></td>
          </tr>
        ))}</tbody>
      </table></div>
    </section>
  )
}
