/** What everybody must know before trusting the screen: how old it is, what is not sent, what waits for a decision. */
import type { JSX } from 'preact'
import { silenceWords, usePlayingSilent } from '../drills/silence'
import { moment } from '../lib/format'
import { provinceName } from '../lib/regions'
import { now } from '../lib/worldclock'
import type { Workspace } from '../workspace/model'
import { age, offlineWords } from './words'
import { newVersion, readiness, takeNewVersion } from './worker'
import './offline.css'

interface LineProps {
  readonly tone: 'warn' | 'bad' | 'plain'
  readonly words: string
  readonly button?: string
  readonly onPress?: () => void
}

function Line({ tone, words, button, onPress }: LineProps): JSX.Element {
  return (
    <div class={`of-line of-${tone}`} role="status">
      <span>{words}</span>
      {button ? <button type="button" onClick={onPress}>{button} <span aria-hidden="true">›</span></button> : null}
    </div>
  )
}

/** Right after a tap nothing is said: most are sent before anybody has read a line. */
const QUIET_MS = 2_500

export function Banner({ workspace }: { readonly workspace: Workspace }): JSX.Element | null {
  const w = offlineWords()
  const { outbox, store, queueOpen } = workspace
  const silent = usePlayingSilent()
  // Subscribes to the second, so that ages are stepped on.
  void now.value
  const unsent = outbox.waiting.value.length
  const connection = store.connection.value
  const pause = outbox.pause.value
  const open = (): void => {
    queueOpen.value = true
  }
  const count = unsent > 0 ? w.unsent(unsent) : ''
  const late = unsent > 0 && Date.now() - (outbox.waiting.value[0]?.doneAt ?? 0) > QUIET_MS
  const lines: JSX.Element[] = []
  for (const one of silent) lines.push(<Line key={`silent ${one.province}`} tone="warn" words={silenceWords().silent(provinceName(one.province), moment(one.until))} />)
  // An expired login looks like a dead line to the sockets: what can be mended by hand is said first.
  if (pause === 'login' || (connection.kind === 'ended' && unsent > 0)) {
    lines.push(<Line key="login" tone="bad" words={w.loginPaused(unsent)} button={w.login} onPress={toLogin} />)
  } else if (pause === 'stranger') {
    lines.push(<Line key="stranger" tone="bad" words={w.strangerPaused(unsent)} button={w.reload} onPress={() => location.reload()} />)
  } else if (connection.kind === 'offline' || connection.kind === 'stale') {
    const since = age(Date.now() - connection.sinceMs)
    const words = [connection.kind === 'offline' ? w.offlineFor(since) : w.staleFor(since), count].filter(Boolean).join(w.comma)
    lines.push(<Line key="line" tone="warn" words={words} button={w.seeQueue} onPress={open} />)
  } else if (late) {
    lines.push(<Line key="sending" tone="plain" words={outbox.sending.value ? w.sendingNow(unsent) : count} button={w.seeQueue} onPress={open} />)
  }
  const decide = outbox.undecided.value.length
  if (decide > 0) lines.push(<Line key="decide" tone="warn" words={w.toDecide(decide)} button={w.decide} onPress={open} />)
  if (newVersion.value === 'waiting') lines.push(<Line key="new" tone="plain" words={w.newVersion} button={w.update} onPress={() => void takeNewVersion()} />)
  if (newVersion.value === 'taken-over') lines.push(<Line key="taken" tone="plain" words={w.takenOver} button={w.reloadPage} onPress={() => location.reload()} />)
  if (!outbox.lasting) lines.push(<Line key="lasting" tone="warn" words={w.notLasting} />)
  else if (readiness.value === 'insecure') lines.push(<Line key="insecure" tone="plain" words={w.insecure} />)
  return lines.length > 0 ? <div class="of-banner">{lines}</div> : null
}

function toLogin(): void {
  location.assign(`/login?next=${encodeURIComponent(location.pathname)}`)
}
