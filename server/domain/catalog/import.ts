// Takes in products from a stream of rows: good rows are kept, bad ones are told with their lines.
import { z } from 'zod'
import type { House } from '#core/house.ts'
import type { FollowImport, ImportedPage } from '#customers/import.ts'
import { type ProductRow as ProductSent, productRow } from '#shared/contracts/catalog.ts'
import type { ImportReport, RowRead } from '#shared/contracts/customers.ts'
import { putProducts } from './put.ts'
import { knownSkus } from './queries.ts'

const ROWS_PER_WRITE = 500
const ERRORS_TOLD = 100

/** Cells of a CSV are text, also where the contract wants a number. */
const cell = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (typeof value === 'string' && /^[0-9]{1,16}$/.test(value) ? Number(value) : value), schema)
const importRow = productRow.extend({
  priceMinor: cell(productRow.shape.priceMinor),
  stock: cell(productRow.shape.stock).optional(),
})

/** A dry run reads and counts as if it wrote. Memory is bounded by a page (a dry run also remembers new skus). */
export async function importProducts(
  house: House,
  rows: AsyncIterable<RowRead>,
  { dryRun, follow }: { dryRun: boolean; follow?: FollowImport },
): Promise<ImportReport> {
  const report: ImportReport = { read: 0, created: 0, updated: 0, rejected: 0, dryRun, errors: [] }
  const seen = new Set<string>()
  let behind: ImportedPage = { line: 0, read: 0, created: 0, updated: 0, wrong: [] }
  let page: ProductSent[] = []
  const save = async () => {
    const counts = dryRun ? await rehearse(house, page, seen) : await write(house, page, behind, follow)
    report.created += counts.created
    report.updated += counts.updated
    behind = { line: 0, read: 0, created: 0, updated: 0, wrong: [] }
    page = []
  }
  for await (const row of rows) {
    report.read++
    behind.read++
    behind.line = row.line
    const read = 'error' in row ? { error: { line: row.line, ...row.error } } : readRow(row.line, row.value)
    if ('product' in read) page.push(read.product)
    else {
      report.rejected++
      behind.wrong.push(read.error)
      if (report.errors.length < ERRORS_TOLD) report.errors.push(read.error)
    }
    if (page.length >= ROWS_PER_WRITE || behind.wrong.length >= ROWS_PER_WRITE) await save()
  }
  if (behind.read > 0) await save()
  return report
}

async function write({ store }: House, page: ProductSent[], behind: ImportedPage, follow: FollowImport | undefined) {
  if (page.length === 0 && follow === undefined) return { created: 0, updated: 0 }
  return store.write(
    async (tx) => {
      const counts = await putProducts(tx, page)
      await follow?.(tx, { ...behind, ...counts })
      return counts
    },
    { isPatient: true },
  )
}

type Read = { product: ProductSent } | { error: ImportReport['errors'][number] }

function readRow(line: number, value: Record<string, unknown>): Read {
  const parsed = importRow.safeParse(value)
  if (parsed.success) return { product: parsed.data }
  const [issue] = parsed.error.issues
  return {
    error: { line, code: 'request.invalid', path: issue?.path.join('.') ?? '', message: issue?.message ?? 'unusable' },
  }
}

async function rehearse(house: House, page: ProductSent[], seen: Set<string>) {
  const skus = page.map((row) => row.sku)
  const known = await knownSkus(house.store.read, skus)
  const fresh = new Set(skus.filter((sku) => !known.has(sku) && !seen.has(sku)))
  for (const sku of fresh) seen.add(sku)
  return { created: fresh.size, updated: page.length - fresh.size }
}

/** Whether a product has a field of that name. */
export const isProductColumn = (name: string): boolean => Object.hasOwn(productRow.shape, name)
