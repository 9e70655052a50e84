/** Exactly what is shown, as a file that spreadsheets of both languages open rightly (BOM, CRLF, RFC 4180). */
import { isExercise } from '../lib/session'
import { commonWords } from '../locales/common'

function cell(text: string): string {
  // A leading = + - @ would be run as a formula by a spreadsheet.
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function csvText(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

export function saveCsv(name: string, rows: readonly (readonly string[])[]): void {
  const prefix = isExercise() ? `${commonWords().exercise}-` : ''
  const url = URL.createObjectURL(new Blob([csvText(rows)], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${prefix}${name}.csv`
  link.click()
  URL.revokeObjectURL(url)
}
