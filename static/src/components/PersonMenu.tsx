import type { JSX } from 'preact'
import { del } from '../lib/api'
import { language, named, setLanguage } from '../lib/i18n'
import { session } from '../lib/session'
import { setTheme, theme } from '../lib/theme'
import { provinceName } from '../lib/regions'
import { commonWords } from '../locales/common'
import { Icon } from './Icon'

/** Language, theme and who is at the screen. */
export function PersonMenu(): JSX.Element {
  const w = commonWords()
  const zh = language.value === 'zh'
  return (
    <div class="person">
      <button type="button" class="language" aria-label={w.language} onClick={() => setLanguage(zh ? 'en' : 'zh')}>
        <span class={zh ? 'chosen' : ''}>中</span> / <span class={zh ? '' : 'chosen'}>EN</span>
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={theme.value === 'dark' ? w.toLight : w.toDark}
        title={theme.value === 'dark' ? w.toLight : w.toDark}
        onClick={() => setTheme(theme.value === 'dark' ? 'light' : 'dark')}
      >
        <Icon name={theme.value === 'dark' ? 'sun' : 'moon'} size={16} />
      </button>
      {session.value ? <Who /> : null}
    </div>
  )
}

function Who(): JSX.Element | null {
  const w = commonWords()
  const who = session.value
  if (!who) return null
  const first = who.roles[0]
  const place = first && first.scope !== 'nation' ? provinceName(first.scope) : ''
  const name = named(who.person, 'name')
  return (
    <>
      <button type="button" class="who" popovertarget="person-menu" aria-label={w.account}>
        <span class="avatar">{initials(name)}</span>
        <span class="who-words">
          <span>{name}</span>
          <small>{who.kiosk ? w.onlyWatches : [place, first ? w.role(first.role) : ''].filter(Boolean).join(' ')}</small>
        </span>
      </button>
      <div id="person-menu" popover="auto" class="menu menu-right">
        {who.kiosk ? (
          <>
            <p class="menu-note">{w.kioskWords}</p>
            <a class="menu-row menu-act" href={`/login?next=${encodeURIComponent(location.pathname + location.search)}`}>
              {w.signInToAct}
            </a>
          </>
        ) : null}
        <button type="button" class="menu-row only-narrow" onClick={() => setLanguage(language.value === 'zh' ? 'en' : 'zh')}>
          {language.value === 'zh' ? 'English' : '中文'}
        </button>
        <button type="button" class="menu-row only-narrow" onClick={() => setTheme(theme.value === 'dark' ? 'light' : 'dark')}>
          {theme.value === 'dark' ? w.toLight : w.toDark}
        </button>
        {who.kiosk ? null : <a class="menu-row" href="/me/notices">{w.myNotices}</a>}
        <a class="menu-row" href="/help">
          {w.help}
        </a>
        {who.kiosk ? null : (
          <button type="button" class="menu-row" onClick={signOut}>
            {w.signOut}
          </button>
        )}
      </div>
    </>
  )
}

function initials(name: string): string {
  if (/^[\u4e00-\u9fff]/.test(name)) return name.slice(0, 1)
  return name.split(/\s+/).map((part) => part[0] ?? '').join('').slice(0, 2).toUpperCase()
}

function signOut(): void {
  void del('/session').finally(() => location.assign('/login'))
}
