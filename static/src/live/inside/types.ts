/** The answer of /incidents/{id}/footprints/{id}/inside; a part is null where nobody brought figures. */
export interface Inside {
  readonly people: PeopleInside | null
  readonly places: PlacesInside | null
  readonly growth: GrowthInside | null
}

export interface PeopleInside {
  readonly label: string
  readonly label_zh: string
  readonly owner: string
  readonly as_of: string
  readonly totals: Readonly<Record<string, number>>
  readonly bands: readonly { readonly band: string; readonly counts: Readonly<Record<string, number>> }[]
  readonly unknown: Readonly<Record<string, readonly string[]>>
}

export interface PlaceHit {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly name_en: string
  readonly county: string
  readonly band: string
}

export interface PlacesInside {
  readonly sets: readonly { readonly kind: string; readonly label: string; readonly label_zh: string; readonly as_of: string; readonly known: number }[]
  readonly hits: readonly PlaceHit[]
}

export interface GrowthInside {
  readonly totals: Readonly<Record<string, { readonly sites: number; readonly total: number }>>
  readonly without_sites: readonly string[]
}

/** A version of the footprint as the list of versions gives it: what was noted while it was read, in Chinese. */
export interface FootprintInBoth {
  readonly id: string
  readonly notes_zh: readonly string[]
}
