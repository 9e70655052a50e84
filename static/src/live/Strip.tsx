/** The headline strip: whom, where, how badly, approvals, tasks, sending, money; each block opens its list. */
import type { ComponentChildren, JSX } from 'preact'
import { basisText } from '../components/Basis'
import { count, countText, exact, money, moneyText, percent, clockMinutes, type Figure } from '../lib/format'
import { language, named } from '../lib/i18n'
import { Glyph } from '../lib/glyphs'
import { provinceName } from '../lib/regions'
import { tierText } from '../lib/tiers'
import { now, span } from '../lib/worldclock'
import { commonWords } from '../locales/common'
import { finishAt, nextDue } from './figures'
import type { LiveModel } from './model'
import { liveWords } from './words'
import { bandName, orWorse, shadeOf } from './map/bandNames'

interface BlockProps {
  readonly label: ComponentChildren
  readonly right?: ComponentChildren
  readonly figure: Figure | null
  readonly line: ComponentChildren
  /** The list that it counts; none of a past moment, since lists tell of the present. */
  readonly href: string | null
  readonly name: string
  readonly side?: ComponentChildren
  readonly bar?: number | null
}

function Block({ label, right, figure, line, href, name, side, bar }: BlockProps): JSX.Element {
  const Tag = href ? 'a' : 'div'
  return (
    <Tag class={`strip-block strip-${name}`} {...(href ? { href } : {})}>
      <span class="strip-label">
        <span>{label}</span>
        {right ? <span>{right}</span> : null}
      </span>
      <span class="strip-main">
        {figure ? (
          <span class="strip-figure num" title={figure.exact}>
            {figure.figure}
            {figure.unit ? <small>{'\u00a0'}{figure.unit}</small> : null}
          </span>
        ) : (
          <span class="strip-figure tx-3">·</span>
        )}
        {side}
      </span>
      {bar === undefined || bar === null ? (
        <span class="strip-line">{typeof line === 'string' ? <span>{line}</span> : line}</span>
      ) : (
        <span class="strip-line">
          <span class="bar">
            <span class="bar-fill" style={{ width: `${Math.min(100, bar * 100)}%` }} />
          </span>
        </span>
      )}
    </Tag>
  )
}

export function Strip({ model }: { readonly model: LiveModel }): JSX.Element {
  return (
    <div class="strip">
      <Whom model={model} />
      <Where model={model} />
      <Harm model={model} />
      <Approvals model={model} />
      <Tasks model={model} />
      <Sent model={model} />
      <MoneyBlock model={model} />
    </div>
  )
}

function listOf(model: LiveModel, href: string): string | null {
  return model.past?.moment.value ? null : href
}

function Whom({ model }: { readonly model: LiveModel }): JSX.Element {
  const w = liveWords()
  const { bands, customers, lowest, unit } = model.exposure.value
  const zh = language.value === 'zh'
  const small = (value: number): string => (grouped(zh ? value / 1e4 : value / 1e6, zh ? 1 : 3))
  return (
    <Block
      name="whom" href={listOf(model, `/measures/${model.store.incidentId}`)}
      label={bands.length ? w.covered(orWorse(unit, lowest / 1000)) : w.coveredNone}
      figure={bands.length ? count(customers) : null}
      line={bands.length ? [w.unitTenThousand, basisText(model.footprint.value?.basis)].filter(Boolean).join(' · ') : w.noFootprint}
      side={
        <span class="strip-bands">
          {bands.slice(0, 6).map((band) => (
            <span key={band.valueMilli} title={exact(band.customers)}>
              <small class={`hz-${Math.round(shadeOf(unit, band.valueMilli / 1000))}`}>{bandName(unit, band.valueMilli / 1000)}</small>
              <span class="num">{small(band.customers)}</span>
            </span>
          ))}
        </span>
      }
    />
  )
}

function grouped(value: number, digits: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

function Where({ model }: { readonly model: LiveModel }): JSX.Element {
  const w = liveWords()
  const { counties, provinces, cities, notAssessed } = model.exposure.value
  return (
    <Block
      name="where" href="#matrix" label={w.extent}
      figure={counties ? { figure: exact(counties), unit: w.counties, exact: exact(counties) } : null}
      line={
        counties || notAssessed ? (
          <>
            <span>{w.provincesCities(provinces, cities)}</span>
            {notAssessed ? <span class="nowrap"><span class="hatch-square" /> {w.notAssessed} {notAssessed}</span> : null}
          </>
        ) : w.noFootprint
      }
    />
  )
}

function Harm({ model }: { readonly model: LiveModel }): JSX.Element {
  const w = liveWords()
  const { customers, sites, halls, keyCustomers, keyTiers } = model.severe.value
  return (
    <Block
      name="harm" href={listOf(model, `/tasks/${model.store.incidentId}`)} label={w.severeUsers(orWorse(model.exposure.value.unit, model.severeFrom.value / 1000))}
      figure={customers ? count(customers) : null}
      line={<span title={keyCustomers ? tierText(keyTiers) : undefined}>{w.severeLine(exact(sites), exact(halls), exact(keyCustomers))}</span>}
    />
  )
}

function Approvals({ model }: { readonly model: LiveModel }): JSX.Element {
  const w = liveWords()
  const { measures, broadcasts, approvals } = model.store
  const waiting = [...measures.value, ...broadcasts.value].filter((row) => row.state === 'pending_approval')
  const got = (id: string, revision: number): number => approvals.value
    .filter((row) => row.subject_id === id && row.revision === revision && row.decision === 'approve').length
  const one = (row: (typeof waiting)[number]): string => {
    const needed = 'approval_class' in row && row.approval_class === 'B' ? 1 : 2
    return `${named(row, 'title')} ${got(row.id, row.revision)}/${needed}`
  }
  return (
    <Block
      name="approvals" href={listOf(model, `/measures/${model.store.incidentId}`)} label={w.approvals}
      figure={{ figure: String(waiting.length), unit: '', exact: String(waiting.length) }}
      line={waiting.length ? waiting.slice(0, 2).map(one).join(' · ') : w.approvalsNone}
    />
  )
}

function Tasks({ model }: { readonly model: LiveModel }): JSX.Element {
  const w = liveWords()
  const sums = model.tasks.value
  const next = nextDue(sums, now.value)
  const left = next ? Date.parse(next.ack_due_at) - now.value : null
  return (
    <Block
      name="tasks" href={listOf(model, `/tasking/${model.store.incidentId}`)} label={w.unacknowledged} right={w.nextDeadline}
      figure={sums.total ? { figure: exact(sums.open), unit: `/ ${exact(sums.total)}`, exact: exact(sums.open) } : null}
      side={left === null ? <span class="strip-figure tx-3">·</span> : <strong class="strip-figure num">{span(Math.max(0, left))}</strong>}
      line={
        <>
          <span class="strip-marks">
            {sums.overdue ? <span class="tone-warn"><Glyph kind="overdue" label="" size={12} /> {w.overdue} {sums.overdue}</span> : null}
            {sums.silent ? <span class="tone-bad"><Glyph kind="failed" label="" size={12} /> {w.silent} {sums.silent}</span> : null}
            {!sums.overdue && !sums.silent ? (sums.total ? w.tasksDone(sums.finished) : w.noTasks) : null}
          </span>
          <span class="strip-right">{next ? `${provinceName(next.province)} · ${w.groupShort(next.task_group, named(next, 'title'))}` : w.noDeadline}</span>
        </>
      }
    />
  )
}

function Sent({ model }: { readonly model: LiveModel }): JSX.Element {
  const w = liveWords()
  const broadcast = model.broadcast.value
  const progress = model.sending.value
  const href = listOf(model, broadcast ? `/broadcasts/${model.store.incidentId}/${broadcast.id}` : `/measures/${model.store.incidentId}`)
  if (!broadcast || progress.customers === 0) {
    const line = broadcast ? commonWords().measureState(broadcast.state) : w.noBroadcast
    return <Block name="sent" href={href} label={w.broadcast} figure={broadcast ? count(broadcast.customers) : null} line={line} />
  }
  const done = finishAt(progress, Date.parse(broadcast.started_at ?? ''), now.value)
  return (
    <Block
      name="sent" href={href} label={named(broadcast, 'title')} right={done ? w.eta(clockMinutes(done)) : commonWords().measureState(broadcast.state)}
      figure={{ figure: percent(progress.settled, progress.customers), unit: '%', exact: exact(progress.settled) }}
      side={<span class="strip-side num">{w.ofTotal(countText(progress.settled), countText(progress.customers))}</span>}
      line="" bar={progress.settled / progress.customers}
    />
  )
}

function MoneyBlock({ model }: { readonly model: LiveModel }): JSX.Element {
  const w = liveWords()
  const { committed, cap } = model.money.value
  return (
    <Block
      name="money" href={listOf(model, `/measures/${model.store.incidentId}`)} label={w.money} right={cap ? w.cap(moneyText(cap)) : ''}
      figure={cap ? money(committed) : null}
      side={cap ? <span class="strip-side num">{percent(committed, cap)}%</span> : null}
      line={w.noMoney} bar={cap ? committed / cap : null}
    />
  )
}
