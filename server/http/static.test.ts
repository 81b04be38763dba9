// The console's files go packed to whoever takes them so, and are the same files to everybody else.
import { get } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { buildConsole } from '../../scripts/build-console.ts'
import { startServer } from '../test-server.ts'

/** As it travels: fetch would unpack it. */
const raw = (url: string, encoding: string) =>
  new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': encoding } }, (res) => {
      const parts: Buffer[] = []
      res.on('data', (part: Buffer) => parts.push(part))
      res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, body: Buffer.concat(parts) }))
    }).on('error', reject)
  })

it('scripts and sheets travel gzipped, and what the first page names is at most 250 kB of script', async () => {
  buildConsole()
  const server = await startServer({ engine: 'sqlite' })
  const page = await raw(`${server.url}/console`, 'gzip')
  const named = [...page.body.toString().matchAll(/\/assets\/[\w.-]+\.(?:js|css)/g)].map(([path]) => path)
  expect(named.length).toBeGreaterThan(2)
  let script = 0
  for (const path of new Set(named)) {
    const [packed, plain] = [await raw(server.url + path, 'br, gzip;q=0.5'), await raw(server.url + path, 'identity')]
    expect([packed.status, packed.headers['content-encoding']]).toEqual([200, 'gzip'])
    expect([plain.status, plain.headers['content-encoding']]).toEqual([200, undefined])
    expect(packed.headers['content-type']).toBe(plain.headers['content-type'])
    expect([packed.headers.vary, plain.headers.vary].map((one) => String(one).includes('Accept-Encoding'))).toEqual([
      true,
      true,
    ])
    expect(packed.headers['cache-control']).toContain('immutable')
    expect(gunzipSync(packed.body).equals(plain.body)).toBe(true)
    if (path.endsWith('.js')) script += packed.body.length
  }
  expect(script).toBeLessThan(250_000)
  expect((await raw(`${server.url}/assets/..%2findex.html`, 'gzip')).headers['content-encoding']).toBeUndefined()
  await server.close()
})
