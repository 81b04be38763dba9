// `node scripts/bench/partitions.ts --count 10000000`: what a billion vouchers would need, measured at ten million on PostgreSQL: the
// table as it is beside one in 64 parts by the hash of the code's fingerprint, with a directory of ids and one of occasions in
// parts of their own. Prints, for each statement that matters, its plan in a line, its buffers and its latencies, and for each
// layout how long it took to load and how large it is. Everything is in a schema of its own and dropped at the end.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { openPostgres } from './postgres.ts'

const { values } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string', default: '1000000' }, parts: { type: 'string', default: '64' } },
})
const COUNT = Number(values.count)
const PARTS = Number(values.parts)
const ASKED = 400

const COLUMNS = `id text collate "C" not null, campaign_id text collate "C" not null, customer_id text collate "C" not null,
  occasion text collate "C" not null, variant_key text collate "C" not null, code_print text collate "C" not null,
  code_sealed text collate "C", state text collate "C" not null, issued_at bigint not null, issued_day text collate "C" not null,
  expires_at bigint not null, reserved_minor bigint not null default 0, uses bigint not null default 0, redemption_id text collate "C"`
const idOf = (n: string) => `'vch_' || lpad(upper(to_hex(${n})), 26, '0')`
const printOf = (n: string) => `substr(translate(encode(sha256(('c' || ${n})::bytea), 'base64'), '+/', '-_'), 1, 22)`
const personOf = (n: string) => `'cus_' || upper(md5('p' || ${n} % 3000000))`
const ROWS = `select ${idOf('n')}, 'cmp_' || lpad((n % 200)::text, 26, '0'), ${personOf('n')}, 'o' || n, 'offer',
  ${printOf('n')}, repeat('s', 60), 'issued', 1700000000000 + n, '2026-01-01', 1800000000000 + n, 500, 0, null`

interface Layout {
  name: string
  tables: string[]
  load(from: number, to: number): string[]
  indexes: string[]
  byId(n: string): string
  byOccasion(n: string): string
  issue(n: number): string[]
}
const inParts = (table: string) =>
  Array.from(
    { length: PARTS },
    (_, part) =>
      `create table ${table}_${part} partition of ${table} for values with (modulus ${PARTS}, remainder ${part})`,
  )
const series = (from: number, to: number) => `from generate_series(${from}, ${to}) as n`

const whole: Layout = {
  name: 'one table, as it is',
  tables: [`create table vouchers (${COLUMNS}) with (fillfactor = 85)`],
  load: (from, to) => [`insert into vouchers ${ROWS} ${series(from, to)}`],
  indexes: [
    'alter table vouchers add primary key (id)',
    'alter table vouchers add unique (code_print)',
    'alter table vouchers add unique (customer_id, campaign_id, occasion)',
    'create index on vouchers (campaign_id, id)',
    'create index on vouchers (expires_at, id)',
  ],
  byId: (n) => `select * from vouchers where id = ${idOf(n)}`,
  byOccasion: (n) =>
    `select * from vouchers where customer_id = ${personOf(n)} and campaign_id = 'cmp_' || lpad((${n} % 200)::text, 26, '0')`,
  issue: (n) => [`insert into vouchers ${ROWS} ${series(n, n)} on conflict do nothing`],
}
const split: Layout = {
  name: `${PARTS} parts by the hash of the fingerprint`,
  tables: [
    `create table vouchers (${COLUMNS}) partition by hash (code_print)`,
    ...inParts('vouchers'),
    'create table voucher_ids (id text collate "C" not null, code_print text collate "C" not null) partition by hash (id)',
    ...inParts('voucher_ids'),
    `create table voucher_occasions (customer_id text collate "C" not null, campaign_id text collate "C" not null,
      occasion text collate "C" not null, id text collate "C" not null) partition by hash (customer_id)`,
    ...inParts('voucher_occasions'),
  ],
  load: (from, to) => [
    `insert into vouchers ${ROWS} ${series(from, to)}`,
    `insert into voucher_ids select ${idOf('n')}, ${printOf('n')} ${series(from, to)}`,
    `insert into voucher_occasions select ${personOf('n')}, 'cmp_' || lpad((n % 200)::text, 26, '0'), 'o' || n, ${idOf('n')} ${series(from, to)}`,
  ],
  indexes: [
    'alter table vouchers add primary key (code_print)',
    'create index on vouchers (campaign_id, id)',
    'create index on vouchers (expires_at, id)',
    'alter table voucher_ids add primary key (id)',
    'alter table voucher_occasions add primary key (customer_id, campaign_id, occasion)',
  ],
  // The print is asked for first, so that the planner knows the part.
  byId: (n) => `select v.* from voucher_ids d join vouchers v on v.code_print = d.code_print where d.id = ${idOf(n)}`,
  byOccasion: (n) =>
    `select * from voucher_occasions where customer_id = ${personOf(n)} and campaign_id = 'cmp_' || lpad((${n} % 200)::text, 26, '0')`,
  issue: (n) => split.load(n, n).map((text) => `${text} on conflict do nothing`),
}

const statements: [string, (layout: Layout) => string][] = [
  ['find by code', () => `select * from vouchers where code_print = ${printOf('$1::bigint')}`],
  [
    'lock 50 by code',
    () =>
      `select * from vouchers where code_print = any(select ${printOf('m')} from generate_series($1::bigint, $1::bigint + 49) m) order by id for update`,
  ],
  [
    'redeem by code',
    () =>
      `update vouchers set state = 'redeemed', uses = uses + 1, redemption_id = 'red' where code_print = ${printOf('$1::bigint')} and state = 'issued'`,
  ],
  ['find by id', (layout) => layout.byId('$1::bigint')],
  ['had this occasion', (layout) => layout.byOccasion('$1::bigint')],
  [
    'next to expire',
    () =>
      `select id from vouchers where expires_at <= 1800000000000 + $1::bigint * 0 + 500 and state = 'issued' order by expires_at, id limit 500`,
  ],
  [
    'page of a campaign',
    () =>
      `select id from vouchers where campaign_id = 'cmp_' || lpad(($1::bigint % 200)::text, 26, '0') and id > '' order by id limit 500`,
  ],
]

async function measure(client: pg.Client, layout: Layout): Promise<void> {
  console.log(`\n## ${layout.name}, ${COUNT.toLocaleString('en')} vouchers`)
  await client.query('drop schema if exists partitions cascade; create schema partitions; set search_path = partitions')
  for (const text of layout.tables) await client.query(text)
  const began = performance.now()
  for (let from = 1; from <= COUNT; from += 1_000_000)
    for (const text of layout.load(from, Math.min(COUNT, from + 999_999))) await client.query(text)
  const loaded = performance.now()
  for (const text of layout.indexes) await client.query(text)
  const indexed = performance.now()
  await client.query('vacuum analyze')
  const { rows } = await client.query(
    `select pg_size_pretty(sum(pg_total_relation_size(c.oid))) as size from pg_class c where relkind = 'r' and relnamespace = 'partitions'::regnamespace`,
  )
  console.log(`loaded in ${seconds(loaded - began)}, indexed in ${seconds(indexed - loaded)}, ${rows[0].size}`)
  for (const [name, textOf] of statements) await time(client, name, textOf(layout))
  await timeIssuing(client, layout)
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

/** Warm, one after the other, at random places. */
async function time(client: pg.Client, name: string, text: string): Promise<void> {
  const took: number[] = []
  const draw = () => 1 + Math.floor(Math.random() * (COUNT - 100))
  for (let i = 0; i < ASKED; i += 1) {
    const began = performance.now()
    await client.query({ name: `${text.length} ${name}`, text, values: [draw()] })
    took.push(performance.now() - began)
  }
  took.sort((a, b) => a - b)
  const at = (share: number) => (took[Math.floor(took.length * share)] ?? 0).toFixed(2)
  const plan = await explain(client, text.replaceAll('$1', String(draw())))
  console.log(`${name.padEnd(20)} p50 ${at(0.5)} ms  p99 ${at(0.99)} ms  ${plan}`)
}

async function explain(client: pg.Client, text: string): Promise<string> {
  await client.query('begin')
  const { rows } = await client.query(`explain (analyze, buffers, format json) ${text}`)
  await client.query('rollback')
  interface Node {
    'Node Type': string
    'Relation Name'?: string
    Plans?: Node[]
    'Shared Hit Blocks': number
    'Shared Read Blocks': number
  }
  const [{ Plan: plan, 'Planning Time': planning }] = rows[0]['QUERY PLAN'] as [{ Plan: Node; 'Planning Time': number }]
  const read = new Set<string>()
  const kinds: string[] = []
  const walk = (node: Node) => {
    if (node['Relation Name']) read.add(node['Relation Name'])
    if (!kinds.includes(node['Node Type'])) kinds.push(node['Node Type'])
    for (const below of node.Plans ?? []) walk(below)
  }
  walk(plan)
  const pages = plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
  return `${read.size} table${read.size === 1 ? '' : 's'}, ${pages} pages, planned in ${planning.toFixed(2)} ms: ${kinds.join(' < ')}`
}

async function timeIssuing(client: pg.Client, layout: Layout): Promise<void> {
  const began = performance.now()
  for (let i = 1; i <= ASKED; i += 1) {
    await client.query('begin')
    for (const text of layout.issue(COUNT + i)) await client.query(text)
    await client.query('commit')
  }
  console.log(
    `${'issue one'.padEnd(20)} ${((performance.now() - began) / ASKED).toFixed(2)} ms each, its commit among it`,
  )
}

const folder = mkdtempSync(join(tmpdir(), 'vouchsafe-partitions-'))
const postgres = await openPostgres(folder)
const client = new pg.Client(postgres.url)
await client.connect()
try {
  await client.query(`set maintenance_work_mem = '512MB'; set synchronous_commit = off`)
  for (const layout of [whole, split]) await measure(client, layout)
} finally {
  await client.query('drop schema if exists partitions cascade')
  await client.end()
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}
