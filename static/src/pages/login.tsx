/**
 * What the browser adds to a login that already works without it: the second new password is compared before it is
 * sent, a form is sent once, the chosen theme is kept; a link for watching (#kiosk=…) is exchanged for a session that
 * only watches. There is no #app and no boot record on this page.
 */
import '../styles/tokens.css'
import '../styles/base.css'
import '../styles/components.css'
import '../admin/login.css'
import { takeKioskToken } from '../lib/kiosk'
import { installTrustedTypes } from '../lib/trusted'

const WORDS = {
  zh: { differ: '两次输入的新密码不一样。', sending: '正在提交…', opening: '正在打开只看的屏幕…', unreachable: '没有收到服务器的回答，请刷新再试。' },
  en: { differ: 'The two new passwords differ.', sending: 'Sending…', opening: 'Opening a screen to watch…', unreachable: 'The server did not answer; reload the page to try again.' },
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

const token = takeKioskToken()
if (token) void watch(token)

/** Exchange the link's token and go on to where it led; what the server says against it stands above the form. */
async function watch(secret: string): Promise<void> {
  const line = document.createElement('p')
  line.className = 'login-why'
  line.setAttribute('role', 'status')
  line.textContent = w.opening
  form?.before(line)
  try {
    const answer = await fetch('/api/v1/session/kiosk', {
      method: 'POST', credentials: 'same-origin', headers: { 'Content-Type': 'application/json', Accept: 'application/json' }, body: JSON.stringify({ token: secret }),
    })
    if (answer.ok) {
      location.replace(form?.querySelector<HTMLInputElement>('input[name=next]')?.value || '/live')
      return
    }
    const problem = (await answer.json()) as { detail_zh?: string; detail_en?: string }
    line.textContent = (root.lang.startsWith('en') ? problem.detail_en : problem.detail_zh) ?? w.unreachable
  } catch {
    line.textContent = w.unreachable
  }
  line.className = 'login-problem'
  line.setAttribute('role', 'alert')
}

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
