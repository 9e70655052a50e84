/** Puts a picture of what is shown into the clipboard, and says in words what became of it. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { share, type Shared } from './share'
import { pictureWords } from './words'

interface CopyProps {
  /** Of the file, where there is no clipboard. */
  readonly name: string
  readonly draw: () => Promise<Blob>
}

export function CopyButton({ name, draw }: CopyProps): JSX.Element {
  const w = pictureWords()
  const told = useCopy(name, draw)
  return (
    <>
      <span class="hint" role="status">{told.done.value ? w.done(told.done.value) : ''}</span>
      <Button size="small" onPress={told.press}>{w.copy}</Button>
    </>
  )
}

export interface Copying {
  readonly done: { readonly value: Shared | 'failed' | null }
  readonly press: () => void
}

/** The same for a button of another look. */
export function useCopy(name: string, draw: () => Promise<Blob>): Copying {
  const done = useSignal<Shared | 'failed' | null>(null)
  const press = (): void => {
    done.value = null
    share(draw(), name).then((how) => (done.value = how), () => (done.value = 'failed'))
  }
  return { done, press }
}
