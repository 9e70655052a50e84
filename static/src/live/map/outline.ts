/** The country as SVG paths in Albers (one unit a kilometre, y down), from the base map's outline.json. */
import { signal } from '@preact/signals'
import { boot } from '../../lib/boot'

export interface OutlineProvince {
  readonly adcode: string
  readonly name: string
  readonly name_en: string
  readonly operator: boolean
  readonly path: string
  readonly label: readonly [number, number]
}

export interface Outline {
  /** x, y, width, height */
  readonly view_box: readonly [number, number, number, number]
  readonly inset_view_box: readonly [number, number, number, number]
  readonly provinces: readonly OutlineProvince[]
  readonly nine_dash: string
}

export const outline = signal<Outline | null>(null)
let loading: Promise<void> | undefined

/** Base map files are static: read plainly, once. */
export function loadOutline(): Promise<void> {
  loading ??= fetch(`${boot().basemap.base}outline.json`)
    .then((response) => (response.ok ? (response.json() as Promise<Outline>) : Promise.reject(new Error(String(response.status)))))
    .then((read) => {
      outline.value = read
    })
  return loading
}
