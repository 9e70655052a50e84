/** What came of one version, from what gives way first down to what it was reckoned with. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { countText, exact, moneyText, percent } from '../lib/format'
import { language, named } from '../lib/i18n'
import { provinceName, regionName } from '../lib/regions'
import { CoverageMap } from './CoverageMap'
import { HotlineChart, MoneyChart, TeamsChart, type Most } from './Charts'
import { figureText } from './figures'
import type { Version } from './types'
import { simulateWords } from './words'

const FEW = 12

export function Result({ version, around, most = {} }: { readonly version: Version; readonly around: readonly string[]; readonly most?: Most }): JSX.Element {
  const { playbook } = version
  return (
    <div class="sim-version">
      <header>
        <h3>{named(playbook, 'title')} <small class="tx-2">{playbook.version} · <code>{playbook.digest.slice(0, 12)}</code></small></h3>
        <p class="sim-first">{language.value === 'zh' ? version.first.zh : version.first.en}</p>
      </header>
      <Overloads version={version} />
      <CoverageMap version={version} around={around} />
      <HotlineChart hotline={version.hotline} most={most.calls} />
      <TeamsChart version={version} />
      <MoneyChart version={version} most={most.money} />
      <Totals version={version} />
      <Counties version={version} />
      <Items version={version} />
    </div>
  )
}

function Overloads({ version }: { readonly version: Version }): JSX.Element {
  const w = simulateWords()
  return (
    <section class="block">
      <div class="table-wrap"><table class="table">
        <thead><tr><th scope="col">{w.notEnough}</th><th scope="col" class="num">{w.inRuns}</th><th scope="col" class="num">{w.fromHour}</th><th scope="col">{w.asIs}</th></tr></thead>
        <tbody>{version.overloads.map((row) => (
          <tr key={row.kind}>
            <td>{named(row, 'title')}</td>
            <td class="num">{percent(row.runs, version.runs, 0)} %</td>
            <td class="num">{row.hour ? exact(row.hour.p50 + 1) : '·'}</td>
            <td class="sim-words">{(language.value === 'zh' ? row.reference_zh : row.reference_en) ?? '·'}{row.where[0] && row.where.length > 1 && row.kind === 'teams' ? <span class="tx-2"> {row.where.slice(1, 4).map((one) => provinceName(one.where)).join(' · ')}</span> : null}</td>
          </tr>
        ))}</tbody>
      </table></div>
    </section>
  )
}

function Totals({ version }: { readonly version: Version }): JSX.Element {
  const w = simulateWords()
  return (
    <section class="block">
      <div class="block-head"><h4>{w.figures}</h4></div>
      <div class="table-wrap"><table class="table">
        <thead><tr><th scope="col">{w.figure}</th><th scope="col" class="num">{w.asIs}</th>{[5, 50, 95].map((one) => <th key={one} scope="col" class="num">{w.p(one)}</th>)}</tr></thead>
        <tbody>{version.totals.map((row) => (
          <tr key={row.name}><td>{named(row, 'title')}</td>{[row.reference, row.p5, row.p50, row.p95].map((value, index) => <td key={index} class="num nowrap">{figureText(value, row.unit)}</td>)}</tr>
        ))}</tbody>
      </table></div>
    </section>
  )
}

function Counties({ version }: { readonly version: Version }): JSX.Element {
  const w = simulateWords()
  const all = useSignal(false)
  const { counties, not_assessed } = version.coverage
  const rest = counties.length - FEW
  return (
    <section class="block">
      <div class="block-head"><h4>{w.coverage} <span class="num tx-2">{exact(counties.length)}</span></h4></div>
      <div class="table-wrap"><table class="table">
        <thead><tr><th scope="col">{w.county}</th><th scope="col">{w.province}</th><th scope="col" class="num">{w.covered}</th><th scope="col" class="num">{w.customersAsIs}</th>{[5, 50, 95].map((one) => <th key={one} scope="col" class="num">{w.p(one)}</th>)}</tr></thead>
        <tbody>{counties.slice(0, all.value ? undefined : FEW).map((row) => (
          <tr key={row.county}>
            <td>{regionName(row.county) === row.county ? named(row, 'name') : regionName(row.county)}</td><td>{provinceName(row.province)}</td>
            <td class="num">{percent(row.runs, version.runs, 0)} %</td>
            {[row.reference, row.p5, row.p50, row.p95].map((value, index) => <td key={index} class="num nowrap">{countText(value)}</td>)}
          </tr>
        ))}</tbody>
      </table></div>
      {rest > 0 && !all.value ? <button type="button" class="link sim-more" onClick={() => (all.value = true)}>{w.more(exact(rest))}</button> : null}
      {not_assessed ? <p class="hint">{w.notAssessed(exact(not_assessed))}</p> : null}
    </section>
  )
}

function Items({ version }: { readonly version: Version }): JSX.Element {
  const w = simulateWords()
  return (
    <section class="block">
      <div class="block-head"><h4>{w.items}</h4></div>
      <div class="table-wrap"><table class="table">
        <thead><tr><th scope="col">{w.items}</th><th scope="col" class="num">{w.inRuns}</th><th scope="col" class="num">{w.customersAsIs}</th><th scope="col" class="num">P50</th><th scope="col" class="num">{w.cap}</th></tr></thead>
        <tbody>{version.items.map((row) => (
          <tr key={row.id}>
            <td>{named(row, 'title')}</td><td class="num">{row.runs ? `${percent(row.runs, version.runs, 0)} %` : w.never}</td>
            <td class="num nowrap">{countText(row.reference)}</td><td class="num nowrap">{countText(row.p50)}</td><td class="num nowrap">{row.cap_fen ? moneyText(row.cap_fen) : '·'}</td>
          </tr>
        ))}</tbody>
      </table></div>
    </section>
  )
}

export function Assumptions({ version }: { readonly version: Version }): JSX.Element {
  const w = simulateWords()
  const zh = language.value === 'zh'
  return (
    <section class="block">
      <div class="block-head"><h3>{w.reckoned}</h3></div>
      <div class="table-wrap"><table class="table">
        <thead><tr><th scope="col">{w.figure}</th><th scope="col" class="num">{w.value}</th><th scope="col">{w.source}</th></tr></thead>
        <tbody>{version.assumptions.map((row) => <tr key={row.name}><td>{zh ? row.zh : row.en}</td><td class="num nowrap">{row.value} {row.unit}</td><td class="tx-2">{zh ? row.source_zh : row.source_en}</td></tr>)}</tbody>
      </table></div>
    </section>
  )
}
