/** The own province: counties shaded by intensity, tasks where they are. SVG, so that no map library is loaded. */
import { useSignal } from '@preact/signals'
import type { FeatureCollection } from 'geojson'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { Failure, Skeleton } from '../components/Panel'
import { boot } from '../lib/boot'
import { intensity } from '../lib/format'
import { severity, taskGlyph, toneOf } from '../lib/glyph-kinds'
import { named } from '../lib/i18n'
import { regionByCode, regionName } from '../lib/regions'
import type { ImpactRow, TaskRow } from '../lib/types'
import { shapesOf, type ProvinceShapes } from './geometry'
import { isOpen } from './lists'
import type { Workspace } from './model'
import { openTask } from './Workspace'
import { workspaceWords } from './words'

interface MapProps {
  readonly workspace: Workspace
  readonly province: string
  readonly small?: boolean
}

export function ProvinceMap({ workspace, province }: MapProps): JSX.Element {
  const w = workspaceWords()
  const shapes = useSignal<ProvinceShapes | Error | null>(null)
  const chosen = useSignal<string | null>(null)
  const load = (): void => {
    void fetch(`${boot().basemap.base}counties/${province}.json`)
      .then((response) => (response.ok ? response.json() : Promise.reject(new Error(`${w.mapNone} (${response.status})`))))
      .then((collection) => (shapes.value = shapesOf(collection as FeatureCollection)))
      .catch((failure: unknown) => (shapes.value = failure instanceof Error ? failure : new Error(String(failure))))
  }
  useEffect(load, [province])
  const worst = useMemo(() => worstBand(workspace.store.impact.value), [workspace.store.impact.value])
  if (shapes.value instanceof Error) return <Failure error={shapes.value} onRetry={load} />
  if (!shapes.value) return <Skeleton rows={8} />
  const { width, height, counties, project } = shapes.value
  const places = byPlace(workspace.tasks.value.filter(isOpen))
  const listed = chosen.value ? (places.get(chosen.value) ?? []) : []
  return (
    <div class="ws-map">
      <svg viewBox={`-4 -4 ${width + 8} ${height + 8}`} role="img" aria-label={regionName(province)}>
        {counties.map((county) => (
          <path
            key={county.adcode}
            d={county.path}
            class={`ws-county ws-county-${shade(worst.get(county.adcode))} ${chosen.value === county.adcode ? 'ws-county-chosen' : ''}`}
            onClick={() => (chosen.value = county.adcode)}
          >
            <title>{[regionName(county.adcode), bandText(worst.get(county.adcode))].filter(Boolean).join(' · ')}</title>
          </path>
        ))}
        {[...places].map(([adcode, tasks]) => {
          const region = regionByCode.value.get(adcode)
          if (!region) return null
          const [x, y] = project(region.lon, region.lat)
          const kind = tasks.map((task) => taskGlyph(task)).sort((a, b) => severity(a) - severity(b))[0] ?? 'open'
          return (
            <g key={adcode} class={`ws-pin tone-${toneOf[kind]}`} transform={`translate(${x} ${y})`} onClick={() => (chosen.value = adcode)}>
              <circle r="13" />
              <text y="5">{tasks.length}</text>
            </g>
          )
        })}
      </svg>
      <p class="ws-hint">{chosen.value ? [regionName(chosen.value), bandText(worst.get(chosen.value))].filter(Boolean).join(' · ') : w.mapTasks}</p>
      <ul class="ws-map-tasks">
        {listed.map((task) => (
          <li key={task.id}><button type="button" class="ws-button" onClick={() => openTask(workspace, task.id)}>{named(task, 'title')}</button></li>
        ))}
      </ul>
    </div>
  )
}

function byPlace(tasks: readonly TaskRow[]): Map<string, TaskRow[]> {
  const places = new Map<string, TaskRow[]>()
  for (const task of tasks) places.set(task.region, [...(places.get(task.region) ?? []), task])
  return places
}

export function worstBand(rows: readonly ImpactRow[]): Map<string, ImpactRow> {
  const worst = new Map<string, ImpactRow>()
  for (const row of rows) {
    const before = worst.get(row.region)
    if (!before || row.value_milli > before.value_milli) worst.set(row.region, row)
  }
  return worst
}

export function bandText(row: ImpactRow | undefined): string {
  if (!row) return ''
  return row.unit === 'CSI' ? intensity(row.value_milli) : `${row.unit} ${row.value_milli / 1000}`
}

/** Intensity VI to X and above as the five steps of the one ramp; 0 is not touched. */
function shade(row: ImpactRow | undefined): number {
  return row ? Math.min(5, Math.max(1, Math.round(row.value_milli / 1000) - 5)) : 0
}
