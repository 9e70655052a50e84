/** Export of exactly what is shown, as CSV that Excel opens: UTF-8 with its mark, formulas made harmless. */
import { named } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { isExercise } from '../lib/session'
import { commonWords } from '../locales/common'
import type { Column, MatrixRow } from './matrix'

export function csvCell(value: string | number): string {
  const text = String(value)
  const safe = /^[=+\-@\t\r]/.test(text) && typeof value !== 'number' ? `'${text}` : text
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function csv(lines: readonly (readonly (string | number)[])[]): string {
  return `\ufeff${lines.map((line) => line.map(csvCell).join(',')).join('\r\n')}\r\n`
}

export function downloadCsv(title: string, columns: readonly Column[], rows: readonly MatrixRow[]): void {
  const w = commonWords()
  const head = ['adcode', title, ...columns.map((column) => named(column, 'title'))]
  const lines = rows.map((row) => [
    row.province, provinceName(row.province),
    ...columns.map((column) => {
      const cell = row.cells.get(column.key)
      if (!cell || cell.total === 0) return ''
      return column.kind === 'group' ? `${w.glyph(cell.glyph)} ${cell.done}/${cell.total}` : w.glyph(cell.glyph)
    }),
  ])
  const mark = isExercise() ? [[w.exerciseBadge]] : []
  const url = URL.createObjectURL(new Blob([csv([...mark, head, ...lines])], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${title}.csv`
  link.click()
  URL.revokeObjectURL(url)
}
