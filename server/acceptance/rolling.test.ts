/** One process takes another's place under load, and no checkout notices: a balancer that asks the next one when a process is away or
 * says that it is going is all it takes. */
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { expect, test } from 'vitest'
import type { Redemption } from '#shared/contracts/redemptions.ts'
import { type Answer, request, startServer, type TestServer } from '../test-server.ts'
import { checkBooks } from './books.ts'
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
} from './shop.ts'

const CODES = 150
const cells = cellsOf(['offers'], ['onsite'], ['contact.account'])

/** Asks one after the other, from another one each time; 503 and a line that breaks are the next one's. */
async function openBalancer() {
  const behind: TestServer[] = []
  let turn = 0
  let moved = 0
  function ask(server: TestServer, req: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
    const { hostname, port } = new URL(server.url)
    return new Promise((resolve, reject) => {
      const { method, url: path, headers } = req
      const asked = forward({ hostname, port, method, path, headers, agent: false }, (res) =>
        res.statusCode === 503 ? reject(res.resume()) : resolve(res),
      )
      asked.on('error', reject).end(body)
    })
  }
  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const parts: Buffer[] = []
    for await (const part of req) parts.push(part as Buffer)
    turn += 1
    const tried = new Set<TestServer>()
    // Whoever came since is asked as well.
    const nextOf = () => [...behind.slice(turn % behind.length), ...behind].find((server) => !tried.has(server))
    for (let server = nextOf(); server !== undefined; server = nextOf()) {
      tried.add(server)
      const answered = await ask(server, req, Buffer.concat(parts)).catch(() => null)
      if (answered === null) {
        moved += 1
        continue
      }
      res.writeHead(answered.statusCode ?? 502, answered.headers)
      answered.pipe(res)
      return
    }
    res.writeHead(502).end()
  }
  const door = createServer((req, res) => void serve(req, res).catch(() => res.destroy()))
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
    behind,
    moved: () => moved,
    close: () => new Promise((resolve) => door.close(resolve)),
  }
}

test('a process is replaced by another, twice, and every request of the meantime is answered', async () => {
  const first = await startServer({ engine: 'postgres' })
  const { databaseUrl, adminKey, environment: env } = first
  const noticeVersion = await openWithNotice(first, cells)
  await putCustomer(first, 'ada', {})
  await decide(first, 'ada', noticeVersion, cells)
  const id = await launchCampaign(first, { purpose: 'offers' })
  const occasions = Array.from({ length: CODES }, (_, i) => `occasion-${i}`)
  const codes = (await inParallel(occasions, 16, (occasion) => issue(first, id, 'ada', occasion))).map(
    ({ code }) => code,
  )
  const balancer = await openBalancer()
  balancer.behind.push(first)

  const exits: (number | null)[] = []
  const answers: { reference: string; answer: Answer }[] = []
  let isOver = false
  const redeemOne = async (i: number) => {
    const body = { code: codes[i], order: orderOf(`roll-${i}`) }
    const headers = { 'idempotency-key': `roll-${i}` }
    const answer = await request(balancer.url, adminKey, 'POST', '/v1/redemptions', body, { headers })
    answers.push({ reference: `roll-${i}`, answer })
  }
  let next = 0
  // All codes, and then their orders again, for as long as processes come and go.
  const load = Promise.all(
    Array.from({ length: 4 }, async () => {
      while (!isOver || next < CODES) await redeemOne(next++ % CODES)
    }),
  )
  for (let round = 0; round < 2; round += 1) {
    const [leaving] = balancer.behind
    const fresh = await startServer({ engine: 'postgres', databaseUrl, env: { ...env } })
    balancer.behind.push(fresh)
    exits.push((await leaving?.stop()) ?? null)
    balancer.behind.shift()
  }
  // A later release has brought the schema further: who runs goes on and stays with the balancer, and nobody starts on it.
  const later = new pg.Client(databaseUrl)
  await later.connect()
  await later.query('alter table vouchers add column of_a_later_release bigint')
  await later.query("insert into schema_migrations (number, name, checksum, applied_at) values (9999, 'later', '', 0)")
  const [running] = balancer.behind
  for (const asked = answers.length; answers.length < asked + 20; )
    await new Promise((resolve) => setImmediate(resolve))
  expect((await running?.request('GET', '/readyz'))?.status).toBe(200)
  await expect(startServer({ engine: 'postgres', databaseUrl, env: { ...env } })).rejects.toThrow(/9999/)
  await later.query('delete from schema_migrations where number = 9999')
  await later.end()
  isOver = true
  await load
  expect(exits).toEqual([0, 0])
  expect(balancer.moved()).toBeGreaterThan(0)
  expect(new Set(answers.map(({ answer }) => answer.status))).toEqual(new Set([200, 201]))
  const fresh = answers.filter(({ answer }) => answer.status === 201)
  expect(fresh).toHaveLength(CODES)
  const ids = Map.groupBy(answers, ({ reference }) => reference)
  for (const [, told] of ids) expect(new Set(told.map(({ answer }) => (answer.body as Redemption).id)).size).toBe(1)
  const [last] = balancer.behind
  if (last === undefined) throw new Error('nobody serves')
  expect((await call(last, 'campaignReport', { params: { id } })).total).toMatchObject({ redeemed: CODES })
  expect(await checkBooks(last)).toEqual([])
  await balancer.close()
  await last.close()
  await first.close()
})
