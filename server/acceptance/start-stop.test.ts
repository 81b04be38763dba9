/** Coming up and going down: the first key, the wrong secret, and a stop in the middle of work that loses nothing. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import type { Redemption } from '#shared/contracts/redemptions.ts'
import { type Answer, startServer, type TestServer, withServer } from '../test-server.ts'
import { codeOf } from './problem.ts'
import {
  call,
  cellsOf,
  decide,
  inParallel,
  issue,
  launchCampaign,
  openWithNotice,
  orderOf,
  putCustomer,
  redeem,
} from './shop.ts'

const engines = ['sqlite', 'postgres'] as const

describe.each(engines)('starting and stopping on %s', (engine) => {
  test('a stop in the middle of work finishes what it took, refuses the rest and ends with 0', async () => {
    await withServer({ engine }, async (server) => {
      const codes = await vouchers(server, 160)
      const answers: { reference: string; answer: Answer }[] = []
      const working = inParallel(codes, 30, async (code, i) => {
        const reference = `stop-${i}`
        const answer = await redeem(server, code, orderOf(reference)).catch(() => undefined)
        if (answer !== undefined) answers.push({ reference, answer })
      })
      while (answers.length < 40) await new Promise((resolve) => setTimeout(resolve, 1))
      const exit = await server.stop()
      await working
      expect(exit).toBe(0)
      const refused = answers.filter(({ answer }) => answer.status !== 201)
      for (const { answer } of refused)
        expect([503, answer.status, codeOf(answer)]).toEqual([
          answer.status,
          503,
          expect.stringMatching(/^server\.(draining|busy)$/),
        ])
      await server.restart()
      await inParallel(answers, 16, async ({ reference, answer }) => {
        const { data } = await call(server, 'listRedemptions', { query: { orderReference: reference } })
        expect(data.map((one) => one.id)).toEqual(answer.status === 201 ? [(answer.body as Redemption).id] : [])
      })
    })
  })

  test('on an empty database, without an admin key, one is made and shown, once', async () => {
    const server = await startServer({ engine, isBare: true, env: { VOUCHSAFE_ADMIN_KEY: '' } })
    try {
      const shown = () => [...server.log().matchAll(/vsk_[\w-]+/g)].map(([key]) => key)
      const [key, ...more] = shown()
      expect([key, ...more]).toEqual([expect.stringMatching(/^vsk_/)])
      expect((await call(server, 'whoAmI', {}, { key: key ?? null })).roles).toEqual(['admin'])
      await server.restart()
      expect(shown()).toEqual([key])
      expect((await call(server, 'whoAmI', {}, { key: key ?? null })).roles).toEqual(['admin'])
    } finally {
      await server.close()
    }
  })

  test('another secret than the one of the database is refused at the door', async () => {
    await withServer({ engine }, async (server) => {
      await server.stop()
      const { databaseUrl, environment } = server
      const env = { ...environment, VOUCHSAFE_SECRET: 'another-secret-that-is-long-enough-0123456789' }
      await expect(startServer({ engine, databaseUrl, env })).rejects.toThrow(/VOUCHSAFE_SECRET/)
      await server.restart()
      expect((await call(server, 'readyz')).status).toBe('ready')
    })
  })
})

test('variables that cannot be used are named, all of them', async () => {
  const env = { PORT: 'many', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://here' }
  const failed = await startServer({ engine: 'sqlite', env }).then(
    () => '',
    (error: Error) => error.message,
  )
  for (const name of ['PORT', 'LOG_LEVEL', 'DATABASE_URL']) expect(failed).toContain(name)
})

test('a second server on a SQLite file is refused, whichever way it spells it, and may have it when the first is gone', async () => {
  await withServer({ engine: 'sqlite' }, async (server) => {
    const { databaseUrl, environment: env } = server
    await expect(startServer({ engine: 'sqlite', databaseUrl, env })).rejects.toThrow(
      /Another server uses .*PostgreSQL/,
    )
    expect((await call(server, 'readyz')).status).toBe('ready')
    await server.kill9()
    const second = await startServer({ engine: 'sqlite', databaseUrl, env })
    expect((await call(second, 'readyz')).status).toBe('ready')
    await second.close()
  })
})

test('a port of the system’s choosing is in the links; an address that was said stands', async () => {
  await withServer({ engine: 'sqlite' }, async (server) => {
    const { port } = new URL(server.url)
    expect(port).not.toBe('0')
    expect((await server.request('GET', '/openapi.json')).body).toMatchObject({
      servers: [{ url: `http://localhost:${port}` }],
    })
    expect((await server.request('GET', '/nowhere')).body).toMatchObject({
      type: `http://localhost:${port}/problems/request.not_found`,
    })
  })
  await withServer({ engine: 'sqlite', env: { PUBLIC_URL: 'https://shop.example' } }, async (server) => {
    expect((await server.request('GET', '/nowhere')).body).toMatchObject({
      type: 'https://shop.example/problems/request.not_found',
    })
  })
})

/** Says on its standard output when it has begun to hear SIGTERM; before that the system ends it. */
const TELLTALE = `data:text/javascript,process.on('newListener',(name)=>name==='SIGTERM'&&console.log('hears'))`

test('a stop while it is still coming up ends with 0', async () => {
  const folder = mkdtempSync(join(inject('scratch'), 'early-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const isThere = async (path: string) => {
    while (!existsSync(path)) await sleep(1)
  }
  const moments: Record<string, (child: ChildProcess, path: string) => Promise<unknown>> = {
    'the rest of the house is not read yet': (child) => once(child.stdout as Readable, 'data'),
    'the file is claimed': (_, path) => isThere(`${path}.server`),
    'the database is being made': (_, path) => isThere(`${path}-wal`),
  }
  for (const [moment, reached] of Object.entries(moments)) {
    const path = join(folder, moment, 'shop.db')
    const env = { ...process.env, PORT: '0', DATABASE_URL: `file:${path}`, VOUCHSAFE_ADMIN_KEY: 'k'.repeat(20) }
    const child = spawn(process.execPath, ['--import', TELLTALE, join(import.meta.dirname, '../start.js')], { env })
    const ended = once(child, 'exit')
    await reached(child, path)
    child.kill('SIGTERM')
    expect([moment, ...(await ended)]).toEqual([moment, 0, null])
  }
})

async function vouchers(server: TestServer, count: number): Promise<string[]> {
  const cells = cellsOf(['offers'], ['onsite'], ['contact.account'])
  const noticeVersion = await openWithNotice(server, cells)
  await putCustomer(server, 'ada', {})
  await decide(server, 'ada', noticeVersion, cells)
  const id = await launchCampaign(server, { purpose: 'offers' })
  const occasions = Array.from({ length: count }, (_, i) => `occasion-${i}`)
  const made = await inParallel(occasions, 16, (occasion) => issue(server, id, 'ada', occasion))
  return made.map((voucher) => voucher.code)
}
