// Makes many vouchers page by page, each page and how far it came in one write: for campaigns, for additions, from imports.
import type { House } from '#core/house.ts'
import type { Tx } from '#db/store.ts'
import { makeForeign } from '#vouchers/foreign.ts'
import { revokeVouchers } from '#vouchers/revoke.ts'
import { instantOf, requireCampaign } from './campaigns.ts'
import { codeDrawer } from './codes.ts'
import { holdMetadata } from './hold-metadata.ts'
import { toVendor } from './ids.ts'
import { patternFor } from './list-vouchers.ts'
import type { Body } from './notes.ts'
import type { Progress, Save, Step } from './steps.ts'
import { USED_BEFORE } from './used-before.ts'
import { VendorError } from './vendor-error.ts'
import { type AskedVoucher, foreignOf, insertVoucherNotes, noteOf, type Pattern, patternOf } from './vouchers.ts'

const PAGE = 500
/** Codes that are all taken, page after page, mean that there are no more to be had. */
const MOST_EMPTY = 20

/** As many as there are codes to be had. `at` counts the pages in a row that brought none. */
export async function pageOfCodes(
  house: House,
  { campaignId, count, asked }: { campaignId: string; count: number; asked: AskedVoucher },
  { at, done }: Progress,
  save: Save,
): Promise<Step> {
  const pattern = patternOf(await requireCampaign(house, toVendor(campaignId)))
  const draw = codeDrawer(asked.code_config ?? pattern.said?.code_config)
  const left = Math.max(0, count - done)
  const page = Array.from({ length: Math.min(PAGE, left) }, () => ({
    foreign: foreignOf(pattern, asked, draw()),
    asked,
  }))
  const reached = await house.store.write(
    async (tx) => {
      const made = await make(house, tx, pattern, page)
      const progress = { at: made.size === 0 ? at + 1 : 0, done: done + made.size, failed: [] }
      await save(tx, progress)
      return progress
    },
    { isPatient: true },
  )
  const isEnd = reached.done >= count || reached.at >= MOST_EMPTY
  const missing = count - reached.done
  const failed = isEnd && missing > 0 ? [{ reason: `${missing} codes could not be had: make them longer` }] : []
  return { ...reached, failed, isEnd, percent: Math.floor((100 * reached.done) / Math.max(1, count)) }
}

interface Wanted {
  foreign: ReturnType<typeof foreignOf>
  asked: AskedVoucher
}

/** The codes of those that were made. */
async function make(house: House, tx: Tx, pattern: Pattern, wanted: Wanted[]): Promise<Set<string>> {
  const byCode = new Map(wanted.map((one) => [one.foreign.code, one]))
  const unique = [...byCode.values()].map(({ foreign }) => foreign)
  const rows = await makeForeign(house.secrets, tx, pattern.campaignId, unique)
  const notes = rows.map(({ row, code }) => {
    const one = byCode.get(code)
    return one === undefined ? null : noteOf(row.id, code, one.foreign, one.asked)
  })
  await insertVoucherNotes(house, tx, notes)
  const gone = rows.filter(({ code }) => byCode.get(code)?.foreign.isUsedUp === true).map(({ row }) => row.id)
  if (gone.length > 0) await revokeVouchers(tx, gone, USED_BEFORE)
  return new Set(rows.map(({ code }) => code))
}

const IMPORTED_AT_ONCE = 200

/** Vouchers with codes of their own; a code that is taken is a failure of its row. `at` is the next row. */
export async function pageOfImport(
  house: House,
  { campaignId, rows }: { campaignId: string | null; rows: AskedVoucher[] },
  { at, done, failed }: Progress,
  save: Save,
): Promise<Step> {
  const page = rows.slice(at, at + IMPORTED_AT_ONCE)
  const own = campaignId === null ? null : patternOf(await requireCampaign(house, toVendor(campaignId)))
  const missed: Body[] = []
  const byCampaign = new Map<string, { pattern: Pattern; wanted: (Wanted & { row: number })[] }>()
  for (const [index, asked] of page.entries()) {
    const row = at + index + 1
    const code = asked.code ?? ''
    try {
      if (code === '') throw new VendorError(400, 'missing_code', 'Code is missing')
      instantOf('expiration_date', asked.expiration_date)
      await holdMetadata(house, 'voucher', asked.metadata)
      const pattern = own ?? (await patternFor(house, asked))
      const group = byCampaign.get(pattern.campaignId) ?? { pattern, wanted: [] }
      if (group.wanted.some(({ foreign }) => foreign.code === code))
        throw new VendorError(409, 'duplicate_found', TAKEN)
      group.wanted.push({ foreign: foreignOf(pattern, asked, code), asked, row })
      byCampaign.set(pattern.campaignId, group)
    } catch (error) {
      if (!(error instanceof VendorError)) throw error
      missed.push({ code, row, reason: error.body.details ?? error.message })
    }
  }
  const reached = await house.store.write(
    async (tx) => {
      const taken: Body[] = []
      // In the order of campaigns, so that two imports never wait for each other crosswise.
      for (const [, { pattern, wanted }] of [...byCampaign].sort(([a], [b]) => (a < b ? -1 : 1))) {
        const made = await make(house, tx, pattern, wanted)
        for (const { foreign, row } of wanted)
          if (!made.has(foreign.code)) taken.push({ code: foreign.code, row, reason: TAKEN })
      }
      const lost = [...missed, ...taken].sort((a, b) => Number(a.row) - Number(b.row))
      const progress = { at: at + page.length, done: done + page.length - lost.length, failed: [...failed, ...lost] }
      await save(tx, progress)
      return progress
    },
    { isPatient: true },
  )
  const percent = Math.floor((100 * reached.at) / Math.max(1, rows.length))
  return { ...reached, isEnd: reached.at >= rows.length, percent }
}

const TAKEN = 'Duplicated voucher exists'
