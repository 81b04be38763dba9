// Vouchers of the drop-in: made, found, changed and listed. One without a campaign stands on a shelf, a campaign of the house
// that all vouchers of the same worth share.
import { z } from 'zod'
import { adoptCampaign } from '#campaigns/adopt.ts'
import type { House } from '#core/house.ts'
import { sha256 } from '#core/secrets.ts'
import { type Tx, violated } from '#db/store.ts'
import type { Offer } from '#shared/contracts/offers.ts'
import type { RefusalCode } from '#shared/refusals.ts'
import { type Foreign, findForeign, makeForeign, NEVER, rowsByIds, type VoucherRow } from '#vouchers/foreign.ts'
import { draftAssignments } from './assignments.ts'
import {
  type AskedCampaign,
  type FoundCampaign,
  instantOf,
  quantityOf,
  redemptionShape,
  refuseTimes,
  requireCampaign,
  termsFor,
  timeShape,
} from './campaigns.ts'
import { codeConfigShape, codeDrawer } from './codes.ts'
import { noteFact } from './facts.ts'
import { holdMetadata } from './hold-metadata.ts'
import { fromVendor } from './ids.ts'
import { type Body, type DraftNote, insertNotes, noteByName } from './notes.ts'
import { discountShape, giftShape, offerOf, typeOf } from './offers.ts'
import { record } from './read-shape.ts'
import { showVouchers } from './show-voucher.ts'
import { USED_BEFORE } from './used-before.ts'
import { duplicate, invalidPayload, notFound, type Reason, reasonOf } from './vendor-error.ts'

export type { VoucherRow } from '#vouchers/foreign.ts'

export const voucherShape = z.object({
  code: z.string().min(1).max(200).nullish(),
  type: z.string().nullish(),
  discount: discountShape.nullish(),
  gift: giftShape.nullish(),
  campaign: z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]).nullish(),
  campaign_id: z.string().nullish(),
  redemption: redemptionShape,
  start_date: z.string().nullish(),
  expiration_date: z.string().nullish(),
  category: z.string().nullish(),
  additional_info: z.string().nullish(),
  metadata: record.nullish(),
  active: z.boolean().nullish(),
  code_config: codeConfigShape.nullish(),
  category_id: z.string().nullish(),
  validation_rules: z.array(z.string()).max(20).nullish(),
  ...timeShape,
})
/** One that was used elsewhere says how often, and what is left on it. */
export const importedShape = voucherShape.extend({
  redemption: z
    .object({ quantity: z.number().int().min(0).nullish(), redeemed_quantity: z.number().int().min(0).nullish() })
    .nullish(),
  gift: giftShape.extend({ balance: z.number().int().min(0).nullish() }).nullish(),
})
export type AskedVoucher = z.infer<typeof voucherShape> | z.infer<typeof importedShape>

const TRIES = 5

/** The shelf for vouchers of this worth, made when there is none yet. */
export async function shelfFor(house: House, offer: Offer, asked: AskedVoucher): Promise<string> {
  const { metadata, discount } = asked
  const about = [metadata?.purpose, metadata?.currency].map((part) => (typeof part === 'string' ? part : ''))
  // Gift cards say themselves what is on them.
  const worth = offer.kind === 'gift_card' ? { kind: offer.kind } : offer
  const name = sha256(JSON.stringify([worth, ...about]))
  const known = await noteByName(house, 'shelf', name)
  if (known !== null) return known.id
  const terms = await termsFor(house, { name: `Drop-in ${name.slice(0, 8)}`, offer, metadata, startsAt: null })
  const namePrint = house.secrets.print('reference', `compat shelf\n${name}`)
  try {
    return await house.store.write(async (tx) => {
      const id = await adoptCampaign(tx, terms)
      const body = house.secrets.seal(JSON.stringify({ discount: discount ?? null }), id)
      await insertNotes(tx, [{ id, kind: 'shelf', namePrint, parent: null, customerId: null, state: 'live', body }])
      return id
    })
  } catch (error) {
    if (violated(error) !== 'unique') throw error
    const made = await noteByName(house, 'shelf', name)
    if (made === null) throw error
    return made.id
  }
}

/** What a voucher of a campaign is like, unless the request says otherwise. */
export interface Pattern {
  campaignId: string
  offer: Offer
  said: AskedCampaign['voucher']
  startsAt: number | null
  expiresAt: number
}

export function patternOf({ campaign, note }: FoundCampaign): Pattern {
  const offer = campaign.terms.variants[0]?.offer
  if (offer === undefined) throw new Error(`${campaign.id} has no offer`)
  const { voucher, expiration_date } = (note?.body ?? {}) as Partial<AskedCampaign>
  const expiresAt = instantOf('expiration_date', expiration_date) ?? NEVER
  return { campaignId: campaign.id, offer, said: voucher ?? null, startsAt: null, expiresAt }
}

/** What the house makes of it. */
export function foreignOf(pattern: Pattern, asked: AskedVoucher, code: string): Foreign {
  const { offer, said } = pattern
  const type = typeOf(offer)
  const isGift = offer.kind === 'gift_card'
  const quantity = quantityOf(asked.redemption ?? said?.redemption, type)
  const left = quantity === null ? null : quantity - priorUsesOf(asked)
  const isUsual = left === (isGift ? null : 1)
  return {
    code,
    expiresAt: instantOf('expiration_date', asked.expiration_date) ?? pattern.expiresAt,
    startsAt: instantOf('start_date', asked.start_date) ?? pattern.startsAt,
    useLimit: isUsual ? null : Math.max(0, left ?? 0),
    balanceMinor: isGift ? (balanceOf(asked) ?? asked.gift?.amount ?? offer.amountMinor) : null,
    isDisabled: asked.active === false,
    isUsedUp: left !== null && left <= 0,
  }
}

/** Why this voucher is no good, in the vendor's words. */
export const reasonFor = (code: RefusalCode, row: Pick<VoucherRow, 'revokeReason'> | null): Reason =>
  reasonOf(code === 'voucher.revoked' && row?.revokeReason === USED_BEFORE ? 'voucher.already_redeemed' : code)

/** How often it was used before it came here. */
const priorUsesOf = ({ redemption }: AskedVoucher): number =>
  redemption && 'redeemed_quantity' in redemption ? (redemption.redeemed_quantity ?? 0) : 0

const balanceOf = ({ gift }: AskedVoucher): number | null => (gift && 'balance' in gift ? (gift.balance ?? null) : null)

/** Null when there is nothing to remember. */
export function noteOf(id: string, code: string, foreign: Foreign, asked: AskedVoucher): DraftNote | null {
  const { metadata, category, category_id, additional_info } = asked
  const body: Body = {
    ...(metadata ? { metadata } : {}),
    ...(category ? { category } : {}),
    ...(category_id ? { category_id } : {}),
    ...(additional_info ? { additional_info } : {}),
    ...(foreign.balanceMinor === null ? {} : { giftAmount: asked.gift?.amount ?? foreign.balanceMinor }),
    ...(priorUsesOf(asked) > 0 ? { priorUses: priorUsesOf(asked) } : {}),
  }
  return Object.keys(body).length === 0 ? null : { id, kind: 'voucher', body: { ...body, code } }
}

/** Sealed without anybody's key, so inside the write too. */
export function insertVoucherNotes(house: House, tx: Tx, drafts: (DraftNote | null)[]): Promise<number[]> {
  return insertNotes(
    tx,
    drafts.flatMap((draft) =>
      draft === null
        ? []
        : {
            id: draft.id,
            kind: draft.kind,
            namePrint: null,
            parent: null,
            customerId: null,
            state: null,
            body: house.secrets.seal(JSON.stringify(draft.body), draft.id),
          },
    ),
  )
}

/** 409 `duplicate_found`. */
export async function createVoucher(house: House, code: string | undefined, asked: AskedVoucher): Promise<Body> {
  const named = asked.campaign_id || asked.campaign
  const pattern = named ? patternOf(await requireCampaign(house, named)) : await shelfPattern(house, asked)
  return addVoucher(house, pattern, code ?? asked.code ?? undefined, asked)
}

export async function shelfPattern(house: House, asked: AskedVoucher): Promise<Pattern> {
  const offer = offerOf(asked)
  const campaignId = await shelfFor(house, offer, asked)
  return { campaignId, offer, said: null, startsAt: null, expiresAt: NEVER }
}

/** One voucher of a campaign, with this code or a fresh one. */
export async function addVoucher(
  house: House,
  pattern: Pattern,
  code: string | undefined,
  asked: AskedVoucher,
): Promise<Body> {
  const draw = codeDrawer(asked.code_config ?? pattern.said?.code_config)
  refuseTimes(asked)
  const assign = await draftAssignments(house, asked.validation_rules)
  await holdMetadata(house, 'voucher', asked.metadata)
  for (let tries = 0; tries < TRIES; tries += 1) {
    const wanted = foreignOf(pattern, asked, code ?? draw())
    const row = await house.store.write(async (tx) => {
      const [made] = await makeForeign(house.secrets, tx, pattern.campaignId, [wanted])
      if (made) {
        await insertVoucherNotes(house, tx, [noteOf(made.row.id, made.code, wanted, asked)])
        await assign(tx, { id: made.row.id, type: 'voucher' })
        await noteFact(house, tx, 'voucher.created', [made.row.id])
      }
      return made?.row
    })
    if (row) return showOne(house, row.id, wanted.code)
    if (code !== undefined) throw duplicate(`Duplicated voucher exists with id ${code}`)
  }
  throw duplicate('Fresh codes are all taken: make them longer')
}

export async function showOne(house: House, id: string, code?: string): Promise<Body> {
  const rows = await rowsByIds(house.store.read, [id])
  const [shown] = await showVouchers(house, rows, code === undefined ? new Map() : new Map([[id, code]]))
  if (shown === undefined) throw notFound('voucher', id)
  return shown
}

export interface FoundVoucher {
  row: VoucherRow
  /** As it was said; undefined when it was found by its id. */
  code: string | undefined
}

/** By code or id; null when there is none, or it was deleted. */
export async function findVoucher(house: House, key: string): Promise<FoundVoucher | null> {
  const byCode = await findForeign(house.store.read, house.secrets, key)
  if (byCode) return { row: byCode, code: key }
  const id = fromVendor('vch', key)
  const [row] = id === undefined ? [] : await rowsByIds(house.store.read, [id])
  return row && !row.codePrint.startsWith('gone ') ? { row, code: undefined } : null
}

/** 404 `not_found`. */
export async function requireVoucher(house: House, key: string): Promise<FoundVoucher> {
  const found = await findVoucher(house, key)
  if (found === null) throw notFound('voucher', key)
  return found
}

export async function showFound(house: House, key: string): Promise<Body> {
  const { row, code } = await requireVoucher(house, key)
  return showOne(house, row.id, code)
}

/** 400 `invalid_payload`. */
export function requireCount(text: string | undefined): number {
  const count = text === undefined ? 1 : Number(text)
  if (!Number.isInteger(count) || count < 1 || count > 1_000_000)
    throw invalidPayload('vouchers_count must be a whole number from 1')
  return count
}
