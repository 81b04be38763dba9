// `npm run fuzz -- [requests] [--seed n] [--engine postgres]`: asks every door of the OpenAPI document of a server of its own for what
// nobody would ask: good requests about a furnished house with parts of them bent, bodies that nearly fit, hostile texts, numbers past
// their ends, in any order, 32 at once. An answer of 500, a
// connection that breaks or a server that ends is a finding; it ends with 1 and says what was asked. The same seed asks the same.
import fc from 'fast-check'
import { furnish } from '../server/acceptance/furniture.ts'
import { startServer, type TestServer } from '../server/test-server.ts'
import type { Bent } from './fuzz/bend.ts'
import { type Asked, asks, bentAsks, document } from './fuzz/draw.ts'
import { readOptions } from './read-options.ts'

const AT_ONCE = 32
const PER_SAMPLE = 50
/** A house is a ruin after so many requests: the next one is new. */
const PER_HOUSE = 25_000
/** It never ends, which is what it is for. */
const ENDLESS = new Set(['stream'])

const { positionals, values } = readOptions({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    engine: { type: 'string', default: 'sqlite' },
  },
})
const wanted = Number(positionals[0] ?? 20_000)
const seed = Number(values.seed)
if (!Number.isSafeInteger(wanted) || wanted < 1 || !Number.isSafeInteger(seed))
  throw new Error('fuzz takes a number of requests, and --seed a number')

/** A kept connection may end just when it is used again, which says nothing about the request: it is asked once more, on its own. */
const send = (server: TestServer, asked: Asked): Promise<number> =>
  sendOn(server, asked, {}).catch(() => sendOn(server, asked, { connection: 'close' }))

async function sendOn(
  server: TestServer,
  { method, path, body, type, key }: Asked,
  more: Record<string, string>,
): Promise<number> {
  const headers: Record<string, string> = { 'idempotency-key': crypto.randomUUID(), ...more }
  if (key !== null) headers.authorization = `Bearer ${key}`
  if (type !== undefined) headers['content-type'] = type
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
    redirect: 'manual',
  })
  await answer.arrayBuffer()
  return answer.status
}

interface Result {
  statuses: Map<number, number>
  findings: string[]
  operations: number
}

/** Asks a new house so many times, the rounds from `round` on; answers the round it came to. */
async function fuzzHouse(
  count: number,
  from: number,
  { statuses, findings, ...result }: Result,
): Promise<Result & { round: number }> {
  const engine = values.engine === 'postgres' ? 'postgres' : 'sqlite'
  const env = { RATE_LIMIT_PER_MINUTE: '100000000', WRONG_KEY_LIMIT_PER_MINUTE: '100000000' }
  const server = await startServer({ engine, env })
  const samples = (await furnish(server)).samples as Record<string, Partial<Bent>>
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      if (ENDLESS.has(operation.operationId)) return []
      const drawn = asks(path, method, operation, [server.adminKey, server.adminKey, server.adminKey, null])
      const bent = bentAsks(path, method, operation, samples[operation.operationId] ?? {}, server.adminKey)
      return bent === null ? [drawn] : [fc.oneof({ weight: 1, arbitrary: drawn }, { weight: 2, arbitrary: bent })]
    }),
  )
  let round = from
  for (let sent = 0; sent < count && findings.length < 10; round += 1) {
    const arbitrary = operations[round % operations.length] as fc.Arbitrary<Asked>
    const some = fc.sample(arbitrary, { numRuns: Math.min(PER_SAMPLE, count - sent), seed: seed + round })
    for (let at = 0; at < some.length; at += AT_ONCE) {
      await Promise.all(
        some.slice(at, at + AT_ONCE).map(async (asked) => {
          const status = await send(server, asked).catch((error) =>
            Number(void findings.push(`${error.cause ?? error}: ${told(asked)}`)),
          )
          statuses.set(status, (statuses.get(status) ?? 0) + 1)
          if (status >= 500 && status !== 503) findings.push(`${status}: ${told(asked)}`)
        }),
      )
    }
    sent += some.length
    if (round % 100 === 99) process.stderr.write(`round ${round + 1}, ${findings.length} findings\n`)
  }
  if (findings.length > 0) process.stderr.write(`${server.log()}\n`)
  await server.close()
  return { ...result, statuses, findings, operations: operations.length, round }
}

async function main(): Promise<void> {
  const started = performance.now()
  let result = { statuses: new Map<number, number>(), findings: [] as string[], operations: 0, round: 0 }
  let sent = 0
  for (; sent < wanted && result.findings.length === 0; sent += PER_HOUSE)
    result = await fuzzHouse(Math.min(PER_HOUSE, wanted - sent), result.round, result)
  const { statuses, findings, operations } = result
  for (const finding of findings) console.error(finding)
  console.log(
    JSON.stringify({
      engine: values.engine,
      seed,
      requests: [...statuses.values()].reduce((sum, count) => sum + count, 0),
      operations,
      statuses: Object.fromEntries([...statuses].sort(([a], [b]) => a - b)),
      findings: findings.length,
      seconds: Math.round((performance.now() - started) / 1000),
    }),
  )
  process.exitCode = findings.length === 0 ? 0 : 1
}

const told = ({ method, path, body }: Asked): string => `${method} ${path} ${body?.slice(0, 500) ?? ''}`

await main()
