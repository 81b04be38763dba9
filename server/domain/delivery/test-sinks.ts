// For tests of channels: a real HTTP server that remembers what it was sent, and a browser that can read push messages.
import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  path: string
  headers: IncomingHttpHeaders
  body: Buffer
}
export interface HttpSink {
  url: string
  received: Received[]
  /** What it answers from now on. */
  status: number
  close(): Promise<void>
}

export async function openHttpSink(): Promise<HttpSink> {
  const sink = { received: [] as Received[], status: 201 }
  const server = createServer((req, res) => {
    const parts: Buffer[] = []
    req.on('data', (part: Buffer) => parts.push(part))
    req.on('end', () => {
      sink.received.push({ path: req.url ?? '', headers: req.headers, body: Buffer.concat(parts) })
      res.writeHead(sink.status).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return Object.assign(sink, {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  })
}

/** The browser's half of Web Push: its keys, and RFC 8291 backwards. */
export function openBrowserKeys() {
  const curve = createECDH('prime256v1')
  const own = curve.generateKeys()
  const auth = randomBytes(16)
  return {
    keys: { p256dh: own.toString('base64url'), auth: auth.toString('base64url') },
    read(body: Buffer): Record<string, string> {
      const salt = body.subarray(0, 16)
      const length = body[20] ?? 0
      const theirs = body.subarray(21, 21 + length)
      const sealed = body.subarray(21 + length)
      const derive = (key: Buffer, by: Buffer, info: Buffer, size: number) =>
        Buffer.from(hkdfSync('sha256', key, by, info, size))
      const about = Buffer.concat([Buffer.from('WebPush: info\0'), own, theirs])
      const secret = derive(curve.computeSecret(theirs), auth, about, 32)
      const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
      const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
      const cipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(sealed.subarray(-16))
      const plain = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()])
      // Padding ends the last record: a delimiter of 2 and zeros.
      return JSON.parse(plain.subarray(0, plain.lastIndexOf(2)).toString('utf8')) as Record<string, string>
    },
  }
}
