import type { JSX } from 'preact'
import { language, named, said } from '../../lib/i18n'
import { approvalWords } from '../words'
import type { MeasureType } from './schema'
import { byHandWords } from './words'

const DELIVERIES = ['billing', 'halls', 'hotline', 'teams'] as const

interface KindProps {
  readonly kinds: readonly MeasureType[]
  readonly type: MeasureType
  readonly onChoose: (kind: string) => void
}

/** Which kind of measure, by who carries it out; what it costs, when it is done and how it ends. */
export function KindPicker({ kinds, type, onChoose }: KindProps): JSX.Element {
  const w = byHandWords()
  const stop = language.value === 'zh' ? '。' : '.'
  return (
    <div class="field byhand-kind">
      <label class="field">
        <span>{w.kind}</span>
        <select value={type.kind} onChange={(event) => onChoose(event.currentTarget.value)}>
          {DELIVERIES.map((delivery) => (
            <optgroup key={delivery} label={approvalWords().carriedBy(delivery)}>
              {kinds.filter((one) => one.delivery === delivery).map((one) => <option key={one.kind} value={one.kind}>{named(one, 'title')}</option>)}
            </optgroup>
          ))}
        </select>
      </label>
      <span class="hint">{approvalWords().carriedBy(type.delivery)}{stop} {w.success(named(type, 'success'))}</span>
      {type.for_whom_zh ? <span class="hint late">{named(type, 'for_whom')}{stop}</span> : null}
      <span class="hint">{w.cost(named(type, 'cost'))}</span>
      <details class="hint">
        <summary>{w.landing}</summary>
        <ul>{type.landing.map((step) => <li key={step.hours_before_end}>{said(step)}</li>)}</ul>
      </details>
    </div>
  )
}
