/** The measures of an incident: as a list, as bars over time, as a ledger, and what failed of them. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Store } from '../lib/store'
import { words } from '../lib/i18n'
import { Board } from './board/Board'
import { Ledger } from './ledger/Ledger'
import { MeasuresList } from './MeasuresList'
import { QueuePanel } from './queue/QueuePanel'

const VIEWS = ['list', 'board', 'ledger', 'exceptions'] as const
type View = (typeof VIEWS)[number]

const pageWords = words(
  { list: '清单', board: '时间表', ledger: '账本', exceptions: '例外', views: '措施的几种看法' },
  { list: 'List', board: 'Over time', ledger: 'Ledger', exceptions: 'Exceptions', views: 'Ways to look at measures' },
)

export function MeasuresPage({ store }: { readonly store: Store }): JSX.Element {
  const w = pageWords()
  const view = useSignal<View>(VIEWS.find((one) => one === location.hash.slice(1)) ?? 'list')
  const open = (next: View): void => {
    view.value = next
    history.replaceState(null, '', `#${next}`)
  }
  return (
    <div class="page">
      <div class="page-head">
        <div class="segmented segmented-wide" role="tablist" aria-label={w.views}>
          {VIEWS.map((one) => <button key={one} type="button" role="tab" aria-selected={view.value === one} aria-pressed={view.value === one} onClick={() => open(one)}>{w[one]}</button>)}
        </div>
      </div>
      {view.value === 'list' ? <MeasuresList store={store} /> : (
        <div class="page-body">
          {view.value === 'board' ? <Board store={store} /> : null}
          {view.value === 'ledger' ? <Ledger store={store} /> : null}
          {view.value === 'exceptions' ? <QueuePanel store={store} /> : null}
        </div>
      )}
    </div>
  )
}
