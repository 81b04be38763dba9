// An SMTP server that writes down who was sent which Message-ID, and how often; nothing else of the mails is kept.
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface Recorder {
  url: string
  /** By recipient: each Message-ID with how often it came. */
  received: Map<string, Map<string, number>>
  count(): number
  close(): Promise<void>
}

const HEAD = 2000

export async function recordMail(onMail: (count: number) => void = () => {}): Promise<Recorder> {
  const received = new Map<string, Map<string, number>>()
  let count = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    onData(stream, session, done) {
      let head = ''
      stream.on('data', (chunk: Buffer) => {
        if (head.length < HEAD) head += chunk.toString('latin1')
      })
      stream.on('end', () => {
        const id = /^Message-ID: (\S+)/im.exec(head)?.[1] ?? ''
        for (const { address } of session.envelope.rcptTo) {
          const ids = received.get(address) ?? new Map<string, number>()
          received.set(address, ids.set(id, (ids.get(id) ?? 0) + 1))
        }
        done()
        onMail(++count)
      })
    },
  })
  // Whoever is killed leaves its line open.
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    count: () => count,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
