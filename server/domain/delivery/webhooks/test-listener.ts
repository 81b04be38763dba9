// Somebody who listens to webhooks: a real HTTP server that checks what it hears with the standard's own library.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'

export interface Heard {
  id: string
  type: string
  timestamp: string
  data: Record<string, unknown>
}
export interface Listener {
  url: string
  /** What was taken, in the order of arrival. */
  heard: Heard[]
  /** How many requests came, whatever was said to them. */
  calls(): number
  /** Checked with these from now on; nothing is checked before. */
  trust(secret: string): void
  /** Answers when as many requests have come. */
  called(times: number): Promise<void>
  /** What is said from now on, one after the other and then the last for ever; 204 at first, and 0 for no answer at all. */
  say(...statuses: number[]): void
  /** Whether a signature has ever been wrong. */
  wasFooled(): boolean
  close(): void
}

export async function openListener(): Promise<Listener> {
  const heard: Heard[] = []
  let key: string | null = null
  let statuses = [204]
  let calls = 0
  let isFooled = false
  let waiting: { times: number; done: () => void }[] = []
  const server = createServer((req, res) => {
    let body = ''
    req.on('data', (part) => {
      body += part
    })
    req.on('end', () => {
      calls += 1
      const status = (statuses.length > 1 ? statuses.shift() : statuses[0]) ?? 204
      try {
        if (key !== null) new Webhook(key).verify(body, req.headers as Record<string, string>)
      } catch {
        isFooled = true
      }
      if (status > 0 && status < 300) heard.push({ id: String(req.headers['webhook-id']), ...JSON.parse(body) })
      if (status > 0) res.writeHead(status).end()
      for (const { times, done } of waiting) if (calls >= times) done()
      waiting = waiting.filter(({ times }) => calls < times)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    heard,
    calls: () => calls,
    called: (times) =>
      new Promise((done) => {
        if (calls >= times) done()
        else waiting.push({ times, done })
      }),
    trust: (secret) => {
      key = secret
    },
    say: (...said) => {
      statuses = said
    },
    wasFooled: () => isFooled,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
