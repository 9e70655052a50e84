/** How every desk page starts: a store for its incident, the shell, live frames, and the states that all share. */
import { signal } from '@preact/signals'
import type { ComponentChild, JSX } from 'preact'
import { Failure, NoPermission, Skeleton } from '../components/Panel'
import { Shell } from '../components/Shell'
import type { PageName } from '../components/Rail'
import { boot } from '../lib/boot'
import { follow } from '../lib/follow'
import { mount } from '../lib/mount'
import { can, session } from '../lib/session'
import { createStore, type Store } from '../lib/store'
import { StepUp } from './StepUp'
import './pages.css'

interface IncidentPage {
  readonly page: PageName
  /** Without it the page says who can grant it. */
  readonly needs?: string
  readonly title?: () => string
  readonly body: (store: Store) => ComponentChild
}

/** A page about one incident, drawn from its live state. */
export function startIncidentPage({ page, needs, title, body }: IncidentPage): void {
  const store = createStore(boot().incident?.id ?? '')
  const failed = signal<unknown>(null)
  const connect = (): void => {
    failed.value = null
    follow(store, session.value?.rooms ?? []).catch((failure: unknown) => (failed.value = failure))
  }
  const Content = (): JSX.Element => {
    if (needs && !can(needs)) return <NoPermission />
    if (failed.value && !store.loaded.value) return <Failure error={failed.value} onRetry={connect} />
    if (!store.loaded.value) return <Skeleton rows={12} />
    return <>{body(store)}</>
  }
  const Page = (): JSX.Element => (
    <Shell page={page} store={store} {...(title ? { title: title() } : {})}>
      <Content />
      <StepUp />
    </Shell>
  )
  mount(() => <Page />)
  if (!needs || can(needs)) connect()
}

interface PlainPage {
  readonly page: PageName
  readonly needs?: string
  readonly title?: () => string
  readonly body: () => ComponentChild
}

/** A page about no incident in particular. */
export function startPlainPage({ page, needs, title, body }: PlainPage): void {
  const Page = (): JSX.Element => (
    <Shell page={page} store={null} {...(title ? { title: title() } : {})}>
      {needs && !can(needs) ? <NoPermission /> : body()}
      <StepUp />
    </Shell>
  )
  mount(() => <Page />)
}

/** An id from the page's address, as the boot record names it, else the last part of the path. */
export function subjectId(kind: 'measure' | 'broadcast' | 'playbook' | 'draft'): string {
  const named = boot()[kind]
  return typeof named === 'string' ? named : (location.pathname.split('/').filter(Boolean).at(-1) ?? '')
}
