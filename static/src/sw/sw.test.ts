import { describe, expect, it } from 'vitest'
import { pixels, png, shapesIn } from '../icons/raster'
import { filesOf } from './build'
import { messageOf } from './push'
import { filesIn, marked, personOf, routeOf } from './routes'

const PAGE = `<!doctype html><html lang="zh-CN"><link rel="stylesheet" href="/static/assets/a-1.css">
<script type="application/json" id="boot" nonce="n">{"session": {"person": {"id": "p1"}}}</script><script src="/static/assets/w-2.js"></script></html>`

describe('the service worker', () => {
  it.each([
    ['GET', 'navigate', '/workspace', 'page'], ['GET', 'navigate', '/workspace/tasks/7', 'page'], ['GET', 'navigate', '/live', 'other-page'],
    ['GET', 'cors', '/static/assets/w-2.js', 'shell'], ['GET', 'cors', '/basemap/v1/counties/510000.json', 'outline'],
    ['GET', 'cors', '/basemap/v1/counties.json', 'pass'], ['GET', 'cors', '/api/v1/incidents', 'pass'], ['POST', 'cors', '/api/v1/tasks/batch', 'pass'],
    ['DELETE', 'cors', '/api/v1/session', 'logout'], ['POST', 'navigate', '/login', 'login'],
  ])('takes %s %s %s as %s', (method, mode, path, route) => {
    expect(routeOf({ method, mode, path })).toBe(route)
  })

  it('knows whose page it keeps and which files it needs; the kept page says since when', () => {
    expect(personOf(PAGE)).toBe('p1')
    expect(personOf('<html><form></form></html>')).toBeNull()
    expect(filesIn(PAGE)).toEqual(['/static/assets/a-1.css', '/static/assets/w-2.js'])
    expect(marked(PAGE, 12)).toContain('<html data-kept="12" lang="zh-CN">')
  })

  it('shows a message it can read, one it can’t, and never leads away from this origin', () => {
    expect(messageOf('{"title":"T","body":"B","link":"https://hq.example/workspace/tasks/1","tag":"t"}')).toEqual({ title: 'T', body: 'B', url: '/workspace/tasks/1', tag: 't' })
    expect(messageOf('{"title":"T","link":"//elsewhere.example/x"}').url).toBe('/x')
    expect(messageOf('{"title":"T","link":"javascript:alert(1)"}').url).toBe('/workspace')
    expect(messageOf('{"title":"T"}').url).toBe('/workspace')
    expect(messageOf('plain words').body).toBe('plain words')
    expect(messageOf(undefined).url).toBe('/workspace')
  })

  it('keeps what the page imports now or later with its styles, and no other page’s files', () => {
    const manifest = {
      'src/pages/workspace.tsx': { file: 'w.js', imports: ['_shared'], dynamicImports: ['late'], css: ['w.css'] },
      _shared: { file: 's.js', css: ['s.css'] }, late: { file: 'l.js', imports: ['_shared'] }, 'src/pages/live.tsx': { file: 'live.js' },
    }
    expect(filesOf(manifest, 'src/pages/workspace.tsx')).toEqual(['l.js', 's.css', 's.js', 'w.css', 'w.js'])
  })
})

describe('the icon', () => {
  const svg = '<svg viewBox="0 0 24 24"><rect x="0" y="0" width="24" height="24" rx="5" fill="#0b1623"/><circle cx="12" cy="12" r="3" fill="#4cc2ff"/></svg>'
  it('is drawn with round corners, and full where the system cuts the shape itself', () => {
    const [round, full] = [pixels(svg, 24), pixels(svg, 24, true)]
    expect([round[3], full[3]]).toEqual([0, 255])
    expect([...round.slice((12 * 24 + 12) * 4, (12 * 24 + 12) * 4 + 4)]).toEqual([0x4c, 0xc2, 0xff, 255])
  })

  it('is a PNG, and what can’t be drawn is refused', () => {
    expect([...png(svg, 8).slice(1, 4)].map((code) => String.fromCharCode(code)).join('')).toBe('PNG')
    expect(() => shapesIn('<svg><path d="M0 0"/></svg>', false)).toThrow('<path>')
  })
})
