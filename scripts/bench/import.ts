// How fast customers come in as NDJSON through the door, dry and in earnest, and what the server holds in memory meanwhile.
import { Readable } from 'node:stream'
import type { BenchContext, Found } from './context.ts'
import { peopleAsLines, prepareNotice } from './scene.ts'

const LINES_AT_ONCE = 500

/** One run of each: a dry one of people who are new, one that creates them, and one that finds them all there. */
export async function measureImport(context: BenchContext): Promise<Found> {
  const { engine, quick, say } = context
  const people = Number(process.env.BENCH_PEOPLE ?? (quick ? 20_000 : 1_000_000))
  const figures: Record<string, number> = {}
  const peaks: Record<string, number> = {}
  const databaseUrl = await context.newDatabase()
  for (const [name, path] of [
    ['import_dry', '/v1/customers/import?dryRun=true'],
    ['import', '/v1/customers/import'],
    ['import_again', '/v1/customers/import'],
  ] as const) {
    // A process of its own for each, because a peak is a process's.
    const server = await context.startServer(databaseUrl)
    try {
      if (name === 'import_dry') await prepareNotice(server.url, server.adminKey)
      const started = performance.now()
      const report = await send(`${server.url}${path}`, server.adminKey, people)
      const perSecond = Math.round(people / ((performance.now() - started) / 1000))
      figures[`${name}_${engine}_per_second`] = perSecond
      peaks[`${name}_${engine}`] = server.peakMemoryMb() ?? Number.NaN
      say(`${`${name} of ${report.read} rows on ${engine}`.padEnd(44)}${perSecond}/s, peak ${server.peakMemoryMb()} MB`)
    } finally {
      await server.stop()
    }
  }
  return { figures, peakMemoryMb: peaks }
}

async function send(url: string, key: string, people: number): Promise<{ read: number; rejected: number }> {
  const headers = { 'content-type': 'application/x-ndjson', authorization: `Bearer ${key}` }
  const body = Readable.toWeb(Readable.from(chunks(people))) as ReadableStream<Uint8Array>
  const response = await fetch(url, { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
  const report = (await response.json()) as { read: number; rejected: number }
  if (response.status !== 200 || report.read !== people || report.rejected > 0)
    throw new Error(`the import answered ${response.status} ${JSON.stringify(report).slice(0, 300)}`)
  return report
}

function* chunks(people: number): Generator<Uint8Array> {
  let text = ''
  let lines = 0
  for (const line of peopleAsLines(people)) {
    text += line
    lines += 1
    if (lines % LINES_AT_ONCE !== 0) continue
    yield Buffer.from(text)
    text = ''
  }
  if (text !== '') yield Buffer.from(text)
}
