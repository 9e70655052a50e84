/** Who is covered, on the map: SVG, so that it prints and two stand side by side; the table below says the same. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { Skeleton } from '../components/Panel'
import { exact } from '../lib/format'
import { language } from '../lib/i18n'
import { provinceName, regionName } from '../lib/regions'
import { useCountyPaths } from '../live/map/countyPaths'
import { loadOutline, outline } from '../live/map/outline'
import { breaksOf, coverageByCounty, frameOf, SHOWN, shadeCounts, type County, type Shade, type Shown } from './coverage'
import type { Version } from './types'
import { simulateWords } from './words'
import '../styles/live-map.css'

const SHADES: readonly Shade[] = [1, 2, 3, 4, 5, 'none', 'gap']

/** `around`: the counties that the view is about. */
export function CoverageMap({ version, around }: { readonly version: Version; readonly around: readonly string[] }): JSX.Element {
  const w = simulateWords()
  const shown = useSignal<Shown>('reference')
  const chosen = useSignal<string | null>(null)
  const provinces = useMemo(() => [...new Set(around.map((county) => `${county.slice(0, 2)}0000`))], [around])
  const paths = useCountyPaths(provinces)
  useEffect(() => {
    // Without the country's outlines the counties stand alone.
    void loadOutline().catch(() => undefined)
  }, [])
  const counties = coverageByCounty(version, shown.value)
  const wanted = new Set(around)
  const frame = frameOf((paths ?? []).filter((county) => wanted.has(county.adcode)).map((county) => county.box))
  if (paths && !frame) return <p class="hint">{w.noMap}</p>
  return (
    <figure class="sim-map">
      <figcaption>
        <span>{w.map}</span>
        <span class="segmented">{SHOWN.map((one) => <button key={one} type="button" aria-pressed={shown.value === one} onClick={() => (shown.value = one)}>{w.mapShows(one)}</button>)}</span>
      </figcaption>
      {frame ? (
        <svg viewBox={`${frame.x} ${frame.y} ${frame.width} ${frame.height}`} role="img" aria-label={w.map}>
          <defs>
            <pattern id="sim-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform={`scale(${frame.width / 640}) rotate(-45)`}>
              <rect class="sim-hatch-ground" width="6" height="6" /><rect class="sim-hatch-line" width="1.6" height="6" />
            </pattern>
          </defs>
          {outline.value?.provinces.map((province) => <path key={province.adcode} class="sim-land" d={province.path} />)}
          {paths?.map(({ adcode, path }) => {
            const county = counties.get(adcode)
            return (
              <path key={adcode} d={path} class={`sim-county ${county ? `sim-shade-${county.shade}` : ''} ${chosen.value === adcode ? 'sim-chosen' : ''}`} onClick={() => (chosen.value = county ? adcode : null)}>
                {county ? <title>{told(adcode, county, shown.value)}</title> : null}
              </path>
            )
          })}
          {outline.value?.provinces.map((province) => <path key={province.adcode} class="sim-province" d={province.path} />)}
          {outline.value ? <path class="sim-province" d={outline.value.nine_dash} /> : null}
        </svg>
      ) : <Skeleton rows={8} />}
      <p class="sim-map-said" role="status">{chosen.value && counties.has(chosen.value) ? told(chosen.value, counties.get(chosen.value) as County, shown.value) : w.mapHint}</p>
      <Legend counties={counties} shown={shown.value} />
    </figure>
  )
}

function Legend({ counties, shown }: { readonly counties: ReadonlyMap<string, County>; readonly shown: Shown }): JSX.Element {
  const w = simulateWords()
  const counts = shadeCounts(counties)
  return (
    <ul class="sim-legend" aria-label={w.mapLegend}>
      {SHADES.map((shade) => (
        <li key={shade}>
          <span class={`swatch ${shade === 'gap' ? 'hatch-square' : `swatch-${shade}`}`} />
          <span class="num">{shade === 'gap' ? w.mapGap : shade === 'none' ? w.mapNone : range(shade, shown)}</span>
          <span class="num tx-2">{w.counties(exact(counts.get(shade) ?? 0))}</span>
        </li>
      ))}
    </ul>
  )
}

/** What a class holds: customers in the language's own thousands, or runs in a hundred. */
function range(shade: 1 | 2 | 3 | 4 | 5, shown: Shown): string {
  const breaks = breaksOf(shown)
  const text = (bound: number): string => (shown === 'runs' ? `${bound / 10}%` : roundText(bound))
  if (shade === 1) return `< ${text(breaks[0])}`
  const from = breaks[shade - 2] ?? 0
  const until = breaks[shade - 1]
  return until === undefined ? (shown === 'runs' ? text(from) : `≥ ${text(from)}`) : `${text(from)} – ${text(until)}`
}

/** Bounds are round: 5 万, 50 k. */
function roundText(count: number): string {
  if (language.value === 'zh') return `${count / 10_000} 万`
  return count >= 1_000_000 ? `${count / 1_000_000} M` : `${count / 1000} k`
}

function told(adcode: string, county: County, shown: Shown): string {
  const w = simulateWords()
  const figure = county.shade === 'gap' ? w.mapGap : county.shade === 'none' ? w.mapNone : shown === 'runs' ? w.ofRuns(String((county.value ?? 0) / 10)) : w.customersOf(exact(county.value ?? 0))
  return [regionName(adcode), provinceName(`${adcode.slice(0, 2)}0000`), figure].join(language.value === 'zh' ? '，' : ', ')
}
