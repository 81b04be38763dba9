// Calls to the outside reach what they may and nothing else, whatever a name says and whatever the other side does.
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo, LookupFunction } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { callOutside, refuseUrl } from './outside.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

async function listen(answer: RequestListener): Promise<{ port: number; heard: string[] }> {
  const heard: string[] = []
  const server = createServer((req, res) => {
    heard.push(`${req.method} ${req.url}`)
    answer(req, res)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, heard }
}

const allowing = (...outsideAllow: string[]) => ({ config: { outsideAllow } })
const nobody = allowing()
const local = allowing('127.0.0.0/8')
const names =
  (...addresses: string[]): LookupFunction =>
  (_host, _options, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )

it('sends what it is given and answers what was said', async () => {
  const { port } = await listen((req, res) => {
    let body = ''
    req.on('data', (part) => {
      body += part
    })
    req.on('end', () => res.writeHead(201, { 'x-echo': String(req.headers['x-word']) }).end(body.toUpperCase()))
  })
  const said = await callOutside(local, {
    url: `http://127.0.0.1:${port}/hook`,
    headers: { 'x-word': 'tea' },
    body: 'hello',
  })
  expect(said).toMatchObject({ status: 201, body: 'HELLO', headers: { 'x-echo': 'tea' } })
})

it('refuses every address that is not one of the internet, in every spelling', async () => {
  const inside = [
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '10.1.2.3',
    '172.16.0.9',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '224.0.0.1',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:a9fe:a9fe]',
    '[fe80::1]',
    '[fd00:ec2::254]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
  ]
  for (const host of inside) {
    expect([host, await callOutside(nobody, { url: `https://${host}/` })]).toEqual([
      host,
      { failed: 'address_refused' },
    ])
  }
})

it('judges the address that a name really leads to, all of them', async () => {
  const { port, heard } = await listen((_req, res) => res.end())
  const url = `https://hook.example:${port}/`
  expect(await callOutside(nobody, { url: `https://localhost:${port}/` })).toEqual({ failed: 'address_refused' })
  expect(await callOutside(nobody, { url }, names('127.0.0.1'))).toEqual({ failed: 'address_refused' })
  expect(await callOutside(nobody, { url }, names('93.184.215.14', '127.0.0.1'))).toEqual({ failed: 'address_refused' })
  expect(await callOutside(nobody, { url }, names())).toEqual({ failed: 'name_unknown' })
  expect(heard).toEqual([])
})

it('asks for a name once, so that a second answer cannot lead elsewhere', async () => {
  const { port, heard } = await listen((_req, res) => res.end('inside'))
  let asked = 0
  const rebinding: LookupFunction = (_host, _options, done) => {
    asked += 1
    const address = asked === 1 ? '127.0.0.1' : '127.0.0.2'
    done(null, [{ address, family: 4 }])
  }
  const only = allowing('127.0.0.1/32')
  expect(await callOutside(only, { url: `http://hook.example:${port}/` }, rebinding)).toMatchObject({ status: 200 })
  expect(asked).toBe(1)
  expect(await callOutside(only, { url: `http://hook.example:${port}/` }, rebinding)).toEqual({
    failed: 'address_refused',
  })
  expect(heard).toHaveLength(1)
})

it('speaks plain HTTP with whom it was told to and nobody else', async () => {
  const { port } = await listen((_req, res) => res.end())
  expect(refuseUrl(nobody, 'http://shop.example/hook')).toBe('not_https')
  expect(await callOutside(nobody, { url: `http://shop.example:${port}/` }, names('93.184.215.14'))).toEqual({
    failed: 'not_https',
  })
  expect(await callOutside(local, { url: `http://shop.example:${port}/` }, names('93.184.215.14'))).toEqual({
    failed: 'address_refused',
  })
  expect(
    await callOutside(allowing('sink.internal'), { url: `http://sink.internal:${port}/` }, names('127.0.0.1')),
  ).toMatchObject({ status: 200 })
  expect(await callOutside(local, { url: `https://127.0.0.1:${port}/` })).toEqual({ failed: 'not_trusted' })
})

it('takes no URL with a password, without a host or of another scheme', () => {
  for (const url of ['ftp://a.example/', 'https://user:pass@a.example/', 'file:///etc/passwd', 'nonsense', ''])
    expect(refuseUrl(nobody, url)).toBe('url_invalid')
  expect(refuseUrl(nobody, 'https://a.example/hook?x=1')).toBeNull()
})

it('follows no redirect', async () => {
  const { port, heard } = await listen((_req, res) => res.writeHead(302, { location: '/elsewhere' }).end())
  expect(await callOutside(local, { url: `http://127.0.0.1:${port}/here` })).toMatchObject({ status: 302 })
  expect(heard).toEqual(['POST /here'])
})

it('gives up on answers that are too long or never come', async () => {
  const { port } = await listen((req, res) => {
    if (req.url === '/long') res.end('x'.repeat(2000))
  })
  const url = `http://127.0.0.1:${port}`
  expect(await callOutside(local, { url: `${url}/long`, maxBytes: 1999 })).toEqual({ failed: 'too_large' })
  expect(await callOutside(local, { url: `${url}/long`, maxBytes: 2000 })).toMatchObject({ status: 200 })
  expect(await callOutside(local, { url: `${url}/never`, timeoutMs: 30 })).toEqual({ failed: 'timed_out' })
})

it('says that nobody is there', async () => {
  const { port } = await listen((_req, res) => res.end())
  for (const close of closing.splice(0)) close()
  expect(await callOutside(local, { url: `http://127.0.0.1:${port}/` })).toEqual({ failed: 'unreachable' })
})
