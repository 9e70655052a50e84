/** Put one person or team on duty, or a whole rotation. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { newId, post } from '../lib/api'
import { exact } from '../lib/format'
import { named } from '../lib/i18n'
import { now } from '../lib/worldclock'
import { fromField, toField } from '../live/actions/DeclareDialog'
import { FormDialog } from '../live/actions/FormDialog'
import { useSubmit } from '../live/actions/useSubmit'
import { commonWords } from '../locales/common'
import { Field, personName, Pick } from './parts'
import type { Roster } from './types'
import { dutyWords } from './words'

interface PlanProps {
  readonly roster: Roster
  readonly onDone: () => void
  readonly onClose: () => void
}
const HOUR = 3_600_000

export function candidates(roster: Roster): readonly (readonly [string, string])[] {
  return roster.candidates.map((one) => [one.person, `${personName(roster.people, one.person)} · ${commonWords().role(one.role)}`] as const)
}

/** The next full hour of the world's clock, as a field takes it. */
function soon(hours = 0): string {
  return toField(Math.ceil(now.peek() / HOUR) * HOUR + hours * HOUR)
}

export function ShiftDialog({ roster, onDone, onClose }: PlanProps): JSX.Element {
  const w = dutyWords()
  const id = useSignal(newId())
  const form = useSignal({ who: '', deputy: '', starts: soon(), ends: soon(12) })
  const submit = useSubmit()
  const set = (part: Partial<typeof form.value>): void => {
    form.value = { ...form.value, ...part }
  }
  const { who, deputy, starts, ends } = form.value
  const teams = roster.teams.map((team) => [`team:${team.id}`, `${w.wholeTeam}: ${named(team, 'name')}`] as const)
  const send = (): void => submit.run(
    (options) => post('/duty/shifts', {
      id: id.value, scope: roster.scope, starts_at: fromField(starts), ends_at: fromField(ends),
      ...(who.startsWith('team:') ? { team: who.slice(5) } : { person: who }), ...(deputy ? { deputy } : {}),
    }, options),
    () => {
      onDone()
      onClose()
    },
  )
  return (
    <FormDialog title={w.planShift} submit={submit} onClose={onClose} onSubmit={send} action={w.go} missing={who ? false : `${w.person}: ${commonWords().required}`}>
      <Pick label={w.person} value={who} onPick={(to) => set({ who: to })} options={[...candidates(roster), ...teams]} />
      <div class="form-row">
        <Field type="datetime-local" label={w.starts} value={starts} onInput={(text) => set({ starts: text })} />
        <Field type="datetime-local" label={w.ends} value={ends} onInput={(text) => set({ ends: text })} />
      </div>
      <Pick label={w.deputy} value={deputy} onPick={(to) => set({ deputy: to })} none={w.nobody} options={candidates(roster).filter(([one]) => one !== who)} />
    </FormDialog>
  )
}

export function RotationDialog({ roster, onDone, onClose }: PlanProps): JSX.Element {
  const w = dutyWords()
  const id = useSignal(newId())
  const form = useSignal({ first: soon(), hours: '12', count: '14' })
  const people = useSignal<readonly string[]>([])
  const deputies = useSignal<readonly string[]>([])
  const submit = useSubmit()
  const set = (part: Partial<typeof form.value>): void => {
    form.value = { ...form.value, ...part }
  }
  const { first, hours, count } = form.value
  const send = (): void => submit.run(
    (options) => post('/duty/rotations', { id: id.value, scope: roster.scope, first: fromField(first), hours: Number(hours), count: Number(count), people: people.value, deputies: deputies.value }, options),
    () => {
      onDone()
      onClose()
    },
  )
  return (
    <FormDialog title={w.planRotation} submit={submit} onClose={onClose} onSubmit={send} action={w.go} missing={people.value.length ? false : `${w.people}: ${commonWords().required}`}>
      <Field type="datetime-local" label={w.first} value={first} onInput={(text) => set({ first: text })} />
      <div class="form-row">
        <Field type="number" label={w.hours} max={48} value={hours} onInput={(text) => set({ hours: text })} />
        <Field type="number" label={w.count} max={500} value={count} onInput={(text) => set({ count: text })} hint={w.countHint(exact(Math.round((Number(hours) * Number(count)) / 2.4) / 10))} />
      </div>
      <Turns label={w.people} roster={roster} chosen={people.value} onChange={(to) => (people.value = to)} />
      <Turns label={w.deputies} roster={roster} chosen={deputies.value} onChange={(to) => (deputies.value = to)} />
    </FormDialog>
  )
}

/** People in the order in which they were pressed; a second press takes one out. */
function Turns({ label, roster, chosen, onChange }: { readonly label: string; readonly roster: Roster; readonly chosen: readonly string[]; readonly onChange: (to: readonly string[]) => void }): JSX.Element {
  return (
    <fieldset class="duty-turns">
      <legend>{label}</legend>
      {roster.candidates.map(({ person }) => {
        const turn = chosen.indexOf(person)
        return (
          <button key={person} type="button" class="chip" aria-pressed={turn >= 0} onClick={() => onChange(turn >= 0 ? chosen.filter((one) => one !== person) : [...chosen, person])}>
            {turn >= 0 ? <span class="num">{turn + 1}</span> : null}{personName(roster.people, person)}
          </button>
        )
      })}
    </fieldset>
  )
}
