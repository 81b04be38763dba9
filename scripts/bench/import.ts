// How fast customers come in: as NDJSON through the plain door, dry and in earnest; as CSV through an import that can be gone
// on with, in turns with a floor of bare inserts; and what the server holds in memory meanwhile.
import { Readable } from 'node:stream'
import { alternate, type BenchContext, type Found } from './context.ts'
import { importFloor } from './import-floor.ts'
import { peopleAsLines, prepareNotice } from './scene.ts'

const LINES_AT_ONCE = 500
const COLUMNS = ['reference', 'email', 'givenName', 'familyName', 'birthDate', 'country'] as const

interface Told {
  read: number
  rejected: number
}

/** One run of each through the plain door: a dry one of people who are new, one that creates them, one that finds them. */
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
      const report = await send(
        `${server.url}${path}`,
        server.adminKey,
        'application/x-ndjson',
        asNdjson(people),
        people,
      )
      const perSecond = Math.round(people / ((performance.now() - started) / 1000))
      figures[`${name}_${engine}_per_second`] = perSecond
      peaks[`${name}_${engine}`] = server.peakMemoryMb() ?? Number.NaN
      say(`${`${name} of ${report.read} rows on ${engine}`.padEnd(44)}${perSecond}/s, peak ${server.peakMemoryMb()} MB`)
    } finally {
      await server.stop()
    }
  }
  const csv = engine === 'sqlite' ? await measureAgainstFloor(context, people) : {}
  const ratios = 'ratio' in csv ? { import_vs_bare: csv.ratio } : {}
  return {
    ratios,
    figures: { ...figures, ...csv.figures },
    peakMemoryMb: { ...peaks, ...csv.peaks },
    notes: csv.notes ?? [],
  }
}

interface Against {
  ratio?: number | null
  figures?: Record<string, number>
  peaks?: Record<string, number>
  notes?: string[]
}

/** Every round on a house of its own. In full one round of a million; in quick ones several smaller. */
async function measureAgainstFloor(context: BenchContext, people: number): Promise<Against> {
  let peak = 0
  const us = async () => {
    const server = await context.startServer(await context.newDatabase())
    try {
      const begun = await fetch(`${server.url}/v1/imports`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${server.adminKey}` },
        body: JSON.stringify({ kind: 'customers' }),
      })
      const { id } = (await begun.json()) as { id: string }
      const started = performance.now()
      await send(`${server.url}/v1/imports/${id}/rows`, server.adminKey, 'text/csv', asCsv(people), people)
      const perSecond = people / ((performance.now() - started) / 1000)
      peak = Math.max(peak, server.peakMemoryMb() ?? Number.NaN)
      context.say(`${`CSV of ${people} rows`.padEnd(44)}${Math.round(perSecond)}/s, peak ${server.peakMemoryMb()} MB`)
      return perSecond
    } finally {
      await server.stop()
    }
  }
  const floor = async () => importFloor(await context.newDatabase(), people)
  const rounds = context.quick ? context.rounds : 1
  const { ratio, rounds: taken, notes } = await alternate({ rounds, say: context.say }, 'import_vs_bare', floor, us)
  const [last] = taken.slice(-1)
  const figures = {
    import_csv_sqlite_per_second: Math.round(last?.us ?? Number.NaN),
    import_floor_per_second: Math.round(last?.floor ?? Number.NaN),
  }
  return { ratio, figures, peaks: { import_csv_sqlite: peak }, notes }
}

async function send(url: string, key: string, type: string, rows: Iterable<string>, people: number): Promise<Told> {
  const headers = { 'content-type': type, authorization: `Bearer ${key}` }
  const body = Readable.toWeb(Readable.from(chunks(rows))) as ReadableStream<Uint8Array>
  const response = await fetch(url, { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
  const report = (await response.json()) as Told
  if (response.status !== 200 || report.read !== people || report.rejected > 0)
    throw new Error(`the import answered ${response.status} ${JSON.stringify(report).slice(0, 300)}`)
  return report
}

const asNdjson = (people: number) => peopleAsLines(people)

function* asCsv(people: number): Generator<string> {
  yield `${COLUMNS.join(',')}\n`
  for (const line of peopleAsLines(people)) {
    const person = JSON.parse(line) as Record<string, string>
    yield `${COLUMNS.map((column) => person[column]).join(',')}\n`
  }
}

function* chunks(rows: Iterable<string>): Generator<Uint8Array> {
  let text = ''
  let lines = 0
  for (const line of rows) {
    text += line
    lines += 1
    if (lines % LINES_AT_ONCE !== 0) continue
    yield Buffer.from(text)
    text = ''
  }
  if (text !== '') yield Buffer.from(text)
}
