// Changes campaigns of the drop-in: their names and dates, whether they are on, and their end.
import { changeAdopted, switchAdopted } from '#campaigns/adopt.ts'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { discardForeign, moveForeignEnds, NEVER, pageOfVouchers, reviveForeign } from '#vouchers/foreign.ts'
import { type CampaignChange, instantOf, refuseTimes, requireCampaign, showCampaign } from './campaigns.ts'
import { noteFact } from './facts.ts'
import { holdMetadata } from './hold-metadata.ts'
import { toVendor } from './ids.ts'
import { type Body, changeNote, noteById } from './notes.ts'
import { offerOf } from './offers.ts'
import type { Progress, Step } from './steps.ts'
import { unsupported, VendorError } from './vendor-error.ts'

/** Absent keeps, null clears; the discount of codes that are out stays as it is. */
export async function updateCampaign(house: House, key: string, change: CampaignChange): Promise<Body> {
  const { campaign, note } = await requireCampaign(house, key)
  if (note === null) throw unsupported('Campaigns that were not made here are changed at their own door')
  refuseTimes(change)
  await holdMetadata(house, 'campaign', change.metadata, { isNew: false })
  if (change.voucher?.discount || change.voucher?.gift) {
    const offer = offerOf(change.voucher)
    if (JSON.stringify(offer) !== JSON.stringify(campaign.terms.variants[0]?.offer))
      throw unsupported('A discount cannot be changed once codes are out')
  }
  const given = Object.entries(change).filter(([name, value]) => value !== undefined && name !== 'vouchers_count')
  const { name, metadata } = change
  const merged = metadata ? { metadata: { ...(note.body.metadata as Body | undefined), ...metadata } } : {}
  await changeNote(house, campaign.id, ({ body }) => ({
    body: { ...body, ...Object.fromEntries(given), ...merged },
    ...(name ? { name } : {}),
  }))
  await house.store.write(async (tx) => {
    const startsAt = instantOf('start_date', change.start_date)
    await changeAdopted(tx, campaign.id, (terms) => {
      const { startsAt: before, ...rest } = terms
      const start = change.start_date === undefined ? before : startsAt === null ? undefined : iso(startsAt)
      return { ...rest, name: name ?? terms.name, ...(start === undefined ? {} : { startsAt: start }) }
    })
    if (change.expiration_date !== undefined) {
      const expiresAt = instantOf('expiration_date', change.expiration_date) ?? NEVER
      await moveForeignEnds(tx, campaign.id, { expiresAt })
    }
    await noteFact(house, tx, 'campaign.updated', [campaign.id])
  })
  if (change.expiration_date !== undefined) {
    const at = instantOf('expiration_date', change.expiration_date) ?? NEVER
    while (at > house.clock.now() && (await house.store.write((tx) => reviveForeign(tx, campaign.id, at))));
  }
  return showCampaign(house, await requireCampaign(house, toVendor(campaign.id)))
}

/** Off: no code of it is redeemed while it is. */
export async function switchCampaign(house: House, key: string, isOn: boolean): Promise<Body> {
  const { campaign, note } = await requireCampaign(house, key)
  await house.store.write(async (tx) => {
    await switchAdopted(tx, campaign.id, isOn)
    await noteFact(house, tx, isOn ? 'campaign.enabled' : 'campaign.disabled', [campaign.id])
  })
  if (note) await changeNote(house, campaign.id, ({ body }) => ({ body: { ...body, active: isOn } }))
  return showCampaign(house, await requireCampaign(house, toVendor(campaign.id)))
}

const DISCARDED_AT_ONCE = 500

/** A page of its end: its codes are no good any more, and free to be used again. */
export async function pageOfDeletion(house: House, id: string, { done }: Progress): Promise<Step> {
  if (done === 0) {
    const note = await noteById(house, id)
    if (note === null)
      throw new VendorError(400, 'not_supported', 'Not supported here', { details: 'It was not made here' })
    await changeNote(house, id, ({ body }) => ({ body, state: 'deleted', name: `deleted ${id}` }))
    await house.store.write(async (tx) => {
      await switchAdopted(tx, id, false)
      await noteFact(house, tx, 'campaign.deleted', [id])
    })
  }
  const rows = await pageOfVouchers(house.store.read, { campaignId: id }, DISCARDED_AT_ONCE, 0)
  const ids = rows.map((row) => row.id)
  await house.store.write((tx) => discardForeign(tx, ids), { isPatient: true })
  return { at: 0, done: done + ids.length, failed: [], isEnd: rows.length === 0, percent: rows.length === 0 ? 100 : 50 }
}
