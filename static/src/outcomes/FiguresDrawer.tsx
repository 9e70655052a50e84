/** Figures of one kind one by one, newest first; what was corrected or withdrawn stays among them, with who and why. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { Empty, Failure, Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { newId, post } from '../lib/api'
import { clockMinutes, day, exact, moment } from '../lib/format'
import { named, said } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { can } from '../lib/session'
import { commonWords } from '../locales/common'
import { FormDialog } from '../live/actions/FormDialog'
import { useSubmit } from '../live/actions/useSubmit'
import { Numbers, Proof, sendable } from './FigureForm'
import { figureText, numberText, typed } from './figures'
import type { FigureRow, Line } from './types'
import { outcomeWords } from './words'

interface DrawerProps {
  readonly incidentId: string
  readonly line: Line
  readonly province: string | null
  readonly again: number
  readonly onChanged: () => void
  readonly onClose: () => void
}

export function FiguresDrawer({ incidentId, line, province, again, onChanged, onClose }: DrawerProps): JSX.Element {
  const w = outcomeWords()
  const narrowed = province ? `&province=${province}` : ''
  const { value, error, reload } = useLoad<{ items: readonly FigureRow[] }>(`/incidents/${incidentId}/outcomes/figures?kind=${line.name}${narrowed}`, again)
  const form = useSignal<{ readonly what: 'correct' | 'withdraw'; readonly row: FigureRow } | null>(null)
  const done = (): void => {
    form.value = null
    onChanged()
  }
  const close = (): void => {
    form.value = null
  }
  const items = value?.items ?? []
  return (
    <>
      <Dialog title={w.detailsOf(`${province ? `${provinceName(province)} ` : ''}${said(line)}`)} place="drawer" wide onClose={onClose}>
        {error ? <Failure error={error} onRetry={reload} /> : null}
        {!value && !error ? <Skeleton rows={6} /> : null}
        {value && items.length === 0 ? <Empty>{w.noFigures}</Empty> : null}
        <ul class="outcome-figures">{items.map((row) => <Figure key={row.id} row={row} line={line} onForm={(what) => (form.value = { what, row })} />)}</ul>
      </Dialog>
      {form.value?.what === 'correct' ? <CorrectForm row={form.value.row} line={line} onDone={done} onClose={close} /> : null}
      {form.value?.what === 'withdraw' ? <WithdrawForm row={form.value.row} line={line} onDone={done} onClose={close} /> : null}
    </>
  )
}

function Figure({ row, line, onForm }: { readonly row: FigureRow; readonly line: Line; readonly onForm: (what: 'correct' | 'withdraw') => void }): JSX.Element {
  const w = outcomeWords()
  const about = [row.province ? provinceName(row.province) : w.nation, named(row, 'city'), named(row, 'measure'), row.segment ? commonWords().segment(row.segment) : ''].filter(Boolean).join(' · ')
  const tags: readonly string[] = [
    ...(row.replaced_by ? [w.replaced] : []), ...(row.withdrawn_at ? [w.withdrawn] : []), ...(row.replaces ? [w.replaces] : []),
    ...(row.late ? [w.late(1).replace(/\s*1\s*/, '')] : []), ...(row.implausible ? [w.implausible] : []), ...(row.row === null ? [] : [w.byTable(row.row)]),
  ]
  return (
    <li class={row.counts ? '' : 'gone'}>
      <div class="outcome-figure-head">
        <span class="outcome-number">{figureText(line, row.value)}</span>
        {row.base === null ? null : <span class="tx-2 num">{w.weighed(exact(row.base), named(line, 'base'))}</span>}
        {tags.map((tag) => <span class="tag" key={tag}>{tag}</span>)}
        <span class="gap" />
        {row.counts && can('outcome.enter') ? <Button size="small" onPress={() => onForm('correct')}>{w.correct}</Button> : null}
        {row.counts && can('outcome.enter') ? <Button size="small" onPress={() => onForm('withdraw')}>{w.withdraw}</Button> : null}
      </div>
      <span>{about} · {w.from_to(row.from_day, row.to_day)} · {w.source(row.source)}</span>
      {row.reason ? <span>{w.correct}: {row.reason}</span> : null}
      {row.withdrawn ? <span>{w.withdraw}: {row.withdrawn}</span> : null}
      {row.note ? <span class="tx-2">{row.note}</span> : null}
      {row.evidence ? <a href={`/api/v1/outcome-figures/${row.id}/evidence`}>{w.open}{row.evidence_name ? `: ${row.evidence_name}` : ''}</a> : null}
      <small class="tx-2"><time dateTime={row.entered_at} title={moment(row.entered_at)}>{day(row.entered_at)} {clockMinutes(row.entered_at)}</time> {named(row, 'person')}</small>
    </li>
  )
}

interface FormProps {
  readonly row: FigureRow
  readonly line: Line
  readonly onDone: () => void
  readonly onClose: () => void
}

function CorrectForm({ row, line, onDone, onClose }: FormProps): JSX.Element {
  const w = outcomeWords()
  const id = useSignal(newId())
  const [value, base, sent] = [useSignal(numberText(line, row.value).replaceAll(',', '')), useSignal(row.base === null ? '' : String(row.base)), useSignal(row.sent === null ? '' : String(row.sent))]
  const [reason, note, file] = [useSignal(''), useSignal(row.note ?? ''), useSignal<File | null>(null)]
  const submit = useSubmit()
  const told = typed(line, value.value)
  const missing = told === null ? w.valueNeeded : !reason.value.trim() && w.whyNeeded
  const figure = (): unknown => ({ id: id.value, value: told, base: line.weighed ? Number(base.value) : null, sent: line.survey ? Number(sent.value) : null, reason: reason.value.trim(), note: note.value.trim() })
  return (
    <FormDialog title={w.correctTitle} submit={submit} onClose={onClose} onSubmit={() => submit.run((options) => post(`/outcome-figures/${row.id}/correct`, sendable(figure(), file.value), options), onDone)} action={w.correct} missing={missing}>
      <p class="hint">{w.was(figureText(line, row.value))}</p>
      <Numbers kind={line} value={value} base={base} sent={sent} />
      <Why reason={reason} />
      <Proof note={note} file={file} />
    </FormDialog>
  )
}

function WithdrawForm({ row, line, onDone, onClose }: FormProps): JSX.Element {
  const w = outcomeWords()
  const reason = useSignal('')
  const submit = useSubmit()
  return (
    <FormDialog title={w.withdrawTitle} submit={submit} onClose={onClose} onSubmit={() => submit.run((options) => post(`/outcome-figures/${row.id}/withdraw`, { reason: reason.value.trim() }, options), onDone)} action={w.withdraw} missing={!reason.value.trim() && w.whyNeeded}>
      <p class="hint">{w.was(figureText(line, row.value))}</p>
      <Why reason={reason} />
    </FormDialog>
  )
}

function Why({ reason }: { readonly reason: { value: string } }): JSX.Element {
  const w = outcomeWords()
  return <label class="field"><span>{w.why}</span><textarea rows={2} maxLength={500} value={reason.value} onInput={(event) => (reason.value = event.currentTarget.value)} /></label>
}
