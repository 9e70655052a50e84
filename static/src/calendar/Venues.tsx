/** Venues by province, each with the crowd forecast by day as shades; said to be a forecast, with whose it is. */
import type { JSX } from 'preact'
import { Empty } from '../components/Panel'
import { countText, exact } from '../lib/format'
import { half, language, named } from '../lib/i18n'
import { provinceName, regionName } from '../lib/regions'
import { atBeijing, shortDay } from './times'
import type { EventCalendar, VenueItem } from './types'
import { calendarWords } from './words'

export function Venues({ calendar }: { readonly calendar: EventCalendar }): JSX.Element {
  const w = calendarWords()
  const { venues, days } = calendar
  const most = Math.max(1, ...venues.flatMap((venue) => Object.values(venue.crowds).map((one) => one.people)))
  const total = (of: string): number => venues.reduce((sum, venue) => sum + (venue.crowds[of]?.people ?? 0), 0)
  const sources = new Map(venues.flatMap((venue) => Object.values(venue.crowds)).map((one) => [one.source, one.forecast_at]))
  return (
    <section class="block">
      <div class="block-head"><h3>{w.venueHead(venues.length)}</h3>{days.length ? <span class="chip chip-basis">{w.forecast}</span> : null}</div>
      {venues.length === 0 ? <Empty>{w.noVenues}</Empty> : (
        <div class="cal-scroll">
          <table class="table cal-venues">
            <thead><tr><th scope="col">{w.venue}</th><th scope="col">{w.place}</th><th scope="col" class="num">{w.most}</th>{days.map((one) => <th key={one} scope="col" class="num cal-day" title={one}>{shortDay(one)}</th>)}</tr></thead>
            <tbody>{venues.map((venue) => <Row key={venue.id} venue={venue} days={days} most={most} />)}</tbody>
            {days.length ? <tfoot><tr><th scope="row" colSpan={2}>{w.total}</th><td class="num">{countText(Math.max(...days.map(total)))}</td>{days.map((one) => <td key={one} class="num cal-day" title={exact(total(one))}>{small(total(one))}</td>)}</tr></tfoot> : null}
          </table>
        </div>
      )}
      {sources.size ? <p class="hint">{w.sources}: {[...sources].map(([source, at]) => w.sourceOf(half(source), atBeijing(at))).join(' · ')}</p> : null}
    </section>
  )
}

function Row({ venue, days, most }: { readonly venue: VenueItem; readonly days: readonly string[]; readonly most: number }): JSX.Element {
  const w = calendarWords()
  const largest = Math.max(0, ...Object.values(venue.crowds).map((one) => one.people))
  const where = venue.outside ? [regionName(venue.region), w.outside].filter(Boolean).join(' · ') : [provinceName(venue.province), regionName(venue.region)].filter(Boolean).join(' · ')
  return (
    <tr class={venue.outside ? 'cal-outside' : ''}>
      <th scope="row"><strong>{named(venue, 'name')}</strong> <small class="tx-2 nowrap">{language.value === 'zh' ? `${venue.grade} ${w.grade}` : `${w.grade} ${venue.grade}`} · {w.radius(exact(venue.radius_m))}</small><small class="tx-2 cal-source">{half(venue.source)}</small></th>
      <td>{where}</td>
      <td class="num" title={exact(largest)}>{largest ? countText(largest) : <span class="tx-3">{w.noForecast}</span>}</td>
      {days.map((one) => {
        const told = venue.crowds[one]
        return <td key={one} class="num cal-day" style={told ? { '--part': String(told.people / most) } : {}} data-told={told ? '' : undefined} title={told ? `${one} · ${exact(told.people)} · ${half(told.source)}` : one}>{told ? small(told.people) : ''}</td>
      })}
    </tr>
  )
}

/** 9.1 in ten thousands or 91 in thousands: narrow enough for a column a day. */
function small(people: number): string {
  const [unit, digits] = language.value === 'zh' ? [10_000, 1] : [1000, 0]
  return people === 0 ? '0' : (people / unit).toFixed(people < unit ? 1 : digits)
}
