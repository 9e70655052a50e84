import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { exact } from '../lib/format'
import { Glyph } from '../lib/glyphs'
import { named, said } from '../lib/i18n'
import type { OutcomeLine } from './types'
import { Figure } from './Trace'
import { reviewWords } from './words'

/** What teams reported, come together as its unit says, beside the targets they were given. */
export function Outcomes({ lines }: { readonly lines: readonly OutcomeLine[] }): JSX.Element {
  const w = reviewWords()
  const whole = useSignal(false)
  const aimed = lines.filter((line) => line.target !== null)
  const shown = whole.value || aimed.length === 0 ? [...aimed, ...lines.filter((line) => line.target === null)] : aimed
  const rest = aimed.length === 0 ? 0 : lines.length - aimed.length
  return (
    <section class="block">
      <div class="block-head"><h2>{w.outcomes}</h2></div>
      {lines.length === 0 ? <p class="hint">{w.noOutcomes}</p> : (
        <div class="table-wrap">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{w.outcome}</th><th scope="col" class="num">{w.reported}</th><th scope="col" class="num">{w.value}</th><th scope="col" class="num">{w.target}</th><th scope="col" class="wide" /><th scope="col" />
              </tr>
            </thead>
            <tbody>{shown.map((line) => <Line key={line.name} line={line} />)}</tbody>
          </table>
        </div>
      )}
      {rest > 0 ? <Button size="small" onPress={() => (whole.value = !whole.value)}>{whole.value ? w.withTargets : w.withoutTargets(rest)}</Button> : null}
    </section>
  )
}

function Line({ line }: { readonly line: OutcomeLine }): JSX.Element {
  const w = reviewWords()
  const most = Math.max(line.value, line.target ?? 0, 1)
  const reached = line.reached
  return (
    <tr>
      <td class="nowrap">{said(line)} <span class="tx-3">{[named(line, 'unit'), w.together(line.together)].filter(Boolean).join(' · ')}</span></td>
      <td class="num"><Figure ask={{ of: 'outcome', name: line.name, title: w.eventsOf(said(line)) }}>{exact(line.reported)}</Figure> / <Figure ask={{ of: 'asked', name: line.name, title: w.eventsOf(`${said(line)} ${w.asked}`) }}>{exact(line.asked)}</Figure></td>
      <td class="num"><Figure ask={{ of: 'outcome', name: line.name, title: w.eventsOf(said(line)) }}>{exact(line.value)}</Figure></td>
      <td class="num">{line.target === null ? '-' : <Figure ask={{ of: 'asked', name: line.name, title: w.eventsOf(`${said(line)} ${w.target}`) }}>{exact(line.target)}</Figure>}</td>
      <td class="wide">
        <svg class="bar" viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true">
          <rect class="bar-rest" y="2" width="1000" height="8" />
          <rect class={line.target === null || reached ? 'bar-ok' : 'bar-warn'} y="2" width={(1000 * line.value) / most} height="8" />
          {line.target === null ? null : <rect class="bar-target" x={Math.min(996, (1000 * line.target) / most)} width="4" height="12" />}
        </svg>
      </td>
      <td class="nowrap">{line.target === null ? <span class="tx-3">{w.noTarget}</span> : <><Glyph kind={reached ? 'done' : 'partial'} label="" /> {reached ? w.reached : w.missed}</>}</td>
    </tr>
  )
}
