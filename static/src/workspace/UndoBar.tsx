/** Eight seconds to take the tap back at once; in the task it stays for the full thirty. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useEvery } from '../desk/useEvery'
import { named } from '../lib/i18n'
import { UNDO_BAR_MS, type Workspace } from './model'
import { Mark } from './parts'
import { workspaceWords } from './words'

export function UndoBar({ workspace }: { readonly workspace: Workspace }): JSX.Element | null {
  const w = workspaceWords()
  const [, step] = useState(0)
  const undoable = workspace.undoable.value
  useEvery(250, () => step((count) => count + 1), Boolean(undoable))
  const task = undoable ? workspace.tasks.value.find((row) => row.id === undoable.task) : undefined
  const left = undoable ? undoable.atMs + UNDO_BAR_MS - Date.now() : 0
  if (!task || left <= 0 || task.state !== 'acknowledged') return null
  return (
    <div class="ws-undo" role="status">
      <Mark name="check" size={20} />
      <span class="ws-undo-words">{w.acknowledged(named(task, 'title'))}</span>
      <button type="button" onClick={() => void workspace.undo(task)}>{w.undoIn(Math.ceil(left / 1000))}</button>
    </div>
  )
}
