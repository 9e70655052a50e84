/** Somebody's addresses: the number, the group's robot, the browsers. What is kept is shown as a hint only. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../components/Button'
import { Failure } from '../components/Panel'
import { useAction } from '../desk/useAction'
import { commonWords } from '../locales/common'
import type { MyNotices } from './types'
import { pagingWords } from './words'

interface ContactsProps {
  readonly mine: MyNotices
  /** `/me`, or `/people/<id>` of somebody whose numbers one keeps. */
  readonly whose: string
  readonly onChanged: () => void
}

export function Contacts({ mine, whose, onChanged }: ContactsProps): JSX.Element {
  const w = pagingWords()
  const { contacts, robots } = mine
  return (
    <section class="notices-facts">
      <h2>{w.contacts}</h2>
      <One name="phone" whose={whose} label={w.phone} hint={w.phoneHint} now={contacts.phone} onChanged={onChanged} />
      <p class="field"><span>{w.mail}</span><span>{contacts.mail ?? '-'}</span><small class="hint">{w.mailHint}</small></p>
      {robots.chat.length > 0 ? <One name="chat" whose={whose} label={w.robot} hint={robots.chat.join(', ')} now={contacts.chat} onChanged={onChanged} /> : null}
      {robots.webhook.length > 0 ? <One name="webhook" whose={whose} label={w.webhook} hint={robots.webhook.join(', ')} now={contacts.webhook} onChanged={onChanged} /> : null}
      {whose === '/me' ? <Browsers mine={mine} onChanged={onChanged} /> : null}
    </section>
  )
}

interface OneProps {
  readonly whose: string
  readonly name: 'phone' | 'chat' | 'webhook'
  readonly label: string
  readonly hint: string
  readonly now: string | null
  readonly onChanged: () => void
}

function One({ whose, name, label, hint, now, onChanged }: OneProps): JSX.Element {
  const w = pagingWords()
  const [typed, setTyped] = useState('')
  const action = useAction(() => {
    setTyped('')
    onChanged()
  })
  const send = (value: string | null): void => void action.run(name, { path: `${whose}/contacts`, body: { [name]: value } })
  return (
    <form class="field" onSubmit={(event) => { event.preventDefault(); send(typed.trim()) }}>
      <label for={`contact-${name}`}>{label}</label>
      <span class="notices-row">
        <input id={`contact-${name}`} type="text" inputMode={name === 'phone' ? 'tel' : 'text'} autocomplete={name === 'phone' && whose === '/me' ? 'tel' : 'off'} value={typed} placeholder={now ? w.phoneNow(now) : ''} onInput={(event) => setTyped(event.currentTarget.value)} />
        <Button type="submit" whyNot={false} busy={action.busy === name && commonWords().working}>{w.save}</Button>
        {now ? <Button kind="quiet" onPress={() => send(null)}>{w.forget}</Button> : null}
      </span>
      <small class="hint">{hint}</small>
      {action.error ? <Failure error={action.error} /> : null}
    </form>
  )
}

function Browsers({ mine, onChanged }: Omit<ContactsProps, 'whose'>): JSX.Element {
  const w = pagingWords()
  const action = useAction(onChanged)
  const { push } = mine.contacts
  return (
    <div class="field">
      <span>{w.browsers}</span>
      {push.length === 0 ? <span class="tx-2">{w.noBrowser}</span> : null}
      {push.map((one) => (
        <span key={one.id} class="notices-row">{one.hint} <Button size="small" onPress={() => void action.run(one.id, { path: '/me/notices/forget', body: { id: one.id } })}>{w.forget}</Button></span>
      ))}
      {action.error ? <Failure error={action.error} /> : null}
    </div>
  )
}
