import type { JSX } from 'preact'
import { basisText } from '../components/Basis'
import { clockMinutes, count, exact, percent, type Figure } from '../lib/format'
import { named } from '../lib/i18n'
import { now } from '../lib/worldclock'
import { commonWords } from '../locales/common'
import { finishAt } from '../live/figures'
import type { LiveModel } from '../live/model'
import { wallWords } from './words'
import { orWorse } from '../live/map/bandNames'

function One({ label, figure, line }: { readonly label: string; readonly figure: Figure | null; readonly line: string }): JSX.Element {
  return (
    <div>
      <span class="tx-2">{label}</span>
      <strong class="wall-l num">{figure ? figure.figure : '·'}{figure?.unit ? <small> {figure.unit}</small> : null}</strong>
      <span class="tx-2 num">{line}</span>
    </div>
  )
}

export function WallFigures({ model }: { readonly model: LiveModel }): JSX.Element {
  const w = wallWords()
  const c = commonWords()
  const { customers, lowest, unit, provinces, counties, notAssessed } = model.exposure.value
  const severe = model.severe.value
  const measure = [...model.store.measures.value].filter((row) => row.delivery === 'billing' && row.state !== 'cancelled')
    .sort((a, b) => b.customers - a.customers)[0]
  const broadcast = model.broadcast.value
  const sent = model.sending.value
  const done = broadcast ? finishAt(sent, Date.parse(broadcast.started_at ?? ''), now.value) : null
  const from = (valueMilli: number): string => orWorse(unit, valueMilli / 1000)
  return (
    <footer class="wall-figures">
      <One label={w.covered(from(lowest))} figure={customers ? count(customers) : null} line={[w.extent(provinces, counties), notAssessed ? w.notAssessed(notAssessed) : '', basisText(model.footprint.value?.basis)].filter(Boolean).join(' · ')} />
      <One label={w.severe(from(model.severeFrom.value))} figure={severe.customers ? count(severe.customers) : null} line={w.severeLine(exact(severe.sites), exact(severe.halls))} />
      <One label={measure ? named(measure, 'title') : c.measures} figure={measure ? count(measure.customers) : null} line={measure ? c.measureState(measure.state) : w.noMeasure} />
      <One
        label={broadcast ? named(broadcast, 'title') : c.measureState('broadcasting')}
        figure={broadcast && sent.customers ? { figure: percent(sent.settled, sent.customers), unit: '%', exact: exact(sent.settled) } : broadcast ? count(broadcast.customers) : null}
        line={broadcast ? (done ? w.eta(clockMinutes(done)) : c.measureState(broadcast.state)) : w.noBroadcast}
      />
    </footer>
  )
}
