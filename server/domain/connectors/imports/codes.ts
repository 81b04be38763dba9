// Codes that exist already, printed or sold elsewhere: vouchers of a campaign that belong to nobody.
import { z } from 'zod'
import { loadCampaign } from '#campaigns/load.ts'
import { Refusal } from '#core/refusal.ts'
import { key, text } from '#shared/contracts/words.ts'
import { DAY_MS } from '#shared/time.ts'
import { type Taken, takeCodes } from '#vouchers/take-codes.ts'
import { instantOf } from '../read-exact.ts'
import type { ImportKindOf } from './kind.ts'
import { parseRow } from './read-cells.ts'
import { walkPages } from './walk-pages.ts'

const ROWS_PER_WRITE = 500

const row = z.strictObject({
  code: text(200),
  variantKey: key.optional(),
  expiresAt: z
    .string()
    .max(40)
    .refine((value) => instantOf(value) !== null, 'must be a day or an instant')
    .optional(),
})

const told: Record<Exclude<Taken, 'created' | 'known'>, string> = {
  'code.taken': 'is a code of another campaign',
  'code.unusable': 'has a wrong check sign',
  'budget.exhausted': 'the campaign has no budget left for it',
  'variant.unknown': 'is no variant of the campaign',
}

export const codes: ImportKindOf = {
  kind: 'codes',
  label: 'Existing codes',
  scope: 'vouchers.issue',
  fields: {
    code: ['voucher', 'vouchercode', 'coupon', 'couponcode', 'discountcode', 'gutschein', 'gutscheincode'],
    variantKey: ['variant', 'offer'],
    expiresAt: ['expires', 'expiry', 'validuntil', 'until', 'enddate', 'gueltigbis'],
  },
  required: ['code'],
  amounts: [],
  days: ['expiresAt'],
  async check({ store }, { campaignId }) {
    if (campaignId !== undefined && (await loadCampaign(store.read, campaignId)) !== null) return
    throw new Refusal('request.invalid', { errors: [{ path: 'campaignId', message: 'must name a campaign' }] })
  },
  async run(house, rows, { settings, follow }) {
    await walkPages(house, rows, {
      rowsPerWrite: ROWS_PER_WRITE,
      read: (value) => parseRow(row, value),
      follow,
      async write(tx, page) {
        const given = page.map(({ value: { code, variantKey, expiresAt } }) => ({
          code,
          variantKey,
          expiresAt: endOf(expiresAt),
        }))
        const taken = await takeCodes(house, tx, settings.campaignId ?? '', given)
        const wrong = taken.flatMap((outcome, i) => {
          if (outcome === 'created' || outcome === 'known') return []
          return [{ line: page[i]?.line ?? 0, code: codeFor(outcome), path: 'code', message: told[outcome] }]
        })
        const created = taken.filter((outcome) => outcome === 'created').length
        return { created, updated: taken.length - created - wrong.length, wrong }
      },
    })
  },
}

const codeFor = (outcome: keyof typeof told): string =>
  outcome === 'budget.exhausted' ? 'budget.exhausted' : 'request.invalid'

/** A day counts to its end. */
function endOf(text: string | undefined): number | undefined {
  const at = text === undefined ? null : instantOf(text)
  if (at === null || text === undefined) return undefined
  return text.length <= 10 ? at + DAY_MS - 1 : at
}
