import type { JSX } from 'preact'
import { Me } from './Me'
import { workspaceWords } from './words'
import './workspace.css'

/** Nothing is under way: say so, and what will appear here. */
export function NoIncident(): JSX.Element {
  const w = workspaceWords()
  return (
    <div class="ws ws-phone">
      <main id="main" class="ws-main">
        <div class="ws-empty">
          <h1>{w.noIncident}</h1>
          <p>{w.noIncidentHint}</p>
        </div>
        <Me />
      </main>
    </div>
  )
}
