/**
 * What the browser adds to a login that already works without it: the second new password is compared before it is
 * sent, a form is sent once, the chosen theme is kept. There is no #app and no boot record on this page.
 */
import '../styles/tokens.css'
import '../styles/base.css'
import '../styles/components.css'
import '../admin/login.css'
import { installTrustedTypes } from '../lib/trusted'

const WORDS = {
  zh: { differ: '两次输入的新密码不一样。', sending: '正在提交…' },
  en: { differ: 'The two new passwords differ.', sending: 'Sending…' },
} as const

installTrustedTypes()
const root = document.documentElement
const w = root.lang.startsWith('en') ? WORDS.en : WORDS.zh
const kept = localStorage.getItem('tongxin.theme')
if (kept === 'dark' || kept === 'light') root.dataset['theme'] = kept

const form = document.querySelector<HTMLFormElement>('.login-form')
const fresh = form?.querySelector<HTMLInputElement>('#new')
const again = form?.querySelector<HTMLInputElement>('#again')
const go = form?.querySelector<HTMLButtonElement>('.login-go')

function compare(): void {
  again?.setCustomValidity(again.value !== '' && fresh?.value !== again.value ? w.differ : '')
}

fresh?.addEventListener('input', compare)
again?.addEventListener('input', compare)
form?.addEventListener('submit', (event) => {
  if (form.dataset['sent']) {
    event.preventDefault()
    return
  }
  form.dataset['sent'] = 'yes'
  if (go) go.textContent = w.sending
})
// Coming back with the browser's back key finds the page as it was left: let it be sent again.
addEventListener('pageshow', () => {
  if (form) delete form.dataset['sent']
})
