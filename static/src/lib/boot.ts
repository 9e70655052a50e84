/** What the server put into the page: session, incident, page and where the base map lies. */
import type { IncidentRow, Session } from './types'

export interface Boot {
  readonly session: Session | null
  readonly incident: IncidentRow | { readonly id: string } | null
  readonly page: string
  readonly basemap: { readonly base: string }
  readonly assets?: unknown
  /** Ids from the address that the page is about (task, measure, broadcast, playbook). */
  readonly [extra: string]: unknown
}

export function readBoot(root: Pick<Document, 'getElementById'>): Boot {
  const element = root.getElementById('boot')
  if (!element?.textContent) throw new Error('The page lacks its boot record <script id="boot">')
  return JSON.parse(element.textContent) as Boot
}

let read: Boot | undefined

/** The boot record of this page, read once. */
export function boot(): Boot {
  read ??= readBoot(document)
  return read
}
