// Campaigns of the drop-in: the house's own, adopted, on the legal basis of the contract unless their metadata names a purpose.
import { Duration } from 'luxon'
import { z } from 'zod'
import { peekBudgets } from '#budget/lock.ts'
import { adoptCampaign, switchAdopted } from '#campaigns/adopt.ts'
import { type LoadedCampaign, loadCampaign } from '#campaigns/load.ts'
import { definePurpose, showPurposes } from '#consent/purposes.ts'
import { iso, isoOrNull } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { type Tx, violated } from '#db/store.ts'
import { type NewCampaign, newCampaign } from '#shared/contracts/campaigns.ts'
import type { Offer } from '#shared/contracts/offers.ts'
import { MAX_AMOUNT } from '#shared/contracts/words.ts'
import type { LegalBasis } from '#shared/kinds.ts'
import { countMatching } from '#vouchers/foreign.ts'
import { assignmentsOf, draftAssignments, tellAssignment } from './assignments.ts'
import { categoryOf } from './category-of.ts'
import { codeConfigShape } from './codes.ts'
import { noteFact } from './facts.ts'
import { holdMetadata } from './hold-metadata.ts'
import { fromVendor, toVendor } from './ids.ts'
import { type Body, insertNotes, type Note, noteById, noteByName } from './notes.ts'
import { discountOf, discountShape, giftShape, offerOf, typeOf } from './offers.ts'
import { record } from './read-shape.ts'
import { duplicate, invalidPayload, notFound, unsupported } from './vendor-error.ts'

export const redemptionShape = z.object({ quantity: z.number().int().min(0).nullish() }).nullish()
const time = z.string().nullish()
/** Times of day and week, which the house's vouchers have not. */
export const timeShape = {
  validity_timeframe: z.unknown().optional(),
  validity_day_of_week: z.unknown().optional(),
  validity_hours: z.unknown().optional(),
}
export const campaignShape = z.object({
  name: z.string().min(1).max(200),
  description: z.string().nullish(),
  campaign_type: z.string().nullish(),
  type: z.string().nullish(),
  voucher: z
    .object({
      type: z.string().nullish(),
      discount: discountShape.nullish(),
      gift: giftShape.nullish(),
      redemption: redemptionShape,
      code_config: codeConfigShape.nullish(),
      metadata: record.nullish(),
    })
    .nullish(),
  vouchers_count: z.number().int().min(0).max(10_000_000).nullish(),
  start_date: time,
  expiration_date: time,
  activity_duration_after_publishing: z.string().nullish(),
  join_once: z.boolean().nullish(),
  auto_join: z.boolean().nullish(),
  category: z.string().nullish(),
  metadata: record.nullish(),
  active: z.boolean().nullish(),
  category_id: z.string().nullish(),
  validation_rules: z.array(z.string()).max(20).nullish(),
  ...timeShape,
})
export type AskedCampaign = z.infer<typeof campaignShape>
export const campaignChangeShape = campaignShape.partial()
export type CampaignChange = z.infer<typeof campaignChangeShape>

const PURPOSE = 'drop_in'
export const CURRENCY = 'EUR'
const ZONE = 'UTC'

export function instantOf(name: string, text: string | null | undefined): number | null {
  if (!text) return null
  const at = Date.parse(text)
  if (Number.isNaN(at)) throw invalidPayload(`Property .${name} must be a date`)
  return at
}

/** 400 `not_supported`: a voucher that is good on Mondays must not be good on all days. */
export function refuseTimes(asked: Record<string, unknown>): void {
  for (const name of Object.keys(timeShape)) {
    const value = asked[name]
    const isEmpty = value === null || value === undefined || (Array.isArray(value) && value.length === 0)
    if (!isEmpty) throw unsupported(name)
  }
}

/** A purpose that exists and is named, or the one that every shop has with its customers. */
async function purposeFor(
  house: House,
  metadata: Body | null | undefined,
): Promise<{ key: string; legalBasis: LegalBasis }> {
  const named = metadata?.purpose
  if (typeof named === 'string' && named !== '') {
    const [known] = await showPurposes(house.store.read, [named])
    if (known === undefined) throw invalidPayload(`Property .metadata.purpose names no purpose: ${named.slice(0, 64)}`)
    return { key: known.key, legalBasis: known.legalBasis }
  }
  const [known] = await showPurposes(house.store.read, [PURPOSE])
  if (known === undefined) {
    await house.store
      .write((tx) =>
        definePurpose(tx, {
          key: PURPOSE,
          legalBasis: 'contract',
          title: 'Vouchers that the shop hands out itself',
          justification: 'Vouchers of campaigns that the shop runs by its own systems and owes to whoever has the code',
        }),
      )
      .catch((error: unknown) => {
        if (!(error instanceof Error && 'code' in error && error.code === 'purpose.exists')) throw error
      })
  }
  return { key: PURPOSE, legalBasis: 'contract' }
}

export interface Adopted {
  name: string
  offer: Offer
  metadata?: Body | null | undefined
  startsAt: number | null
}

/** What the house knows of it: nothing of it is ever sent, and no trigger issues it. */
export async function termsFor(house: House, { name, offer, metadata, startsAt }: Adopted): Promise<NewCampaign> {
  const { key: purpose, legalBasis } = await purposeFor(house, metadata)
  const named = metadata?.currency
  const currency = typeof named === 'string' && /^[A-Z]{3}$/.test(named) ? named : CURRENCY
  return newCampaign.parse({
    name,
    purpose,
    legalBasis,
    channels: ['onsite'],
    trigger: { kind: 'custom_event', name: 'drop_in' },
    variants: [{ key: 'offer', shareBps: 10_000, offer }],
    budget: { limitMinor: MAX_AMOUNT, currency, mode: 'at_redemption' },
    validity: { days: 3650 },
    timeZone: ZONE,
    ...(startsAt === null ? {} : { startsAt: iso(startsAt) }),
  })
}

const supported = ['DISCOUNT_COUPONS', 'GIFT_VOUCHERS']

/** Answers its id; `also` is done in the same write. 409 `duplicate_found` for a name that is taken; 400 `not_supported` for what the house has not. */
export async function createCampaign(
  house: House,
  asked: AskedCampaign,
  also: (tx: Tx, id: string) => Promise<void> = async () => {},
): Promise<string> {
  const { voucher, metadata } = asked
  refuseTimes(asked)
  const assign = await draftAssignments(house, asked.validation_rules)
  await holdMetadata(house, 'campaign', metadata)
  await holdMetadata(house, 'voucher', voucher?.metadata, { isNew: false })
  if (asked.campaign_type && !supported.includes(asked.campaign_type))
    throw unsupported(`Campaigns of the type ${asked.campaign_type}`)
  if (!voucher) throw invalidPayload('Property .voucher is required')
  const offer = offerOf(voucher)
  const startsAt = instantOf('start_date', asked.start_date)
  instantOf('expiration_date', asked.expiration_date)
  const lasts = asked.activity_duration_after_publishing
  if (lasts && !Duration.fromISO(lasts).isValid)
    throw invalidPayload('Property .activity_duration_after_publishing must be a duration')
  const terms = await termsFor(house, { name: asked.name, offer, metadata, startsAt })
  if ((await noteByName(house, 'campaign', asked.name)) !== null) throw taken(asked.name)
  try {
    return await house.store.write(async (tx) => {
      const id = await adoptCampaign(tx, terms)
      const draft = draftFor(house, id, asked)
      await insertNotes(tx, [draft])
      await assign(tx, { id, type: 'campaign' })
      await also(tx, id)
      if (asked.active === false) await switchAdopted(tx, id, false)
      await noteFact(house, tx, 'campaign.created', [id])
      return id
    })
  } catch (error) {
    if (violated(error) === 'unique') throw taken(asked.name)
    throw error
  }
}

const taken = (name: string) => duplicate(`Duplicated campaign name found: ${name}`)

/** Nobody's: sealed without anybody's key, so that it may be sealed inside a write. */
function draftFor(house: House, id: string, asked: AskedCampaign) {
  const { vouchers_count, active, ...rest } = asked
  const promised = vouchers_count ?? 0
  const body = { ...rest, generation: promised > 0 ? 'IN_PROGRESS' : 'DONE', promised, active: active ?? true }
  return {
    id,
    kind: 'campaign' as const,
    namePrint: house.secrets.print('reference', `compat campaign\n${asked.name}`),
    parent: null,
    customerId: null,
    state: 'live',
    body: house.secrets.seal(JSON.stringify(body), id),
  }
}

export interface FoundCampaign {
  campaign: LoadedCampaign
  note: Note | null
}

/** By id or name; those that other doors made are found by id. Null when there is none, or it was deleted. */
export async function findCampaign(house: House, key: string): Promise<FoundCampaign | null> {
  const id = fromVendor('cmp', key)
  const note = (id === undefined ? null : await noteById(house, id)) ?? (await noteByName(house, 'campaign', key))
  const campaign = await loadCampaign(house.store.read, note?.id ?? id ?? '')
  return campaign === null || note?.state === 'deleted' || note?.kind === 'shelf' ? null : { campaign, note }
}

/** 404 `not_found`. */
export async function requireCampaign(house: House, key: string): Promise<FoundCampaign> {
  const found = await findCampaign(house, key)
  if (found === null) throw notFound('campaign', key)
  return found
}

export async function showCampaign(house: House, { campaign, note }: FoundCampaign): Promise<Body> {
  const body = note?.body ?? {}
  const offer = campaign.terms.variants[0]?.offer
  if (offer === undefined) throw new Error(`${campaign.id} has no offer`)
  const asked = (body.voucher ?? {}) as NonNullable<AskedCampaign['voucher']>
  const type = typeOf(offer)
  const count = await countMatching(house.store.read, { campaignId: campaign.id })
  const optional = (name: string) => (body[name] === null || body[name] === undefined ? {} : { [name]: body[name] })
  const generation = body.generation ?? 'DONE'
  const bound = ((await assignmentsOf(house, [campaign.id])).get(campaign.id) ?? []).map(tellAssignment)
  const assigned = { object: 'list', data_ref: 'data', data: bound, total: bound.length }
  const category = await categoryOf(house, body)
  return {
    id: toVendor(campaign.id),
    name: campaign.name,
    description: body.description ?? null,
    campaign_type: type === 'GIFT_VOUCHER' ? 'GIFT_VOUCHERS' : 'DISCOUNT_COUPONS',
    type: body.type ?? 'AUTO_UPDATE',
    voucher: {
      type,
      ...(type === 'GIFT_VOUCHER'
        ? { gift: { amount: offer.kind === 'gift_card' ? offer.amountMinor : 0, balance: 0 } }
        : { discount: discountOf(offer, asked.discount) }),
      redemption: { quantity: quantityOf(asked.redemption, type), redeemed_quantity: 0 },
      code_config: { length: null, charset: null, prefix: null, postfix: null, pattern: null, ...asked.code_config },
      is_referral_code: false,
      metadata: asked.metadata ?? {},
    },
    auto_join: body.auto_join ?? false,
    join_once: body.join_once ?? false,
    use_voucher_metadata_schema: false,
    ...optional('start_date'),
    ...optional('expiration_date'),
    ...optional('activity_duration_after_publishing'),
    vouchers_count: generation === 'IN_PROGRESS' ? Math.max(count, Number(body.promised ?? 0)) : count,
    active: body.active ?? campaign.redemptionsStoppedAt === null,
    metadata: body.metadata ?? {},
    created_at: iso(campaign.createdAt),
    updated_at: isoOrNull(note?.updatedAt ?? null),
    creation_status: generation,
    vouchers_generation_status: generation,
    protected: false,
    ...category,
    validation_rules_assignments: assigned,
    object: 'campaign',
  }
}

/** Null without end; what nobody said is once, for gift cards without end. */
export function quantityOf(
  asked: { quantity?: number | null | undefined } | null | undefined,
  type: string,
): number | null {
  if (asked?.quantity === undefined) return type === 'GIFT_VOUCHER' ? null : 1
  return asked.quantity === 0 ? null : asked.quantity
}

/** The currency that a campaign pays in. */
export async function currencyOf(house: House, campaignId: string): Promise<string> {
  return (await peekBudgets(house.store.read, [campaignId])).get(campaignId)?.currency ?? CURRENCY
}
