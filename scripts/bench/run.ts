// `npm run bench`: the floors and us, in turns in one run, as ratios; both engines. `--json` ends with one JSON object,
// `--quick` takes small sizes and some minutes, `--only redeem,quotes` takes parts, `--rounds 5` more rounds;
// `--profile` prints instead where the server's time goes, by itself or with `--only` for the parts beside it.
import { parseArgs } from 'node:util'
import { type BenchContext, type Found, type Measure, openBench, RATIOS, type RatioName } from './context.ts'
import { measureDispatch } from './dispatch.ts'
import { measureGate } from './gate.ts'
import { measureImport } from './import.ts'
import { measureIssue } from './issue.ts'
import { measureIssuing } from './issuing.ts'
import { measureKeeping } from './keeping.ts'
import { measureLarge } from './large.ts'
import { measureLatency } from './latency.ts'
import { type Machine, watchMachine } from './machine.ts'
import { measurePeer } from './peer.ts'
import { measureProfile } from './profile.ts'
import { measureQuotes } from './quotes.ts'
import { measureRedeem } from './redeem.ts'
import { measureReports } from './reports.ts'
import { measureWebhooks } from './webhooks.ts'

const TARGETS: Record<RatioName, { atLeast: number } | { atMost: number }> = {
  redeem_sqlite_vs_floor: { atLeast: 0.45 },
  redeem_sqlite_vs_express: { atLeast: 1.5 },
  redeem_postgres_vs_floor: { atLeast: 0.35 },
  p99_over_p50_while_issuing: { atMost: 5 },
  latency1_over_fsync: { atMost: 3 },
  issue_sqlite_vs_bare: { atLeast: 0.8 },
  issue_postgres_vs_copy: { atLeast: 0.5 },
  redeem_10m_over_100k: { atLeast: 0.6 },
  quotes_vs_floor: { atLeast: 0.6 },
  start_10m_over_empty: { atMost: 2 },
  gate_vs_without: { atMost: 1.5 },
  import_vs_bare: { atLeast: 0.35 },
  dispatch_vs_nodemailer: { atLeast: 0.8 },
  report_vs_count: { atMost: 0.05 },
}
const MOST_MEMORY_MB = 300

/** Left out by `--quick` unless they are named: no target asks for them, or small sizes say little of them. With them it would
 * take longer than three minutes. */
const EXTRA = new Set([
  'keeping sqlite',
  'keeping postgres',
  'quotes postgres',
  'issuing postgres',
  'reports postgres',
  'import sqlite',
  'dispatch sqlite',
  'webhooks sqlite',
  'peer postgres',
])

/** The large one last: what it leaves in the caches is nobody else's. */
const PARTS: [name: string, engine: BenchContext['engine'], measure: Measure][] = [
  ['redeem', 'sqlite', measureRedeem],
  ['redeem', 'postgres', measureRedeem],
  ['keeping', 'sqlite', measureKeeping],
  ['keeping', 'postgres', measureKeeping],
  ['quotes', 'sqlite', measureQuotes],
  ['quotes', 'postgres', measureQuotes],
  ['latency', 'sqlite', measureLatency],
  ['issuing', 'sqlite', measureIssuing],
  ['issuing', 'postgres', measureIssuing],
  ['issue', 'sqlite', measureIssue],
  ['issue', 'postgres', measureIssue],
  ['import', 'sqlite', measureImport],
  ['gate', 'sqlite', measureGate],
  ['dispatch', 'sqlite', measureDispatch],
  ['webhooks', 'sqlite', measureWebhooks],
  ['reports', 'sqlite', measureReports],
  ['reports', 'postgres', measureReports],
  ['peer', 'postgres', measurePeer],
  ['large', 'sqlite', measureLarge],
]
const PROFILES: typeof PARTS = [
  ['profile', 'sqlite', measureProfile],
  ['profile', 'postgres', measureProfile],
]

interface Wish {
  quick: boolean
  json: boolean
  rounds: number
  profile: boolean
  /** Empty for all. */
  only: string[]
}

const HELP = `npm run bench -- [--quick] [--only part,part] [--rounds 3] [--json] [--profile]
Parts: ${[...new Set(PARTS.map(([name]) => name))].join(', ')}.`

function readWish(args: string[]): Wish {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '3' },
      only: { type: 'string', default: '' },
    },
  })
  const { quick, json, profile, help } = values
  if (help) {
    console.log(HELP)
    process.exit(0)
  }
  const only = values.only.split(',').filter(Boolean)
  const names = new Set(PARTS.map(([name]) => name))
  const wrong = only.find((name) => !names.has(name))
  if (wrong !== undefined) throw new Error(`--only takes ${[...names].join(', ')}, and not ${wrong}`)
  return { quick, json, profile, rounds: Math.max(3, Number(values.rounds)), only }
}

const say = (text: string) => void process.stderr.write(`${text}\n`)

async function main(): Promise<void> {
  const wish = readWish(process.argv.slice(2))
  const found: Found[] = []
  const machines: Record<string, Machine> = {}
  const whole = watchMachine()
  const bench = openBench({ ...wish, say })
  try {
    for (const [name, engine, measure] of partsFor(wish)) {
      const watched = watchMachine()
      const started = performance.now()
      found.push(await measure(bench.contextFor(engine)).catch((error) => failed(`${name} on ${engine}`, error)))
      machines[`${name}_${engine}`] = watched()
      say(`  ${name} on ${engine} took ${((performance.now() - started) / 1000).toFixed(0)} s`)
    }
  } finally {
    await bench.close()
  }
  if (!wish.profile || wish.only.length > 0) tell(wish, found, { ...whole(), ...machines })
}

function partsFor({ only, quick, profile }: Wish): typeof PARTS {
  const named = PARTS.filter(([name]) => only.includes(name))
  if (profile) return [...PROFILES, ...named]
  if (only.length > 0) return named
  return quick ? PARTS.filter(([name, engine]) => !EXTRA.has(`${name} ${engine}`)) : PARTS
}

function failed(what: string, error: unknown): Found {
  process.exitCode = 1
  const note = `${what} could not be measured: ${error instanceof Error ? error.message : error}`
  say(note)
  return { notes: [note] }
}

function tell(wish: Wish, found: Found[], machine: object): void {
  const merged = <T>(pick: (one: Found) => Record<string, T> | undefined): Record<string, T> =>
    Object.assign({}, ...found.map(pick)) as Record<string, T>
  const measured = merged((one) => one.ratios)
  const ratios = Object.fromEntries(RATIOS.map((name) => [name, measured[name] ?? null]))
  const memory = merged((one) => one.peakMemoryMb)
  const bulk = Object.entries(memory).flatMap(([what, mb]) => (/issue|import/.test(what) ? [mb] : []))
  const peakMemoryMb = bulk.length === 0 ? null : Math.max(...bulk)
  const notes = found.flatMap((one) => one.notes ?? [])
  say('')
  for (const name of RATIOS) say(`${name.padEnd(30)}${told(ratios[name] ?? null, TARGETS[name])}`)
  say(`${'peak memory, issue and import'.padEnd(30)}${told(peakMemoryMb, { atMost: MOST_MEMORY_MB })} MB`)
  for (const note of notes) say(`note: ${note}`)
  if (!wish.json) return
  const sizes = wish.quick ? 'quick' : 'full'
  const figures = merged((one) => one.figures)
  console.log(
    JSON.stringify({
      ratios,
      peakMemoryMb,
      peakMemoryMbBy: memory,
      figures,
      notes,
      sizes,
      rounds: wish.rounds,
      machine,
    }),
  )
}

function told(value: number | null, target: { atLeast: number } | { atMost: number }): string {
  const [word, wanted] = 'atLeast' in target ? ['at least', target.atLeast] : ['at most', target.atMost]
  if (value === null) return `not measured, wanted ${word} ${wanted}`
  const isMet = 'atLeast' in target ? value >= target.atLeast : value <= target.atMost
  return `${String(value).padStart(8)}   ${isMet ? 'met' : 'MISSED'}: ${word} ${wanted}`
}

await main()
