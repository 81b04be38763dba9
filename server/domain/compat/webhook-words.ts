// Facts in the vendor's envelope, for receivers that were written for it: composed while they are sent, so that nothing personal
// lies in the queue.
import { createHmac } from 'node:crypto'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import type { OtherWords, ToTell } from '#delivery/webhooks/deliver.ts'
import { rowsByIds } from '#vouchers/foreign.ts'
import { findCampaign, showCampaign } from './campaigns.ts'
import { peopleOf } from './customers.ts'
import { toVendor } from './ids.ts'
import { type Body, notesById } from './notes.ts'
import { tellPublications } from './publications.ts'
import { showCustomer, showSimply } from './show-customer.ts'
import { tellNotes } from './show-redemption.ts'
import { showVouchers } from './show-voucher.ts'

const types: Record<string, string> = {
  'voucher.issued': 'voucher.published',
  'voucher.redeemed': 'redemption.succeeded',
  'redemption.reversed': 'redemption.rollback.succeeded',
  'consent.changed': 'customer.updated',
  'customer.erased': 'customer.deleted',
}

export const voucherifyWords: OtherWords = {
  async bodiesOf(house, rows) {
    const facts = rows.map((row) => ({ row, fact: JSON.parse(row.data) as Body }))
    const told = await thingsIn(
      house,
      facts.map(({ fact }) => fact),
    )
    return new Map(facts.map(({ row, fact }, at) => [row.id, JSON.stringify(envelope(row, fact, told[at] ?? {}))]))
  },
  headersFor: ([secret = ''], body) => ({
    'content-type': 'application/json',
    'x-voucherify-signature': createHmac('sha256', secret).update(body).digest('hex'),
  }),
}

function envelope({ id, type, at }: ToTell, fact: Body, told: Body): Body {
  const word = type === 'drop_in.changed' ? String(fact.word) : (types[type] ?? type)
  const entity = told.id ?? fact.customerId ?? fact.campaignId ?? null
  return {
    id: id.replace(/^[a-z]+_/, 'wh_'),
    project_id: 'proj_vouchsafe',
    created_at: iso(at),
    type: word,
    data: { object: told.object ?? 'fact', ...told },
    source: { object_id: entity, channel: { channel_type: 'API', channel_id: 'vouchsafe' } },
    event: {
      id: id.replace(/^[a-z]+_/, 'ev_'),
      type: word,
      created_at: iso(at),
      entity_id: entity,
      group_id: id.replace(/^[a-z]+_/, 'ge_'),
      event_source: { channel: { channel_type: 'API', channel_id: 'vouchsafe' }, object_id: entity },
    },
  }
}

/** What each fact is about, as the drop-in tells it; by place. */
async function thingsIn(house: House, facts: Body[]): Promise<Body[]> {
  const textsIn = (name: string) =>
    facts.flatMap((fact) => (typeof fact[name] === 'string' ? [fact[name] as string] : []))
  const others = ['redemptionId', 'reversalId', 'publicationId'].flatMap(textsIn)
  const notes = [...(await notesById(house, others)).values()]
  const uses = notes.filter(({ kind }) => kind !== 'publication')
  const given = notes.filter(({ kind }) => kind === 'publication')
  const toldGiven = await tellPublications(house, given)
  const publicationOf = new Map(given.map((note, at) => [note.id, toldGiven[at] ?? {}]))
  const campaignOf = await campaignsIn(house, facts)
  const shownUses = await tellNotes(house, uses)
  const useOf = new Map(uses.map((note, at) => [note.id, shownUses[at] ?? {}]))
  const rows = await rowsByIds(house.store.read, [...new Set(textsIn('voucherId'))])
  const shown = await showVouchers(house, rows)
  const voucherOf = new Map(rows.map((row, at) => [row.id, shown[at] ?? {}]))
  const people = await peopleOf(house, textsIn('customerId'))
  return facts.map((fact) => {
    const voucher = voucherOf.get(String(fact.voucherId)) ?? null
    const person = people.get(String(fact.customerId))
    const known = useOf.get(String(fact.reversalId ?? fact.redemptionId))
    if (known) return known
    const named = publicationOf.get(String(fact.publicationId)) ?? campaignOf.get(aboutCampaign(fact))
    if (named) return named
    if (typeof fact.redemptionId === 'string') return plainUse(fact, voucher, person ? showSimply(person) : null)
    if (voucher !== null) return voucher
    if (person) return showCustomer(person)
    return typeof fact.customerId === 'string' ? { id: toVendor(fact.customerId), object: 'customer' } : { ...fact }
  })
}

/** Empty for facts of something else, which name a campaign besides. */
const aboutCampaign = ({ word, campaignId }: Body): string =>
  String(word).startsWith('campaign.') ? String(campaignId) : ''

/** By id; of one that was deleted nothing is told but its id. */
async function campaignsIn(house: House, facts: Body[]): Promise<Map<string, Body>> {
  const told = new Map<string, Body>()
  for (const id of new Set(facts.map(aboutCampaign).filter((one) => one !== ''))) {
    const found = await findCampaign(house, toVendor(id))
    told.set(id, found === null ? { id: toVendor(id), object: 'campaign' } : await showCampaign(house, found))
  }
  return told
}

/** One that was made at another door of the house. */
function plainUse(fact: Body, voucher: Body | null, customer: Body | null): Body {
  const isRollback = typeof fact.reversalId === 'string'
  return {
    id: toVendor(String(fact.reversalId ?? fact.redemptionId)),
    object: isRollback ? 'redemption_rollback' : 'redemption',
    customer_id: customer?.id ?? null,
    tracking_id: null,
    metadata: null,
    ...(isRollback ? { redemption: toVendor(String(fact.redemptionId)) } : {}),
    result: 'SUCCESS',
    status: 'SUCCEEDED',
    order: null,
    customer,
    related_object_type: 'voucher',
    related_object_id: voucher?.id ?? null,
    voucher,
  }
}
