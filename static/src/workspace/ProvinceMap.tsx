/** The own province: counties shaded by intensity, tasks where they are. SVG, so that no map library is loaded. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { BasisChip } from '../components/Basis'
import { Failure, Skeleton } from '../components/Panel'
import { bandName, gradedByHand, shadeOf } from '../live/map/bandNames'
import { severity, taskGlyph, toneOf } from '../lib/glyph-kinds'
import { named } from '../lib/i18n'
import { regionByCode, regionName } from '../lib/regions'
import type { ImpactRow, TaskRow } from '../lib/types'
import type { Frame } from './geometry'
import { isOpen } from './lists'
import type { Workspace } from './model'
import { openTask } from './opening'
import { PointMark } from './PlaceMap'
import { pointOf } from '../tasklist/place'
import { useShapes } from './shapes'
import { workspaceWords } from './words'

interface MapProps {
  readonly workspace: Workspace
  readonly province: string
}

export function ProvinceMap({ workspace, province }: MapProps): JSX.Element {
  const w = workspaceWords()
  const chosen = useSignal<string | null>(null)
  const near = useSignal(true)
  const { shapes, load } = useShapes(province)
  const basis = workspace.store.provinces.value.find((row) => row.province === province)?.footprint_basis
  useEffect(() => {
    gradedByHand.value = Boolean(basis)
  }, [basis])
  const worst = useMemo(() => worstBand(workspace.store.impact.value), [workspace.store.impact.value])
  if (shapes instanceof Error) return <Failure error={shapes} onRetry={load} />
  if (!shapes) return <Skeleton rows={8} />
  const { width, height, counties, project } = shapes
  const places = byPlace(workspace.tasks.value.filter(isOpen))
  const open = workspace.current.value
  const point = open ? pointOf(open) : null
  const middles = [...places.keys()].flatMap((adcode) => regionByCode.value.get(adcode) ?? [])
  const shown = [...middles.map(({ lon, lat }) => project(lon, lat)), ...(point ? [project(...point)] : [])]
  const frame = near.value ? around(shown, width, height) : { x: 0, y: 0, width, height }
  // A little larger than to scale, so that a finger hits it.
  const pin = (1.4 * frame.width) / width
  const listed = chosen.value ? (places.get(chosen.value) ?? []) : []
  return (
    <div class="ws-map">
      <div class="segmented ws-map-switch">
        <button type="button" aria-pressed={near.value} onClick={() => (near.value = true)}>{w.mapNear}</button>
        <button type="button" aria-pressed={!near.value} onClick={() => (near.value = false)}>{w.mapAll}</button>
      </div>
      <svg viewBox={`${frame.x - 4} ${frame.y - 4} ${frame.width + 8} ${frame.height + 8}`} role="img" aria-label={regionName(province)}>
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
            <g key={adcode} class={`ws-pin tone-${toneOf[kind]}`} transform={`translate(${x} ${y}) scale(${pin})`} onClick={() => (chosen.value = adcode)}>
              <circle r="13" />
              <text y="5">{tasks.length}</text>
            </g>
          )
        })}
        {point && open ? <PointMark at={project(...point)} scale={pin} title={named(open, 'title')} /> : null}
      </svg>
      <BasisChip basis={basis} />
      <p class="ws-hint">{chosen.value ? [regionName(chosen.value), bandText(worst.get(chosen.value))].filter(Boolean).join(' · ') : w.mapTasks}</p>
      <ul class="ws-map-tasks">
        {listed.map((task) => (
          <li key={task.id}><button type="button" class="ws-button" onClick={() => openTask(workspace, task.id)}>{named(task, 'title')}</button></li>
        ))}
      </ul>
    </div>
  )
}

const MARGIN = 60
/** Narrower than this nothing more is told apart. */
const LEAST = 160

/** The part of the map where tasks are, in the whole's proportions; the whole when there are none. */
export function around(points: readonly (readonly [number, number])[], width: number, height: number): Frame {
  if (points.length === 0) return { x: 0, y: 0, width, height }
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
  const span = (values: readonly number[]): number => Math.max(...values) - Math.min(...values) + 2 * MARGIN
  const wide = Math.min(width, Math.max(LEAST, span(xs), (span(ys) * width) / height))
  const high = (wide * height) / width
  const middle = (values: readonly number[]): number => (Math.max(...values) + Math.min(...values)) / 2
  const within = (start: number, size: number, all: number): number => Math.min(Math.max(0, start), Math.max(0, all - size))
  return { x: within(middle(xs) - wide / 2, wide, width), y: within(middle(ys) - high / 2, high, height), width: wide, height: high }
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
  return bandName(row.unit, row.value_milli / 1000)
}

/** Intensity VI to X and above as the five steps of the one ramp; 0 is not touched. */
function shade(row: ImpactRow | undefined): number {
  return row ? Math.min(5, Math.max(1, Math.round(shadeOf(row.unit, row.value_milli / 1000)) - 5)) : 0
}
