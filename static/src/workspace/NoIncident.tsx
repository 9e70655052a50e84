import type { JSX } from 'preact'
import { offlineWords } from '../offline/words'
import { Me } from './Me'
import { workspaceWords } from './words'
import './workspace.css'

/** Nothing is under way, or nothing is known of it here: say so, and what will appear. */
export function NoIncident({ offline = false }: { readonly offline?: boolean }): JSX.Element {
  const w = workspaceWords()
  const o = offlineWords()
  return (
    <div class="ws ws-phone">
      <main id="main" class="ws-main">
        <div class="ws-empty" role="status">
          <h1>{offline ? o.noCopyHead : w.noIncident}</h1>
          <p>{offline ? o.noCopyBody : w.noIncidentHint}</p>
        </div>
        <Me />
      </main>
    </div>
  )
}
