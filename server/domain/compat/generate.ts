// Makes many vouchers behind the answer, page by page: for campaigns, for additions, and from imports.
import type { House } from '#core/house.ts'
import { makeForeign } from '#vouchers/foreign.ts'
import type { Outcome } from './actions.ts'
import { instantOf } from './campaigns.ts'
import { codeDrawer } from './codes.ts'
import { type Body, changeNote } from './notes.ts'
import { type AskedVoucher, foreignOf, insertVoucherNotes, noteOf, type Pattern } from './vouchers.ts'

const PAGE = 500
/** Codes that are all taken, page after page, mean that there are no more to be had. */
const MOST_EMPTY = 20

/** As many as there are codes to be had. */
export async function generate(house: House, pattern: Pattern, count: number, asked: AskedVoucher): Promise<Outcome> {
  const draw = codeDrawer(asked.code_config ?? pattern.said?.code_config)
  let [made, empty] = [0, 0]
  while (made < count && empty < MOST_EMPTY) {
    const wanted = Array.from({ length: Math.min(PAGE, count - made) }, () => foreignOf(pattern, asked, draw()))
    const page = await make(
      house,
      pattern,
      wanted.map((foreign) => ({ foreign, asked })),
    )
    made += page.size
    empty = page.size === 0 ? empty + 1 : 0
  }
  const failed = made < count ? [{ reason: `${count - made} codes could not be had: make them longer` }] : []
  return { done: made, failed }
}

/** Those that were made, by code. */
async function make(
  house: House,
  pattern: Pattern,
  wanted: { foreign: ReturnType<typeof foreignOf>; asked: AskedVoucher }[],
): Promise<Set<string>> {
  const byCode = new Map(wanted.map((one) => [one.foreign.code, one]))
  const unique = [...byCode.values()]
  const made = await house.store.write(
    async (tx) => {
      const rows = await makeForeign(
        house.secrets,
        tx,
        pattern.campaignId,
        unique.map(({ foreign }) => foreign),
      )
      const notes = rows.map(({ row, code }) => {
        const one = byCode.get(code)
        return one === undefined ? null : noteOf(row.id, code, one.foreign, one.asked)
      })
      await insertVoucherNotes(house, tx, notes)
      return rows
    },
    { isPatient: true },
  )
  return new Set(made.map(({ code }) => code))
}

/** For a campaign that was just made: it says itself how far it is. */
export async function generateFor(house: House, pattern: Pattern, count: number): Promise<Outcome> {
  const say = (generation: 'DONE' | 'FAILED') =>
    changeNote(house, pattern.campaignId, ({ body }) => ({ body: { ...body, generation } }), { isTouch: false })
  try {
    const outcome = await generate(house, pattern, count, {})
    await say(outcome.failed.length > 0 ? 'FAILED' : 'DONE')
    return outcome
  } catch (error) {
    await say('FAILED')
    throw error
  }
}

/** Vouchers with codes of their own; a code that is taken is a failure of its row. */
export async function importVouchers(
  house: House,
  patternFor: (row: AskedVoucher) => Promise<Pattern>,
  rows: AskedVoucher[],
): Promise<Outcome> {
  let done = 0
  const failed: Body[] = []
  for (const [at, asked] of rows.entries()) {
    const code = asked.code ?? ''
    try {
      instantOf('expiration_date', asked.expiration_date)
      const pattern = await patternFor(asked)
      const made =
        code === '' ? new Set() : await make(house, pattern, [{ foreign: foreignOf(pattern, asked, code), asked }])
      if (made.size === 1) done += 1
      else failed.push({ code, row: at + 1, reason: code === '' ? 'Code is missing' : 'Duplicated voucher exists' })
    } catch (error) {
      failed.push({ code, row: at + 1, reason: error instanceof Error ? error.message : 'failed' })
    }
  }
  return { done, failed }
}
