import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { Failure } from '../components/Panel'
import { useAction } from '../desk/useAction'
import { newId } from '../lib/api'
import { provinceName } from '../lib/regions'
import { commonWords } from '../locales/common'
import { GrantForm } from './GrantForm'
import { LEAST_LENGTH, madeUp, type Grant } from './people'
import { adminWords } from './words'

export function AddPerson({ onChanged, onClose }: { readonly onChanged: () => void; readonly onClose: () => void }): JSX.Element {
  const w = adminWords()
  const id = useSignal(newId())
  const form = useSignal({ login: '', name_zh: '', name_en: '', employee: '', mail: '', password: madeUp() })
  const roles = useSignal<readonly Grant[]>([])
  const action = useAction(onChanged)
  const field = (name: keyof typeof form.value, title: string, rule: { readonly pattern?: string; readonly optional?: boolean; readonly least?: number } = {}): JSX.Element => (
    <label class="field">
      <span>{title}</span>
      <input type="text" autocomplete="off" autocapitalize="none" required={!rule.optional} pattern={rule.pattern} minLength={rule.least} value={form.value[name]} onInput={(event) => (form.value = { ...form.value, [name]: event.currentTarget.value })} />
    </label>
  )
  async function send(): Promise<void> {
    const { mail, ...rest } = form.value
    const body = { id: id.value, ...rest, ...(mail.trim() ? { mail: mail.trim() } : {}), roles: roles.value }
    if (await action.run('add', { path: '/people', body })) onClose()
  }
  return (
    <Dialog title={w.addPerson} onClose={onClose}>
      <form class="form" onSubmit={(event) => { event.preventDefault(); void send() }}>
        <div class="form-row">{field('login', w.login, { pattern: '[a-z0-9][a-z0-9._\\-]{1,58}[a-z0-9]' })}{field('employee', w.employee)}</div>
        <div class="form-row">{field('name_zh', w.nameZh)}{field('name_en', w.nameEn)}</div>
        {field('mail', w.mail, { optional: true })}
        {field('password', `${w.firstPassword} · ${w.firstPasswordHint}`, { least: LEAST_LENGTH })}
        <div class="field">
          <span>{w.roles}</span>
          <span class="role-tags">
            {roles.value.map((grant) => (
              <button type="button" class="tag" key={`${grant.role}:${grant.scope}`} title={w.revoke} onClick={() => (roles.value = roles.value.filter((one) => one !== grant))}>
                {commonWords().role(grant.role)} · {grant.scope === 'nation' ? w.nation : provinceName(grant.scope)} ×
              </button>
            ))}
          </span>
          <GrantForm go={w.grant} busy={false} onGrant={(grant) => (roles.value = [...roles.value.filter((one) => one.role !== grant.role || one.scope !== grant.scope), grant])} />
        </div>
        {action.error ? <Failure error={action.error} /> : null}
        <Button type="submit" kind="primary" busy={action.busy !== null && commonWords().working}>{w.add}</Button>
      </form>
    </Dialog>
  )
}
