/** How somebody is told: channels in order with their delays, quiet hours, language. One's own, or another's whom one keeps. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../components/Button'
import { Failure } from '../components/Panel'
import { useAction } from '../desk/useAction'
import { commonWords } from '../locales/common'
import { add, clockOf, minutesOf, move, remove, setDelay } from './order'
import type { Channel, MyNotices, WishedStep } from './types'
import { pagingWords } from './words'

/** One's own order; else the default's channels that exist here, or all of it where none does. */
function offered(mine: MyNotices): readonly WishedStep[] {
  if (mine.own) return mine.steps
  const here = new Set(mine.channels.filter((one) => one.configured).map((one) => one.channel))
  const steps = mine.steps.filter((step) => here.has(step.channel))
  return steps.length > 0 ? steps : mine.steps
}

interface WishesProps {
  readonly mine: MyNotices
  /** `/me`, or `/people/<id>` of somebody whose notices one keeps. */
  readonly whose: string
  readonly onSaved?: () => void
}

export function Wishes({ mine, whose, onSaved }: WishesProps): JSX.Element {
  const w = pagingWords()
  const action = useAction()
  const [steps, setSteps] = useState<readonly WishedStep[]>(() => offered(mine))
  const [quiet, setQuiet] = useState(mine.quiet)
  const [language, setLanguage] = useState(mine.language)
  const [done, setDone] = useState('')
  const left = mine.channels.map((one) => one.channel).filter((name) => !steps.some((step) => step.channel === name))
  const body = { steps, language, quiet: quiet ? { start: quiet.from, end: quiet.to } : null }
  async function save(): Promise<void> {
    if (!(await action.run('save', { path: `${whose}/notices`, body }))) return
    setDone(w.saved)
    onSaved?.()
  }
  async function test(): Promise<void> {
    if (await action.run('test', { path: '/me/notices/test' })) setDone(w.tested)
  }
  const change = (next: readonly WishedStep[]): void => {
    setSteps(next)
    setDone('')
  }
  return (
    <form class="notices-facts" onSubmit={(event) => { event.preventDefault(); void save() }}>
      <section>
        <h2>{w.order}</h2>
        {mine.own ? null : <p class="hint">{whose === '/me' ? w.ownDefault : w.theirDefault}</p>}
        <ol class="notices-steps">
          {steps.map((step, index) => (
            <Step key={step.channel} step={step} index={index} count={steps.length} mine={mine} onChange={change} steps={steps} />
          ))}
        </ol>
        {left.length > 0 ? (
          <p class="notices-row">
            {left.map((name) => <Button key={name} size="small" onPress={() => change(add(steps, name))}>{w.add} {w.channel(name)}</Button>)}
          </p>
        ) : null}
      </section>
      <section>
        <h2>{w.quiet}</h2>
        <p class="hint">{w.quietHint}</p>
        <p class="notices-row">
          {quiet ? (
            <>
              <label>{w.from} <input type="time" required value={clockOf(quiet.from)} onInput={(event) => setQuiet({ ...quiet, from: minutesOf(event.currentTarget.value, quiet.from) })} /></label>
              <label>{w.to} <input type="time" required value={clockOf(quiet.to)} onInput={(event) => setQuiet({ ...quiet, to: minutesOf(event.currentTarget.value, quiet.to) })} /></label>
              <Button size="small" onPress={() => setQuiet(null)}>{w.none}</Button>
            </>
          ) : <Button size="small" onPress={() => setQuiet({ from: 22 * 60, to: 7 * 60 })}>{w.use}</Button>}
        </p>
      </section>
      <section>
        <h2>{w.language}</h2>
        <p class="notices-row">
          {(['zh', 'en'] as const).map((one) => (
            <label key={one} class="check"><input type="radio" name="language" checked={language === one} onChange={() => setLanguage(one)} /> {one === 'zh' ? w.chinese : w.english}</label>
          ))}
        </p>
      </section>
      {action.error ? <Failure error={action.error} /> : null}
      <div class="notices-do">
        <Button type="submit" kind="primary" busy={action.busy === 'save' && commonWords().working}>{w.save}</Button>
        {whose === '/me' ? <Button busy={action.busy === 'test' && commonWords().working} onPress={() => void test()}>{w.test}</Button> : null}
        <span role="status" class="tx-2">{done}</span>
      </div>
    </form>
  )
}

interface StepProps {
  readonly step: WishedStep
  readonly steps: readonly WishedStep[]
  readonly index: number
  readonly count: number
  readonly mine: MyNotices
  readonly onChange: (steps: readonly WishedStep[]) => void
}

function Step({ step, steps, index, count, mine, onChange }: StepProps): JSX.Element {
  const w = pagingWords()
  const name = w.channel(step.channel)
  const press = (label: string, sign: string, off: boolean, next: () => readonly WishedStep[]): JSX.Element => (
    <button type="button" disabled={off} aria-label={`${label}: ${name}`} title={label} onClick={() => onChange(next())}>{sign}</button>
  )
  return (
    <li class="notices-step">
      <span class="notices-rank">{index + 1}</span>
      <span class="notices-name">{name}<Standing channel={step.channel} mine={mine} /></span>
      <label class="notices-delay">
        <span class="visually-hidden">{w.delay}: {name}</span>
        <input type="number" min={0} max={1440} step="any" value={step.after_s / 60} onInput={(event) => onChange(setDelay(steps, step.channel, event.currentTarget.valueAsNumber))} />
        {step.after_s === 0 ? w.atOnce : w.minutes}
      </label>
      <span class="notices-move">
        {press(w.up, '↑', index === 0, () => move(steps, index, -1))}
        {press(w.down, '↓', index === count - 1, () => move(steps, index, 1))}
        {press(w.remove, '✕', count === 1, () => remove(steps, step.channel))}
      </span>
    </li>
  )
}

/** Whether this channel reaches the person here, in words. */
function Standing({ channel, mine }: { readonly channel: Channel; readonly mine: MyNotices }): JSX.Element {
  const w = pagingWords()
  const found = mine.channels.find((one) => one.channel === channel)
  if (!found?.configured) return <small>{w.notConfigured}</small>
  return found.reachable ? <small>{w.ready}</small> : <small class="warn">{w.noAddress}</small>
}
