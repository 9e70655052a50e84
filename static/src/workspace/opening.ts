/** Which task stands open is part of the address, so that the phone's back key returns to the list. */
import type { Workspace } from './model'

export function taskInPath(path = location.pathname): string | null {
  return /^\/workspace\/tasks\/([^/]+)/.exec(path)?.[1] ?? null
}

export function openTask(workspace: Workspace, task: string | null): void {
  if (task === workspace.open.peek()) return
  if (task) history.pushState(null, '', `/workspace/tasks/${task}`)
  else history.pushState(null, '', '/workspace')
  workspace.open.value = task
}
