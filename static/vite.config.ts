import { readdirSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { defineConfig } from 'vitest/config'
import { packed } from './gzip'

const pages = resolve(import.meta.dirname, 'src/pages')

/** Each file src/pages/<page>.tsx is one page's entry; the server finds it in the manifest by that path. */
const entries = Object.fromEntries(
  readdirSync(pages)
    .filter((name) => name.endsWith('.tsx') && !name.endsWith('.test.tsx'))
    .map((name) => [basename(name, '.tsx'), resolve(pages, name)]),
)

export default defineConfig({
  root: import.meta.dirname,
  plugins: [packed()],
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
