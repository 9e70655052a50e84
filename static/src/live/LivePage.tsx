/** The live console: the map is the page; strip above, matrix at the right, log below. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import '../styles/live.css'
import '../styles/live-map.css'
import { Failure } from '../components/Panel'
import { onRegionChosen, paletteActions } from '../components/Palette'
import { Shell } from '../components/Shell'
import { Actions, type ActionName } from './actions/Actions'
import { ActionDialogs } from './actions/ActionDialogs'
import { Bell } from './actions/Bell'
import { Feed } from './Feed'
import { MapStage } from './map/MapStage'
import { mapChoices } from './map/controller'
import { Matrix } from './Matrix'
import type { LiveModel } from './model'
import { can } from '../lib/session'
import { PastBand } from './past/PastBand'
import { Strip } from './Strip'
import { Changes } from '../tasking/Changes'
import { VersionBanner } from './VersionBanner'
import { liveWords } from './words'

const choices = mapChoices()

export function LivePage({ model, failure }: { readonly model: LiveModel; readonly failure: unknown }): JSX.Element {
  const open = useSignal<ActionName | null>(null)
  const w = liveWords()
  const then = model.past?.moment.value ?? null
  useEffect(() => {
    onRegionChosen.value = (adcode) => {
      const province = `${adcode.slice(0, 2)}0000`
      model.filter.value = { province, county: adcode.endsWith('00') ? null : adcode }
    }
    // Whoever only watches finds nothing here that the server would refuse.
    paletteActions.value = ([
      { group: 'action', title: w.planDrawer, hint: '', also: 'plan playbook yuan', run: () => (open.value = 'plan'), needs: 'plan.read' },
      { group: 'action', title: w.note, hint: '', also: 'note jilu', run: () => (open.value = 'note'), needs: 'note.add' },
      { group: 'action', title: w.addFootprint, hint: '', also: 'footprint fanwei', run: () => (open.value = 'footprint'), needs: 'footprint.supply' },
      { group: 'action', title: w.declare, hint: '', also: 'declare xuanbu', run: () => (open.value = 'declare'), needs: 'incident.declare' },
    ] as const).filter((action) => can(action.needs) && !then)
    return () => {
      onRegionChosen.value = null
      paletteActions.value = []
    }
  }, [w, then === null])
  useEffect(() => {
    if (!then) return
    open.value = null
    choices.sketch.value = null
  }, [then === null])
  return (
    <Shell page="live" store={model.store} extra={then ? null : <><Actions open={open} /><Bell model={model} /></>}>
      {failure ? <Failure error={failure} onRetry={() => location.reload()} /> : null}
      {model.past ? <PastBand past={model.past} /> : null}
      {then ? null : <Changes store={model.store} />}
      <div class={then ? 'live live-past' : 'live'}>
        <Strip model={model} />
        <MapStage model={model} choices={choices} onDrawn={() => (open.value = 'footprint')} onStart={() => (open.value = 'footprint')} banner={then ? <></> : <VersionBanner model={model} onPlan={() => (open.value = 'plan')} />} />
        <Matrix model={model} />
        <Feed model={model} onNote={() => (open.value = 'note')} />
      </div>
      <ActionDialogs model={model} open={open} sketch={choices.sketch} />
    </Shell>
  )
}
