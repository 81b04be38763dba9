// What can be done behind an answer: each kind takes what was asked and how far it came, and does the next page of it.
import { z } from 'zod'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { pageOfDeletion } from './change-campaign.ts'
import { remember } from './change-voucher.ts'
import type { CustomerFields } from './customers.ts'
import { pageOfCodes, pageOfImport } from './generate.ts'
import { holdMetadata } from './hold-metadata.ts'
import { type Body, changeNote } from './notes.ts'
import { keepPast } from './past-redemptions.ts'
import { putAsked } from './put-many.ts'
import { record } from './read-shape.ts'
import type { Progress, Save, Step } from './steps.ts'
import { VendorError } from './vendor-error.ts'
import { type AskedVoucher, findVoucher } from './vouchers.ts'

export const bulkShape = z.array(z.object({ code: z.string(), metadata: record.nullish() })).max(10_000)

interface Args {
  'CAMPAIGN.VOUCHERS_GENERATE': { campaignId: string; count: number; asked: AskedVoucher; isWhole?: boolean }
  'CAMPAIGN.DELETE': { campaignId: string }
  'VOUCHERS.IMPORT': { campaignId: string | null; rows: AskedVoucher[] }
  'VOUCHERS.BULK_UPDATE': { rows: z.infer<typeof bulkShape> }
  'VOUCHERS.BULK_UPDATE_METADATA': { rows: z.infer<typeof bulkShape> }
  'CUSTOMERS.BULK_UPDATE': { rows: CustomerFields[]; mayCreate: boolean }
  'CUSTOMERS.BULK_UPDATE_METADATA': { rows: CustomerFields[]; mayCreate: boolean }
  'CUSTOMERS.IMPORT': { rows: CustomerFields[]; mayCreate: boolean }
  'PRODUCTS.BULK_UPDATE': { kind: 'product' | 'sku'; rows: Body[] }
  'PRODUCTS.BULK_UPDATE_METADATA': { kind: 'product' | 'sku'; rows: Body[] }
  'PRODUCTS.IMPORT': { kind: 'product' | 'sku'; rows: Body[] }
  'ORDERS.IMPORT': { rows: Body[] }
  'REDEMPTIONS.IMPORT': { rows: Body[] }
}
export type ActionType = keyof Args
type Work<A> = (house: House, args: A, progress: Progress, save: Save) => Promise<Step>

const PAGE = 100

/** Row by row, where doing a row again does no harm. */
const eachRow =
  <A extends { rows: unknown[] }>(
    one: (house: House, args: A, row: A['rows'][number]) => Promise<string | null>,
    about: (row: A['rows'][number]) => Body,
  ): Work<A> =>
  async (house, args, { at, done, failed }) => {
    const page = args.rows.slice(at, at + PAGE)
    const missed: Body[] = []
    for (const [index, row] of page.entries()) {
      const reason = await one(house, args, row).catch(reasonIn)
      if (reason !== null) missed.push({ ...about(row), row: at + index + 1, reason })
    }
    const reached = at + page.length
    return {
      at: reached,
      done: done + page.length - missed.length,
      failed: [...failed, ...missed],
      isEnd: reached >= args.rows.length,
      percent: args.rows.length === 0 ? 100 : Math.floor((100 * reached) / args.rows.length),
    }
  }

/** What is wrong with a row costs that row; what is wrong with the store costs the page, which is done again. */
function reasonIn(error: unknown): string {
  if (error instanceof VendorError) return error.body.details ?? error.message
  if (error instanceof Refusal) return error.detail ?? error.title
  throw error
}

const customers = eachRow<Args['CUSTOMERS.IMPORT']>(
  (house, { mayCreate }, row) => putAsked(house, 'customer', row, mayCreate),
  ({ source_id }) => ({ source_id: source_id ?? null }),
)
const changes = eachRow<Args['VOUCHERS.BULK_UPDATE']>(
  async (house, _, { code, metadata }) => {
    const found = await findVoucher(house, code)
    if (found === null) return 'Voucher not found'
    await holdMetadata(house, 'voucher', metadata, { isNew: false })
    await remember(house, found.row.id, found.code, { metadata })
    return null
  },
  ({ code }) => ({ code }),
)
const things = (mayCreate: boolean) =>
  eachRow<Args['PRODUCTS.IMPORT']>(
    (house, { kind }, row) => putAsked(house, kind, row, mayCreate),
    ({ source_id, id }) => ({ source_id: source_id ?? id ?? null }),
  )
const orders = eachRow<Args['ORDERS.IMPORT']>(
  (house, _, row) => putAsked(house, 'order', row, true),
  ({ source_id }) => ({ source_id: source_id ?? null }),
)
const past = eachRow<Args['REDEMPTIONS.IMPORT']>(
  (house, _, row) => keepPast(house, row),
  ({ id, voucher_code }) => ({ id: id ?? null, code: voucher_code ?? null }),
)

export const works: { [T in ActionType]: Work<Args[T]> } = {
  'CAMPAIGN.VOUCHERS_GENERATE': async (house, args, progress, save) => {
    const step = await pageOfCodes(house, args, progress, save)
    if (step.isEnd && args.isWhole === true) {
      const generation = step.failed.length > 0 ? 'FAILED' : 'DONE'
      await changeNote(house, args.campaignId, ({ body }) => ({ body: { ...body, generation } }), { isTouch: false })
    }
    return step
  },
  'CAMPAIGN.DELETE': (house, { campaignId }, progress) => pageOfDeletion(house, campaignId, progress),
  'VOUCHERS.IMPORT': pageOfImport,
  'VOUCHERS.BULK_UPDATE': changes,
  'VOUCHERS.BULK_UPDATE_METADATA': changes,
  'CUSTOMERS.BULK_UPDATE': customers,
  'CUSTOMERS.BULK_UPDATE_METADATA': customers,
  'CUSTOMERS.IMPORT': customers,
  'PRODUCTS.BULK_UPDATE': things(true),
  'PRODUCTS.BULK_UPDATE_METADATA': things(false),
  'PRODUCTS.IMPORT': things(true),
  'ORDERS.IMPORT': orders,
  'REDEMPTIONS.IMPORT': past,
}
