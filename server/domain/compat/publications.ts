// Publications: a voucher of a campaign, or one that is named, given to somebody whom nothing stops from being handed it.
import { Duration } from 'luxon'
import { z } from 'zod'
import { loadCampaign } from '#campaigns/load.ts'
import { mayBeHanded, permit } from '#consent/gate.ts'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { type Tx, violated } from '#db/store.ts'
import { channels } from '#shared/kinds.ts'
import { changeForeign, giveForeign, giveFree, makeForeign, ownedOf, rowsByIds } from '#vouchers/foreign.ts'
import { hasOwner } from '#vouchers/owner.ts'
import { requireCampaign } from './campaigns.ts'
import { codeDrawer } from './codes.ts'
import { namedCustomer, peopleOf } from './customers.ts'
import { noteFact } from './facts.ts'
import { type Fits, type Order, publicationReaders, readFilters, sortedBy } from './filters.ts'
import { holdMetadata } from './hold-metadata.ts'
import { ownId, toVendor } from './ids.ts'
import { type Body, countNotes, insertNotes, listNotes, type Note, noteById, noteByName } from './notes.ts'
import { record } from './read-shape.ts'
import { seal } from './seal.ts'
import { showSimply } from './show-customer.ts'
import { notFound, VendorError } from './vendor-error.ts'
import { foreignOf, type Pattern, patternOf, requireVoucher, showOne } from './vouchers.ts'
import { personOf } from './wishes.ts'

const named = z.union([
  z.string().transform((name) => ({ name })),
  z.object({ name: z.string(), count: z.number().int().min(1).nullish() }),
])
export const publicationShape = z.object({
  campaign: named.nullish(),
  voucher: z.union([z.string(), z.object({ code: z.string() }).transform(({ code }) => code)]).nullish(),
  customer: namedCustomer,
  source_id: z.string().max(200).nullish(),
  metadata: record.nullish(),
  channel: z.string().nullish(),
})
export type AskedPublication = z.infer<typeof publicationShape>

const MOST_AT_ONCE = 20

/** 400 `missing_vouchers`, `missing_customer`, `too_many_vouchers_requested`, `duplicate_source_id`, `no_voucher_suitable_for_publication`,
 * `voucher_cannot_be_published`; `publication_not_allowed` for whom the gate does not let through. */
export async function publish(house: House, asked: AskedPublication, joinOnce: boolean): Promise<Body> {
  const { source_id: sourceId } = asked
  if (!asked.campaign && !asked.voucher)
    throw new VendorError(400, 'missing_vouchers', 'Either Campaign or Voucher is required')
  const repeated = () =>
    new VendorError(400, 'duplicate_source_id', `Publication with source_id: '${sourceId ?? ''}' already exists`)
  if (sourceId && (await noteByName(house, 'publication', sourceId))) throw repeated()
  await holdMetadata(house, 'publication', asked.metadata)
  const person = await personOf(house, asked.customer, true)
  if (person === null) {
    if (asked.customer?.id) throw notFound('customer', asked.customer.id)
    throw new VendorError(400, 'missing_customer', 'Customer is required')
  }
  const id = ownId('pub', house.clock.now())
  const { campaignId, give } = asked.voucher
    ? await namedGift(house, asked.voucher, person.id, id)
    : await campaignGift(house, asked, person.id, id, joinOnce)
  const key = (await house.vault.keysOf([person.id])).get(person.id)
  const said = { metadata: asked.metadata ?? {}, source_id: sourceId ?? null, channel: asked.channel ?? 'API' }
  try {
    await house.store.write(async (tx) => {
      const vouchers = await give(tx)
      const name = sourceId ?? undefined
      const about = { id, kind: 'publication' as const, name, customerId: person.id, state: campaignId }
      const parent = vouchers[0] === undefined ? {} : { parent: vouchers[0] }
      await insertNotes(tx, [seal(house, key, { ...about, ...parent, body: { ...said, vouchers } })])
      await noteFact(house, tx, 'publication.succeeded', [id])
      await noteFact(house, tx, 'voucher.published', vouchers)
    })
  } catch (error) {
    if (violated(error) === 'unique') throw repeated()
    throw error
  }
  const note = await noteById(house, id)
  if (note === null) throw new Error(`${id} cannot be found`)
  return (await tellPublications(house, [note]))[0] ?? {}
}

interface Gift {
  campaignId: string
  /** Answers the vouchers that were given. */
  give: (tx: Tx) => Promise<string[]>
}

async function namedGift(house: House, code: string, customerId: string, occasion: string): Promise<Gift> {
  const { row } = await requireVoucher(house, code)
  const give = async (tx: Tx) => {
    await refuseBarred(tx, row.campaignId, customerId)
    const [now] = await rowsByIds(tx, [row.id])
    if (now && hasOwner(now) && now.customerId !== customerId)
      throw new VendorError(400, 'voucher_already_published', 'Voucher already published', { details: code })
    await giveForeign(tx, row.id, customerId, occasion)
    return [row.id]
  }
  return { campaignId: row.campaignId, give }
}

async function campaignGift(
  house: House,
  asked: AskedPublication,
  customerId: string,
  occasion: string,
  joinOnce: boolean,
): Promise<Gift> {
  const found = await requireCampaign(house, asked.campaign?.name ?? '')
  const isOnce = joinOnce || found.note?.body.join_once === true
  const count = (asked.campaign && 'count' in asked.campaign ? asked.campaign.count : 1) ?? 1
  if (count > MOST_AT_ONCE)
    throw new VendorError(400, 'too_many_vouchers_requested', 'Too many vouchers requested', {
      details: `At most ${MOST_AT_ONCE} at once`,
    })
  const pattern = patternOf(found)
  const mayMake = (found.note?.body.type ?? 'AUTO_UPDATE') === 'AUTO_UPDATE'
  const lastsMs = durationOf(found.note?.body.activity_duration_after_publishing)
  const give = async (tx: Tx) => {
    await refuseBarred(tx, pattern.campaignId, customerId)
    const had = isOnce ? await ownedOf(tx, found.campaign.id, customerId) : undefined
    if (had && joinOnce) return [had.id]
    if (had) throw new VendorError(400, 'voucher_cannot_be_published', 'Customer already joined program')
    const ids: string[] = []
    for (let at = 0; at < count; at += 1) {
      ids.push(await giveOne(house, tx, pattern, customerId, at === 0 ? occasion : `${occasion} ${at}`, mayMake))
    }
    if (lastsMs !== null)
      for (const id of ids)
        await changeForeign(tx, id, ({ expiresAt }) => ({ expiresAt: Math.min(expiresAt, tx.now + lastsMs) }))
    return ids
  }
  return { campaignId: pattern.campaignId, give }
}

/** `P24D` in milliseconds; null without one. */
function durationOf(text: unknown): number | null {
  if (typeof text !== 'string' || text === '') return null
  const duration = Duration.fromISO(text)
  return duration.isValid ? duration.toMillis() : null
}

/** A free one, or where the campaign makes them as they are needed a fresh one. */
async function giveOne(
  house: House,
  tx: Tx,
  pattern: Pattern,
  customerId: string,
  occasion: string,
  mayMake: boolean,
): Promise<string> {
  const free = await giveFree(tx, pattern.campaignId, customerId, occasion)
  if (free !== undefined) return free
  const draw = codeDrawer(pattern.said?.code_config)
  const [made] = mayMake
    ? await makeForeign(house.secrets, tx, pattern.campaignId, [foreignOf(pattern, {}, draw())])
    : []
  if (made === undefined)
    throw new VendorError(
      400,
      'no_voucher_suitable_for_publication',
      'Couldn’t find any voucher suitable for publication',
    )
  await giveForeign(tx, made.row.id, customerId, occasion)
  return made.row.id
}

/** What the shop owes by contract is stopped by whatever stops every use; any other purpose asks the gate as it is. */
async function refuseBarred(tx: Tx, campaignId: string, customerId: string): Promise<void> {
  const campaign = await loadCampaign(tx, campaignId)
  if (campaign === null) throw notFound('campaign', campaignId)
  const { use } = campaign
  const isOpen =
    use.legalBasis === 'consent'
      ? (await permit(tx, { ...use, channels }, [customerId])).has(customerId)
      : (await mayBeHanded(tx, use, [customerId])).has(customerId)
  if (!isOpen)
    throw new VendorError(400, 'publication_not_allowed', 'The customer may not be given this voucher', {
      details: 'Consent, an objection, a restriction or a suppressed address stands against it',
    })
}

/** 400 `not_supported` for a filter that is not known. */
export async function listPublications(
  house: House,
  asked: {
    limit: number
    offset: number
    customerId?: string | undefined
    voucherId?: string | undefined
    campaignId?: string | undefined
    order?: Order
    /** As the vendor writes them. */
    filters?: unknown
    also?: Fits | undefined
  },
) {
  const { customerId, voucherId: parent, campaignId: state, limit, offset, also, order = NEWEST } = asked
  const wanted = { kinds: ['publication' as const], customerId, parent, state, isAscending: order.isAscending }
  const filter = readFilters(asked.filters, publicationReaders)
  if (filter === undefined && also === undefined && order.by === undefined) {
    const notes = await listNotes(house, wanted, limit, offset)
    return { publications: await tellPublications(house, notes), total: await countNotes(house, wanted) }
  }
  const told = await tellPublications(house, await listNotes(house, wanted, MOST_SEARCHED))
  const found = told.filter((one) => filter?.(one) !== false && also?.(one) !== false)
  const read = publicationReaders[order.by ?? '']
  const all = order.by === undefined ? found : sortedBy(found, order.by, order.isAscending, read)
  return { publications: all.slice(offset, offset + limit), total: all.length }
}

const NEWEST: Order = { isAscending: false }
const MOST_SEARCHED = 5000

export async function tellPublications(house: House, notes: Note[]): Promise<Body[]> {
  const people = await peopleOf(
    house,
    notes.flatMap(({ customerId }) => customerId ?? []),
  )
  const told: Body[] = []
  for (const note of notes) {
    const ids = Array.isArray(note.body.vouchers) ? (note.body.vouchers as string[]) : []
    const vouchers: Body[] = []
    for (const id of ids) vouchers.push(await showOne(house, id))
    const person = people.get(note.customerId ?? '')
    told.push({
      id: note.id,
      object: 'publication',
      created_at: iso(Math.floor(note.madeMicros / 1000)),
      customer_id: note.customerId === null ? null : toVendor(note.customerId),
      tracking_id: null,
      metadata: note.body.metadata ?? {},
      channel: note.body.channel ?? 'API',
      source_id: note.body.source_id ?? null,
      result: 'SUCCESS',
      customer: person ? showSimply(person) : null,
      ...(vouchers.length > 1 ? { vouchers: vouchers.map(({ code }) => code) } : { voucher: vouchers[0] ?? null }),
      vouchers_id: ids.map(toVendor),
    })
  }
  return told
}
