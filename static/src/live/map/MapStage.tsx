/** The map with everything that lies over it in the console. */
import { useComputed, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { Button } from '../../components/Button'
import { exact } from '../../lib/format'
import { can } from '../../lib/session'
import { forecastModel } from '../forecast/forecast'
import { Player } from '../forecast/Player'
import { InsideCard } from '../inside/InsideCard'
import type { LiveModel } from '../model'
import { pastWords } from '../past/words'
import { liveWords } from '../words'
import { bandsOf, type MapChoices } from './controller'
import { Controls, Scale } from './Controls'
import { CountyCard } from './CountyCard'
import { HoverNote } from './HoverNote'
import { Inset } from './Inset'
import { Legend } from './Legend'
import { MapView, type Hover, type MapHandle } from './MapView'
import { citySites, Overlays } from './Overlays'
import { SketchBar } from './SketchBar'

/** Room that the floats take from the view. */
const PADDING = { top: 40, right: 60, bottom: 50, left: 290 }
const MARGINS = { top: 60, right: 12, bottom: 36, left: 262 }

interface MapStageProps {
  readonly model: LiveModel
  readonly choices: MapChoices
  readonly onDrawn: () => void
  readonly onStart: () => void
  readonly banner: JSX.Element
}

export function MapStage({ model, choices, onDrawn, onStart, banner }: MapStageProps): JSX.Element {
  const w = liveWords()
  const view = useSignal(0)
  const handle = useSignal<MapHandle | null>(null)
  const hover = useSignal<Hover | null>(null)
  const bands = useMemo(() => bandsOf(model), [model])
  const forecast = useMemo(() => (choices.forecast.value = forecastModel(model)), [model])
  const narrow = innerWidth < 1000
  const then = Boolean(model.past?.moment.value)
  const rest = useComputed(() => citySites(model).slice(12).reduce((sum, [, sites]) => sum + sites, 0))
  const nothing = model.store.loaded.value && !model.footprint.value
  return (
    <MapView
      model={model} choices={choices} bands={bands} view={view} handle={handle} hover={hover}
      padding={narrow ? { top: 20, right: 20, bottom: 20, left: 20 } : PADDING}
    >
      <Overlays model={model} choices={choices} bands={bands} view={view} handle={handle} margins={narrow ? { ...MARGINS, left: 12 } : MARGINS} />
      <Legend model={model} choices={choices} />
      <Controls handle={handle} choices={choices} still={then} />
      <Inset model={model} handle={handle} view={view} />
      <Scale handle={handle} view={view} note={choices.sites.value ? w.sitesNote(exact(rest.value)) : ''} />
      <CountyCard model={model} />
      <InsideCard model={model} />
      <HoverNote model={model} hover={hover} />
      {choices.sketch.value ? null : <Player model={forecast} />}
      <SketchBar choices={choices} handle={handle} view={view} onDone={onDrawn} />
      {banner}
      {nothing && !choices.sketch.value ? (
        <div class="float map-empty">
          <p>{then ? pastWords().notThen : w.notStarted}</p>
          {can('footprint.supply') && !then ? <Button kind="primary" onPress={onStart}>{w.startHere}</Button> : null}
        </div>
      ) : null}
    </MapView>
  )
}
