/** What the colours mean, with counts; what lies on the map, to switch on and off. */
import { useComputed, useSignal, type Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { BasisChip } from '../../components/Basis'
import { Icon } from '../../components/Icon'
import { roman } from '../../lib/format'
import { half, language } from '../../lib/i18n'
import type { LiveModel } from '../model'
import { liveWords } from '../words'
import type { MapChoices } from './controller'
import type { PointLayer } from './points'
import { bandsName, severityWords } from './bandNames'
import { taskingWords } from '../../tasking/words'
import { classCounts, FIRST_STATE, placeClasses, quantities, quantityNamed, type Quantity, type QuantityName } from './quantities'
import { mapWords } from './words'

function bound(quantity: Quantity, value: number): string {
  switch (quantity.name) {
    case 'customers':
      return language.value === 'zh' ? String(value / 10_000) : String(value / 1000)
    case 'severity':
      return roman(value / 1000)
    default:
      return String(Math.round(value / 10))
  }
}

/** Words of class 1 to 5. */
export function classWords(quantity: Quantity, unit = ''): readonly string[] {
  const [a, b, c, d] = quantity.breaks
  const named = quantity.name === 'severity' ? severityWords(unit) : null
  if (named) return named
  const at = (value: number): string => bound(quantity, value)
  if (quantity.name === 'severity') return [`≤ ${roman(6)}`, at(a), at(b), at(c), `≥ ${at(d)}`]
  if (quantity.name !== 'customers') return ['0', `< ${at(b)}`, `${at(b)} – ${at(c)}`, `${at(c)} – 99`, '100']
  return [`< ${at(a)}`, `${at(a)} – ${at(b)}`, `${at(b)} – ${at(c)}`, `${at(c)} – ${at(d)}`, `≥ ${at(d)}`]
}

interface LegendProps {
  readonly model: LiveModel
  readonly choices: MapChoices
}

export function Legend({ model, choices }: LegendProps): JSX.Element {
  const w = liveWords()
  const folded = useSignal(innerWidth < 1000)
  const quantity = quantityNamed(choices.quantity.value)
  const counts = useComputed(() => classCounts(quantityNamed(choices.quantity.value), model.counties.value.values()))
  const gaps = useComputed(() => [...model.counties.value.values()].filter((county) => county.notAssessed).length)
  const footprint = model.footprint.value
  const arriving = Boolean(choices.forecast.value?.classes.value)
  const tasking = quantity.name === 'tasking'
  const toggle = (state: Signal<boolean>, label: string, note: string): JSX.Element => (
    <label class="check">
      <input type="checkbox" checked={state.value} onChange={() => (state.value = !state.value)} />
      <span>{label}</span>
      <span class="legend-count tx-2 num">{note}</span>
    </label>
  )
  return (
    <div class="float legend">
      <button type="button" class="float-head" aria-expanded={!folded.value} onClick={() => (folded.value = !folded.value)}>
        <h3>{w.layersHead}</h3>
        <Icon name={folded.value ? 'down' : 'up'} size={14} />
      </button>
      {folded.value ? null : (
        <>
          <div class="legend-part">
            <select aria-label={w.quantity} value={choices.quantity.value} onChange={(event) => (choices.quantity.value = event.currentTarget.value as QuantityName)}>
              {quantities.map((one) => <option key={one.name} value={one.name}>{w.quantityName(one.name)}</option>)}
            </select>
            {tasking && !arriving ? <TaskingLegend model={model} /> : null}
            {arriving || tasking ? null : <p class="legend-units"><span>{w.perCounty(quantity.name)}</span><span>{w.countyCount}</span></p>}
            {arriving ? <p class="hint">{mapWords().byArrival}</p> : tasking ? null : classWords(quantity, footprint?.bands[0]?.unit).map((word, index) => (
              <p key={index} class="legend-row"><span class={`swatch swatch-${index + 1}`} /><span class="num">{word}</span><span class="legend-count num">{counts.value[index + 1] || '·'}</span></p>
            ))}
            <p class="legend-row"><span class="swatch hatch-square" /><span>{w.notAssessedLegend}</span><span class="legend-count num">{gaps.value || '·'}</span></p>
          </div>
          <div class="legend-part">
            {toggle(choices.bands, bandsName(footprint?.bands[0]?.unit ?? ''), footprint ? `v${footprint.version}` : '')}
            {toggle(choices.states, w.layerStates, '')}
            {toggle(choices.sites, w.layerSites, '')}
            {(['sites', 'halls', 'keys'] as readonly PointLayer[]).map((layer) => (
              <label key={layer} class="check">
                <input type="checkbox" checked={choices.points[layer].value} onChange={() => (choices.points[layer].value = !choices.points[layer].value)} />
                <span>{mapWords().points(layer)}</span>
                <span class={`legend-count point-sign point-${layer}`} aria-hidden="true" />
              </label>
            ))}
            <BasisChip basis={footprint?.basis} />
            {footprint ? <p class="hint legend-source" title={`${half(footprint.source)}\n${footprint.exposure_label}`}>{half(footprint.title)}</p> : null}
          </div>
        </>
      )}
    </div>
  )
}

/** Answers of the tasks by county, and the tasks that a map of counties can't show. */
function TaskingLegend({ model }: { readonly model: LiveModel }): JSX.Element {
  const w = liveWords()
  const { counts, elsewhere } = placeClasses(model.tally.value.placed)
  return (
    <>
      <p class="legend-units"><span>{w.quantityName('tasking')}</span><span>{w.countyCount}</span></p>
      {w.answers().split('|').map((word, index) => (
        <p key={word} class="legend-row"><span class={`swatch swatch-${FIRST_STATE + index}`} /><span>{word}</span><span class="legend-count num">{counts[index] || '·'}</span></p>
      ))}
      {elsewhere ? <p class="hint"><a href={`/tasking/${model.store.incidentId}`}>{taskingWords().notPlaced(elsewhere.toLocaleString('en-US'))}</a></p> : null}
    </>
  )
}
