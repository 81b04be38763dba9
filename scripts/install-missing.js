// Installs what is missing, on a fresh clone and with any Node from 18 on: it runs before the Node of package.json is
// there, hence plain JavaScript. Nothing happens when node_modules already holds what package-lock.json names.
// `npm install --no-save` and not `npm ci`: the latter refuses where a registry lacks a platform's optional package.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8')).packages

function missing() {
  if (!existsSync(join(root, 'node_modules/.package-lock.json')) || !existsSync(join(root, 'node_modules/.bin/node')))
    return true
  const wanted = read('package-lock.json')
  const have = read('node_modules/.package-lock.json')
  return Object.keys(wanted).some(
    (path) => path !== '' && wanted[path].optional !== true && have[path]?.version !== wanted[path].version,
  )
}

if (missing()) {
  console.log('Installing what is missing (npm install) …')
  const done = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (done.status !== 0) {
    console.error('npm install failed; the lines above say why. Nothing was started.')
    process.exit(done.status ?? 1)
  }
}
