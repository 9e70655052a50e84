import type { JSX } from 'preact'
import { Icon } from '../components/Icon'
import { LevelChip } from '../components/Level'
import { moment } from '../lib/format'
import { named } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { isExercise, session } from '../lib/session'
import type { Store } from '../lib/store'
import { now, sinceStruck, span } from '../lib/worldclock'
import { commonWords } from '../locales/common'
import { Banner } from '../offline/Banner'
import { offlineWords } from '../offline/words'
import type { ListName } from './lists'
import type { Workspace } from './model'
import { workspaceWords } from './words'

/** Level, incident, T+; who I am; whether what I see is the present; the three lists. */
export function Header({ workspace, tabs }: { readonly workspace: Workspace; readonly tabs: boolean }): JSX.Element {
  const w = workspaceWords()
  const incident = workspace.store.incident.value
  const who = session.value
  const place = who?.rooms.map(provinceName).join(' · ')
  const role = who?.roles[0]?.role
  return (
    <header class="ws-top">
      <div class="ws-top-line">
        {isExercise() ? <span class="ws-exercise">{w.exercise}</span> : null}
        <LevelChip level={incident?.response_level ?? null} />
        <h1>{incident ? named(incident, 'title') : w.pageTitle}</h1>
        {incident ? (
          <span class="ws-since num" title={moment(now.value)}>{shortSince(Date.parse(incident.occurred_at), now.value)}</span>
        ) : null}
      </div>
      <div class="ws-top-line ws-top-who">
        <span>{[place, role ? commonWords().role(role) : '', who ? named(who.person, 'name') : ''].filter(Boolean).join(' · ')}</span>
        <PhoneConnection store={workspace.store} />
      </div>
      {tabs ? <Tabs workspace={workspace} /> : null}
      <Banner workspace={workspace} />
    </header>
  )
}

/** T+03:42: the seconds are the console's. */
function shortSince(struck: number, at: number): string {
  return sinceStruck(struck, at).replace(/^(T.\d+:\d\d):\d\d$/, '$1')
}

/** One word for the phone; the position is for the desk. */
export function PhoneConnection({ store }: { readonly store: Store }): JSX.Element {
  const w = commonWords()
  const connection = store.connection.value
  void now.value
  switch (connection.kind) {
    case 'live':
      return <span class="ws-connection ws-live" role="status"><Icon name="live" size={18} />{w.connectionLive}</span>
    case 'loading':
      return <span class="ws-connection" role="status">{w.connecting}</span>
    case 'catching-up':
      return <span class="ws-connection ws-late" role="status">{w.catchingUp(String(connection.after))}</span>
    case 'past':
      return <span class="ws-connection ws-late" role="status">{w.connectionPast}</span>
    case 'stale':
      return <span class="ws-connection ws-late" role="status">{w.stale(span(Date.now() - connection.sinceMs))}</span>
    case 'offline':
      return <span class="ws-connection ws-late">{offlineWords().offline}</span>
    case 'ended':
      return <a class="ws-connection ws-bad" href={`/login?next=${encodeURIComponent(location.pathname)}`}>{w.ended}</a>
  }
}

export function Tabs({ workspace }: { readonly workspace: Workspace }): JSX.Element {
  const w = workspaceWords()
  const { mine, done, team } = workspace.counts.value
  const tabs: readonly [ListName, string, number][] = [['mine', w.mine, mine], ['done', w.done, done], ['team', w.team, team]]
  return (
    <div class="ws-tabs" role="tablist">
      {tabs.map(([name, label, count]) => (
        <button
          key={name}
          type="button"
          role="tab"
          aria-selected={workspace.tab.value === name}
          tabIndex={workspace.tab.value === name ? 0 : -1}
          onClick={() => (workspace.tab.value = name)}
          onKeyDown={(event) => {
            const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
            if (step === 0) return
            const next = tabs[(tabs.findIndex(([at]) => at === name) + step + tabs.length) % tabs.length]
            if (next) workspace.tab.value = next[0]
            const target = step > 0 ? event.currentTarget.nextElementSibling : event.currentTarget.previousElementSibling
            if (target instanceof HTMLElement) target.focus()
          }}
        >
          {label} <span class="num">{count}</span>
        </button>
      ))}
    </div>
  )
}
