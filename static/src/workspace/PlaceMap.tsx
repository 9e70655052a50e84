/** A small map of one place: the province's counties around it, nearer or farther; a press sets it where that is asked. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo, useRef } from 'preact/hooks'
import { Failure, Skeleton } from '../components/Panel'
import { words } from '../lib/i18n'
import { regionByCode, regionName } from '../lib/regions'
import { frameAround, type Frame, type ProvinceShapes } from './geometry'
import { useShapes } from './shapes'

const placeWords = words(
  { nearer: '放大', farther: '缩小', set: '点地图定位置' },
  { nearer: 'Nearer', farther: 'Farther', set: 'Press the map to set the place' },
)

interface PlaceProps {
  readonly province: string
  /** The county (or city, or province) that it belongs to. */
  readonly region: string
  readonly point: readonly [lon: number, lat: number] | null
  readonly onPick?: (lon: number, lat: number) => void
}

/** Shares of the province's width, from all of it to some kilometres. */
const STEPS = [1, 0.5, 0.25, 0.12, 0.05, 0.02] as const
const MOST_NAMES = 14

export function PlaceMap({ province, region, point, onPick }: PlaceProps): JSX.Element {
  const w = placeWords()
  const { shapes, load } = useShapes(province)
  const step = useSignal<number | null>(null)
  const element = useRef<SVGSVGElement>(null)
  if (shapes instanceof Error) return <Failure error={shapes} onRetry={load} />
  if (!shapes) return <Skeleton rows={4} />
  const near = step.value ?? firstStep(shapes, region, point !== null)
  const frame = frameAround(middle(shapes, region, point), STEPS[near] ?? 1, shapes)
  const scale = frame.width / shapes.width
  function press(event: MouseEvent): void {
    const matrix = element.current?.getScreenCTM()
    if (!matrix || !shapes || shapes instanceof Error) return
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse())
    onPick?.(...shapes.unproject(at.x, at.y))
  }
  return (
    <div class="place-map">
      <svg
        ref={element}
        viewBox={`${frame.x} ${frame.y} ${frame.width} ${frame.height}`}
        role="img"
        aria-label={onPick ? w.set : regionName(region)}
        class={onPick ? 'place-picks' : ''}
        onClick={onPick ? press : undefined}
      >
        {shapes.counties.map((county) => (
          <path key={county.adcode} d={county.path} class={`ws-county ${county.adcode === region ? 'place-here' : ''}`}><title>{regionName(county.adcode)}</title></path>
        ))}
        <Names shapes={shapes} frame={frame} scale={scale} region={region} />
        {point ? <PointMark at={shapes.project(...point)} scale={scale * 1.4} /> : null}
      </svg>
      <span class="place-zoom">
        <button type="button" aria-label={w.nearer} disabled={near === STEPS.length - 1} onClick={() => (step.value = near + 1)}>+</button>
        <button type="button" aria-label={w.farther} disabled={near === 0} onClick={() => (step.value = near - 1)}>−</button>
      </span>
    </div>
  )
}

/** A cross in a ring: the place itself is its middle. */
export function PointMark({ at, scale, title }: { readonly at: readonly [number, number]; readonly scale: number; readonly title?: string }): JSX.Element {
  return (
    <g class="place-point" transform={`translate(${at[0]} ${at[1]}) scale(${scale})`}>
      {title ? <title>{title}</title> : null}
      <circle r="9" class="place-halo" /><circle r="9" /><path d="M-14 0H-4M4 0H14M0-14V-4M0 4V14" />
    </g>
  )
}

interface NamesProps {
  readonly shapes: ProvinceShapes
  readonly frame: Frame
  readonly scale: number
  readonly region: string
}

/** Every county's name where few are in sight, else only the task's own. */
function Names({ shapes, frame, scale, region }: NamesProps): JSX.Element {
  const named = useMemo(
    () => shapes.counties.flatMap(({ adcode }) => {
      const region = regionByCode.value.get(adcode)
      return region ? [{ adcode, at: shapes.project(region.lon, region.lat) }] : []
    }),
    [shapes, regionByCode.value],
  )
  const inside = named.filter(({ at: [x, y] }) => x > frame.x && x < frame.x + frame.width && y > frame.y && y < frame.y + frame.height)
  const told = inside.length > MOST_NAMES ? inside.filter(({ adcode }) => adcode === region) : inside
  return <>{told.map(({ adcode, at: [x, y] }) => <text key={adcode} class="place-name" x={x} y={y} font-size={26 * scale}>{regionName(adcode)}</text>)}</>
}

function middle(shapes: ProvinceShapes, region: string, point: PlaceProps['point']): readonly [number, number] {
  if (point) return shapes.project(...point)
  const box = shapes.counties.find((county) => county.adcode === region)?.box
  return box ? [box.x + box.width / 2, box.y + box.height / 2] : [shapes.width / 2, shapes.height / 2]
}

/** The nearest step that shows the whole county. */
function firstStep(shapes: ProvinceShapes, region: string, exact: boolean): number {
  const box = shapes.counties.find((county) => county.adcode === region)?.box
  if (!box) return exact ? 3 : 0
  const share = Math.max(box.width / shapes.width, box.height / shapes.height) * 1.3
  return Math.max(0, STEPS.findLastIndex((one) => one >= share))
}
