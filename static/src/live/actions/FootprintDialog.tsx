/** A new version of the footprint: from a file, from the map, as whole regions, or from a reconstruction of history. */
import { useSignal, type Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { newId, post, type SendOptions } from '../../lib/api'
import { intensity } from '../../lib/format'
import { isExercise } from '../../lib/session'
import type { Store } from '../../lib/store'
import { commonWords } from '../../locales/common'
import { FormDialog } from './FormDialog'
import { historyOf } from './history'
import { RegionPick, whatRegionsLack } from './RegionPick'
import type { Picked } from './regionPicks'
import { useSubmit } from './useSubmit'
import { actionWords } from './words'

/** Suffixes of the table in geo/readers/formats.py. */
const SUFFIXES = '.geojson,.json,.xml,.kml,.kmz,.gpkg,.zip,.cap,.atom,.rss,.csv,.txt,.dat'
type Source = 'file' | 'drawn' | 'regions' | 'history'

interface FootprintDialogProps {
  readonly store: Store
  readonly sketch: Signal<readonly (readonly [number, number])[] | null>
  /** The region that is selected on the map; '' for none. */
  readonly selected: string
  readonly onClose: () => void
}

export function FootprintDialog({ store, sketch, selected, onClose }: FootprintDialogProps): JSX.Element {
  const w = actionWords()
  const drawn = sketch.value ?? []
  const source = useSignal<Source>(drawn.length >= 3 ? 'drawn' : 'file')
  const file = useSignal<File | null>(null)
  const part = useSignal('')
  const crs = useSignal('')
  const title = useSignal('')
  const shaken = store.incident.value?.hazard === 'earthquake'
  const value = useSignal(shaken ? '8' : '2')
  const history = historyOf(store.incident.value?.hazard ?? '')
  const version = useSignal(Math.min(history.versions, store.footprints.value.length + 1))
  const picks = useSignal<readonly Picked[]>([])
  const namedBy = useSignal('')
  const id = useSignal(newId())
  const submit = useSubmit()
  const path = `/incidents/${store.incidentId}/footprints`
  const body = (options: SendOptions): Promise<unknown> => {
    if (source.value === 'history') return post(path, { id: id.value, reconstruction: history.name, version: version.value }, options)
    if (source.value === 'drawn') {
      const graded = value.value ? { value_milli: Number(value.value) * 1000, unit: shaken ? 'CSI' : 'level' } : {}
      return post(path, { id: id.value, drawn, title: title.value.trim(), ...graded }, options)
    }
    if (source.value === 'regions') {
      const regions = picks.value.map((one) => ({ region: one.code, value_milli: one.grade * 1000 }))
      return post(path, { id: id.value, regions, source: namedBy.value.trim(), ...(title.value.trim() ? { title: title.value.trim() } : {}) }, options)
    }
    const form = new FormData()
    form.set('id', id.value)
    form.set('file', file.value as File)
    if (part.value.trim()) form.set('part', part.value.trim())
    if (crs.value) form.set('crs', crs.value)
    return post(path, form, options)
  }
  const missing = {
    file: file.value ? false : `${w.fromFile}: ${commonWords().required}`,
    drawn: drawn.length < 3 ? w.drawFirst : title.value.trim() ? false : `${w.name}: ${commonWords().required}`,
    regions: whatRegionsLack(picks.value, namedBy.value),
    history: false,
  }[source.value] as string | false
  const sources: readonly (readonly [Source, string])[] = [['file', w.fromFile], ['drawn', w.fromMap], ['regions', w.fromRegions], ['history', w.fromHistory]]
  return (
    <FormDialog
      title={w.footprintTitle} submit={submit} onClose={onClose} missing={missing} busyWords={w.adding}
      onSubmit={() => submit.run(body, () => {
        sketch.value = null
        onClose()
      })}
    >
      <div class="tabs" role="tablist">
        {sources.filter(([name]) => name !== 'history' || isExercise()).map(([name, words]) => (
          <button key={name} type="button" role="tab" class="tab" aria-pressed={source.value === name} onClick={() => (source.value = name)}>{words}</button>
        ))}
      </div>
      {source.value === 'file' ? (
        <>
        <label class="field">
          <span>{w.file}</span>
          <input class="visually-hidden" type="file" accept={SUFFIXES} onChange={(event) => (file.value = event.currentTarget.files?.[0] ?? null)} />
          <span class="file-choice"><span class="button">{w.chooseFile}</span> {file.value?.name ?? <span class="tx-3">{w.noFile}</span>}</span>
          <span class="hint">{w.fileHint}</span>
        </label>
        <div class="form-row">
          <label class="field">
            <span>{w.part}</span>
            <input type="text" maxLength={100} value={part.value} onInput={(event) => (part.value = event.currentTarget.value)} />
            <span class="hint">{w.partHint}</span>
          </label>
          <label class="field">
            <span>{w.datum}</span>
            <select value={crs.value} onChange={(event) => (crs.value = event.currentTarget.value)}>
              <option value="">{w.asTheFile}</option>
              <option value="wgs84">WGS-84</option>
              <option value="gcj02">GCJ-02</option>
              <option value="bd09">BD-09</option>
            </select>
          </label>
        </div>
        </>
      ) : null}
      {source.value === 'drawn' ? (
        <>
          {drawn.length >= 3 ? <p>{w.drawn(drawn.length)}</p> : (
            <button type="button" class="button" onClick={() => {
              sketch.value = []
              onClose()
            }}>{w.drawStart}</button>
          )}
          <label class="field"><span>{w.name}</span><input type="text" maxLength={200} value={title.value} onInput={(event) => (title.value = event.currentTarget.value)} /></label>
          <label class="field">
            <span>{shaken ? w.intensity : w.grade}</span>
            <select value={value.value} onChange={(event) => (value.value = event.currentTarget.value)}>
              {(shaken ? [6, 7, 8, 9, 10, 11] : [1, 2, 3, 4]).map((one) => <option key={one} value={String(one)}>{shaken ? intensity(one * 1000) : w.grades(one)}</option>)}
              {shaken ? <option value="">{w.noValue}</option> : null}
            </select>
          </label>
        </>
      ) : null}
      {source.value === 'regions' ? (
        <>
          <RegionPick picks={picks} source={namedBy} selected={selected} />
          <label class="field"><span>{w.name}</span><input type="text" maxLength={200} value={title.value} onInput={(event) => (title.value = event.currentTarget.value)} /></label>
        </>
      ) : null}
      {source.value === 'history' ? (
        <fieldset class="choice">
          <legend class="field-label">{w.history}</legend>
          {Array.from({ length: history.versions }, (_, at) => at + 1).map((one) => (
            <label key={one} class="check"><input type="radio" name="version" checked={version.value === one} onChange={() => (version.value = one)} /> {history.title(one)}</label>
          ))}
        </fieldset>
      ) : null}
    </FormDialog>
  )
}
