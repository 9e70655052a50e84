import type { ComponentChildren, JSX } from 'preact'
import { Button } from '../../components/Button'
import { Dialog } from '../../components/Dialog'
import { Failure } from '../../components/Panel'
import { commonWords } from '../../locales/common'
import type { Submit } from './useSubmit'

interface FormDialogProps {
  readonly title: string
  readonly submit: Submit
  readonly onClose: () => void
  readonly onSubmit: () => void
  readonly children: ComponentChildren
  readonly action?: string
  readonly busyWords?: string
  /** What is still missing, in words. */
  readonly missing?: string | false
}

/** A dialog with one form: Enter submits, a refusal stands above the buttons and nothing entered is lost. */
export function FormDialog(props: FormDialogProps): JSX.Element {
  const w = commonWords()
  const { submit, missing = false } = props
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (!missing && !submit.busy.value) props.onSubmit()
        }}
      >
        {props.children}
        {submit.error.value ? <Failure error={submit.error.value} /> : null}
        <div class="form-foot">
          <Button onPress={props.onClose}>{w.cancel}</Button>
          <Button type="submit" kind="primary" whyNot={missing} busy={submit.busy.value ? (props.busyWords ?? w.working) : false}>
            {props.action ?? w.save}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
