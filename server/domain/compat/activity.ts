// What happened to a customer as the drop-in knows it: the things that were kept of her, as events, in the order of their making.
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { requirePerson, showPerson } from './customers.ts'
import { toVendor } from './ids.ts'
import { type Body, type Kind, listNotes, type Note, noteById } from './notes.ts'
import { tellOrderNote } from './order-notes.ts'
import { tellPublications } from './publications.ts'
import { tellNotes } from './show-redemption.ts'
import { notFound } from './vendor-error.ts'

const words: Partial<Record<Kind, string>> = {
  customer: 'customer.created',
  redemption: 'customer.redemption.succeeded',
  failure: 'customer.redemption.failed',
  rollback: 'customer.redemption.rollback.succeeded',
  unreversed: 'customer.redemption.rollback.failed',
  publication: 'customer.publication.succeeded',
  order: 'customer.order.created',
  event: 'customer.custom_event',
}
const kinds = Object.keys(words) as Kind[]
/** What somebody did, apart from what came of it. */
const actions: Kind[] = ['customer', 'order', 'event']
const PREFIX = 'act_'

export interface ActivityAsked {
  limit: number
  isAscending: boolean
  startingAfterId?: string | undefined
  /** Microseconds, exclusive. */
  after?: number | undefined
  before?: number | undefined
  type?: string | undefined
  category?: string | undefined
  /** As the vendor writes its id. */
  campaignId?: string | undefined
}

const MOST_SEARCHED = 5000

/** 404 `not_found`. */
export async function listActivity(house: House, key: string, asked: ActivityAsked) {
  const { id: customerId } = await requirePerson(house, key)
  const { limit, isAscending, startingAfterId } = asked
  const from = startingAfterId === undefined ? null : await noteById(house, startingAfterId.slice(PREFIX.length))
  if (startingAfterId !== undefined && from?.customerId !== customerId) throw notFound('event', startingAfterId)
  const wantedKinds = kinds.filter((kind) => fits(kind, asked))
  if (wantedKinds.length === 0) return { data: [], hasMore: false }
  const wanted = {
    kinds: wantedKinds,
    customerId,
    isAscending,
    after: from && isAscending ? from.madeMicros : asked.after,
    before: from && !isAscending ? from.madeMicros : asked.before,
  }
  if (asked.campaignId === undefined) {
    const notes = await listNotes(house, wanted, limit + 1)
    return { data: await told(house, key, notes.slice(0, limit)), hasMore: notes.length > limit }
  }
  const all = await told(house, key, await listNotes(house, wanted, MOST_SEARCHED))
  const ofCampaign = all.filter((one) => campaignIn(one) === asked.campaignId)
  return { data: ofCampaign.slice(0, limit), hasMore: ofCampaign.length > limit }
}

const fits = (kind: Kind, { type, category }: ActivityAsked): boolean =>
  (type === undefined || words[kind] === type) &&
  (category === undefined || (category === 'ACTION') === actions.includes(kind))

function campaignIn({ data }: Body): unknown {
  const { redemption, rollback, voucher } = data as Record<string, Body | undefined>
  return ((redemption?.voucher ?? rollback?.voucher ?? voucher) as Body | undefined)?.campaign_id
}

async function told(house: House, key: string, notes: Note[]): Promise<Body[]> {
  const uses = notes.filter(({ kind }) => ['redemption', 'failure', 'rollback', 'unreversed'].includes(kind))
  const shownUses = await tellNotes(house, uses)
  const given = notes.filter(({ kind }) => kind === 'publication')
  const shownGiven = await tellPublications(house, given)
  const shown = new Map<string, Body>([
    ...uses.map((note, at) => [note.id, shownUses[at] ?? {}] as const),
    ...given.map((note, at) => [note.id, shownGiven[at] ?? {}] as const),
  ])
  const person = notes.length === 0 ? {} : await showPerson(house, key)
  return notes.map((note) => ({
    id: `${PREFIX}${note.id}`,
    type: words[note.kind],
    data: dataOf(note, person, shown.get(note.id) ?? {}),
    created_at: iso(Math.floor(note.madeMicros / 1000)),
    group_id: toVendor(note.id),
  }))
}

function dataOf(note: Note, customer: Body, shown: Body): Body {
  const { kind, body } = note
  if (kind === 'redemption' || kind === 'failure')
    return { customer, redemption: shown, voucher: shown.voucher ?? null }
  if (kind === 'rollback' || kind === 'unreversed') return { customer, rollback: shown, voucher: shown.voucher ?? null }
  if (kind === 'publication') return { customer, publication: shown, voucher: shown.voucher ?? null }
  if (kind === 'order') return { customer, order: tellOrderNote(note) }
  if (kind === 'event')
    return { customer, custom_event: { id: note.id, type: body.type, metadata: body.metadata ?? {}, object: 'event' } }
  return { customer }
}
