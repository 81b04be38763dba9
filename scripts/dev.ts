// `npm run dev`: the server, started again whenever its sources change, and Vite for the console in front of it.
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const server = spawn(process.execPath, ['--watch', 'server/start.js'], {
  cwd: root,
  stdio: 'inherit',
  env: process.env,
})
const vite = spawn(join(root, 'node_modules/.bin/vite'), [], { cwd: root, stdio: 'inherit', env: process.env })

const stop = () => {
  server.kill('SIGTERM')
  vite.kill('SIGTERM')
}
process.on('SIGINT', stop).on('SIGTERM', stop)
server.once('exit', () => vite.kill('SIGTERM'))
vite.once('exit', () => server.kill('SIGTERM'))
