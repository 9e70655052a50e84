/**
 * One thing at a time that a person does here. A failed one keeps its idempotency key until its answer is known, so
 * that pressing again can't act twice; a password asked for in between does not change the key either.
 */
import { signal } from '@preact/signals'
import { useRef, useState } from 'preact/hooks'
import { newId, patch, post, Problem } from '../lib/api'

export interface Act {
  readonly method?: 'POST' | 'PATCH'
  readonly path: string
  readonly body?: unknown
  readonly revision?: number
}

/** Set while somebody must prove the password again; the step-up dialog resolves it. */
export const stepUp = signal<{ readonly done: (proved: boolean) => void } | null>(null)

export interface Action {
  readonly busy: string | null
  readonly error: unknown
  readonly clear: () => void
  /** Answers true when the server has done it. */
  readonly run: (name: string, act: Act) => Promise<boolean>
}

export function askPassword(): Promise<boolean> {
  return new Promise((resolve) => {
    stepUp.value = {
      done: (proved) => {
        stepUp.value = null
        resolve(proved)
      },
    }
  })
}

export function isStepUp(failure: unknown): boolean {
  return failure instanceof Problem && failure.code.endsWith('step_up_needed')
}

export function useAction(onDone?: () => void): Action {
  const [busy, setBusy] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const keys = useRef(new Map<string, string>())

  async function send(act: Act): Promise<void> {
    const same = JSON.stringify(act)
    const key = keys.current.get(same) ?? newId()
    keys.current.set(same, key)
    const options = { key, ...(act.revision === undefined ? {} : { revision: act.revision }) }
    try {
      await (act.method === 'PATCH' ? patch : post)(act.path, act.body ?? {}, options)
      keys.current.delete(same)
    } catch (failure) {
      // A refusal is an answer: the next try is a new one. Only silence and a missing proof keep the key.
      if (failure instanceof Problem && failure.status !== 0 && failure.status < 500 && !isStepUp(failure)) keys.current.delete(same)
      throw failure
    }
  }

  async function run(name: string, act: Act): Promise<boolean> {
    setBusy(name)
    setError(null)
    try {
      try {
        await send(act)
      } catch (failure) {
        if (!isStepUp(failure) || !(await askPassword())) throw failure
        await send(act)
      }
      onDone?.()
      return true
    } catch (failure) {
      setError(failure)
      return false
    } finally {
      setBusy(null)
    }
  }
  return { busy, error, clear: () => setError(null), run }
}
