/** Picture 02: header 104, map, right column 680, bottom band 203; 24 px is the smallest text. */
import { useComputed, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import '../styles/live-map.css'
import '../styles/wall.css'
import { LevelChip } from '../components/Level'
import { Failure } from '../components/Panel'
import { clockMinutes } from '../lib/format'
import { named } from '../lib/i18n'
import { isExercise } from '../lib/session'
import { now, sinceStruck } from '../lib/worldclock'
import { ConnectionState } from '../components/Connection'
import type { LiveModel } from '../live/model'
import { commonWords } from '../locales/common'
import { slides, turn } from './rotation'
import { WallFigures } from './WallFigures'
import { WallMap } from './WallMap'
import { WallSide } from './WallSide'

export function WallPage({ model, failure }: { readonly model: LiveModel; readonly failure: unknown }): JSX.Element {
  const w = commonWords()
  const realSecond = useSignal(Date.now())
  const current = useComputed(() => turn(slides(model.matrix.value), realSecond.value))
  const province = useComputed(() => current.value.slide.province)
  useEffect(() => {
    const timer = setInterval(() => (realSecond.value = Date.now()), 1000)
    document.title = `${w.wall} · ${w.product}`
    return () => clearInterval(timer)
  }, [])
  const incident = model.store.incident.value
  return (
    <main class="wall">
      {isExercise() ? <div class="exercise-frame" aria-hidden="true" /> : null}
      <header class="wall-head">
        {isExercise() ? <span class="exercise-word">{w.exerciseBadge}</span> : null}
        <LevelChip level={incident?.response_level ?? null} />
        <h1>{incident ? named(incident, 'title') : ''}</h1>
        {incident?.warning_colour ? <span class="wall-warning"><span class={`warning-square warning-${incident.warning_colour}`} /> {w.warning(incident.warning_colour)}</span> : null}
        <span class="gap" />
        <ConnectionState store={model.store} />
        {incident ? <strong class="wall-since num">{sinceStruck(Date.parse(incident.occurred_at), now.value).slice(0, -3)}</strong> : null}
        <span class="num tx-2">{clockMinutes(now.value)}</span>
      </header>
      {failure ? <Failure error={failure} /> : null}
      <WallMap model={model} province={province} />
      <WallSide model={model} turn={current.value} />
      <WallFigures model={model} />
    </main>
  )
}
