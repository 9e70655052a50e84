/** How long it takes, as a curve and as ranks: a mean alone hides the hour that one province waited. */
import type { JSX } from 'preact'
import { exact, took } from '../lib/format'
import { provinceName } from '../lib/regions'
import type { Times, TimesSummary } from '../lib/tasking-types'
import { axisSeconds, curvePath, type Frame } from './curve'
import { taskingWords } from './words'

const FRAME: Frame = { width: 520, height: 150, left: 36, bottom: 22, top: 8, right: 10 }

function time(seconds: number | null): string {
  return seconds === null ? '-' : took(seconds * 1000)
}

export function Distribution({ title, times, small }: { readonly title: string; readonly times: Times; readonly small?: boolean }): JSX.Element {
  const w = taskingWords()
  const { all } = times
  return (
    <section class="block">
      <div class="block-head">
        <h3>{title}</h3>
        <span class="num">{exact(all.count)} · {w.p50} {time(all.p50_s)} · P90 {time(all.p90_s)} · {w.max} {time(all.max_s)} · {w.mean} {time(all.mean_s)}</span>
      </div>
      {all.count === 0 ? <p class="hint">{w.noneYet}</p> : <Curve title={title} times={times} />}
      {all.count === 0 || small ? null : (
        <>
          <Ranks head={w.byLevel} rows={times.levels} name={(row) => w.level(row.name)} />
          <Ranks head={w.byProvince} rows={times.provinces} name={(row) => provinceName(row.name)} />
        </>
      )}
    </section>
  )
}

function Curve({ title, times }: { readonly title: string; readonly times: Times }): JSX.Element {
  const w = taskingWords()
  const { curve, p50_s, p90_s, max_s } = times.all
  const most = Math.max(60, max_s ?? 60)
  const x = (seconds: number): number => FRAME.left + ((FRAME.width - FRAME.left - FRAME.right) * seconds) / most
  const y = (share: number): number => FRAME.top + (FRAME.height - FRAME.top - FRAME.bottom) * (1 - share)
  return (
    <svg class="tasking-curve" viewBox={`0 0 ${FRAME.width} ${FRAME.height}`} role="img" aria-label={w.curve(title)}>
      {[0, 0.5, 0.9, 1].map((share) => (
        <g key={share}>
          <line class="tasking-grid" x1={FRAME.left} x2={FRAME.width - FRAME.right} y1={y(share)} y2={y(share)} />
          {share === 1 ? null : <text x={FRAME.left - 4} y={y(share) + 3} text-anchor="end">{Math.round(share * 100)}%</text>}
        </g>
      ))}
      {axisSeconds(most).map((seconds) => (
        <text key={seconds} x={x(seconds)} y={FRAME.height - 6} text-anchor="middle">{time(seconds)}</text>
      ))}
      <path class="tasking-line-curve" d={curvePath(curve, x, y)} />
      {[p50_s, p90_s].map((seconds, index) => seconds === null ? null : (
        <circle key={index} class="tasking-mark" cx={x(seconds)} cy={y(index ? 0.9 : 0.5)} r="3.5"><title>{`${index ? 'P90' : w.p50} ${time(seconds)}`}</title></circle>
      ))}
    </svg>
  )
}

interface RanksProps {
  readonly head: string
  readonly rows: readonly TimesSummary[]
  readonly name: (row: TimesSummary) => string
}

function Ranks({ head, rows, name }: RanksProps): JSX.Element {
  const w = taskingWords()
  return (
    <div class="table-wrap tasking-ranks">
      <table class="table">
        <thead><tr><th scope="col">{head}</th>{[w.count, w.p50, 'P90', w.max].map((word) => <th key={word} scope="col" class="num">{word}</th>)}</tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}><td>{name(row)}</td><td class="num">{exact(row.count)}</td><td class="num">{time(row.p50_s)}</td><td class="num">{time(row.p90_s)}</td><td class="num">{time(row.max_s)}</td></tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
