import { get } from '../lib/api'
import { boot } from '../lib/boot'
import { mount } from '../lib/mount'
import { session } from '../lib/session'
import { createStore } from '../lib/store'
import type { IncidentRow } from '../lib/types'
import { connect, loadOwnRegions } from '../workspace/connect'
import { NoIncident } from '../workspace/NoIncident'
import { createWorkspace } from '../workspace/model'
import { taskInPath, WorkspacePage } from '../workspace/Workspace'


/** The incident of the page, else the one under way that was declared last. */
async function incidentId(): Promise<string | null> {
  const given = boot().incident?.id ?? new URLSearchParams(location.search).get('incident')
  if (given) return given
  const { items } = await get<{ items: readonly IncidentRow[] }>('/incidents')
  const running = items.filter((row) => !['closed', 'reviewed', 'cancelled'].includes(row.state))
  return (running[0] ?? items[0])?.id ?? null
}

async function start(): Promise<void> {
  const id = await incidentId()
  const who = session.value
  if (!id || !who) {
    mount(() => <NoIncident />)
    return
  }
  const store = createStore(id)
  const workspace = createWorkspace(store, who.person.id)
  workspace.open.value = taskInPath()
  mount(() => <WorkspacePage workspace={workspace} />)
  void loadOwnRegions(who.rooms).catch(() => undefined)
  await connect(store, who.rooms).catch((failure: unknown) => (workspace.failed.value = failure))
}

session.value = boot().session
void start()
