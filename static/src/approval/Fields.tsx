import type { JSX } from 'preact'
import { useLoad } from '../desk/useLoad'
import { valueText } from '../desk/values'
import { language } from '../lib/i18n'
import type { Row } from '../lib/types'
import { approvalWords } from './words'

interface Described {
  readonly title_zh?: string
  readonly title_en?: string
  readonly unit?: string | { readonly zh: string; readonly en: string }
}
interface MeasureType {
  readonly kind: string
  readonly schema: { readonly properties?: Readonly<Record<string, Described>> }
}

/** The type's own fields, by the names that the type gives them. */
export function Fields({ kind, fields }: { readonly kind: string; readonly fields: Row }): JSX.Element | null {
  const w = approvalWords()
  const types = useLoad<{ items: readonly MeasureType[] }>('/measure-types')
  const described = types.value?.items.find((type) => type.kind === kind)?.schema.properties ?? {}
  const names = Object.keys(fields)
  if (names.length === 0) return null
  const zh = language.value === 'zh'
  return (
    <section class="block">
      <div class="block-head"><h3>{w.fields}</h3></div>
      <dl class="facts">
        {names.map((name) => {
          const known = described[name]
          const unit = typeof known?.unit === 'string' ? known.unit : known?.unit?.[language.value]
          return (
            <div key={name}>
              <dt>{(zh ? known?.title_zh : known?.title_en) ?? name.replaceAll('_', ' ')}</dt>
              <dd>{valueText(fields[name], unit ?? (name.endsWith('_fen') ? 'fen' : ''))}</dd>
            </div>
          )
        })}
      </dl>
    </section>
  )
}
