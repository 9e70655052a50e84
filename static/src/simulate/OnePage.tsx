/** One simulation: how far it is, with a way to stop it; then its charts, one version or two side by side. */
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { Button } from '../components/Button'
import { Failure, Skeleton } from '../components/Panel'
import { useAction } from '../desk/useAction'
import { useEvery } from '../desk/useEvery'
import { useLoad } from '../desk/useLoad'
import { exact, moment } from '../lib/format'
import { language } from '../lib/i18n'
import { loadRegions } from '../lib/regions'
import { Compare } from './Compare'
import { countiesOf } from './coverage'
import { ResponsesTable } from './Responses'
import { Assumptions, Result } from './Result'
import type { SimulationDetail, SimulationSet } from './types'
import { simulateWords } from './words'
import './simulate.css'

const LOOK_AGAIN_MS = 700

/** `中文 / English`: the reader's half. */
export function half(title: string): string {
  const [zh = title, en = zh] = title.split(' / ')
  return language.value === 'zh' ? zh : en
}

export function OnePage({ id }: { readonly id: string }): JSX.Element {
  const w = simulateWords()
  const { value, error, reload } = useLoad<SimulationDetail>(`/simulations/${id}`)
  const stop = useAction(reload)
  const open = value?.state === 'waiting' || value?.state === 'running'
  useEffect(() => {
    void loadRegions()
  }, [])
  useEvery(LOOK_AGAIN_MS, reload, open)
  if (!value) return error ? <Failure error={error} onRetry={reload} /> : <Skeleton rows={10} />
  return (
    <div class="page sim">
      <header class="page-head">
        <h2>{value.about.playbooks.map((book) => (language.value === 'zh' ? book.title_zh : book.title_en)).join(' ⇄ ')}</h2>
        <span class="tx-2">{half(value.about.footprint)}</span>
        <span class="gap" />
        {open ? <Button kind="stop" size="small" busy={(stop.busy !== null || value.stopping) && w.stopping} onPress={() => void stop.run('stop', { path: `/simulations/${id}/stop` })}>{w.stop}</Button> : <Button size="small" onPress={() => window.print()}>{w.print}</Button>}
        <a class="button" href="/simulations">{w.back}</a>
      </header>
      <div class="page-body">
        {open ? (
          <div class="sim-progress">
            <progress max={value.runs} value={value.done} aria-label={w.state(value.state)} />
            <p><strong>{w.state(value.state)}</strong> {w.progress(exact(value.done), exact(value.runs))}</p>
          </div>
        ) : null}
        {stop.error ? <Failure error={stop.error} /> : null}
        {value.state === 'failed' ? <p class="bad" role="alert">{language.value === 'zh' ? value.failure_zh : value.failure_en}</p> : null}
        {value.state === 'stopped' ? <p class="late">{value.result ? w.stoppedAt(exact(value.done)) : w.stoppedFirst}</p> : null}
        {value.result ? <Told result={value.result} /> : null}
      </div>
    </div>
  )
}

function Told({ result }: { readonly result: SimulationSet }): JSX.Element {
  const w = simulateWords()
  const first = result.versions[0]
  const around = useMemo(() => countiesOf(result.versions), [result])
  const most = result.versions.length > 1 ? {
    calls: Math.max(...result.versions.flatMap((one) => [...one.hotline.calls.p95, one.hotline.carries_calls])),
    money: Math.max(...result.versions.flatMap((one) => one.money.days.p95)),
  } : {}
  return (
    <>
      <p class="hint">{first ? `${w.progress(exact(first.runs), exact(first.runs))} · ${w.planned(moment(first.planned_at))} · ` : ''}{w.bands}. {language.value === 'zh' ? result.exposure_zh : result.exposure}</p>
      {result.comparison ? <Compare difference={result.comparison} /> : null}
      <div class={result.versions.length > 1 ? 'sim-two' : ''}>{result.versions.map((version, index) => <Result key={index} version={version} around={around} most={most} />)}</div>
      {result.responses ? (
        <section class="block">
          <div class="block-head"><h3>{w.responsesHead}</h3></div>
          <ResponsesTable responses={result.responses} only={[...new Set(result.versions.flatMap((one) => one.teams.provinces.map((row) => row.province)))]} />
        </section>
      ) : null}
      {first ? <Assumptions version={first} /> : null}
    </>
  )
}
