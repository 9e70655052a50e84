/**
 * Builds the service worker after the pages, since it names their files: everything that the phone's page needs and
 * nothing else. A list that grows beyond the low-data budget stops the build: a phone would fetch it in the background.
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Plugin } from 'vite'
import { png } from '../icons/raster.ts'

interface ManifestEntry {
  readonly file: string
  readonly imports?: readonly string[]
  readonly dynamicImports?: readonly string[]
  readonly css?: readonly string[]
}
export type Manifest = Readonly<Record<string, ManifestEntry>>

const ENTRY = 'src/pages/workspace.tsx'
const BASE = '/static/'
/** The page's own budget is 150 kB with its data (UI.md, low-data mode). */
const MOST_PACKED_BYTES = 130_000

/** Every file that a page may load: its imports, what it may import later, and their styles. */
export function filesOf(manifest: Manifest, entry: string): readonly string[] {
  const seen = new Set<string>()
  const files = new Set<string>()
  const take = (name: string): void => {
    const found = manifest[name]
    if (!found || seen.has(name)) return
    seen.add(name)
    files.add(found.file)
    for (const style of found.css ?? []) files.add(style)
    for (const next of [...(found.imports ?? []), ...(found.dynamicImports ?? [])]) take(next)
  }
  take(entry)
  return [...files].sort()
}

export function serviceWorker(): Plugin {
  let [root, out] = ['', '']
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved(config) {
      root = config.root
      out = resolve(config.root, config.build.outDir)
    },
    generateBundle() {
      const svg = readFileSync(resolve(root, 'src/icons/icon.svg'), 'utf8')
      for (const size of [192, 512]) this.emitFile({ type: 'asset', fileName: `icons/icon-${size}.png`, source: png(svg, size) })
      this.emitFile({ type: 'asset', fileName: 'icons/maskable-512.png', source: png(svg, 512, true) })
      this.emitFile({ type: 'asset', fileName: 'icons/icon.svg', source: svg })
    },
    async closeBundle() {
      const files = filesOf(JSON.parse(readFileSync(resolve(out, '.vite/manifest.json'), 'utf8')) as Manifest, ENTRY)
      const packed = files.reduce((sum, file) => sum + gzipSync(readFileSync(resolve(out, file))).length, 0)
      if (packed > MOST_PACKED_BYTES) throw new Error(`The phone's page has ${packed} bytes of files, packed; at most ${MOST_PACKED_BYTES} are kept offline`)
      const version = createHash('sha256').update(files.join()).digest('hex').slice(0, 12)
      await build({
        configFile: false, root, logLevel: 'warn',
        define: { __SHELL__: JSON.stringify(files.map((file) => BASE + file)), __VERSION__: JSON.stringify(version) },
        build: {
          outDir: out, emptyOutDir: false, target: 'es2023', modulePreload: false,
          rolldownOptions: { input: resolve(root, 'src/sw/sw.ts'), output: { format: 'iife', entryFileNames: 'sw.js' } },
        },
      })
      const worker = resolve(out, 'sw.js')
      writeFileSync(`${worker}.gz`, gzipSync(readFileSync(worker), { level: 9 }))
    },
  }
}
