/** Incidents beside one another: each figure over time, each incident against its likes. */
import { signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Dialog } from '../components/Dialog'
import { LevelChip } from '../components/Level'
import { Empty, Failure, Skeleton } from '../components/Panel'
import { useLoad } from '../desk/useLoad'
import { countText, day, exact } from '../lib/format'
import { hazardName } from '../lib/hazards'
import { named, said } from '../lib/i18n'
import { can } from '../lib/session'
import { Figure, Trace, type Asked } from '../review/Trace'
import { reviewWords } from '../review/words'
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
      <Trace incident="" />
      {likes.value ? <Likes likes={likes.value} all={value.items} onClose={() => (likes.value = null)} /> : null}
    </div>
  )
}

function Trend({ metric, lines }: { readonly metric: Metric; readonly lines: readonly Line[] }): JSX.Element {
  const drawn = points(lines.map((line) => line.values[metric.name] ?? null), WIDTH - 16, HEIGHT - 16)
  const newest = lines[drawn.at(-1)?.at ?? -1]
  return (
    <figure class="analysis-trend">
      <figcaption>{said(metric)} <strong class="num">{newest ? <Behind metric={metric} line={newest}>{told(metric, newest.values[metric.name])}</Behind> : '–'}</strong></figcaption>
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
            <td class="num" title={exact(line.customers_hit)}>{can('review.read') ? <Figure ask={{ of: 'footprints', incident: line.id, title: reviewWords().eventsOf(`${named(line, 'title')} · ${w.hit}`) }}>{countText(line.customers_hit)}</Figure> : countText(line.customers_hit)}</td>
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
      <Behind metric={metric} line={line}>{told(metric, value)}</Behind> {kind === 'unknown' ? null : <small class={kind === 'worse' ? 'bad' : kind === 'better' ? 'ok' : 'tx-2'}>{mark} (<Median metric={metric} hazard={line.hazard} level={line.response_level} without={line.id}>{told(metric, against)}</Median>)</small>}
    </td>
  )
}

/** The figure of its review that a metric is reckoned from. */
const OF_METRIC: Readonly<Record<string, Omit<Asked, 'title' | 'incident'>>> = {
  ack_median_s: { of: 'acknowledged' }, late_ppm: { of: 'late' }, coverage_ppm: { of: 'applied' }, complaints: { of: 'result', name: 'complaints' }, cost_fen: { of: 'applied' },
}

/** A figure of one incident leads to its events. */
function Behind({ metric, line, children }: { readonly metric: Metric; readonly line: Line; readonly children: string }): JSX.Element {
  const of = OF_METRIC[metric.name]
  if (!of || (line.values[metric.name] ?? null) === null || !can('review.read')) return <>{children}</>
  return <Figure ask={{ ...of, incident: line.id, title: reviewWords().eventsOf(`${named(line, 'title')} · ${said(metric)}`) }}>{children}</Figure>
}

interface OfLikes {
  readonly metric: Metric
  readonly hazard: string
  readonly level: Line['response_level']
  /** The incident that is held against its likes: it counts for none of its own median. */
  readonly without?: string
}

/** Whose median stands open; null: none. */
const likes = signal<OfLikes | null>(null)

/** A median leads to the incidents that it is of. */
function Median({ children, ...of }: OfLikes & { readonly children: string }): JSX.Element {
  return <button type="button" class="figure-link" onClick={() => (likes.value = of)}>{children}</button>
}

function Likes({ likes: of, all, onClose }: { readonly likes: OfLikes; readonly all: readonly Line[]; readonly onClose: () => void }): JSX.Element {
  const w = analysisWords()
  const counted = all.filter((line) => line.hazard === of.hazard && line.response_level === of.level && line.id !== of.without)
  const known = (line: Line): boolean => (line.values[of.metric.name] ?? null) !== null
  return (
    <Dialog place="drawer" title={`${w.medianOf} · ${said(of.metric)}`} onClose={onClose}>
      <p class="hint">{hazardName(of.hazard)} · {of.level ?? w.noLevel} · {w.counted(String(counted.filter(known).length))}</p>
      <ul class="analysis-likes">
        {counted.map((line) => <li key={line.id}><a href={`/review/${line.id}`}>{named(line, 'title')}</a><span class="num">{known(line) ? <Behind metric={of.metric} line={line}>{told(of.metric, line.values[of.metric.name])}</Behind> : <span class="tx-3">{w.notKnown}</span>}</span></li>)}
      </ul>
    </Dialog>
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
          <tr key={`${group.hazard}:${group.response_level}`}><td>{hazardName(group.hazard)}</td><td>{group.response_level ?? w.noLevel}</td><td class="num">{group.incidents}</td>{all.metrics.map((metric) => <td key={metric.name} class="num"><Median metric={metric} hazard={group.hazard} level={group.response_level}>{told(metric, group.medians[metric.name])}</Median></td>)}</tr>
        ))}</tbody>
      </table></div>
    </section>
  )
}
