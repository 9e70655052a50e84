/** A table of figures: chosen, looked at row by row, landed; its bad rows taken away as a file to be mended. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { Failure } from '../components/Panel'
import { newId, post, send } from '../lib/api'
import { exact } from '../lib/format'
import { named, said } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { session } from '../lib/session'
import { useSubmit } from '../live/actions/useSubmit'
import { commonWords } from '../locales/common'
import { figureText } from './figures'
import type { Kind, Preview } from './types'
import { outcomeWords } from './words'

interface ImportProps {
  readonly incidentId: string
  readonly kinds: readonly Kind[]
  readonly onLanded: () => void
  readonly onClose: () => void
}

export function ImportDialog({ incidentId, kinds, onLanded, onClose }: ImportProps): JSX.Element {
  const w = outcomeWords()
  const [file, seen, landed, id] = [useSignal<File | null>(null), useSignal<Preview | null>(null), useSignal(false), useSignal(newId())]
  const [look, land] = [useSubmit(), useSubmit()]
  const path = `/incidents/${incidentId}/outcomes`
  const form = (): FormData => {
    const made = new FormData()
    made.set('file', file.value as File)
    made.set('id', id.value)
    return made
  }
  const choose = (chosen: File | null): void => {
    file.value = chosen
    seen.value = null
    landed.value = false
    id.value = newId()
    if (chosen) look.run(async (options) => (seen.value = await send<Preview>('POST', `${path}/preview`, form(), options)), () => undefined)
  }
  const told = seen.value
  const failure = look.error.value ?? land.error.value
  return (
    <Dialog
      title={w.importTitle} wide place="drawer" onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{landed.value ? w.done : commonWords().cancel}</Button>
          {landed.value ? null : (
            <Button kind="primary" busy={land.busy.value && w.landing} whyNot={told ? told.landed === 0 && w.nothingLands : w.fileNeeded} onPress={() => land.run((options) => post(`${path}/imports`, form(), options), () => {
              landed.value = true
              onLanded()
            })}>{w.land(exact(told?.landed ?? 0))}</Button>
          )}
        </>
      }
    >
      <div class="outcome-import">
        <p class="hint">{w.importHint} <a href={`/api/v1${path}/template.xlsx`}>{w.template} XLSX</a> · <a href={`/api/v1${path}/template.csv`}>CSV</a></p>
        <label class="field">
          <input class="visually-hidden" type="file" accept=".xlsx,.csv" onChange={(event) => choose(event.currentTarget.files?.[0] ?? null)} />
          <span class="file-choice"><span class="button">{w.choose}</span> {file.value?.name ?? <span class="tx-3">{w.none}</span>} {look.busy.value ? <span class="tx-2">{w.looking}</span> : null}</span>
        </label>
        {failure ? <Failure error={failure} /> : null}
        {told ? <p role="status"><strong>{landed.value ? `${w.landed} · ` : ''}{w.would(exact(told.landed), exact(told.corrected), exact(told.known), exact(told.bad))}</strong></p> : null}
        {told?.notes.map((note) => <p class="hint" key={note}>{note}</p>)}
        {told && told.bad > 0 ? <BadRows told={told} onTake={(ending) => void takeAway(`${path}/preview/bad.${ending}`, form(), `outcomes-to-mend.${ending}`)} /> : null}
        {told && told.good.length > 0 ? <GoodRows told={told} kinds={kinds} /> : null}
      </div>
    </Dialog>
  )
}

function BadRows({ told, onTake }: { readonly told: Preview; readonly onTake: (ending: 'xlsx' | 'csv') => void }): JSX.Element {
  const w = outcomeWords()
  return (
    <section class="block">
      <div class="toolbar"><Button size="small" onPress={() => onTake('xlsx')}>{w.badXlsx}</Button><Button size="small" onPress={() => onTake('csv')}>{w.badCsv}</Button></div>
      <div class="table-wrap">
        <table class="table">
          <thead><tr><th scope="col" class="num">{w.row}</th><th scope="col">{w.column}</th><th scope="col">{w.wrong}</th><th scope="col">{w.way}</th></tr></thead>
          <tbody>
            {told.rows.flatMap((row) => row.faults.map((fault, place) => (
              <tr key={`${row.row}:${fault.code}:${place}`}>
                <td class="num">{row.row}</td><td class="nowrap">{named(fault, 'column')}</td><td class="bad">{said(fault)}</td><td>{named(fault, 'way')}</td>
              </tr>
            )))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function GoodRows({ told, kinds }: { readonly told: Preview; readonly kinds: readonly Kind[] }): JSX.Element {
  const w = outcomeWords()
  const known = new Map(kinds.map((kind) => [kind.name, kind]))
  return (
    <section class="block">
      <div class="table-wrap">
        <table class="table">
          <thead><tr><th scope="col" class="num">{w.row}</th><th scope="col">{w.kind}</th><th scope="col">{w.province}</th><th scope="col">{w.fromDay}</th><th scope="col" class="num">{w.value}</th></tr></thead>
          <tbody>
            {told.good.map((row) => {
              const kind = known.get(row.kind)
              return (
                <tr key={row.row}>
                  <td class="num">{row.row}</td><td>{said(kind)} {row.corrects ? <span class="tag">{w.correct}</span> : null}</td><td class="nowrap">{row.province ? provinceName(row.province) : w.nation}</td>
                  <td class="nowrap num">{w.from_to(row.from_day, row.to_day)}</td><td class="num nowrap">{kind ? figureText(kind, row.value) : row.value}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** The bad rows as the server writes them, from the file that is chosen: nothing has to have landed. */
async function takeAway(path: string, form: FormData, name: string): Promise<void> {
  const headers = { 'X-CSRF-Token': session.value?.csrf ?? '' }
  const answer = await fetch(`/api/v1${path}`, { method: 'POST', body: form, headers, credentials: 'same-origin' })
  if (!answer.ok) return
  const url = URL.createObjectURL(await answer.blob())
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
