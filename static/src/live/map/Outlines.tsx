/** Without WebGL: provinces as outlines that can be focused, with the states of the matrix. */
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Skeleton } from '../../components/Panel'
import { provinceName } from '../../lib/regions'
import { commonWords } from '../../locales/common'
import type { MatrixRow } from '../matrix'
import type { LiveModel } from '../model'
import { loadOutline, outline, type OutlineProvince } from './outline'

export function Outlines({ model }: { readonly model: LiveModel }): JSX.Element {
  useEffect(() => {
    void loadOutline().catch(() => undefined)
  }, [])
  const drawn = outline.value
  if (!drawn) return <Skeleton rows={6} />
  const rows = new Map(model.matrix.value.map((row) => [row.province, row]))
  const sorted = [...drawn.provinces].sort((a, b) => Number(needs(rows.get(a.adcode))) - Number(needs(rows.get(b.adcode))))
  return (
    <svg class="outlines" viewBox={drawn.view_box.join(' ')}>
      {sorted.map((province) => <Province key={province.adcode} model={model} province={province} row={rows.get(province.adcode)} />)}
      <path d={drawn.nine_dash} class="inset-line" />
      {sorted.map((province) => (
        <text key={province.adcode} class="outline-name" x={province.label[0]} y={province.label[1]}>{provinceName(province.adcode)}</text>
      ))}
    </svg>
  )
}

function needs(row: MatrixRow | undefined): boolean {
  return row?.clock.kind === 'silent' || (row?.late ?? 0) > 0
}

interface ProvinceProps {
  readonly model: LiveModel
  readonly province: OutlineProvince
  readonly row: MatrixRow | undefined
}

function Province({ model, province, row }: ProvinceProps): JSX.Element {
  const choose = (): void => {
    model.filter.value = { province: province.adcode, county: null }
  }
  const state = row ? commonWords().glyph(row.worst) : ''
  const kind = row?.clock.kind === 'silent' ? 'outline-silent' : row && row.late > 0 ? 'outline-late' : row?.affected ? 'outline-hit' : 'outline-land'
  return (
    <path
      d={province.path} class={kind} tabIndex={province.operator ? 0 : -1} role="button" onClick={choose}
      aria-label={`${provinceName(province.adcode)} ${state}${row ? ` ${row.done}/${row.total}` : ''}`}
      onKeyDown={(event) => {
        if (event.key === 'Enter') choose()
      }}
    >
      <title>{`${provinceName(province.adcode)} ${state}`}</title>
    </path>
  )
}
