import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { constants, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const TEXT = /\.(js|css|svg|json)$/
const LEAST_BYTES = 1024

/** Lay a .gz beside each built text file: the server sends it as it stands (incident/web/files.py), packing nothing. */
export function packed(): Plugin {
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
