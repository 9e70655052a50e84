/**
 * How the workspace opens: what was kept stands at once, then the network's word. The order is what makes it work in a
 * valley: nothing that may hang stands before the list is on the screen.
 */
import { get, Problem } from '../lib/api'
import { boot } from '../lib/boot'
import { setLanguage } from '../lib/i18n'
import { mount } from '../lib/mount'
import { session } from '../lib/session'
import { createStore, type Store } from '../lib/store'
import type { IncidentRow, Session } from '../lib/types'
import { setWorldTime, worldAt } from '../lib/worldclock'
import { meaningOf } from '../offline/answers'
import { keepCopies, readCopy, showCopy, type Copy } from '../offline/copy'
import { openKept, type Kept } from '../offline/db'
import { readNotices } from '../offline/notice'
import { Outbox } from '../offline/outbox'
import { keptShelf, memoryShelf } from '../offline/shelf'
import { turnOf } from '../offline/turn'
import { httpServer } from '../offline/wire'
import { pageKeptAt, startWorker } from '../offline/worker'
import { connectWhenPossible, loadOwnRegions } from './connect'
import { dropDraft } from './drafts'
import { createWorkspace } from './model'
import { NoIncident } from './NoIncident'
import { taskInPath } from './opening'
import { WorkspacePage } from './Workspace'

/** With a copy at hand nobody waits longer than this for the name of the incident. */
const PATIENCE_MS = 2_500

export async function start(): Promise<void> {
  session.value = boot().session
  const who = session.value
  const kept = await openKept()
  const copy = who && kept ? await readCopy(kept, who.person.id) : null
  const id = who ? await incidentId(copy) : null
  if (!id || !who) {
    mount(() => <NoIncident offline={id === undefined} />)
    if (id === undefined) addEventListener('online', () => location.reload())
    void startWorker()
    return
  }
  open(id, who, kept, copy?.incident === id ? copy : null)
}

function open(id: string, who: Session, kept: Kept | null, copy: Copy | null): void {
  const store = createStore(id)
  const outbox = outboxOf(store, who.person.id, kept)
  const workspace = createWorkspace(store, outbox)
  workspace.open.value = taskInPath()
  mount(() => <WorkspacePage workspace={workspace} />)
  oldPage(who)
  if (copy) showCopy(store, copy)
  readNotices()
  // A province is small. The nation's rows are for the centre, which has other lines than a phone's.
  if (kept && !who.rooms.includes('nation')) keepCopies(kept, store, who.person.id)
  wakeOutbox(outbox, store)
  void outbox.start()
  void loadOwnRegions(who.rooms).catch(() => undefined)
  void connectWhenPossible(store, who.rooms)
    .catch((failure: unknown) => (workspace.failed.value = failure))
    .finally(() => void startWorker())
  // On a dead line the first reading may take for ever; the worker is for exactly that line.
  setTimeout(() => void startWorker(), 5_000)
}

function outboxOf(store: Store, person: string, kept: Kept | null): Outbox {
  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(`tongxin.outbox.${person}`) : null
  const outbox: Outbox = new Outbox({
    person,
    shelf: kept ? keptShelf(kept) : memoryShelf(),
    server: httpServer(store, () => outbox.answered.peek()),
    turn: turnOf(person, kept),
    fileTurn: turnOf(`${person}.files`, kept),
    channel,
    online: () => navigator.onLine,
    world: () => worldAt(Date.now()),
    sent: (action) => {
      if (action.verb === 'resolve' || action.verb === 'decline') dropDraft(person, action.task)
    },
  })
  return outbox
}

/** The line is back, somebody looks, the sockets live again: each is a reason to try at once. */
function wakeOutbox(outbox: Outbox, store: Store): void {
  // Phones of one valley get their line back in the same second: each waits a little of its own.
  addEventListener('online', () => setTimeout(() => outbox.wake(), Math.random() * 1_000))
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') outbox.wake()
  })
  let before = store.connection.peek().kind
  store.connection.subscribe((connection) => {
    if (connection.kind === 'live' && before !== 'live') outbox.wake()
    before = connection.kind
  })
}

/** A page that was kept says what its world's clock showed then, and in which language its reader left it. */
function oldPage(who: Session): void {
  const keptAt = pageKeptAt()
  if (keptAt === null) return
  setWorldTime(who.world, keptAt)
  const chosen = /(?:^|; )tongxin_language=(zh|en)/.exec(document.cookie)?.[1]
  if (chosen === 'zh' || chosen === 'en') setLanguage(chosen)
}

/** The incident of the address, else the one under way that was declared last; undefined: no line and nothing kept. */
async function incidentId(copy: Copy | null): Promise<string | null | undefined> {
  const given = boot().incident?.id ?? new URLSearchParams(location.search).get('incident')
  if (given) return given
  const asked = newestIncident()
  try {
    return await (copy ? Promise.race([asked, later(copy.incident)]) : asked)
  } catch (failure) {
    if (!(failure instanceof Problem) || meaningOf(failure).kind !== 'later') throw failure
    return copy?.incident
  }
}

async function newestIncident(): Promise<string | null> {
  const { items } = await get<{ items: readonly IncidentRow[] }>('/incidents')
  const running = items.filter((row) => !['closed', 'reviewed', 'cancelled'].includes(row.state))
  return (running[0] ?? items[0])?.id ?? null
}

function later(id: string): Promise<string> {
  return new Promise((resolve) => setTimeout(() => resolve(id), PATIENCE_MS))
}
