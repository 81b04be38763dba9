/** How the console is built: web/ in, web/dist out, served by the same process that answers the doors. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vite'

const server = process.env.VOUCHSAFE_SERVER ?? `http://127.0.0.1:${process.env.PORT ?? 8080}`
const doors = ['/v1', '/healthz', '/readyz', '/openapi.json']
const doorsFile = fileURLToPath(new URL('web/api/doors.ts', import.meta.url))

/** Puts the value of web/api/doors.ts in its place: the list of doors without the schemas it is made of (45 kB gzipped). */
function doorsAsATable(): Plugin {
  return {
    name: 'doors-as-a-table',
    enforce: 'pre',
    async load(id) {
      if (id !== doorsFile) return null
      const { addresses }: typeof import('./web/api/doors.ts') = await import(doorsFile)
      return `export const addresses = ${JSON.stringify(addresses)}`
    },
  }
}

/** The reference of the doors, as Scalar ships it: from our own address, and not part of the console. */
function reference(): Plugin {
  return {
    name: 'reference',
    apply: 'build',
    generateBundle() {
      const source = readFileSync(
        fileURLToPath(new URL('node_modules/@scalar/api-reference/dist/browser/standalone.js', import.meta.url)),
      )
      this.emitFile({ type: 'asset', fileName: 'docs/reference.js', source })
    },
  }
}

/** Beside each script and sheet the same gzipped, so that nobody packs it for each reader. */
function packed(): Plugin {
  return {
    name: 'packed',
    apply: 'build',
    writeBundle({ dir = '' }, bundle) {
      // From what was written, not from where: two builds at once may empty the folder for one another.
      mkdirSync(join(dir, 'assets'), { recursive: true })
      for (const [name, file] of Object.entries(bundle)) {
        if (!/^assets\/.*\.(js|css)$/.test(name)) continue
        const content = file.type === 'chunk' ? file.code : file.source
        writeFileSync(join(dir, `${name}.gz`), gzipSync(content, { level: 9 }))
      }
    },
  }
}

export default defineConfig(({ command }) => {
  // Built by a test run, too, the pages are those that people get.
  if (command === 'build') process.env.NODE_ENV = 'production'
  return {
    root: 'web',
    base: '/',
    plugins: [doorsAsATable(), react(), reference(), packed()],
    build: {
      outDir: 'dist',
      emptyOutDir: true,
      // A strict content security policy refuses data: fonts and images, so nothing is inlined.
      assetsInlineLimit: 0,
      target: 'es2022',
    },
    server: { port: 5173, proxy: Object.fromEntries(doors.map((path) => [path, { target: server }])) },
  }
})
