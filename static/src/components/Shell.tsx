/** The frame of every desk page: rail, top bar, content; in an exercise the striped border round it all. */
import type { ComponentChildren, JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import '../styles/shell.css'
import { isExercise, session } from '../lib/session'
import { loadRegions } from '../lib/regions'
import type { Store } from '../lib/store'
import { commonWords } from '../locales/common'
import { Palette } from './Palette'
import { Rail, type PageName } from './Rail'
import { TopBar } from './TopBar'
import { UndoBar } from './UndoBar'

export interface ShellProps {
  readonly page: PageName
  /** The incident that the page is about; null for pages about none. */
  readonly store: Store | null
  readonly title?: string
  /** Beside the connection state, e.g. a bell. */
  readonly extra?: ComponentChildren
  readonly children: ComponentChildren
}

export function Shell({ page, store, title, extra, children }: ShellProps): JSX.Element {
  const w = commonWords()
  const heading = title ?? w[page === 'notices' ? 'myNotices' : page]
  useEffect(() => {
    void loadRegions().catch(() => undefined)
  }, [])
  useEffect(() => {
    document.title = `${isExercise() ? `${w.exercise} · ` : ''}${heading} · ${w.product}`
  }, [heading, w])
  return (
    <div class="shell">
      {isExercise() ? <div class="exercise-frame" aria-hidden="true" /> : null}
      <a class="skip" href="#content">
        {w.skip}
      </a>
      <Rail page={page} incident={store?.incidentId ?? null} />
      <TopBar store={store} title={heading} extra={extra} />
      <main id="content" class="content" tabIndex={-1}>
        {session.value?.watching ? <p class="banner">{w.watching}</p> : null}
        {children}
      </main>
      <UndoBar />
      <Palette store={store} />
    </div>
  )
}
