/** Who is inside the footprint beyond customers: people by day and night, hospitals, and who came in or left. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { BasisChip } from '../../components/Basis'
import { Failure } from '../../components/Panel'
import { Icon } from '../../components/Icon'
import { useLoad } from '../../desk/useLoad'
import { countText, exact } from '../../lib/format'
import { half, language } from '../../lib/i18n'
import { regionName } from '../../lib/regions'
import { visible } from '../../lib/visible'
import type { FootprintRow } from '../../lib/types'
import { commonWords } from '../../locales/common'
import { bandName } from '../map/bandNames'
import type { LiveModel } from '../model'
import './inside.css'
import type { FootprintInBoth, GrowthInside, Inside, PeopleInside, PlacesInside } from './types'
import { insideWords } from './words'

/** What the log has as the source of a ring that was drawn (geo/footprint.py). */
const DRAWN = 'drawn by hand'
/** Rows of places that are shown; the rest is counted. */
const MOST_PLACES = 8

export function InsideCard({ model }: { readonly model: LiveModel }): JSX.Element | null {
  const w = insideWords()
  const open = useSignal(false)
  const footprint = model.footprint.value
  const path = open.value && footprint ? `/incidents/${model.store.incidentId}/footprints/${footprint.id}/inside` : null
  const { value, error, reload } = useLoad<Inside>(path)
  if (!footprint) return null
  return (
    <>
      <button
        type="button" class="inside-open" aria-label={w.open} title={w.open} aria-expanded={open.value}
        onClick={() => (open.value = !open.value)}
      >
        <Icon name="people" size={16} />
      </button>
      {open.value ? (
        <aside class="float inside-card" aria-label={w.open}>
          <header class="float-head">
            <h3>{w.open}</h3>
            <button type="button" class="icon-button" aria-label={commonWords().close} onClick={() => (open.value = false)}>
              <Icon name="close" size={14} />
            </button>
          </header>
          {error ? <Failure error={error} onRetry={reload} /> : value ? <Parts inside={value} first={footprint.version === 1} /> : <p class="inside-part tx-2" role="status">{w.loading}</p>}
          <Reading incident={model.store.incidentId} footprint={footprint} />
        </aside>
      ) : null}
    </>
  )
}

function Parts({ inside, first }: { readonly inside: Inside; readonly first: boolean }): JSX.Element {
  const w = insideWords()
  const missing = (words: string): JSX.Element => <p class="tx-2">{words} <a href="/data">{w.toData}</a></p>
  return (
    <>
      <section class="inside-part"><h4>{w.people}</h4>{inside.people ? <People people={inside.people} /> : missing(w.noPeople)}</section>
      <section class="inside-part"><h4>{w.places}</h4>{inside.places ? <Places places={inside.places} /> : missing(w.noPlaces)}</section>
      <section class="inside-part"><h4>{w.growth}</h4>{inside.growth ? <Growth growth={inside.growth} /> : <p class="tx-2">{first ? w.first : '·'}</p>}</section>
    </>
  )
}

/** Where the area comes from, in which coordinates it was, and what was mended or estimated while it was read. */
function Reading({ incident, footprint }: { readonly incident: string; readonly footprint: FootprintRow }): JSX.Element {
  const w = insideWords()
  const versions = useLoad<{ readonly items: readonly FootprintInBoth[] }>(language.value === 'zh' ? `/incidents/${incident}/footprints` : null, footprint.id)
  const chinese = versions.value?.items.find((one) => one.id === footprint.id)?.notes_zh
  const notes = language.value === 'zh' && !versions.error ? (chinese ?? []) : footprint.notes
  return (
    <section class="inside-part">
      <h4>{w.reading}</h4>
      <BasisChip basis={footprint.basis} />
      <p>{footprint.source === DRAWN ? w.drawn : half(footprint.source)}</p>
      {notes.length ? <ul class="inside-notes">{notes.map((note) => <li key={String(note)}>{visible(String(note))}</li>)}</ul> : null}
    </section>
  )
}

function People({ people }: { readonly people: PeopleInside }): JSX.Element {
  const w = insideWords()
  const measures = Object.keys(people.totals)
  const bands = people.bands.filter((band) => measures.some((name) => (band.counts[name] ?? 0) > 0))
  return (
    <>
      <dl>
        {measures.map((name) => (
          <div key={name} class="card-line">
            <dt>{w.measure(name)}{people.unknown[name]?.length ? <small class="tx-3"> {w.unknown(people.unknown[name].length)}</small> : null}</dt>
            <dd class="num" title={exact(people.totals[name] ?? 0)}>{countText(people.totals[name] ?? 0)}</dd>
          </div>
        ))}
      </dl>
      <table class="inside-bands num">
        <thead><tr><th scope="col">{w.band}</th>{measures.map((name) => <th key={name} scope="col">{w.measure(name)}</th>)}</tr></thead>
        <tbody>
          {bands.map((band) => (
            <tr key={band.band}><th scope="row">{said(band.band)}</th>{measures.map((name) => <td key={name} title={exact(band.counts[name] ?? 0)}>{countText(band.counts[name] ?? 0)}</td>)}</tr>
          ))}
        </tbody>
      </table>
      <p class="inside-source tx-3">{w.source(labelOf(people), people.as_of)}</p>
    </>
  )
}

function Places({ places }: { readonly places: PlacesInside }): JSX.Element {
  const w = insideWords()
  const rest = places.hits.length - MOST_PLACES
  return (
    <>
      <dl>
        {places.sets.map((set) => (
          <div key={set.kind} class="card-line">
            <dt>{w.kind(set.kind)}</dt>
            <dd class="num">{w.ofKnown(exact(places.hits.filter((hit) => hit.kind === set.kind).length), exact(set.known))}</dd>
          </div>
        ))}
      </dl>
      <ul class="inside-places">
        {places.hits.slice(0, MOST_PLACES).map((hit) => (
          <li key={hit.id}><span>{language.value === 'en' && hit.name_en ? hit.name_en : hit.name}</span><span class="tx-2">{regionName(hit.county)}</span><span class="num">{said(hit.band)}</span></li>
        ))}
      </ul>
      {rest > 0 ? <p class="tx-3">{w.more(rest)}</p> : null}
      <p class="inside-source tx-3">{places.sets.map((set) => w.source(labelOf(set), set.as_of)).join(' · ')}</p>
    </>
  )
}

function Growth({ growth }: { readonly growth: GrowthInside }): JSX.Element {
  const w = insideWords()
  return (
    <>
      <dl>
        {['entered', 'risen', 'fallen', 'left'].map((kind) => {
          const total = growth.totals[kind]?.total ?? 0
          return <div key={kind} class="card-line"><dt>{w.grew(kind)}</dt><dd class="num" title={exact(total)}>{countText(total, w.users)}</dd></div>
        })}
      </dl>
      {growth.without_sites.length ? <p class="tx-3">{w.withoutSites(growth.without_sites.length)}</p> : null}
    </>
  )
}

function labelOf(set: { readonly label: string; readonly label_zh: string }): string {
  return language.value === 'zh' ? set.label_zh : set.label
}

/** A label such as CSI-11 in the words of its unit. */
function said(label: string): string {
  const cut = label.lastIndexOf('-')
  return bandName(label.slice(0, cut), Number(label.slice(cut + 1)))
}
