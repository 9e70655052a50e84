/** What is placed on the map by coordinates but drawn as page: tags of provinces, pills of bands, chips of sites, pins of tasks. */
import type { ReadonlySignal, Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { Glyph } from '../../lib/glyphs'
import { language } from '../../lib/i18n'
import { provinceName, regionByCode } from '../../lib/regions'
import { countdown, now, span } from '../../lib/worldclock'
import type { LiveModel } from '../model'
import type { MatrixRow } from '../matrix'
import { liveWords } from '../words'
import type { MapChoices } from './controller'
import { bandName, shadeOf } from './bandNames'
import { northEastEnd } from './geometry'
import type { MapHandle } from './MapView'
import { TaskPins } from './TaskPins'

interface OverlaysProps {
  readonly model: LiveModel
  readonly choices: MapChoices
  readonly bands: ReadonlySignal<GeoJSON.FeatureCollection | null>
  readonly view: Signal<number>
  readonly handle: Signal<MapHandle | null>
  /** Of the words, so that larger ones keep their distance. */
  readonly scale?: number
  readonly margins: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }
}

interface Placed {
  readonly x: number
  readonly y: number
  readonly visible: boolean
}

type Place = (lon: number, lat: number) => Placed

export function Overlays(props: OverlaysProps): JSX.Element | null {
  const { handle, view, choices } = props
  void view.value
  const map = handle.value?.engine.map
  if (!map) return null
  const { clientWidth: width, clientHeight: height } = map.getContainer()
  const place: Place = (lon, lat) => {
    const { x, y } = map.project([lon, lat])
    return { x, y, visible: x >= 0 && y >= 0 && x <= width && y <= height }
  }
  const bounds = map.getBounds()
  const corners = { west: bounds.getWest(), south: bounds.getSouth(), east: bounds.getEast(), north: bounds.getNorth() }
  const closer = (lon: number, lat: number): void => void map.easeTo({ center: [lon, lat], zoom: map.getZoom() + 2 })
  return (
    <div class="overlays">
      {choices.bands.value ? <BandPills bands={choices.forecast.value?.swept.value ?? props.bands.value} place={place} apart={26 * (props.scale ?? 1)} /> : null}
      {choices.sites.value ? <SiteChips model={props.model} place={place} /> : null}
      {choices.states.value ? <TaskPins model={props.model} place={place} corners={corners} closer={closer} /> : null}
      {choices.states.value ? <Tags {...props} place={place} width={width} height={height} /> : null}
    </div>
  )
}

function BandPills({ bands, place, apart }: { readonly bands: GeoJSON.FeatureCollection | null; readonly place: Place; readonly apart: number }): JSX.Element {
  const taken: Placed[] = []
  return (
    <>
      {(bands?.features ?? []).map((feature) => {
        const at = northEastEnd(feature.geometry)
        const spot = at ? place(at[0], at[1]) : null
        if (!spot?.visible || taken.some((other) => Math.hypot(other.x - spot.x, other.y - spot.y) < apart)) return null
        taken.push(spot)
        const [unit, value] = [String(feature.properties?.unit ?? ''), Number(feature.properties?.value ?? 0)]
        return (
          <span key={String(feature.properties?.band)} class={`pill hz-${Math.round(shadeOf(unit, value))}`} style={{ left: `${spot.x}px`, top: `${spot.y}px` }}>
            {bandName(unit, value)}
          </span>
        )
      })}
    </>
  )
}

/** Sites within the footprint by city, worst bands first; the rest is said beside the scale. */
function SiteChips({ model, place }: { readonly model: LiveModel; readonly place: Place }): JSX.Element {
  const taken: Placed[] = []
  return (
    <>
      {citySites(model).slice(0, 12).map(([adcode, sites]) => {
        const region = regionByCode.value.get(adcode)
        const spot = region ? place(region.lon, region.lat) : null
        if (!spot?.visible || taken.some((other) => Math.abs(other.x - spot.x) < 60 && Math.abs(other.y - spot.y) < 30)) return null
        taken.push(spot)
        return <span key={adcode} class="site-chip num" style={{ left: `${spot.x + 26}px`, top: `${spot.y + 20}px` }}>{sites.toLocaleString('en-US')}</span>
      })}
    </>
  )
}

export function citySites(model: LiveModel): readonly (readonly [string, number])[] {
  const sums = new Map<string, number>()
  for (const row of model.store.impact.value) {
    if (row.level === 'city') sums.set(row.region, (sums.get(row.region) ?? 0) + row.sites)
  }
  return [...sums].sort((a, b) => b[1] - a[1])
}

type TagsProps = OverlaysProps & { readonly place: Place; readonly width: number; readonly height: number }

const MOST_TAGS = 6

/** The middle of the province's counties that are in sight; null when none is. */
function middleInSight(province: string, place: Place, size: { readonly width: number; readonly height: number }): { x: number; y: number } | null {
  let [x, y, seen] = [0, 0, 0]
  for (const region of regionByCode.value.values()) {
    if (region.province !== province || region.level !== 'county') continue
    const spot = place(region.lon, region.lat)
    if (spot.x < 0 || spot.y < 0 || spot.x > size.width || spot.y > size.height) continue
    x += spot.x
    y += spot.y
    seen += 1
  }
  return seen ? { x: x / seen, y: y / seen } : null
}

/** A province that needs a person says so in words, on the map even when its middle is out of sight. */
function Tags({ model, place, width, height, margins, scale = 1 }: TagsProps): JSX.Element {
  const rows = model.matrix.value.filter((row) => row.clock.kind === 'silent' || (row.late > 0 && row.affected))
  const wide = (language.value === 'zh' ? 190 : 230) * scale
  const taken: Placed[] = []
  return (
    <>
      {rows.map((row) => {
        const spot = taken.length < MOST_TAGS ? middleInSight(row.province, place, { width, height }) : null
        if (!spot) return null
        const x = clamp(spot.x, margins.left + wide / 2, width - margins.right - wide / 2)
        let y = clamp(spot.y, margins.top + 20, height - margins.bottom - 20)
        while (taken.some((other) => Math.abs(other.x - x) < wide && Math.abs(other.y - y) < 30 * scale)) y += 32 * scale
        if (y > height - margins.bottom) return null
        taken.push({ x, y, visible: true })
        return <Tag key={row.province} row={row} x={x} y={y} onPress={() => (model.filter.value = { province: row.province, county: null })} />
      })}
    </>
  )
}

function Tag({ row, x, y, onPress }: { readonly row: MatrixRow; readonly x: number; readonly y: number; readonly onPress: () => void }): JSX.Element {
  const w = liveWords()
  const silent = row.clock.kind === 'silent'
  const words = row.clock.kind === 'silent'
    ? w.tagSilent(w.minutes(Math.max(0, Math.floor((now.value - Date.parse(row.clock.since)) / 60_000))))
    : w.tagLate(row.late, row.clock.kind === 'late' && countdown(Date.parse(row.clock.due), now.value, 'zh').late
      ? `+${span(now.value - Date.parse(row.clock.due))}` : '')
  return (
    <button type="button" class={`tag ${silent ? 'tag-bad' : 'tag-warn'}`} style={{ left: `${x}px`, top: `${y}px` }} onClick={onPress}>
      <Glyph kind={silent ? 'failed' : 'overdue'} label="" size={14} /> {provinceName(row.province)} {words}
    </button>
  )
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(Math.max(least, most), value))
}
