import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { constants, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { serviceWorker } from './src/sw/build.ts'

const pages = resolve(import.meta.dirname, 'src/pages')

/** Each file src/pages/<page>.tsx is one page's entry; the server finds it in the manifest by that path. */
const entries = Object.fromEntries(
  readdirSync(pages)
    .filter((name) => name.endsWith('.tsx') && !name.endsWith('.test.tsx'))
    .map((name) => [basename(name, '.tsx'), resolve(pages, name)]),
)

const TEXT = /\.(js|css|svg|json)$/
const LEAST_BYTES = 1024

/** Lay a .gz beside each built text file: the server sends it as it stands (incident/web/files.py), packing nothing. */
function packed(): Plugin {
  return {
    name: 'packed',
    apply: 'build',
    writeBundle({ dir }) {
      if (!dir) return
      for (const entry of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
        const path = resolve(dir, entry)
        if (!TEXT.test(entry) || entry.startsWith('.vite') || !statSync(path).isFile() || statSync(path).size < LEAST_BYTES) continue
        writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: constants.Z_BEST_COMPRESSION }))
      }
    },
  }
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [packed(), serviceWorker()],
  // Relative, so that the server alone decides where dist is served from.
  base: './',
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    target: 'es2023',
    // Preload links would need the page's nonce; modules load without them.
    modulePreload: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: { input: entries },
  },
  worker: { format: 'es' },
  test: { include: ['src/**/*.test.ts', 'src/**/*.test.tsx'], environment: 'node' },
})
