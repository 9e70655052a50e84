/** What a band is called in its own unit, and which of the six shades of severity it gets. */
import { signal } from '@preact/signals'
import { intensity } from '../../lib/format'
import { language } from '../../lib/i18n'

/** Shades 6 to 11 are those of Chinese intensity; other units borrow from them, the worst always the last. */
const SHADES: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  kn: [[34, 7], [50, 9], [64, 11]],
  force: [[7, 7], [10, 9], [12, 11]],
  level: [[1, 7], [2, 8], [3, 10], [4, 11]],
}
/** Whether the levels on this page are grades that people gave to regions or venues, not the colours of a warning. */
export const gradedByHand = signal(false)
const GRADE = { zh: ['未评估', '1 级', '2 级', '3 级', '4 级'], en: ['not assessed', 'grade 1', 'grade 2', 'grade 3', 'grade 4'] }
const COLOUR = { zh: ['未评估', '蓝色', '黄色', '橙色', '红色'], en: ['not assessed', 'blue', 'yellow', 'orange', 'red'] }

/** 6 to 11. */
export function shadeOf(unit: string, value: number): number {
  const known = SHADES[unit.toLowerCase()]
  if (!known) return value
  return known.filter(([least]) => value >= least).at(-1)?.[1] ?? 6
}

export function bandName(unit: string, value: number): string {
  const zh = language.value === 'zh'
  switch (unit.toLowerCase()) {
    case 'kn': return zh ? `≥${value} 节` : `≥${value} kn`
    case 'force': return zh ? `≥${value} 级风` : `≥ force ${value}`
    case 'level': return (gradedByHand.value ? GRADE : COLOUR)[zh ? 'zh' : 'en'][value] ?? String(value)
    default: return intensity(value * 1000)
  }
}

/** What the bands of a unit are, all together. */
export function bandsName(unit: string): string {
  const zh = language.value === 'zh'
  switch (unit.toLowerCase()) {
    case 'kn':
    case 'force': return zh ? '风力带' : 'Wind bands'
    case 'level': return gradedByHand.value ? (zh ? '等级' : 'Grades') : zh ? '预警色带' : 'Warning bands'
    default: return zh ? '烈度带' : 'Intensity bands'
  }
}

/** "This band or worse" in its own unit: 烈度 ≥VI, ≥34 节, 黄色及以上. */
export function orWorse(unit: string, value: number): string {
  const zh = language.value === 'zh'
  switch (unit.toLowerCase()) {
    case 'kn':
    case 'force': return bandName(unit, value)
    case 'level': return zh ? `${bandName(unit, value)}及以上` : `${bandName(unit, value)} and above`
    default: return zh ? `烈度 ≥${intensity(value * 1000).replace('度', '')}` : `≥ ${intensity(value * 1000)}`
  }
}

/** From which value on a place counts as worst hit, in thousandths of the unit. */
export function worstFrom(unit: string): number {
  return { kn: 64_000, force: 12_000, level: 3_000, csi: 8_000 }[unit.toLowerCase()] ?? 7_000
}

/** The names of the bands that share each of the five classes of severity; none for a unit of intensity. */
export function severityWords(unit: string): readonly string[] | null {
  const known = SHADES[unit.toLowerCase()]
  if (!known) return null
  return [6, 7, 8, 9, 10].map((shade, index) => known
    .filter(([, one]) => (index === 4 ? one >= shade : one === shade))
    .map(([value]) => bandName(unit, value)).join(' · ') || '·')
}

/** The same features with the shade beside the value, which the map's style reads. */
export function shaded(bands: GeoJSON.FeatureCollection): GeoJSON.FeatureCollection {
  return {
    ...bands,
    features: bands.features.map((feature) => ({
      ...feature,
      properties: { ...feature.properties, shade: shadeOf(String(feature.properties?.unit ?? ''), Number(feature.properties?.value ?? 0)) },
    })),
  }
}
