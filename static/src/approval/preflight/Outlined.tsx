/** Without WebGL: provinces shaded by the customers of their counties together. */
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { Skeleton } from '../../components/Panel'
import { exact } from '../../lib/format'
import { provinceName } from '../../lib/regions'
import { loadOutline, outline } from '../../live/map/outline'
import { shadeOf } from './counties'
import { preflightWords } from './words'

export function Outlined({ counties }: { readonly counties: ReadonlyMap<string, number> }): JSX.Element {
  const w = preflightWords()
  useEffect(() => {
    // The table beside it says the same in figures.
    void loadOutline().catch(() => undefined)
  }, [])
  const provinces = useMemo(() => {
    const sums = new Map<string, number>()
    for (const [county, customers] of counties) {
      const province = `${county.slice(0, 2)}0000`
      sums.set(province, (sums.get(province) ?? 0) + customers)
    }
    return sums
  }, [counties])
  const drawn = outline.value
  if (!drawn) return <Skeleton rows={6} />
  return (
    <svg class="audience-outline" viewBox={drawn.view_box.join(' ')} role="img" aria-label={w.mapLabel}>
      {drawn.provinces.map((province) => (
        <path key={province.adcode} d={province.path} class={`class-${shadeOf(provinces.get(province.adcode) ?? 0)}`}>
          <title>{w.county(provinceName(province.adcode), exact(provinces.get(province.adcode) ?? 0))}</title>
        </path>
      ))}
      <path d={drawn.nine_dash} class="audience-line" />
      {drawn.provinces.filter((province) => provinces.has(province.adcode)).map((province) => <text key={province.adcode} x={province.label[0]} y={province.label[1]}>{provinceName(province.adcode)}</text>)}
    </svg>
  )
}
