// Imports customers row by row from a stream: good lines are kept, bad ones reported, memory is bounded by a page.
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import type { Tx } from '#db/store.ts'
import { type ImportReport, importRow, type RowRead } from '#shared/contracts/customers.ts'
import { attributesByKey } from './attributes.ts'
import { type Counted, makeCounted } from './count-once.ts'
import { type Fields, mergeFields, type Reading, readFields } from './fields.ts'
import { customerIds } from './find.ts'
import { type Entry, type Stored, storePage } from './store-page.ts'

/** Half of what a page of 1,000 costs is its commit: rows of random keys write nearly as many pages of the file. */
const ROWS_PER_PAGE = 2000
/** While checkouts wait: a page holds up whoever comes behind it. */
const HURRIED_ROWS = 150
const MOST_WRONG = 1000
const ERRORS_TOLD = 100

type ImportError = ImportReport['errors'][number]
/** Called inside each write of an import: what stands with it, up to and including a line. */
export type FollowImport = (tx: Tx, done: ImportedPage) => Promise<void>
export interface ImportedPage {
  line: number
  read: number
  created: number
  updated: number
  wrong: ImportError[]
}

/** A reference that stands twice in one page is stored once, with what both rows come to. */
type Page = Map<string, { entry: Entry; lines: number[] }>
/** What was read since the last page. */
interface Behind {
  read: number
  line: number
  wrong: ImportError[]
}
interface Walk {
  house: House
  dryRun: boolean
  report: ImportReport
  follow: FollowImport | undefined
  behind: Behind
  /** References that a dry run has counted as created already. */
  counted: Counted
}

/** Nothing is written on a dry run, whose answer is what an import would say. */
export async function importCustomers(
  house: House,
  rows: AsyncIterable<RowRead>,
  opts: { dryRun: boolean; keepBirthYear: boolean; follow?: FollowImport },
): Promise<ImportReport> {
  const declared = await attributesByKey(house.store.read)
  const report = { read: 0, created: 0, updated: 0, rejected: 0, dryRun: opts.dryRun, errors: [] }
  const behind = { read: 0, line: 0, wrong: [] }
  const walk: Walk = { house, dryRun: opts.dryRun, report, counted: makeCounted(), follow: opts.follow, behind }
  const reading = { now: house.clock.now(), declared, keepBirthYear: opts.keepBirthYear, textual: true }
  const queue = makeQueue(walk)
  let page: Page = new Map()
  try {
    for await (const row of rows) {
      walk.report.read++
      walk.behind.read++
      walk.behind.line = row.line
      const read = readRow(row, reading)
      if ('code' in read) reject(walk, row.line, read)
      else addTo(page, row.line, read)
      const isFull = page.size >= (house.store.isHurried() ? HURRIED_ROWS : ROWS_PER_PAGE)
      if (!isFull && walk.behind.wrong.length < MOST_WRONG) continue
      await queue.add(page)
      page = new Map()
    }
  } catch (error) {
    // Whoever goes on begins behind what is being written.
    await queue.done().catch(() => {})
    throw error
  }
  if (walk.behind.read > 0) await queue.add(page)
  await queue.done()
  return { ...walk.report, errors: walk.report.errors.sort((a, b) => a.line - b.line) }
}

/** While a page is written the next one is read and sealed: never more than two are under way. */
function makeQueue(walk: Walk) {
  let last: Promise<void> = Promise.resolve()
  let lastPage: Page = new Map()
  return {
    async add(page: Page): Promise<void> {
      const before = last
      // Whoever stands in both is looked up when the first has written her.
      if ([...page.keys()].some((reference) => lastPage.has(reference))) await before
      lastPage = page
      last = finish(walk, page, takeBehind(walk), before)
      // It is awaited by whoever adds the next page, or by `done`.
      last.catch(() => {})
      await before
    },
    done: () => last,
  }
}

function takeBehind(walk: Walk): Behind {
  const { behind } = walk
  walk.behind = { read: 0, line: behind.line, wrong: [] }
  return behind
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

async function finish(walk: Walk, page: Page, behind: Behind, before: Promise<void>): Promise<void> {
  const { house, report, follow } = walk
  const waiting = [...page.values()]
  if (walk.dryRun) {
    const created = await wouldCreate(walk, page)
    report.created += created.size
    report.updated += waiting.reduce((sum, { lines }) => sum + lines.length, 0) - created.size
    return
  }
  const settle = async (tx: Tx, stored: Stored[]) => {
    const { created, updated, gone } = outcomeOf(waiting, stored)
    await follow?.(tx, { line: behind.line, read: behind.read, created, updated, wrong: [...behind.wrong, ...gone] })
  }
  const entries = waiting.map(({ entry }) => entry)
  const stored = entries.length === 0 ? [] : await storePage(house, entries, settle, before)
  if (entries.length === 0) {
    await before
    if (follow !== undefined) await house.store.write((tx) => settle(tx, []))
  }
  const { created, updated, gone } = outcomeOf(waiting, stored)
  report.created += created
  report.updated += updated
  for (const { line, ...wrong } of gone) tell(report, { line, ...wrong })
}

function outcomeOf(waiting: { lines: number[] }[], stored: Stored[]) {
  let [created, updated] = [0, 0]
  const gone: ImportError[] = []
  waiting.forEach(({ lines }, i) => {
    const outcome = stored[i]?.outcome
    if (outcome === 'erasing') {
      for (const line of lines) gone.push({ line, code: 'customer.erased', message: 'is being erased' })
      return
    }
    const isNew = outcome === 'created'
    created += isNew ? 1 : 0
    updated += lines.length - (isNew ? 1 : 0)
  })
  return { created, updated, gone }
}

async function wouldCreate({ house, counted }: Walk, page: Page): Promise<Set<string>> {
  const { store, secrets } = house
  const known = await customerIds(store.read, secrets, [...page.keys()])
  const isNew = (reference: string) => !known.has(reference) && counted.add(secrets.print('reference', reference))
  return new Set([...page.keys()].filter(isNew))
}

function reject({ report, behind }: Walk, line: number, wrong: Wrong): void {
  behind.wrong.push({ line, ...wrong })
  tell(report, { line, ...wrong })
}

function tell(report: ImportReport, wrong: ImportError): void {
  report.rejected++
  if (report.errors.length < ERRORS_TOLD) report.errors.push(wrong)
}
