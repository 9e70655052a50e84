import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { lazily } from '../components/lazily'
import type { Workspace } from './model'
import { workspaceWords } from './words'

const ProvinceMap = lazily(() => import('./ProvinceMap').then((found) => found.ProvinceMap))

/** No map unless asked: its file is a download of its own. */
export function ProvinceMapTab({ workspace }: { readonly workspace: Workspace }): JSX.Element {
  const w = workspaceWords()
  const asked = useSignal(false)
  const province = workspace.store.provinces.value[0]?.province
  if (asked.value && province) return <ProvinceMap workspace={workspace} province={province} />
  return (
    <div class="ws-empty">
      <p>{w.mapAsk}</p>
      {province ? <button type="button" class="ws-button ws-primary" onClick={() => (asked.value = true)}>{w.mapGo}</button> : <p>{w.mapNone}</p>}
    </div>
  )
}
