/** Plays a storm on the map: a button, a slider of its steps, and what it has reached by the one shown. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import './forecast.css'
import { Button } from '../../components/Button'
import { Icon } from '../../components/Icon'
import { clockMinutes, countText, day, exact, moment } from '../../lib/format'
import { language } from '../../lib/i18n'
import { provinceName } from '../../lib/regions'
import { bandName } from '../map/bandNames'
import { ARRIVAL_HOURS, firstShown, sumsAt } from './arrival'
import type { Forecast, ForecastModel } from './forecast'
import { forecastWords } from './words'

const STEP_MS = 900

/** Where the system asks for no motion, the button goes one step instead of playing. */
const calm = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches

export function Player({ model }: { readonly model: ForecastModel }): JSX.Element | null {
  const forecast = model.forecast.value
  if (!forecast || forecast.steps.length < 2) return null
  if (model.step.value === null) {
    return (
      <div class="float player player-closed">
        <Button size="small" onPress={() => (model.step.value = firstShown(forecast))}><Play /> {forecastWords().open}</Button>
      </div>
    )
  }
  return <Playing model={model} forecast={forecast} at={Math.min(model.step.value, forecast.steps.length - 1)} />
}

interface PlayingProps {
  readonly model: ForecastModel
  readonly forecast: Forecast
  readonly at: number
}

function Playing({ model, forecast, at: number }: PlayingProps): JSX.Element {
  const w = forecastWords()
  const playing = useSignal(false)
  const last = forecast.steps.length - 1
  useEffect(() => {
    if (!playing.value) return undefined
    const timer = setInterval(() => {
      const next = Math.min((model.step.peek() ?? 0) + 1, last)
      model.step.value = next
      if (next === last) playing.value = false
    }, STEP_MS)
    return () => clearInterval(timer)
  }, [playing.value, last])
  const press = (): void => {
    if (calm()) model.step.value = number === last ? firstShown(forecast) : number + 1
    else {
      if (!playing.value && number === last) model.step.value = firstShown(forecast)
      playing.value = !playing.value
    }
  }
  const at = forecast.steps[number]?.at ?? ''
  const label = calm() ? w.next : playing.value ? w.pause : w.play
  return (
    <section class="float player" aria-label={w.name} data-step={number}>
      <div class="player-row">
        <button type="button" class="player-play" aria-label={label} title={label} onClick={press}>{playing.value ? <Pause /> : <Play />}</button>
        <input
          type="range" min={0} max={last} step={1} value={number} aria-label={w.slider} aria-valuetext={moment(at)}
          onInput={(event) => {
            playing.value = false
            model.step.value = Number(event.currentTarget.value)
          }}
        />
        <time class="num" dateTime={at} title={moment(at)}>{`${day(at)} ${clockMinutes(at)}`}</time>
        <button type="button" class="icon-button" aria-label={w.close} title={w.close} onClick={() => (model.step.value = null)}><Icon name="close" size={14} /></button>
      </div>
      <Sums forecast={forecast} at={number} />
      <Crossed forecast={forecast} at={number} />
      <Arrivals model={model} forecast={forecast} at={number} />
    </section>
  )
}

function Sums({ forecast, at }: { readonly forecast: Forecast; readonly at: number }): JSX.Element {
  const w = forecastWords()
  const sums = sumsAt(forecast, at)
  const wind = forecast.steps[at]?.max_wind_ms
  return (
    <p class="player-sums num" role="status">
      {sums.counties === 0 ? <span>{w.none}</span> : (
        <>
          <span><strong title={exact(sums.subscribers)}>{countText(sums.subscribers)}</strong> {w.reached}</span>
          <span class="tx-2">{w.provinces(sums.provinces)} · {w.counties(sums.counties)}</span>
          {sums.newly > 0 ? <span>{w.newly(sums.newly)}</span> : null}
        </>
      )}
      {wind === null || wind === undefined ? null : <span class="tx-2 player-extra">{w.wind(wind.toFixed(0))}</span>}
    </p>
  )
}

/** Which provinces each wind has crossed by the step shown, the strongest first. */
function Crossed({ forecast, at }: { readonly forecast: Forecast; readonly at: number }): JSX.Element {
  return (
    <ul class="player-crossed">
      {sumsAt(forecast, at).bands.map((band) => (
        <li key={band.value}>
          <span class="num tx-2">{bandName(forecast.unit, band.value)}</span> {band.provinces.map(provinceName).join(language.value === 'zh' ? '、' : ', ')}
          {band.subscribers > 0 ? <span class="num tx-2" title={exact(band.subscribers)}> {countText(band.subscribers)}</span> : null}
        </li>
      ))}
    </ul>
  )
}

function Arrivals({ model, forecast, at }: PlayingProps): JSX.Element {
  const w = forecastWords()
  const [first, second, third] = ARRIVAL_HOURS.map(String)
  const names = [w.later, w.within(third ?? ''), w.within(second ?? ''), w.within(first ?? ''), w.now]
  return (
    <p class="player-arrivals">
      <label class="check"><input type="checkbox" checked={model.byArrival.value} onChange={() => (model.byArrival.value = !model.byArrival.value)} /> <span>{w.byArrival}</span></label>
      {model.byArrival.value ? [5, 4, 3, 2, 1].map((shade) => (
        <span key={shade} class="player-class"><span class={`swatch swatch-${shade}`} /> {names[shade - 1]}</span>
      )) : null}
      <span class="tx-2 num player-extra">{[w.step(at + 1, forecast.steps.length), w.hours(String(forecast.hours)), forecast.estimated ? w.estimated : ''].filter(Boolean).join(' · ')}</span>
    </p>
  )
}

function Play(): JSX.Element {
  return <svg class="icon" viewBox="0 0 20 20" width="14" height="14" aria-hidden="true"><path d="M5.5 3.5v13l11-6.5z" fill="currentColor" /></svg>
}

function Pause(): JSX.Element {
  return <svg class="icon" viewBox="0 0 20 20" width="14" height="14" aria-hidden="true"><path d="M5 3.5h3.5v13H5zM11.5 3.5H15v13h-3.5z" fill="currentColor" /></svg>
}
