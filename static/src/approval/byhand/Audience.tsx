import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { Button } from '../../components/Button'
import { Icon } from '../../components/Icon'
import { Empty } from '../../components/Panel'
import { countText, exact } from '../../lib/format'
import { language } from '../../lib/i18n'
import { provinceName, regionByCode, regionName } from '../../lib/regions'
import { commonWords } from '../../locales/common'
import { SEGMENTS } from '../area'
import { ruleName } from '../words'
import { answersTo, byProvince, customersOf, ticked, withCounties, type HitCounty, type HitProvince, type Ticked } from './audience'
import { byHandWords, ruleMeaning } from './words'

export interface Audience {
  readonly counties: ReadonlySet<string>
  readonly segments: ReadonlySet<string>
  readonly rules: ReadonlySet<string>
}

interface AudienceProps {
  readonly incident: string
  readonly hit: readonly HitCounty[]
  readonly rules: readonly string[]
  /** Segments to choose from; all where none are given. */
  readonly segments?: readonly string[]
  readonly value: Audience
  readonly onChange: (part: Partial<Audience>) => void
  /** Sentences to show at the parts, '' for none. */
  readonly faults: { readonly counties: string; readonly segments: string; readonly rules: string }
}

/** For whom: counties that the newest footprint hits, segments, and who counts as being there. */
export function AudiencePicker({ incident, hit, rules, segments = SEGMENTS, value, onChange, faults }: AudienceProps): JSX.Element {
  const w = byHandWords()
  const zh = language.value === 'zh'
  const chosen = hit.filter((county) => value.counties.has(county.code))
  const toggled = (set: ReadonlySet<string>, name: string, isIn: boolean): ReadonlySet<string> => {
    const next = new Set(set)
    if (isIn) next.add(name)
    else next.delete(name)
    return next
  }
  return (
    <section class="block byhand-audience">
      <div class="block-head">
        <h3>{w.whom}</h3>
        <span class="byhand-sum">
          <strong class="num" title={exact(customersOf(chosen, value.segments))}>{countText(customersOf(chosen, value.segments))}</strong> {w.customers} · {w.chosen(exact(new Set(chosen.map((county) => county.province)).size), exact(chosen.length))}
        </span>
      </div>
      {hit.length === 0 ? <Empty action={<a class="button" href={`/live/${incident}`}>{w.goLive}</a>}>{w.noFootprint}</Empty> : <Places hit={hit} value={value} onChange={onChange} />}
      {faults.counties ? <span class="field-error" role="alert">{faults.counties}</span> : null}
      <fieldset class="field byhand-group">
        <legend class="field-label">{w.segments}</legend>
        <span class="byhand-checks">
          {SEGMENTS.filter((name) => segments.includes(name)).map((name) => (
            <label class="check" key={name}>
              <input type="checkbox" checked={value.segments.has(name)} onChange={(event) => onChange({ segments: toggled(value.segments, name, event.currentTarget.checked) })} />
              {commonWords().segment(name)} <span class="tx-2 num">{countText(customersOf(chosen, new Set([name])))}</span>
            </label>
          ))}
        </span>
        {faults.segments ? <span class="field-error" role="alert">{faults.segments}</span> : null}
      </fieldset>
      {rules.length > 0 ? <fieldset class="field byhand-group">
        <legend class="field-label">{w.rules}</legend>
        <span class="byhand-rules">
          {rules.map((rule) => (
            <label class="check" key={rule}>
              <input type="checkbox" checked={value.rules.has(rule)} onChange={(event) => onChange({ rules: toggled(value.rules, rule, event.currentTarget.checked) })} />
              <span>{ruleName(rule, zh)}<small class="hint"> {ruleMeaning(rule, zh)}</small></span>
            </label>
          ))}
        </span>
        {faults.rules ? <span class="field-error" role="alert">{faults.rules}</span> : null}
      </fieldset> : null}
    </section>
  )
}

type PlacesProps = Pick<AudienceProps, 'hit' | 'value' | 'onChange'>

function Places({ hit, value, onChange }: PlacesProps): JSX.Element {
  const w = byHandWords()
  const query = useSignal('')
  const opened = useSignal<ReadonlySet<string>>(new Set())
  const provinces = useMemo(() => byProvince(hit, value.segments), [hit, value.segments])
  const shown = useMemo(() => provinces.map((province) => narrowed(province, query.value)).filter((province) => province !== null), [provinces, query.value])
  const choose = (counties: readonly HitCounty[], isIn: boolean): void => onChange({ counties: withCounties(value.counties, counties, isIn) })
  const searching = query.value.trim() !== ''
  return (
    <>
      <div class="toolbar byhand-choose">
        <Button kind={value.counties.size === hit.length ? 'primary' : 'plain'} onPress={() => choose(hit, true)}>{w.allHit(exact(hit.length))}</Button>
        <Button kind="quiet" onPress={() => onChange({ counties: new Set() })}>{w.none}</Button>
        <span class="gap" />
        <input type="search" placeholder={w.search} aria-label={w.search} value={query.value} onInput={(event) => (query.value = event.currentTarget.value)} />
      </div>
      <div class="byhand-places" tabIndex={-1}>
        {shown.length === 0 ? <p class="hint">{w.noMatch}</p> : null}
        {shown.map((province) => {
          const isOpen = searching || opened.value.has(province.code)
          const whole = provinces.find((one) => one.code === province.code) ?? province
          const toggle = (): void => {
            const next = new Set(opened.value)
            if (!next.delete(province.code)) next.add(province.code)
            opened.value = next
          }
          return (
            <div class="byhand-province" key={province.code}>
              <div class="byhand-line">
                <Tick state={ticked(whole.counties, value.counties)} label={provinceName(province.code)} onTick={(isIn) => choose(whole.counties, isIn)} />
                <button type="button" class="expand" aria-expanded={isOpen} onClick={toggle}>
                  {provinceName(province.code)} <Icon name={isOpen ? 'up' : 'down'} size={14} />
                </button>
                <span class="tx-2 num">{w.counties(exact(whole.counties.filter((county) => value.counties.has(county.code)).length), exact(whole.counties.length))}</span>
                <span class="num byhand-count">{exact(customersOf(whole.counties, value.segments))}</span>
              </div>
              {isOpen ? province.cities.map((city) => <City key={city.code} code={city.code} counties={city.counties} value={value} onChoose={choose} />) : null}
            </div>
          )
        })}
      </div>
    </>
  )
}

interface CityProps {
  readonly code: string
  readonly counties: readonly HitCounty[]
  readonly value: Audience
  readonly onChoose: (counties: readonly HitCounty[], isIn: boolean) => void
}

function City({ code, counties, value, onChoose }: CityProps): JSX.Element {
  return (
    <div class="byhand-city">
      <label class="check"><Tick state={ticked(counties, value.counties)} label={regionName(code)} onTick={(isIn) => onChoose(counties, isIn)} /><span class="tx-2">{regionName(code)}</span></label>
      <span class="byhand-counties">
        {counties.map((county) => (
          <label class="check" key={county.code}>
            <input type="checkbox" checked={value.counties.has(county.code)} onChange={(event) => onChoose([county], event.currentTarget.checked)} />
            {regionName(county.code)} <span class="tx-3 num">{countText(customersOf([county], value.segments))}</span>
          </label>
        ))}
      </span>
    </div>
  )
}

interface TickProps {
  readonly state: Ticked
  readonly label: string
  readonly onTick: (isIn: boolean) => void
}

/** A tick for several places: whole, in part, none. */
function Tick({ state, label, onTick }: TickProps): JSX.Element {
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (box.current) box.current.indeterminate = state === 'some'
  }, [state])
  return <input ref={box} type="checkbox" aria-label={label} checked={state === 'all'} onChange={(event) => onTick(event.currentTarget.checked)} />
}

/** What of a province answers to the search: all of it when its own name does. */
function narrowed(province: HitProvince, typed: string): HitProvince | null {
  const known = regionByCode.value
  if (answersTo(known.get(province.code), typed)) return province
  const cities = province.cities
    .map((city) => (answersTo(known.get(city.code), typed) ? city : { ...city, counties: city.counties.filter((county) => answersTo(known.get(county.code), typed)) }))
    .filter((city) => city.counties.length > 0)
  return cities.length > 0 ? { ...province, cities } : null
}
