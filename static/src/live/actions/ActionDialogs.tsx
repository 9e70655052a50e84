import type { Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { LinkDialog } from '../../tasking/LinkDialog'
import { PlanDrawer } from '../plan/PlanDrawer'
import type { LiveModel } from '../model'
import type { ActionName } from './Actions'
import { DeclareDialog } from './DeclareDialog'
import { FootprintDialog } from './FootprintDialog'
import { ColourDialog, LevelDialog } from './LevelDialog'
import { NoteDialog } from './NoteDialog'

interface ActionDialogsProps {
  readonly model: LiveModel
  readonly open: Signal<ActionName | null>
  readonly sketch: Signal<readonly (readonly [number, number])[] | null>
}

export function ActionDialogs({ model, open, sketch }: ActionDialogsProps): JSX.Element | null {
  const close = (): void => {
    open.value = null
  }
  switch (open.value) {
    case 'plan':
      return <PlanDrawer model={model} onClose={close} />
    case 'level':
      return <LevelDialog store={model.store} onClose={close} />
    case 'colour':
      return <ColourDialog store={model.store} onClose={close} />
    case 'footprint':
      return <FootprintDialog store={model.store} sketch={sketch} selected={model.filter.value.county ?? model.filter.value.province ?? ''} onClose={close} />
    case 'note':
      return <NoteDialog store={model.store} onClose={close} />
    case 'link':
      return <LinkDialog store={model.store} onClose={close} />
    case 'declare':
      return <DeclareDialog onClose={close} />
    case null:
      return null
  }
}
