// Builds the console into web/dist unless what lies there is newer than every source of it. `npm run build` builds always.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

function newest(path: string): number {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => (name === 'dist' ? 0 : newest(join(path, name)))))
}

/** True when it built. Throws when the build fails. */
export function buildConsole(): boolean {
  const page = join(root, 'web/dist/index.html')
  const sources = ['web', 'shared', 'vite.config.ts', 'package.json'].map((name) => newest(join(root, name)))
  if (existsSync(page) && statSync(page).mtimeMs > Math.max(...sources)) return false
  const { status } = spawnSync(join(root, 'node_modules/.bin/vite'), ['build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('The console could not be built; the lines above say why.')
  return true
}

if (import.meta.main) console.log(buildConsole() ? 'The console is built.' : 'The console is up to date.')
