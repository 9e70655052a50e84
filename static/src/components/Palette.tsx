/** Ctrl-K: finds incidents, regions, tasks and actions, by name in either language or by code. */
import { signal, useComputed, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { named } from '../lib/i18n'
import { regionBook, regionName } from '../lib/regions'
import { seesNation } from '../lib/session'
import type { Store } from '../lib/store'
import { commonWords } from '../locales/common'
import { find, type Finding } from './palette-find'

const shown = signal(false)
/** Actions and region choice that the page at hand adds. */
export const paletteActions = signal<readonly Finding[]>([])
export const onRegionChosen = signal<((adcode: string) => void) | null>(null)

export function openPalette(): void {
  shown.value = true
}

export function Palette({ store }: { readonly store: Store | null }): JSX.Element | null {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        shown.value = !shown.value
      }
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
  return shown.value ? <PaletteDialog store={store} /> : null
}

function go(href: string): () => void {
  return () => location.assign(href)
}

function everything(store: Store | null): readonly Finding[] {
  const w = commonWords()
  const found: Finding[] = [...paletteActions.value]
  const pages = seesNation() ? (['incidents', 'playbooks', 'findings', 'meetings', 'walk', 'data', 'help'] as const) : (['workspace', 'playbooks', 'findings', 'walk', 'data', 'help'] as const)
  for (const page of pages) found.push({ group: 'action', title: w[page], hint: '', also: page, run: go(`/${page}`) })
  if (store && seesNation()) {
    for (const page of ['live', 'tasks', 'measures', 'review', 'wall'] as const) {
      found.push({ group: 'action', title: w[page], hint: '', also: page, run: go(`/${page}/${store.incidentId}`) })
    }
  }
  const choose = onRegionChosen.value
  if (choose) {
    for (const region of regionBook.value?.regions ?? []) {
      found.push({
        group: 'region', title: regionName(region.adcode), hint: regionName(region.city ?? region.province),
        also: `${region.adcode} ${region.name} ${region.name_en} ${region.also ?? ''}`, run: () => choose(region.adcode),
      })
    }
  }
  for (const task of store?.tasks.value ?? []) {
    found.push({
      group: 'task', title: named(task, 'title'), hint: `${regionName(task.province)} · ${w.taskState(task.state)}`,
      also: `${task.title_zh} ${task.title_en} ${regionName(task.region)}`,
      run: go(seesNation() ? `/tasks/${store?.incidentId ?? ''}?task=${task.id}` : `/workspace/tasks/${task.id}`),
    })
  }
  return found
}

function PaletteDialog({ store }: { readonly store: Store | null }): JSX.Element {
  const w = commonWords()
  const element = useRef<HTMLDialogElement>(null)
  const query = useSignal('')
  const at = useSignal(0)
  const all = useComputed(() => everything(store))
  const hits = useComputed(() => find(all.value, query.value))
  useEffect(() => element.current?.showModal(), [])
  const close = (): void => {
    shown.value = false
  }
  const take = (hit: Finding | undefined): void => {
    if (!hit) return
    close()
    hit.run()
  }
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      at.value = Math.max(0, Math.min(hits.value.length - 1, at.value + step))
    } else if (event.key === 'Enter') take(hits.value[at.value])
  }
  const group = { incident: w.groupIncident, region: w.groupRegion, task: w.groupTask, action: w.groupAction }
  return (
    <dialog ref={element} class="palette" aria-label={w.search} onClose={close}>
      <input
        type="text" placeholder={w.search} aria-label={w.search} value={query.value} onKeyDown={press}
        role="combobox" aria-expanded="true" aria-controls="palette-list" aria-activedescendant={`palette-${at.value}`}
        onInput={(event) => {
          query.value = event.currentTarget.value
          at.value = 0
        }}
      />
      <ul id="palette-list" role="listbox">
        {hits.value.map((hit, index) => (
          <li
            key={index} id={`palette-${index}`} role="option" aria-selected={index === at.value}
            onClick={() => take(hit)} onMouseMove={() => (at.value = index)}
          >
            <span class="palette-group">{group[hit.group]}</span>
            <span>{hit.title}</span>
            <span class="tx-2">{hit.hint}</span>
          </li>
        ))}
        {hits.value.length === 0 ? <li class="tx-2">{w.paletteEmpty}</li> : null}
      </ul>
      <p class="hint">{w.paletteHint}</p>
    </dialog>
  )
}
