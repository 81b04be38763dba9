// Vouchers as the drop-in tells them.
import { type LoadedCampaign, loadCampaign } from '#campaigns/load.ts'
import { iso, isoOrNull } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { NEVER, type VoucherRow } from '#vouchers/foreign.ts'
import { hasOwner } from '#vouchers/owner.ts'
import { codeOf } from '#vouchers/reveal.ts'
import { assignmentsOf, tellAssignment } from './assignments.ts'
import type { AskedCampaign } from './campaigns.ts'
import { categoryOf } from './category-of.ts'
import { toVendor } from './ids.ts'
import { type Body, type Note, notesById } from './notes.ts'
import { discountOf, typeOf } from './offers.ts'
import { USED_BEFORE } from './used-before.ts'

/** `codes` are those that the caller has said, by voucher: a code that is used up is kept nowhere in clear but in notes. */
export async function showVouchers(
  house: House,
  rows: VoucherRow[],
  codes: ReadonlyMap<string, string> = new Map(),
): Promise<Body[]> {
  const campaignIds = [...new Set(rows.map((row) => row.campaignId))]
  const campaigns = new Map<string, LoadedCampaign>()
  for (const id of campaignIds) {
    const campaign = await loadCampaign(house.store.read, id)
    if (campaign) campaigns.set(id, campaign)
  }
  const ids = [...campaignIds, ...rows.map((row) => row.id)]
  const notes = await notesById(house, ids)
  const bound = await assignmentsOf(house, ids)
  const categories = new Map<string, Body>()
  for (const { id } of rows) categories.set(id, await categoryOf(house, notes.get(id)?.body ?? {}))
  return rows.flatMap((row) => {
    const campaign = campaigns.get(row.campaignId)
    if (campaign === undefined) return []
    const note = notes.get(row.id)
    const code = codes.get(row.id) ?? codeOf(house.secrets, row) ?? note?.body.code ?? toVendor(row.id)
    const rules = [...(bound.get(row.id) ?? []), ...(bound.get(row.campaignId) ?? [])].map(tellAssignment)
    const category = categories.get(row.id) ?? {}
    return [tell(row, { campaign, of: notes.get(row.campaignId), note, code: String(code), rules, category })]
  })
}

interface Around {
  campaign: LoadedCampaign
  /** What is noted of its campaign, and of itself. */
  of: Note | undefined
  note: Note | undefined
  code: string
  rules: Body[]
  category: Body
}

function tell(row: VoucherRow, { campaign, of, note, code, rules, category }: Around): Body {
  const offer = campaign.terms.variants.find(({ key }) => key === row.variantKey)?.offer
  if (offer === undefined) throw new Error(`${row.id} has no offer`)
  const isShelf = of?.kind === 'shelf'
  const said = of?.body.voucher as AskedCampaign['voucher'] | undefined
  const isOwned = hasOwner(row)
  const path = `/v1/vouchers/${encodeURIComponent(code)}`
  const assets = (kind: string) => ({ id: '', url: `${path}/${kind}` })
  return {
    id: toVendor(row.id),
    code,
    campaign: isShelf ? null : campaign.name,
    campaign_id: isShelf ? null : toVendor(campaign.id),
    ...category,
    type: typeOf(offer),
    discount: discountOf(offer, isShelf ? of.body.discount : said?.discount),
    gift: giftOf(row, note),
    loyalty_card: null,
    start_date: isoOrNull(row.startsAt),
    expiration_date: row.expiresAt >= NEVER ? null : iso(row.expiresAt),
    validity_timeframe: null,
    validity_day_of_week: null,
    validity_hours: null,
    active: row.disabledAt === null && (row.state !== 'revoked' || row.revokeReason === USED_BEFORE),
    additional_info: note?.body.additional_info ?? null,
    metadata: { ...said?.metadata, ...(note?.body.metadata as Body | undefined) },
    assets: { qr: assets('qr'), barcode: assets('barcode') },
    is_referral_code: false,
    holder_id: isOwned ? toVendor(row.customerId) : null,
    created_at: iso(row.issuedAt),
    updated_at: isoOrNull(note?.updatedAt ?? null),
    validation_rules_assignments: { object: 'list', data_ref: 'data', data: rules, total: rules.length },
    redemption: {
      quantity: wholeQuantityOf(row, note),
      redeemed_quantity: row.activeUses + priorIn(note),
      ...(row.balanceMinor === null ? {} : { redeemed_amount: Math.max(0, amountOf(row, note) - row.balanceMinor) }),
      object: 'list',
      url: `${path}/redemptions?page=1&limit=10`,
    },
    publish: { object: 'list', count: isOwned ? 1 : 0, url: `${path}/publications?page=1&limit=10` },
    object: 'voucher',
  }
}

export const quantityOf = (row: Pick<VoucherRow, 'useLimit' | 'balanceMinor'>): number | null => {
  if (row.useLimit === null) return row.balanceMinor === null ? 1 : null
  return row.useLimit === 0 ? null : row.useLimit
}

const priorIn = (note: Note | undefined): number => Number(note?.body.priorUses ?? 0)

/** With what was used before it came here. */
export function wholeQuantityOf(row: VoucherRow, note: Note | undefined): number | null {
  const prior = priorIn(note)
  if (row.revokeReason === USED_BEFORE) return prior
  const quantity = quantityOf(row)
  return quantity === null ? null : quantity + prior
}

/** All that was ever put on a gift card. */
export const amountOf = (row: VoucherRow, note: Note | undefined): number =>
  typeof note?.body.giftAmount === 'number' ? note.body.giftAmount : (row.balanceMinor ?? 0)

const giftOf = (row: VoucherRow, note: Note | undefined): Body | null =>
  row.balanceMinor === null
    ? null
    : { amount: amountOf(row, note), balance: row.balanceMinor, effect: 'APPLY_TO_ORDER' }
