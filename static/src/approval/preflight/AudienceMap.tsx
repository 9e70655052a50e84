/** The audience on the map: counties shaded by customers, or by those covered already; provinces where there is no WebGL. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { Button } from '../../components/Button'
import { boot } from '../../lib/boot'
import { exact } from '../../lib/format'
import { language } from '../../lib/i18n'
import { regionBook, regionName } from '../../lib/regions'
import { theme } from '../../lib/theme'
import type { Area, Region } from '../../lib/types'
import type { Box, Engine } from '../../live/map/engine'
import { labelFeatures } from '../../live/map/labels'
import { classWords } from '../../live/map/Legend'
import { quantityNamed } from '../../live/map/quantities'
import { countiesOf, shades, type Shades } from './counties'
import { Outlined } from './Outlined'
import '../../styles/live-map.css'
import './preflight.css'
import type { Overlapping } from './types'
import { preflightWords } from './words'

interface MapProps {
  readonly area: Area
  readonly overlaps: readonly Overlapping[]
}

/** A telephone is asked first: the map is the heaviest part of the page. */
const NARROW = 720

export function AudienceMap({ area, overlaps }: MapProps): JSX.Element {
  const w = preflightWords()
  const asked = useSignal(innerWidth >= NARROW)
  const covered = useSignal(false)
  const counties = useMemo(() => countiesOf(area), [area])
  const doubly = useMemo(() => countiesOf(...overlaps.map((one) => one.area)), [overlaps])
  const shown = covered.value && overlaps.length > 0 ? doubly : counties
  return (
    <section class="block">
      <div class="block-head">
        <h3>{w.onMap}</h3>
        {overlaps.length > 0 ? (
          <div class="segmented">
            <button type="button" aria-pressed={!covered.value} onClick={() => (covered.value = false)}>{w.customersMap}</button>
            <button type="button" aria-pressed={covered.value} onClick={() => (covered.value = true)}>{w.overlapMap}</button>
          </div>
        ) : null}
      </div>
      {asked.value ? <Drawn counties={shown} home={counties} /> : <Button onPress={() => (asked.value = true)}>{w.showMap}</Button>}
    </section>
  )
}

interface DrawnProps {
  readonly counties: ReadonlyMap<string, number>
  /** What the map goes to at first, whichever of the two is shown. */
  readonly home: ReadonlyMap<string, number>
}

function Drawn({ counties, home }: DrawnProps): JSX.Element {
  const w = preflightWords()
  const element = useRef<HTMLDivElement>(null)
  const engine = useSignal<Engine | null>(null)
  const failed = useSignal(false)
  const chosen = useSignal<string | null>(null)
  const shaded = useMemo(() => shades(counties), [counties])
  useEffect(() => {
    let made: Engine | undefined
    let gone = false
    const start = async (): Promise<void> => {
      const { createEngine } = await import('../../live/map/engine')
      if (gone || !element.current) return
      made = await createEngine(element.current, boot().basemap.base, language.peek(), {
        onCounty: (code) => (chosen.value = code === null ? null : String(code)),
        onHover: () => undefined,
        onMove: () => undefined,
        onIdle: () => (document.body.dataset.map = 'idle'),
      }, { still: false, scale: 1 })
      made.fit(boxAround(home, regionBook.peek()?.regions ?? []), { top: 30, right: 30, bottom: 30, left: 30 })
      engine.value = made
    }
    start().catch(() => {
      document.body.dataset.map = 'outlines'
      failed.value = true
    })
    return () => {
      gone = true
      made?.remove()
    }
  }, [])
  const [drawn, words, hue] = [engine.value, language.value, theme.value]
  useEffect(() => {
    if (drawn) pour(drawn, shaded, counties)
  }, [drawn, shaded, counties])
  useEffect(() => {
    if (!drawn) return
    drawn.restyle(boot().basemap.base, words)
    drawn.map.once('style.load', () => pour(drawn, shaded, counties))
  }, [words, hue])
  useEffect(() => drawn?.setChosen(chosen.value === null ? null : Number(chosen.value)), [chosen.value])
  const count = chosen.value === null ? undefined : counties.get(chosen.value)
  return (
    <div class="audience-map" aria-label={w.mapLabel}>
      {failed.value ? <Outlined counties={counties} /> : <div ref={element} class="map-canvas" role="application" aria-label={w.mapLabel} />}
      {chosen.value !== null ? <p class="float audience-said" role="status">{w.county(regionName(chosen.value), exact(count ?? 0))}</p> : null}
      <Key shaded={shaded} failed={failed.value} />
    </div>
  )
}

function Key({ shaded, failed }: { readonly shaded: Shades; readonly failed: boolean }): JSX.Element {
  const w = preflightWords()
  return (
    <div class="float audience-key">
      <p class="legend-units"><span>{w.perCounty}{language.value === 'zh' ? '（万）' : ' (k)'}</span><span>{w.counties}</span></p>
      {classWords(quantityNamed('customers')).map((word, index) => (
        <p key={word} class="legend-row"><span class={`swatch swatch-${index + 1}`} /><span class="num">{word}</span><span class="legend-count num">{shaded.counts[index + 1] || '·'}</span></p>
      ))}
      {failed ? <p class="hint">{w.noWebgl}</p> : null}
    </div>
  )
}

function pour(engine: Engine, shaded: Shades, counties: ReadonlyMap<string, number>): void {
  engine.setClasses(shaded.classes)
  engine.setLabels(labelFeatures(regionBook.peek()?.regions ?? [], counties))
}

const CHINA: Box = [74, 17, 135, 54]

function boxAround(counties: ReadonlyMap<string, number>, regions: readonly Region[]): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const region of regions) {
    if (!counties.has(region.adcode)) continue
    west = Math.min(west, region.lon - 0.4)
    east = Math.max(east, region.lon + 0.4)
    south = Math.min(south, region.lat - 0.4)
    north = Math.max(north, region.lat + 0.4)
  }
  return west < east ? [west, south, east, north] : CHINA
}
