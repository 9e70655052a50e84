import type { JSX } from 'preact'
import { del } from '../lib/api'
import { language, named, setLanguage } from '../lib/i18n'
import { provinceName } from '../lib/regions'
import { session } from '../lib/session'
import { setTheme, theme } from '../lib/theme'
import { commonWords } from '../locales/common'
import { useSignal } from '@preact/signals'
import { offlineWords } from '../offline/words'
import { Ready } from '../offline/Ready'
import type { Workspace } from './model'
import { soundOn } from './sound'
import { workspaceWords } from './words'

/** Choices of this phone, and how to reach people when the network is the thing that failed. */
export function Me({ workspace }: { readonly workspace?: Workspace }): JSX.Element {
  const w = workspaceWords()
  const who = session.value
  return (
    <div class="ws-me">
      <section>
        <h2>{who ? named(who.person, 'name') : ''}</h2>
        <p class="ws-hint">{who?.roles.map((role) => `${provinceName(role.scope)} ${commonWords().role(role.role)}`).join(' · ')}</p>
      </section>
      <Choice label={w.language} options={[['zh', w.chinese], ['en', w.english]]} chosen={language.value} onChoose={(to) => setLanguage(to as 'zh' | 'en')} />
      <Choice label={w.theme} options={[['light', w.light], ['dark', w.dark]]} chosen={theme.value} onChoose={(to) => setTheme(to as 'light' | 'dark')} />
      <Choice label={w.sound} options={[['on', w.on], ['off', w.off]]} chosen={soundOn.value ? 'on' : 'off'} onChoose={(to) => (soundOn.value = to === 'on')} />
      {workspace ? <Ready workspace={workspace} /> : null}
      <section>
        <h2>{w.contact}</h2>
        <p class="ws-read">{w.contactHint}</p>
      </section>
      <a class="ws-button" href="/me/notices">{commonWords().myNotices}</a>
      <a class="ws-button" href="/outcomes">{commonWords().outcomes}</a>
      <a class="ws-button" href="/duty">{commonWords().duty}</a>
      <a class="ws-button" href="/phonebook">{commonWords().phonebook}</a>
      <a class="ws-button" href="/help">{w.help}</a>
      <Leave unsent={workspace?.outbox.waiting.value.length ?? 0} />
    </div>
  )
}

/** Logging out with something unsent is asked about: it stays here, but nobody sends it before the next login. */
function Leave({ unsent }: { readonly unsent: number }): JSX.Element {
  const w = workspaceWords()
  const words = offlineWords()
  const asking = useSignal(false)
  const leave = (): void => void del('/session').finally(() => location.assign('/login')).catch(() => undefined)
  if (!asking.value || unsent === 0) {
    return <button type="button" class="ws-button" onClick={() => (unsent > 0 ? (asking.value = true) : leave())}>{w.logout}</button>
  }
  return (
    <section class="of-decide" role="alert">
      <strong>{words.leaveHead}</strong>
      <p>{words.leaveUnsent(unsent)}</p>
      <div class="of-ways">
        <button type="button" class="ws-button ws-primary" onClick={() => (asking.value = false)}>{words.stay}</button>
        <button type="button" class="ws-button" onClick={leave}>{words.leave}</button>
      </div>
    </section>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly options: readonly (readonly [string, string])[]
  readonly chosen: string
  readonly onChoose: (option: string) => void
}

function Choice({ label, options, chosen, onChoose }: ChoiceProps): JSX.Element {
  return (
    <fieldset class="ws-choice">
      <legend>{label}</legend>
      {options.map(([value, words]) => (
        <button key={value} type="button" aria-pressed={chosen === value} onClick={() => onChoose(value)}>{words}</button>
      ))}
    </fieldset>
  )
}
