/** Start a page: guards, language, theme, session, then draw it into #app. */
import { render, type ComponentChild } from 'preact'
import '../styles/tokens.css'
import '../styles/base.css'
import '../styles/components.css'
import { boot } from './boot'
import { language } from './i18n'
import { takeKioskToken } from './kiosk'
import { session } from './session'
import { lightOnPaper, readTheme, setTheme } from './theme'
import { installTrustedTypes } from './trusted'
import { setWorldTime, startClock } from './worldclock'

export function mount(page: () => ComponentChild): void {
  installTrustedTypes()
  // Whoever comes here has a session already: a link for watching has done its work.
  takeKioskToken()
  const booted = boot()
  const root = document.documentElement
  session.value = booted.session
  language.value = root.lang.startsWith('en') ? 'en' : 'zh'
  setTheme(readTheme(root.dataset.theme === 'light' ? 'light' : 'dark'))
  lightOnPaper()
  if (booted.session) {
    root.dataset.world = booted.session.world.kind
    setWorldTime(booted.session.world)
  }
  startClock()
  render(page(), container())
}

/** The server's #app, emptied of what it shows to browsers without scripts. */
function container(): HTMLElement {
  const found = document.getElementById('app')
  if (found) {
    found.replaceChildren()
    return found
  }
  const made = document.createElement('div')
  made.id = 'app'
  document.body.append(made)
  return made
}
