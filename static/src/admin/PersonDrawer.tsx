import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { Failure } from '../components/Panel'
import { Time } from '../approval/Hands'
import { useAction } from '../desk/useAction'
import { named } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { can, session } from '../lib/session'
import { commonWords } from '../locales/common'
import { GrantForm } from './GrantForm'
import { LEAST_LENGTH, madeUp, type PersonRow } from './people'
import { adminWords } from './words'

interface PersonProps {
  readonly person: PersonRow
  readonly onChanged: () => void
  readonly onClose: () => void
}

export function PersonDrawer({ person, onChanged, onClose }: PersonProps): JSX.Element {
  const w = adminWords()
  const action = useAction(onChanged)
  const may = can('people.manage')
  const me = session.value?.person.id === person.id
  const send = (name: string, body: unknown = {}): Promise<boolean> => action.run(name, { path: `/people/${person.id}/${name}`, body })
  return (
    <Dialog place="drawer" title={named(person, 'name')} onClose={onClose}>
      <div class="drawer">
        {action.error ? <Failure error={action.error} /> : null}
        <dl class="facts">
          <div><dt>{w.login}</dt><dd class="mono">{person.login}</dd></div>
          <div><dt>{w.employee}</dt><dd>{person.employee}</dd></div>
          <div><dt>{w.mail}</dt><dd>{person.mail ?? '-'}</dd></div>
          <div><dt>{w.added}</dt><dd><Time at={person.created_at} /></dd></div>
          <div><dt>{w.state}</dt><dd class={person.state === 'active' ? '' : 'late'}>{person.state === 'active' ? w.active : w.disabled}</dd></div>
        </dl>
        <section class="block">
          <div class="block-head"><h3>{w.roles}</h3></div>
          <ul class="checks">
            {person.roles.map((grant) => (
              <li class="role-line" key={`${grant.role}:${grant.scope}`}>
                <span>{commonWords().role(grant.role)}</span>
                <span class="tx-2">{grant.scope === 'nation' ? w.nation : provinceName(grant.scope)}</span>
                {may ? <Button size="small" busy={action.busy === 'revoke' && commonWords().working} onPress={() => void send('revoke', grant)}>{w.revoke}</Button> : null}
              </li>
            ))}
          </ul>
          {person.roles.length === 0 ? <p class="hint">{w.noRoles}</p> : null}
          {may ? <GrantForm go={w.grant} busy={action.busy === 'grant' && commonWords().working} onGrant={(grant) => void send('grant', grant)} /> : null}
          {may ? <p class="hint">{w.grantHint}</p> : null}
        </section>
        {may ? <Reset busy={action.busy === 'reset-password' && commonWords().working} onReset={(password) => send('reset-password', { password })} /> : null}
        {may && !me ? (
          <section class="block">
            <div class="block-head"><h3>{person.state === 'active' ? w.disableTitle : w.enable}</h3></div>
            {person.state === 'active' ? (
              <>
                <p class="hint">{w.disableHint}</p>
                <p><Button busy={action.busy === 'disable' && commonWords().working} onPress={() => void send('disable')}>{w.disable}</Button></p>
              </>
            ) : (
              <p><Button busy={action.busy === 'enable' && commonWords().working} onPress={() => void send('enable')}>{w.enable}</Button></p>
            )}
          </section>
        ) : null}
      </div>
    </Dialog>
  )
}

/** A password to be handed over; shown in the clear, since somebody must read it out. */
function Reset({ busy, onReset }: { readonly busy: string | false; readonly onReset: (password: string) => Promise<boolean> }): JSX.Element {
  const w = adminWords()
  const password = useSignal('')
  return (
    <section class="block">
      <div class="block-head"><h3>{w.reset}</h3><span>{w.firstPasswordHint}</span></div>
      <form class="toolbar" onSubmit={(event) => { event.preventDefault(); void onReset(password.value) }}>
        <input class="grow mono" type="text" autocomplete="off" required minLength={LEAST_LENGTH} aria-label={w.newPassword} placeholder={w.least(LEAST_LENGTH)} value={password.value} onInput={(event) => (password.value = event.currentTarget.value)} />
        <Button onPress={() => (password.value = madeUp())}>{w.makeUp}</Button>
        <Button type="submit" kind="primary" busy={busy}>{w.resetGo}</Button>
      </form>
    </section>
  )
}
