import { useSignal, type Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { Icon } from '../../components/Icon'
import { countText, day, clockMinutes, moneyText } from '../../lib/format'
import { language, named } from '../../lib/i18n'
import { regionName } from '../../lib/regions'
import { acts, type Left, type PlanChange, type PlanGroup } from './plan'
import { PlanReason } from './PlanReason'
import { planWords } from './words'

interface PlanGroupProps {
  readonly group: PlanGroup
  readonly left: Signal<Left>
}

/** One measure, one message, or the tasks of one playbook item. */
export function PlanGroupView({ group, left }: PlanGroupProps): JSX.Element | null {
  const w = planWords()
  const open = useSignal(false)
  const first = group.changes[0]
  if (!first) return null
  const many = group.type === 'task'
  const acting = group.changes.filter(acts)
  const kept = acting.filter((change) => !(change.item_key in left.value))
  const toggle = (): void => {
    const next = { ...left.value }
    const out = kept.length > 0
    for (const change of acting) {
      if (out) next[change.item_key] ??= ''
      else delete next[change.item_key]
    }
    left.value = next
  }
  return (
    <section class="plan-item">
      <header>
        <input
          type="checkbox" checked={kept.length > 0 && kept.length === acting.length} disabled={acting.length === 0}
          ref={(box) => {
            if (box) box.indeterminate = kept.length > 0 && kept.length < acting.length
          }}
          onChange={toggle} aria-label={named(first, 'title')}
        />
        <div class="plan-words">
          <h3>{many ? withoutPlace(first) : named(first, 'title')} <span class={`plan-change plan-change-${first.change}`}>{w.change(first.change)}</span>{first.critical ? <span class="plan-change">{w.critical}</span> : null}</h3>
          <Facts change={first} count={many ? group.changes.length : 0} />
          <Reasons change={first} />
          <Lessons change={first} />
          {first.message ? <blockquote>{language.value === 'zh' ? first.message.zh : first.message.en}<small>{w.parts(first.message.parts)}</small></blockquote> : null}
        </div>
        {many && group.changes.length > 1 ? (
          <button type="button" class="icon-button" aria-expanded={open.value} aria-label={w.provinces(group.changes.length)} onClick={() => (open.value = !open.value)}>
            <Icon name={open.value ? 'up' : 'down'} size={16} />
          </button>
        ) : null}
      </header>
      {open.value ? <Targets changes={group.changes} left={left} /> : null}
      {acting.length > kept.length ? <PlanReason changes={acting} left={left} /> : null}
    </section>
  )
}

/** The first task's title stands for all; the place in it is taken out where it is the target's name. */
export function withoutPlace(change: Pick<PlanChange, 'title_zh' | 'title_en' | 'region' | 'province'>): string {
  const title = named(change, 'title')
  const place = regionName(change.region ?? change.province)
  return place ? title.replace(place, '…').replace(/^…\s*/, '') || title : title
}

function Facts({ change, count }: { readonly change: PlanChange; readonly count: number }): JSX.Element {
  const w = planWords()
  const facts = [
    change.phase ? w.phase(change.phase) : '',
    count > 1 ? w.provinces(count) : '',
    change.customers ? `${countText(change.customers)} ${w.customers}` : '',
    change.cost_fen ? `${w.cost} ${moneyText(change.cost_fen)}` : '',
    change.cap_fen ? `${w.cap} ${moneyText(change.cap_fen)}` : '',
    change.approval_class ? w.approval(change.approval_class) : '',
    change.window_from && change.window_to ? `${day(change.window_from)} ${clockMinutes(change.window_from)} – ${day(change.window_to)}` : '',
    change.acknowledge_minutes && change.work_minutes ? w.clocks(change.acknowledge_minutes, change.work_minutes) : '',
    change.changed.length ? `${w.changed}: ${change.changed.join(', ')}` : '',
  ].filter(Boolean)
  return <p class="plan-facts num">{facts.join(' · ')}</p>
}

function Reasons({ change }: { readonly change: PlanChange }): JSX.Element | null {
  const reasons = language.value === 'zh' ? change.reasons_zh : change.reasons_en
  return reasons.length ? <p class="plan-why">{reasons.join(language.value === 'zh' ? '；' : '; ')}</p> : null
}

/** What came back from earlier incidents: each finding leads to its page. */
function Lessons({ change }: { readonly change: PlanChange }): JSX.Element | null {
  const w = planWords()
  if (!change.lessons?.length) return null
  return (
    <ul class="plan-lessons">
      {change.lessons.map((one) => <li key={one.id}><a href={`/findings#${one.id}`}>↑ {w.lesson(one.number, named(one.incident, 'title'))}</a> <span class="tx-2">{named(one, 'say')}</span></li>)}
    </ul>
  )
}

function Targets({ changes, left }: { readonly changes: readonly PlanChange[]; readonly left: Signal<Left> }): JSX.Element {
  const w = planWords()
  return (
    <ul class="plan-targets">
      {changes.map((change) => (
        <li key={change.item_key}>
          <label class="check">
            <input
              type="checkbox" disabled={!acts(change)} checked={acts(change) && !(change.item_key in left.value)}
              onChange={(event) => {
                const next = { ...left.value }
                if (event.currentTarget.checked) delete next[change.item_key]
                else next[change.item_key] = ''
                left.value = next
              }}
            />
            <span>{named(change, 'title')}</span>
            <span class="tx-2">{w.change(change.change)}</span>
          </label>
        </li>
      ))}
    </ul>
  )
}
