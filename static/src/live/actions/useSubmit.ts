/** One submission at a time, its refusal kept beside the form, and what was entered kept with it. */
import { useSignal, type Signal } from '@preact/signals'
import { newId, type SendOptions } from '../../lib/api'

export interface Submit {
  readonly busy: Signal<boolean>
  readonly error: Signal<unknown>
  readonly run: (send: (options: SendOptions) => Promise<unknown>, done: () => void) => void
}

export function useSubmit(): Submit {
  const busy = useSignal(false)
  const error = useSignal<unknown>(null)
  // The same key until it has gone through: pressing again after a lost answer can't act twice.
  const key = useSignal(newId())
  return {
    busy, error,
    run(send, done) {
      busy.value = true
      error.value = null
      send({ key: key.value })
        .then(() => {
          key.value = newId()
          done()
        })
        .catch((reason: unknown) => {
          error.value = reason
          // A refusal is not stored; a mended form is another request.
          key.value = newId()
        })
        .finally(() => (busy.value = false))
    },
  }
}
