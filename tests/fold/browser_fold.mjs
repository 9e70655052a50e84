// Folds cases (JSON on standard input) with the browser's own reducer and prints what differs from the snapshots.
import { isDeepStrictEqual } from 'node:util'
import { readFileSync } from 'node:fs'
import { applyPage, emptyState } from '../../static/src/lib/fold.ts'

const faults = []
for (const { name, incident, pages, tables } of JSON.parse(readFileSync(0, 'utf8'))) {
  let state = emptyState(incident)
  for (const page of pages) {
    const result = applyPage(state, page)
    if (result.kind === 'applied') state = result.state
  }
  for (const [table, rows] of Object.entries(tables)) {
    const folded = state.tables[table] ?? {}
    for (const key of new Set([...Object.keys(rows), ...Object.keys(folded)])) {
      // an older footprint's impact stays with whoever has seen it
      if (!(key in rows) && table === 'impact_region') continue
      if (!isDeepStrictEqual(folded[key], rows[key])) faults.push(`${name}: ${table} ${key} is ${JSON.stringify(rows[key])}, folded ${JSON.stringify(folded[key])}`)
    }
  }
}
process.stdout.write(JSON.stringify(faults))
