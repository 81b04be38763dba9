#!/usr/bin/env node
// `npx vouchsafe`: starts the service from the installed package, with any Node from 18 on, and `npx vouchsafe backup` what
// `npm run backup` is in the repository, as the other commands of whoever runs it. The Node that it runs on comes as a package of its
// own; that one strips types, but not of what lies in node_modules, so it is shown how (strip-types.js).
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const node = join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin/node')
const hooks = pathToFileURL(join(here, 'strip-types.js')).href
const commands = {
  start: '../server/start.js',
  migrate: 'migrate.ts',
  backup: 'backup.ts',
  restore: 'restore.ts',
  doctor: 'doctor.ts',
  keys: 'keys.ts',
  'ledger:verify': 'ledger-verify.ts',
  'reports:verify': 'reports-verify.ts',
  'import:voucherify': 'import-voucherify.ts',
}
const [word = 'start', ...told] = process.argv.slice(2)
if (!Object.hasOwn(commands, word)) {
  const isAsked = ['--help', '-h', 'help'].includes(word)
  const list = Object.keys(commands).join(', ')
  ;(isAsked ? console.log : console.error)(
    `vouchsafe [command]: ${list}; without a command it starts. More by vouchsafe backup --help.`,
  )
  process.exit(isAsked ? 0 : 2)
}
const file = join(here, commands[word])
const quietly = ['--max-semi-space-size=8', '--disable-warning=ExperimentalWarning']
const server = spawn(node, [...quietly, `--import=${hooks}`, file, ...told], { stdio: 'inherit' })
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => server.kill(signal))
server.on('exit', (code, signal) => process.exit(signal === null ? code : 1))
server.on('error', (error) => {
  console.error(`The service could not be started: ${error.message}`)
  process.exit(1)
})
