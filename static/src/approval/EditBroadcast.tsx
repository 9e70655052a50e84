import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { Failure } from '../components/Panel'
import { useAction } from '../desk/useAction'
import { exact } from '../lib/format'
import type { BroadcastRow } from '../lib/types'
import { commonWords } from '../locales/common'
import { partsOf } from './parts'
import { approvalWords } from './words'

const NAMES = ['body_zh', 'body_en', 'correction_zh', 'correction_en'] as const

export function EditBroadcast({ row, onClose }: { readonly row: BroadcastRow; readonly onClose: () => void }): JSX.Element {
  const w = approvalWords()
  const texts = useSignal({ body_zh: row.body_zh, body_en: row.body_en, correction_zh: row.correction_zh, correction_en: row.correction_en })
  const action = useAction()
  const labels = { body_zh: w.bodyZh, body_en: w.bodyEn, correction_zh: w.corrZh, correction_en: w.corrEn }
  async function save(): Promise<void> {
    const changed = Object.fromEntries(NAMES.filter((name) => texts.value[name] !== row[name]).map((name) => [name, texts.value[name]]))
    if (await action.run('edit', { method: 'PATCH', path: `/broadcasts/${row.id}`, body: changed, revision: row.revision })) onClose()
  }
  return (
    <Dialog wide title={w.editTextTitle} onClose={onClose}>
      <form class="form" onSubmit={(event) => { event.preventDefault(); void save() }}>
        <p class="hint">{w.editHint}</p>
        {NAMES.map((name) => {
          const { units, encoding, pieces } = partsOf(texts.value[name])
          return (
            <label class="field" key={name}>
              <span>{labels[name]}</span>
              <textarea rows={name.startsWith('body') ? 4 : 2} lang={name.endsWith('zh') ? 'zh-CN' : 'en'} value={texts.value[name]} onInput={(event) => (texts.value = { ...texts.value, [name]: event.currentTarget.value })} />
              <span class="hint num">{w.units(exact(units), encoding, exact(pieces.length))}</span>
            </label>
          )
        })}
        {action.error ? <Failure error={action.error} /> : null}
        <Button type="submit" kind="primary" busy={action.busy !== null && commonWords().working}>{w.save}</Button>
      </form>
    </Dialog>
  )
}
