/** Incidents beside one another: each figure over time, each incident against its likes. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { LevelChip } from '../components/Level'
import { Empty, Failure, Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { countText, day, exact } from '../lib/format'
import { hazardName } from '../lib/hazards'
import { named, said } from '../lib/i18n'
import { points, told, verdict } from './telling'
import type { Analysis, Line, Metric } from './types'
import { analysisWords } from './words'
import './analysis.css'

const WIDTH = 260
const HEIGHT = 56

export function AnalysisPage(): JSX.Element {
  const w = analysisWords()
  const hazard = useSignal('')
  const { value, error, reload } = useLoad<Analysis>('/analysis')
  if (!value) return error ? <Failure error={error} onRetry={reload} /> : <Skeleton rows={12} />
  const hazards = [...new Set(value.items.map((line) => line.hazard))].sort()
  const lines = value.items.filter((line) => hazard.value === '' || line.hazard === hazard.value)
  return (
    <div class="page analysis">
      <header class="page-head">
        <h2>{w.title}</h2>
        <span class="tx-2">{w.hint}</span>
        <span class="gap" />
        <label class="analysis-choice">{w.hazard} <select value={hazard.value} onChange={(event) => void (hazard.value = event.currentTarget.value)}><option value="">{w.all}</option>{hazards.map((one) => <option key={one} value={one}>{hazardName(one)}</option>)}</select></label>
      </header>
      <div class="page-body">
        {lines.length === 0 ? <Empty>{w.none}</Empty> : null}
        <section class="block">
          <div class="block-head"><h2>{w.trend}</h2><span>{w.trendHint}</span></div>
          <div class="analysis-trends">{value.metrics.map((metric) => <Trend key={metric.name} metric={metric} lines={[...lines].reverse()} />)}</div>
        </section>
        <Incidents metrics={value.metrics} lines={lines} />
        <Kinds told={value} />
      </div>
    </div>
  )
}

function Trend({ metric, lines }: { readonly metric: Metric; readonly lines: readonly Line[] }): JSX.Element {
  const drawn = points(lines.map((line) => line.values[metric.name] ?? null), WIDTH - 16, HEIGHT - 16)
  const last = drawn.at(-1)
  return (
    <figure class="analysis-trend">
      <figcaption>{said(metric)} <strong class="num">{last ? told(metric, lines[last.at]?.values[metric.name]) : '–'}</strong></figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={said(metric)}>
        <line x1="0" y1={HEIGHT - 6} x2={WIDTH} y2={HEIGHT - 6} class="analysis-floor" />
        <polyline points={drawn.map(({ x, y }) => `${x + 8},${y + 8}`).join(' ')} class="analysis-line" />
        {drawn.map(({ x, y, at }) => {
          const line = lines[at]
          return line ? <a key={line.id} href={`/review/${line.id}`}><circle cx={x + 8} cy={y + 8} r="4" class={`analysis-${verdict(metric, line.values[metric.name], line.against[metric.name])}`}><title>{`${named(line, 'title')} ${told(metric, line.values[metric.name])}`}</title></circle></a> : null
        })}
      </svg>
    </figure>
  )
}

function Incidents({ metrics, lines }: { readonly metrics: readonly Metric[]; readonly lines: readonly Line[] }): JSX.Element {
  const w = analysisWords()
  return (
    <div class="table-wrap"><table class="table">
      <thead><tr><th>{w.incident}</th><th>{w.level}</th><th class="num">{w.struck}</th><th class="num">{w.hit}</th>{metrics.map((metric) => <th key={metric.name} class="num">{said(metric)}</th>)}<th class="num">{w.alike}</th></tr></thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.id}>
            <td><a href={`/review/${line.id}`}>{named(line, 'title')}</a></td>
            <td>{line.response_level ? <LevelChip level={line.response_level} /> : <span class="tx-2">{w.noLevel}</span>}</td>
            <td class="num nowrap">{line.occurred_at.slice(0, 4)} {day(line.occurred_at)}</td>
            <td class="num" title={exact(line.customers_hit)}>{countText(line.customers_hit)}</td>
            {metrics.map((metric) => <Cell key={metric.name} metric={metric} line={line} />)}
            <td class="num">{line.alike}</td>
          </tr>
        ))}
      </tbody>
    </table></div>
  )
}

function Cell({ metric, line }: { readonly metric: Metric; readonly line: Line }): JSX.Element {
  const w = analysisWords()
  const [value, against] = [line.values[metric.name], line.against[metric.name]]
  const kind = verdict(metric, value, against)
  const mark = { better: '▲', worse: '▼', same: '=', unknown: '' }[kind]
  return (
    <td class="num nowrap" title={w[kind]}>
      {told(metric, value)} {kind === 'unknown' ? null : <small class={kind === 'worse' ? 'bad' : kind === 'better' ? 'ok' : 'tx-2'}>{mark} ({told(metric, against)})</small>}
    </td>
  )
}

function Kinds({ told: all }: { readonly told: Analysis }): JSX.Element {
  const w = analysisWords()
  return (
    <section class="block">
      <div class="block-head"><h2>{w.kinds}</h2></div>
      <div class="table-wrap"><table class="table">
        <thead><tr><th>{w.hazard}</th><th>{w.level}</th><th class="num">{w.count}</th>{all.metrics.map((metric) => <th key={metric.name} class="num">{said(metric)}</th>)}</tr></thead>
        <tbody>{all.groups.map((group) => (
          <tr key={`${group.hazard}:${group.response_level}`}><td>{hazardName(group.hazard)}</td><td>{group.response_level ?? w.noLevel}</td><td class="num">{group.incidents}</td>{all.metrics.map((metric) => <td key={metric.name} class="num">{told(metric, group.medians[metric.name])}</td>)}</tr>
        ))}</tbody>
      </table></div>
    </section>
  )
}
