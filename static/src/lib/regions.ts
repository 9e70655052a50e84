/** Provinces, cities and counties by adcode: names for every screen, cacheable by the browser. */
import { computed, signal } from '@preact/signals'
import { get } from './api'
import { language } from './i18n'
import type { Region } from './types'

export interface RegionBook {
  readonly regions: readonly Region[]
  readonly version: string
  readonly note_zh: string
  readonly note_en: string
}

export const regionBook = signal<RegionBook | null>(null)
export const regionByCode = computed(() => new Map(regionBook.value?.regions.map((region) => [region.adcode, region])))

/** The 31 provincial companies, in the order of their codes. */
export const companies = computed(() =>
  (regionBook.value?.regions ?? []).filter((region) => region.level === 'province' && region.operator),
)

let loading: Promise<void> | undefined

export function loadRegions(): Promise<void> {
  loading ??= get<RegionBook>('/regions').then((book) => {
    regionBook.value = book
  })
  return loading
}

export function regionName(adcode: string | null | undefined): string {
  if (!adcode) return ''
  if (adcode === 'nation') return language.value === 'zh' ? '全国' : 'Nation'
  const region = regionByCode.value.get(adcode)
  if (!region) return adcode
  return language.value === 'zh' ? region.name : region.name_en || region.name
}

const TAIL = /(壮族|回族|维吾尔)?(省|自治区|特别行政区)$|市$/

/** 四川, 内蒙古, 北京: provinces as people say them. */
export function provinceName(adcode: string | null | undefined): string {
  const name = regionName(adcode)
  if (language.value !== 'zh') return name.replace(/ (Province|Municipality|Autonomous Region)$/, '')
  return name.replace(TAIL, '') || name
}
