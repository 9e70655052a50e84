/** GET /playbook-drafts, /playbook-drafts/{id} (incident/queries/playbook_drafts.py) and POST /playbook-checks. */
import type { Said } from '../lib/types'
import type { Lesson } from '../live/plan/plan'
import type { CoverageSummary, Described } from '../playbook/types'

export type DraftState = 'draft' | 'submitted' | 'returned' | 'approved' | 'published' | 'discarded'

export interface Named {
  readonly name_zh: string
  readonly name_en: string
}
export interface Draft {
  readonly id: string
  readonly slug: string
  readonly base_slug: string | null
  readonly base_number: number | null
  readonly title_zh: string
  readonly title_en: string
  readonly state: DraftState
  readonly revision: number
  readonly source_digest: string
  readonly digest: string | null
  readonly version: number | null
  readonly problems: number
  readonly author_id: string
  readonly last_editor_id: string
  readonly changed_at: string
  readonly submitted_by: string | null
  readonly submitted_at: string | null
  readonly approved_by: string | null
  readonly approved_at: string | null
  readonly published_number: number | null
  readonly author?: Named
  readonly last_editor?: Named
}
export interface Comment {
  readonly id: string
  readonly revision: number
  readonly line: number | null
  readonly element: string
  readonly text: string | null
  readonly made_by: string
  readonly made_at: string
  readonly resolved_by: string | null
}
export interface KeptText {
  readonly id: string
  readonly revision: number | null
  readonly base_revision: number
  readonly saved_by: string
  readonly saved_at: string
}
/** A claim of another world (incident/rules/playbook_origins.py); `unchanged`: the text is still that very file. */
export interface Origin {
  readonly world: { readonly name: string; readonly kind: 'live' | 'exercise' }
  readonly publication: {
    readonly number: number
    readonly version: number
    readonly source_digest: string
    readonly author: Named
    readonly approved_by: Named
    readonly approved_at: string
  }
  readonly unchanged: boolean
}
export interface DraftAnswer {
  readonly draft: Draft
  readonly text: string
  readonly newest: { readonly number: number; readonly version: number; readonly digest: string } | null
  readonly note: string | null
  readonly reason: string | null
  readonly comments: readonly Comment[]
  readonly texts: readonly KeptText[]
  readonly writers: readonly string[]
  readonly people: Readonly<Record<string, Named>>
  readonly story: readonly { readonly at: string; readonly type: string; readonly say: Said }[]
  /** Because of which it was begun. */
  readonly findings: readonly Lesson[]
  /** What another world says of the file that it was begun from; null: it came from none. */
  readonly origin: Origin | null
}
export interface Problem extends Said {
  readonly line: number
  readonly column: number
  readonly path: string
}
export interface FormField {
  readonly path: readonly (string | number)[]
  readonly place: string
  readonly label: Said
  readonly kind: 'yes_no' | 'number' | 'list' | 'moment' | 'text' | 'line'
  readonly unit: string
  readonly value: boolean | number | string | readonly (string | number)[]
  readonly line: number
}
export interface FormGroup {
  readonly section: string
  readonly id: string
  readonly title: Said
  readonly fields: readonly FormField[]
}
export interface Change {
  readonly section: string
  readonly kind: 'added' | 'removed' | 'changed'
  readonly id: string
  readonly title: Said
  readonly details: readonly { readonly path: string; readonly label: Said; readonly before: Said | null; readonly after: Said | null }[]
}
export interface Trial {
  readonly id: string
  readonly title: Said
  readonly passed: boolean
  readonly failures: readonly Said[]
}
export interface Checked {
  readonly source_digest: string
  readonly problems: readonly Problem[]
  readonly form: readonly FormGroup[]
  readonly places: Readonly<Record<string, number>>
  readonly slug: string | null
  readonly version: number | null
  readonly digest: string | null
  readonly describe: Described | null
  readonly changes: readonly Change[] | null
  readonly tests: readonly Trial[] | null
  readonly coverage: CoverageSummary | null
}
export interface Saved {
  readonly outcome: 'saved' | 'unchanged' | 'set_aside'
  readonly draft: Draft
  readonly text_id: string | null
}
