// An SMTP server that takes everything and keeps nothing, as a process of its own: `node scripts/bench/smtp-sink.ts`.
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  disableReverseLookup: true,
  onData(stream, _session, done) {
    stream.on('end', () => done()).resume()
  },
})
server.on('error', () => {})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.server.address() as AddressInfo
  console.log(JSON.stringify({ level: 30, msg: 'listening', url: `smtp://127.0.0.1:${port}` }))
})
