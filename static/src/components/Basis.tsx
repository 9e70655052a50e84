/** What a footprint is made of, said wherever it or its numbers are shown: whole regions are coarse, venues are no hazard. */
import type { JSX } from 'preact'
import { words } from '../lib/i18n'
import type { Basis } from '../lib/types'

const basisWords = words(
  {
    regions: '粗略 · 整区划', regionsNote: '范围是按名称选定的整个省、市、县，不是灾害实际覆盖的区域；人数按全区划计。',
    venues: '场馆周边', venuesNote: '范围是活动场馆周围的圆，不是灾害区域。',
  },
  {
    regions: 'Coarse · whole regions', regionsNote: 'Whole provinces, cities or counties as they were named, not the ground that the hazard covers; all who live in them are counted.',
    venues: 'Around venues', venuesNote: 'Circles around the venues of an event, not the area of a hazard.',
  },
)

export function BasisChip({ basis }: { readonly basis: Basis | null | undefined }): JSX.Element | null {
  if (!basis) return null
  const w = basisWords()
  return <span class={`chip chip-basis chip-${basis}`} title={w[`${basis}Note`]}>{w[basis]}</span>
}

/** The same as words, for lines of text. */
export function basisText(basis: Basis | null | undefined): string {
  return basis ? basisWords()[basis] : ''
}
