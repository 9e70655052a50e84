/** The chosen county: its numbers, measures and tasks. */
import type { JSX } from 'preact'
import { Icon } from '../../components/Icon'
import { countText, exact } from '../../lib/format'
import { measureGlyph, taskGlyph, type GlyphKind } from '../../lib/glyph-kinds'
import { Glyph } from '../../lib/glyphs'
import { regionByCode, regionName } from '../../lib/regions'
import { tierText } from '../../lib/tiers'
import { commonWords } from '../../locales/common'
import type { LiveModel } from '../model'
import { liveWords } from '../words'
import { bandName, shadeOf } from './bandNames'

export function CountyCard({ model }: { readonly model: LiveModel }): JSX.Element | null {
  const w = liveWords()
  const adcode = model.filter.value.county
  if (!adcode) return null
  const region = regionByCode.value.get(adcode)
  const county = model.counties.value.get(adcode)
  const { tasks, measures, measureParts, incidentId } = model.store
  const province = region?.province ?? `${adcode.slice(0, 2)}0000`
  const near = tasks.value.filter((task) => task.region === adcode || task.region === region?.city)
  const covering = measures.value.filter((measure) => adcode in (measure.area[province] ?? {}))
  const glyphOf = (measure: (typeof covering)[number]): GlyphKind =>
    measureGlyph(measureParts.value.find((part) => part.measure_id === measure.id && part.province === province)?.state ?? measure.state)
  const line = (label: string, value: JSX.Element | string): JSX.Element => (
    <div class="card-line"><dt>{label}</dt><dd class="num">{value}</dd></div>
  )
  return (
    <aside class="float county-card" aria-label={regionName(adcode)}>
      <header class="float-head">
        <h3>{regionName(adcode)}</h3>
        {county && county.valueMilli > 0 ? <span class={`hz-${Math.round(shadeOf(county.unit, county.valueMilli / 1000))}`}>{bandName(county.unit, county.valueMilli / 1000)}</span> : null}
        <span class="tx-2">{regionName(region?.city === adcode ? province : (region?.city ?? province))}</span>
        <button type="button" class="icon-button" aria-label={commonWords().close} onClick={() => (model.filter.value = { province: null, county: null })}>
          <Icon name="close" size={14} />
        </button>
      </header>
      {!county || county.notAssessed ? <p class="card-empty">{county ? w.cardNotAssessed : w.cardOutside}</p> : (
        <dl>
          {line(w.cardCustomers, <span title={exact(county.customers)}>{countText(county.customers)}</span>)}
          {county.people === null ? null : line(w.cardPeople, <span title={exact(county.people)}>{countText(county.people)}</span>)}
          {line(`${w.cardSites} · ${w.cardHalls}`, `${exact(county.sites)} · ${exact(county.halls)}`)}
          {line(w.cardKeys, <>{exact(county.keyCustomers)} {county.keyCustomers && county.keyTiers ? <span class="tx-2">{tierText(county.keyTiers)}</span> : null}</>)}
          {line(w.cardMeasures, tally(covering.map(glyphOf), w.none))}
          {line(w.cardTasks, tally(near.map((task) => taskGlyph(task, model.silent.value.has(task.province))), w.none))}
        </dl>
      )}
      <footer>
        <a class="button button-small" href={`/tasks/${incidentId}?province=${province}&region=${adcode}`}>{w.cardShowTasks(near.length)}</a>
        <a class="button button-small" href={`/measures/${incidentId}?province=${province}`}>{w.cardShowMeasures}</a>
      </footer>
    </aside>
  )
}

function tally(kinds: readonly GlyphKind[], none: string): JSX.Element | string {
  if (kinds.length === 0) return none
  const counts = new Map<GlyphKind, number>()
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return (
    <span class="tally">
      {[...counts].map(([kind, count]) => <span key={kind}><Glyph kind={kind} size={12} /> {count}</span>)}
    </span>
  )
}
