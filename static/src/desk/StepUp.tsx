/** Prove the password again before something that binds (RELIABILITY.md G33). One dialog for the whole page. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { post, Problem } from '../lib/api'
import { stepUp } from './useAction'
import { deskWords } from './words'

export function StepUp(): JSX.Element | null {
  const asked = stepUp.value
  return asked ? <Ask done={asked.done} /> : null
}

function Ask({ done }: { readonly done: (proved: boolean) => void }): JSX.Element {
  const w = deskWords()
  const [password, setPassword] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  async function prove(): Promise<void> {
    setBusy(true)
    try {
      await post('/session/step-up', { password })
      done(true)
    } catch (failure) {
      setFault(failure instanceof Problem ? failure.words : String(failure))
      setPassword('')
      setBusy(false)
    }
  }

  return (
    <Dialog title={w.stepUpTitle} onClose={() => done(false)}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault()
          void prove()
        }}
      >
        <p class="hint">{w.stepUpWhy}</p>
        <label class="field">
          <span>{w.password}</span>
          <input
            type="password"
            autocomplete="current-password"
            autofocus
            required
            value={password}
            aria-invalid={fault !== null}
            onInput={(event) => setPassword(event.currentTarget.value)}
          />
          {fault ? <span class="field-error" role="alert">{fault}</span> : null}
        </label>
        <Button type="submit" kind="primary" busy={busy && w.checking}>{w.stepUpGo}</Button>
      </form>
    </Dialog>
  )
}
