// `npm run import:voucherify -- --customers c.csv --vouchers v.csv --redemptions r.csv`: takes the vendor's CSV exports over into a
// running server (VOUCHSAFE_URL, VOUCHSAFE_KEY). `--dry-run` reads and judges every row and sends nothing. Rows that cannot be
// taken are told with file and line, and with `--errors errors.csv` also written into that file, each with why. Broken off, the same
// command goes on where it was.
import { appendFileSync, existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import {
  type Amounts,
  BadRow,
  type Body,
  columnName,
  countUses,
  customerOf,
  type Row,
  redemptionOf,
  voucherOf,
  worthKey,
} from './import-voucherify/rows.ts'
import { ensureCampaign, fileKey, openProgress, sendPage, type Target } from './import-voucherify/send.ts'
import { readOptions } from './read-options.ts'

const PAGE = 500
const ALREADY = /^Duplicated/
const kinds = ['customers', 'vouchers', 'redemptions'] as const
type Kind = (typeof kinds)[number]

const { values } = readOptions({
  options: {
    customers: { type: 'string' },
    vouchers: { type: 'string' },
    redemptions: { type: 'string' },
    url: { type: 'string', default: process.env.VOUCHSAFE_URL ?? 'http://localhost:8080' },
    key: { type: 'string', default: process.env.VOUCHSAFE_KEY ?? '' },
    amounts: { type: 'string', default: 'major' },
    progress: { type: 'string', default: 'import-voucherify.progress.json' },
    errors: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
  },
})
if (values.amounts !== 'major' && values.amounts !== 'minor') stop('--amounts is major (12.50) or minor (1250)')
const amounts = values.amounts as Amounts
const isDry = values['dry-run']
if (kinds.every((kind) => values[kind] === undefined)) stop('Name a file: --customers, --vouchers or --redemptions')
if (!isDry && values.key === '') stop('Say a key of the server with VOUCHSAFE_KEY or --key')

const target: Target = { url: values.url, key: values.key }
const counts: Record<Kind, { rows: number; taken: number; already: number; bad: number }> = {
  customers: { rows: 0, taken: 0, already: 0, bad: 0 },
  vouchers: { rows: 0, taken: 0, already: 0, bad: 0 },
  redemptions: { rows: 0, taken: 0, already: 0, bad: 0 },
}

/** By the name of a campaign and by worth; and those that have to be made before rows go to their address. */
const campaigns = new Map<string, Map<string, string>>()
const wanted = new Map<string, Body>()
const made = new Set<string>()

interface File {
  path: string
  key: string
  rows: Row[]
}

const files = new Map<Kind, File>()
for (const kind of kinds) {
  const path = values[kind]
  if (path !== undefined) files.set(kind, await read(kind, path))
}
const uses = countUses(files.get('redemptions')?.rows ?? [], amounts)
const progress = await openProgress(values.progress)

await takeOver('customers', (row) => ({ path: '/customers/bulk/async', body: customerOf(row) }))
await takeOver('vouchers', voucherIn)
await takeOver('redemptions', (row) => ({ path: '/redemptions/import', body: redemptionOf(row, amounts) }))

for (const [kind, { rows, taken, already, bad }] of Object.entries(counts)) {
  if (rows === 0) continue
  const word = isDry ? 'could be taken' : 'taken'
  console.log(`${kind}: ${rows} rows, ${taken} ${word}, ${already} already there, ${bad} not`)
}
process.exit(Object.values(counts).some(({ bad }) => bad > 0) ? 1 : 0)

async function read(kind: Kind, path: string): Promise<File> {
  const text = await readFile(path, 'utf8').catch(() => stop(`${path} cannot be read`))
  try {
    const columns = (names: string[]) => names.map(columnName)
    const rows = parse(text, {
      columns,
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
    }) as Row[]
    return { path, key: fileKey(kind, text), rows }
  } catch (error) {
    return stop(`${path} is no CSV: ${error instanceof Error ? error.message : String(error)}`)
  }
}

interface Ready {
  path: string
  body: Body
}

/** A page is what goes to one address; rows keep their order within it. */
async function takeOver(kind: Kind, ready: (row: Row) => Ready): Promise<void> {
  const file = files.get(kind)
  if (file === undefined) return
  const done = isDry ? 0 : progress.of(file.key)
  counts[kind].rows = file.rows.length
  counts[kind].taken += done
  if (done > 0) console.log(`${kind}: going on behind row ${done}`)
  // What was sent names campaigns too.
  for (const row of file.rows.slice(0, done)) readySilently(ready, row)
  for (let from = done; from < file.rows.length; from += PAGE) {
    const page = file.rows.slice(from, from + PAGE)
    const byPath = new Map<string, { row: number; body: Body }[]>()
    for (const [index, row] of page.entries()) {
      try {
        const { path, body } = ready(row)
        byPath.set(path, [...(byPath.get(path) ?? []), { row: from + index, body }])
      } catch (error) {
        if (!(error instanceof BadRow)) throw error
        tell(kind, file, from + index, error.message)
      }
    }
    for (const [path, rows] of byPath) await sendRows(kind, file, path, rows)
    if (!isDry) await progress.note(file.key, from + page.length)
  }
}

function readySilently(ready: (row: Row) => Ready, row: Row): void {
  try {
    ready(row)
  } catch (error) {
    if (!(error instanceof BadRow)) throw error
  }
}

async function sendRows(kind: Kind, file: File, path: string, rows: { row: number; body: Body }[]): Promise<void> {
  counts[kind].taken += rows.length
  if (isDry) return
  await makeCampaign(path)
  const failed = await sendPage(
    target,
    path,
    rows.map(({ body }) => body),
  )
  for (const { at, reason } of failed) {
    counts[kind].taken -= 1
    // A page that was sent, but not noted, is sent again.
    if (ALREADY.test(reason)) counts[kind].already += 1
    else tell(kind, file, rows[at]?.row ?? 0, reason)
  }
}

/** The header is line 1. */
function tell(kind: Kind, file: File, row: number, reason: string): void {
  counts[kind].bad += 1
  console.error(`${file.path}:${row + 2}: ${reason}`)
  if (values.errors === undefined) return
  // One after the other, so that whatever breaks the command off leaves what was found.
  if (!existsSync(values.errors)) appendFileSync(values.errors, stringify([['file', 'line', 'reason']]))
  appendFileSync(values.errors, stringify([[file.path, row + 2, reason]], { escape_formulas: true }))
}

/** Here a campaign has one worth: vouchers of the same campaign with another go to one beside it. */
function voucherIn(row: Row): Ready {
  const body = voucherOf(row, amounts, uses.get(row.code ?? ''))
  if (!row.campaign) return { path: '/vouchers/import', body }
  const names = campaigns.get(row.campaign) ?? new Map<string, string>()
  campaigns.set(row.campaign, names)
  const worth = worthKey(body)
  const name = names.get(worth) ?? (names.size === 0 ? row.campaign : `${row.campaign} (${names.size + 1})`)
  names.set(worth, name)
  const path = `/campaigns/${encodeURIComponent(name)}/import`
  if (!wanted.has(path)) wanted.set(path, { name, type: 'STATIC', voucher: patternOf(body) })
  return { path, body }
}

function patternOf({ type, discount, gift }: Body): Body {
  return { type, ...(discount ? { discount } : {}), ...(gift ? { gift: { amount: (gift as Body).amount } } : {}) }
}

async function makeCampaign(path: string): Promise<void> {
  const campaign = wanted.get(path)
  if (campaign === undefined || made.has(path)) return
  await ensureCampaign(target, campaign)
  made.add(path)
}

function stop(reason: string): never {
  console.error(reason)
  process.exit(2)
}
