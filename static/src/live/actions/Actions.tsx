/** What the duty officer may do to the incident as a whole, in one menu. */
import type { Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { Icon } from '../../components/Icon'
import { boot } from '../../lib/boot'
import { can } from '../../lib/session'
import { taskingWords } from '../../tasking/words'
import { liveWords } from '../words'

export type ActionName = 'link' | 'plan' | 'level' | 'colour' | 'footprint' | 'note' | 'declare'

const NEEDS: Readonly<Record<ActionName, string>> = {
  plan: 'plan.read', level: 'incident.set_level', colour: 'incident.set_colour', footprint: 'footprint.supply',
  note: 'note.add', link: 'incident.link', declare: 'incident.declare',
}

export function Actions({ open }: { readonly open: Signal<ActionName | null> }): JSX.Element {
  const w = liveWords()
  const words: Readonly<Record<ActionName, string>> = {
    plan: w.planDrawer, level: w.setLevel, colour: w.setColour, footprint: w.addFootprint, note: w.note, link: taskingWords().link, declare: w.declare,
  }
  const names = (Object.keys(words) as ActionName[]).filter((name) => can(NEEDS[name]))
  return (
    <div class="actions">
      <button type="button" class="button button-small actions-button" popovertarget="actions-menu">
        {w.actions} <Icon name="down" size={14} />
      </button>
      <div id="actions-menu" popover="auto" class="menu menu-actions">
        {names.map((name) => (
          <button
            key={name} type="button" class="menu-row"
            onClick={(event) => {
              open.value = name
              event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover()
            }}
          >
            {words[name]}
          </button>
        ))}
        <a class="menu-row" href={`/brief/${boot().incident?.id ?? ''}`}>{taskingWords().brief}</a>
        <a class="menu-row" href={`/wall/${boot().incident?.id ?? ''}`}>{w.wallLink}</a>
      </div>
    </div>
  )
}
