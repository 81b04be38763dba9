import { once } from 'node:events'
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { makeBodyWatch } from './late-bodies.ts'

/** A server that answers how many bytes came, and ends late bodies after a fifth of a second. */
async function open(): Promise<number> {
  const bodies = makeBodyWatch(200, 20)
  const server = createServer(async (req, res) => {
    if (req.url === '/v1/quotes') {
      bodies.begin(req)
      req.once('end', () => bodies.end(req))
    } else bodies.watch(req)
    let bytes = 0
    try {
      for await (const part of req) bytes += (part as Buffer).length
      res.end(String(bytes))
    } catch {
      // It was ended.
    }
  })
  server.requestTimeout = 0
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.closeAllConnections())
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

const begin = (port: number, path: string) => {
  const sending = request({ port, host: '127.0.0.1', path, method: 'POST' })
  sending.write('a')
  return sending
}

test.each(['/v1/events', '/v1/quotes'])(
  'a body that never ends is ended, one that came is answered (%s)',
  async (path) => {
    const port = await open()
    const late = begin(port, path)
    const ended = once(late, 'error')
    const whole = begin(port, path)
    whole.end('b')
    const [answer] = (await once(whole, 'response')) as [IncomingMessage]
    expect((await answer.toArray()).join('')).toBe('2')
    expect((await ended)[0]).toMatchObject({ code: 'ECONNRESET' })
  },
)

test('rows may come for as long as they come', async () => {
  const port = await open()
  const rows = begin(port, '/v1/customers/import?dryRun=true')
  let sent = 1
  // Until a body of the ordinary kind, begun at the same time, has long been ended, twice over.
  for (let times = 0; times < 3; times += 1) {
    const late = begin(port, '/v1/events')
    const ended = once(late, 'error').then(() => true)
    while (!(await Promise.race([ended, new Promise<false>((again) => setTimeout(again, 20, false))]))) {
      rows.write('r')
      sent += 1
    }
  }
  rows.end()
  const [answer] = (await once(rows, 'response')) as [IncomingMessage]
  expect((await answer.toArray()).join('')).toBe(String(sent))
})
