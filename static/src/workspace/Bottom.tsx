import type { JSX } from 'preact'
import { Icon, type IconName } from '../components/Icon'
import { Mark } from './parts'
import { workspaceWords } from './words'

export type PhoneTab = 'tasks' | 'map' | 'news' | 'me'

export function Bottom({ tab, onTab }: { readonly tab: PhoneTab; readonly onTab: (tab: PhoneTab) => void }): JSX.Element {
  const w = workspaceWords()
  const items: readonly [PhoneTab, string, IconName | 'place'][] = [
    ['tasks', w.tabTasks, 'tasks'], ['map', w.tabMap, 'place'], ['news', w.tabNews, 'broadcast'], ['me', w.tabMe, 'people'],
  ]
  return (
    <nav class="ws-bottom">
      {items.map(([name, label, icon]) => (
        <button key={name} type="button" aria-current={tab === name ? 'page' : undefined} onClick={() => onTab(name)}>
          {icon === 'place' ? <Mark name="place" size={24} /> : <Icon name={icon} size={24} />}
          <span>{label}</span>
        </button>
      ))}
    </nav>
  )
}
