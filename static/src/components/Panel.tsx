/** The states that every view has: loading, empty, error, stale, no permission. */
import type { ComponentChildren, JSX } from 'preact'
import { Problem } from '../lib/api'
import { commonWords } from '../locales/common'
import { Button } from './Button'

/** Grey bars in the final geometry; the words come after a second for those who wait. */
export function Skeleton({ rows = 4 }: { readonly rows?: number }): JSX.Element {
  return (
    <div class="skeleton" role="status">
      {Array.from({ length: rows }, (_, index) => (
        <span key={index} class={`skeleton-bar skeleton-${index % 3}`} />
      ))}
      <span class="skeleton-words">{commonWords().loading}</span>
    </div>
  )
}

interface EmptyProps {
  /** One sentence: what would be here. */
  readonly children: ComponentChildren
  readonly action?: JSX.Element | null
}

export function Empty({ children, action }: EmptyProps): JSX.Element {
  return (
    <div class="empty">
      <p>{children}</p>
      {action}
    </div>
  )
}

interface FailureProps {
  readonly error: unknown
  readonly onRetry?: () => void
}

export function Failure({ error, onRetry }: FailureProps): JSX.Element {
  const w = commonWords()
  const words = error instanceof Problem ? error.words : String(error)
  return (
    <div class="failure" role="alert">
      <strong>{error instanceof Problem && error.isConflict ? w.conflictHead : w.errorHead}</strong>
      <p>{words}</p>
      <p class="hint">{error instanceof Problem && error.isConflict ? w.conflictWords : w.errorKept}</p>
      {onRetry ? (
        <Button size="small" onPress={onRetry}>
          {w.retry}
        </Button>
      ) : null}
    </div>
  )
}

export function NoPermission(): JSX.Element {
  const w = commonWords()
  return (
    <div class="empty">
      <p>{w.noPermission}</p>
      <p class="hint">{w.whoGrants}</p>
    </div>
  )
}
