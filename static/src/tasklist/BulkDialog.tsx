/** Asks what the action needs, carries it out for the whole selection, and says of each task what came of it. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { deskWords } from '../desk/words'
import { exact } from '../lib/format'
import { named } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import type { TaskRow } from '../lib/types'
import { commonWords } from '../locales/common'
import { language } from '../lib/i18n'
import { actionsFor, fitting, sendAll, type BatchedAction, type BatchResult, type BulkName, type BulkOutcome } from './bulk'
import { listWords } from './words'

const WITH_REASON: ReadonlySet<BulkName> = new Set(['recall', 'hold', 'reassign'])

interface DialogProps {
  readonly name: BulkName
  readonly tasks: readonly TaskRow[]
  readonly onClose: () => void
  /** Everything was carried out and the person has seen it. */
  readonly onDone: () => void
}

export function BulkDialog({ name, tasks, onClose, onDone }: DialogProps): JSX.Element {
  const w = listWords()
  const reason = useSignal('')
  const team = useSignal(tasks[0]?.team ?? '')
  const asked = useSignal(false)
  const progress = useSignal<number | null>(null)
  const outcome = useSignal<BulkOutcome | null>(null)
  const fit = fitting(tasks, name)
  const teams = [...new Set(tasks.map((task) => task.team))].sort()
  const empty = WITH_REASON.has(name) && reason.value.trim() === ''

  async function send(actions: readonly BatchedAction[]): Promise<void> {
    progress.value = 0
    const before = outcome.value?.results ?? []
    const came = await sendAll(actions, (done) => (progress.value = done))
    progress.value = null
    outcome.value = { results: [...before, ...came.results], unsent: came.unsent }
  }
  function start(): void {
    asked.value = true
    if (empty || fit.length === 0) return
    const body = name === 'reassign' ? { team: team.value, reason: reason.value.trim() } : WITH_REASON.has(name) ? { reason: reason.value.trim() } : {}
    void send(actionsFor(tasks, name, body))
  }
  if (outcome.value) {
    const all = outcome.value
    return (
      <Dialog title={w.resultTitle} onClose={all.unsent.length === 0 ? onDone : onClose} footer={all.unsent.length > 0 ? <Button kind="primary" busy={progress.value !== null && commonWords().working} onPress={() => void send(all.unsent)}>{w.retry}</Button> : <Button kind="primary" onPress={onDone}>{w.close}</Button>}>
        <Outcome outcome={all} tasks={tasks} />
      </Dialog>
    )
  }
  return (
    <Dialog title={w.askTitle(w[name], exact(fit.length))} onClose={onClose}>
      <form class="form" onSubmit={(event) => { event.preventDefault(); start() }}>
        {fit.length < tasks.length ? <p class="note">{fit.length === 0 ? w.noneFits : w.fits(exact(fit.length), exact(tasks.length))}</p> : null}
        {name === 'reassign' ? (
          <label class="field">
            <span>{w.team}</span>
            <input type="text" list="bulk-teams" required maxLength={60} value={team.value} onInput={(event) => (team.value = event.currentTarget.value)} />
            <datalist id="bulk-teams">{teams.map((one) => <option key={one} value={one} />)}</datalist>
            <span class="hint">{w.teamHint}</span>
          </label>
        ) : null}
        {WITH_REASON.has(name) ? (
          <label class="field">
            <span>{w.reasonFor}</span>
            <textarea rows={3} maxLength={2000} autofocus value={reason.value} aria-invalid={asked.value && empty} onInput={(event) => (reason.value = event.currentTarget.value)} />
            {asked.value && empty ? <span class="field-error" role="alert">{deskWords().reasonNeeded}</span> : <span class="hint">{deskWords().reasonWhy}</span>}
          </label>
        ) : null}
        <Button type="submit" kind="primary" busy={progress.value !== null && w.working(exact(progress.value), exact(fit.length))} whyNot={fit.length === 0 && w.noneFits}>{w.go(w[name], exact(fit.length))}</Button>
      </form>
    </Dialog>
  )
}

function Outcome({ outcome, tasks }: { readonly outcome: BulkOutcome; readonly tasks: readonly TaskRow[] }): JSX.Element {
  const w = listWords()
  const of = (kind: BatchResult['outcome']): readonly BatchResult[] => outcome.results.filter((result) => result.outcome === kind)
  const [done, conflicts, refused] = [of('done'), of('conflict'), of('refused')]
  return (
    <div class="bulk-outcome" role="status">
      <p class="ok">{w.done(exact(done.length))}</p>
      {outcome.unsent.length > 0 ? <p class="bad">{w.unsent(exact(outcome.unsent.length))}</p> : null}
      {conflicts.length > 0 ? <><p class="late">{w.conflicts(exact(conflicts.length))}</p><Faults results={conflicts} tasks={tasks} /></> : null}
      {refused.length > 0 ? <><p class="bad">{w.refused(exact(refused.length))}</p><Faults results={refused} tasks={tasks} /></> : null}
    </div>
  )
}

function Faults({ results, tasks }: { readonly results: readonly BatchResult[]; readonly tasks: readonly TaskRow[] }): JSX.Element {
  const rows = new Map(tasks.map((task) => [task.id, task]))
  return (
    <ul class="bulk-faults">
      {results.slice(0, 50).map((result) => {
        const task = rows.get(result.task)
        const words = language.value === 'zh' ? result.problem?.detail_zh : result.problem?.detail_en
        return (
          <li key={result.key}>
            <strong>{task ? `${provinceName(task.province)} · ${named(task, 'title')}` : result.task}</strong>
            <span>{words}</span>
            {result.row ? <span class="hint">{listWords().nowIs(commonWords().taskState(result.row.state))}</span> : null}
          </li>
        )
      })}
    </ul>
  )
}
