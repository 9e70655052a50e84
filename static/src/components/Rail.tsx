import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { can, seesNation } from '../lib/session'
import { commonWords } from '../locales/common'
import { followCounts } from '../signals/counts'
import { RailCount } from '../signals/RailCount'
import { Icon, type IconName } from './Icon'

export type PageName =
  | 'live' | 'wall' | 'incidents' | 'signals' | 'tasking' | 'asks' | 'brief' | 'tasks' | 'measures' | 'playbooks' | 'outcomes' | 'drills' | 'review' | 'findings' | 'meetings' | 'walk' | 'record' | 'people' | 'data' | 'help' | 'notices' | 'calendar' | 'duty' | 'phonebook' | 'workspace'

interface Item {
  /** Only pages that stand in the rail: a person's own notices are reached from the help and the workspace. */
  readonly page: Exclude<PageName, 'notices'>
  readonly icon: IconName
  readonly href: string
}

function items(incident: string | null): readonly Item[] {
  const of = (page: string): string => (incident ? `/${page}/${incident}` : '/incidents')
  if (!seesNation()) {
    // An administrator sees nothing of incidents: what leads nowhere is not offered.
    const provincial: readonly (Item & { readonly needs: string })[] = [
      { page: 'workspace', icon: 'tasks', href: '/workspace', needs: 'incident.read' },
      { page: 'duty', icon: 'duty', href: '/duty', needs: 'duty.read' },
      { page: 'calendar', icon: 'calendar', href: '/events', needs: 'event.read' },
      { page: 'asks', icon: 'bell', href: '/asks', needs: 'incident.read' },
      { page: 'outcomes', icon: 'outcomes', href: '/outcomes', needs: 'outcome.read' },
      { page: 'playbooks', icon: 'playbooks', href: '/playbooks', needs: 'playbook.read' },
      { page: 'walk', icon: 'tasking', href: '/walk', needs: 'finding.note' },
      { page: 'findings', icon: 'review', href: '/findings', needs: 'finding.read' },
      { page: 'drills', icon: 'drills', href: '/drills', needs: 'drill.read' },
    ]
    return provincial.filter((item) => can(item.needs))
  }
  return [
    { page: 'live', icon: 'live', href: of('live') },
    { page: 'incidents', icon: 'incidents', href: '/incidents' },
    { page: 'signals', icon: 'signals', href: '/signals' },
    { page: 'tasking', icon: 'tasking', href: of('tasking') },
    { page: 'asks', icon: 'bell', href: '/asks' },
    { page: 'tasks', icon: 'tasks', href: of('tasks') },
    { page: 'measures', icon: 'measures', href: of('measures') },
    { page: 'duty', icon: 'duty', href: '/duty' },
    { page: 'calendar', icon: 'calendar', href: '/events' },
    { page: 'playbooks', icon: 'playbooks', href: '/playbooks' },
    { page: 'drills', icon: 'drills', href: '/drills' },
    { page: 'outcomes', icon: 'outcomes', href: of('outcomes') },
    { page: 'review', icon: 'review', href: of('review') },
  ]
}

export function Rail({ page, incident }: { readonly page: PageName; readonly incident: string | null }): JSX.Element {
  const w = commonWords()
  useEffect(followCounts, [])
  const link = (item: Item): JSX.Element => (
    <a key={item.page} class="rail-item" href={item.href} aria-current={item.page === page ? 'page' : undefined}>
      <Icon name={item.icon} />
      <span>{w[item.page]}</span>
      {item.page === 'signals' ? <RailCount /> : null}
    </a>
  )
  const foot: Item[] = [
    { page: 'data', icon: 'data', href: '/data' },
    { page: 'help', icon: 'help', href: '/help' },
  ]
  if (can('phonebook.read')) {
    foot.unshift({ page: 'phonebook', icon: 'phonebook', href: '/phonebook' })
  }
  if (can('people.read')) {
    foot.unshift({ page: 'people', icon: 'people', href: '/people' })
  }
  if (can('log.read')) {
    foot.unshift({ page: 'record', icon: 'record', href: '/record' })
  }
  if (!seesNation() && can('feed.read')) {
    foot.unshift({ page: 'signals', icon: 'signals', href: '/signals' })
  }
  return (
    <nav class="rail" aria-label={w.product}>
      <a class="rail-logo" href="/" aria-label={w.product}>
        <Icon name="logo" size={22} />
      </a>
      {items(incident).map(link)}
      <span class="rail-gap" />
      {foot.map(link)}
    </nav>
  )
}
