#!/usr/bin/env node
// `npx vouchsafe`: starts the service from the installed package, with any Node from 18 on. The Node that it runs on comes as a package
// of its own; that one strips types, but not of what lies in node_modules, so it is shown how (strip-types.js).
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const node = join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin/node')
const hooks = pathToFileURL(join(here, 'strip-types.js')).href
const server = spawn(node, ['--max-semi-space-size=8', `--import=${hooks}`, join(here, '../server/start.js')], {
  stdio: 'inherit',
})
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => server.kill(signal))
server.on('exit', (code, signal) => process.exit(signal === null ? code : 1))
server.on('error', (error) => {
  console.error(`The service could not be started: ${error.message}`)
  process.exit(1)
})
