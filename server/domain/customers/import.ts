// Imports customers row by row from a stream: good lines are kept, bad ones reported, memory is bounded by a page.
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { type ImportReport, importRow, type RowRead } from '#shared/contracts/customers.ts'
import { attributesByKey } from './attributes.ts'
import { type Counted, makeCounted } from './count-once.ts'
import { type Fields, mergeFields, type Reading, readFields } from './fields.ts'
import { customerIds } from './find.ts'
import { type Entry, storePage } from './store-page.ts'

const ROWS_PER_PAGE = 1000
/** While checkouts wait: a page holds up whoever comes behind it. */
const HURRIED_ROWS = 150
const ERRORS_TOLD = 100

/** A reference that stands twice in one page is stored once, with what both rows come to. */
type Page = Map<string, { entry: Entry; lines: number[] }>
interface Walk {
  house: House
  dryRun: boolean
  report: ImportReport
  /** References that a dry run has counted as created already. */
  counted: Counted
}

/** Nothing is written on a dry run, whose answer is what an import would say. */
export async function importCustomers(
  house: House,
  rows: AsyncIterable<RowRead>,
  opts: { dryRun: boolean; keepBirthYear: boolean },
): Promise<ImportReport> {
  const declared = await attributesByKey(house.store.read)
  const report = { read: 0, created: 0, updated: 0, rejected: 0, dryRun: opts.dryRun, errors: [] }
  const walk: Walk = { house, dryRun: opts.dryRun, report, counted: makeCounted() }
  const reading = { now: house.clock.now(), declared, keepBirthYear: opts.keepBirthYear, textual: true }
  let page: Page = new Map()
  for await (const row of rows) {
    walk.report.read++
    const read = readRow(row, reading)
    if ('code' in read) reject(walk, row.line, read)
    else addTo(page, row.line, read)
    if (page.size < (house.store.isHurried() ? HURRIED_ROWS : ROWS_PER_PAGE)) continue
    await finish(walk, page)
    page = new Map()
  }
  if (page.size > 0) await finish(walk, page)
  return { ...walk.report, errors: walk.report.errors.sort((a, b) => a.line - b.line) }
}

/** Whether a column of a CSV file means something here; `attributes.<key>` is a custom attribute. */
export function isImportColumn(name: string): boolean {
  if (name.startsWith('attributes.')) return name.length > 'attributes.'.length
  return name !== 'attributes' && Object.hasOwn(importRow.shape, name)
}

interface Wrong {
  code: string
  path?: string
  message: string
}

function readRow(row: RowRead, reading: Reading): { reference: string; fields: Fields } | Wrong {
  if ('error' in row) return row.error
  const parsed = importRow.safeParse(row.value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const names = issue?.code === 'unrecognized_keys' ? issue.keys : (issue?.path ?? [])
    const message = issue?.code === 'unrecognized_keys' ? 'is not a known field' : (issue?.message ?? 'does not fit')
    return { code: 'request.invalid', path: names.map(String).join('.').slice(0, 300), message }
  }
  const { reference, ...put } = parsed.data
  try {
    return { reference, fields: readFields(put, reading) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const [first] = error.errors ?? []
    return { code: error.code, ...(first ? { path: first.path } : {}), message: first?.message ?? error.message }
  }
}

function addTo(page: Page, line: number, { reference, fields }: Entry): void {
  const known = page.get(reference)
  if (known === undefined) page.set(reference, { entry: { reference, fields }, lines: [line] })
  else {
    known.entry.fields = mergeFields(known.entry.fields, fields)
    known.lines.push(line)
  }
}

async function finish(walk: Walk, page: Page): Promise<void> {
  const { house, report } = walk
  const waiting = [...page.values()]
  const created = walk.dryRun ? await wouldCreate(walk, page) : new Set<string>()
  const stored = walk.dryRun
    ? []
    : await storePage(
        house,
        waiting.map(({ entry }) => entry),
      )
  waiting.forEach(({ entry, lines }, i) => {
    if (stored[i]?.outcome === 'erasing') {
      for (const line of lines) reject(walk, line, { code: 'customer.erased', message: 'is being erased' })
      return
    }
    const isNew = stored[i]?.outcome === 'created' || created.has(entry.reference)
    report.created += isNew ? 1 : 0
    report.updated += lines.length - (isNew ? 1 : 0)
  })
}

async function wouldCreate({ house, counted }: Walk, page: Page): Promise<Set<string>> {
  const { store, secrets } = house
  const known = await customerIds(store.read, secrets, [...page.keys()])
  const isNew = (reference: string) => !known.has(reference) && counted.add(secrets.print('reference', reference))
  return new Set([...page.keys()].filter(isNew))
}

function reject({ report }: Walk, line: number, wrong: Wrong): void {
  report.rejected++
  if (report.errors.length < ERRORS_TOLD) report.errors.push({ line, ...wrong })
}
