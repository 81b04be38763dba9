// Takes in what a shop reports: each event exactly once by its id, in any order of arrival, each judged on its own.
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { attributesByKey } from '#customers/attributes.ts'
import { ensureCustomers } from '#customers/ensure.ts'
import type { EventsAccepted, ShopEvent } from '#shared/contracts/events.ts'
import { readEvent } from './read-event.ts'
import { type Report, recordReports, type Settle } from './record.ts'

const MOST_EVENTS = 1000
const EVENTS_PER_WRITE = 200

/**
 * `body` is one event or a list of up to 1,000. Unknown customers become bare customers, erased ones count anonymously
 * (decisions.md, 20). If a page of events cannot be committed the call fails; told again, nothing counts twice.
 */
export async function reportEvents(house: House, body: unknown, settle: Settle): Promise<EventsAccepted> {
  const sent = Array.isArray(body) ? body : [body]
  if (sent.length === 0 || sent.length > MOST_EVENTS)
    throw new Refusal('request.invalid', {
      detail: ['Between 1 and {{most}} events are taken at once', { most: MOST_EVENTS }],
    })
  const answer: EventsAccepted = { accepted: 0, duplicates: 0, rejected: 0, errors: [] }
  const read: { index: number; event: ShopEvent }[] = []
  for (const [index, value] of sent.entries()) {
    const one = readEvent(value)
    if ('event' in one) read.push({ index, event: one.event })
    else answer.errors.push({ index, ...one.error })
  }
  const reports = await nameCustomers(house, read)
  for (let i = 0; i < reports.length; i += EVENTS_PER_WRITE) {
    const page = reports.slice(i, i + EVENTS_PER_WRITE)
    const { accepted, duplicates, errors } = await house.store.write((tx) => recordReports(tx, page, settle))
    answer.accepted += accepted
    answer.duplicates += duplicates
    answer.errors.push(...errors)
  }
  answer.rejected = answer.errors.length
  answer.errors.sort((a, b) => a.index - b.index)
  return answer
}

/** Whose each event is, before the write that records them; unknown customers are made. */
export async function nameCustomers(house: House, read: { index: number; event: ShopEvent }[]): Promise<Report[]> {
  const references = read.flatMap(({ event }) => event.customerReference ?? [])
  const ids =
    references.length === 0 ? new Map<string, string | null>() : await ensureCustomers(house, [...new Set(references)])
  const isCustom = ({ event }: { event: ShopEvent }) => event.type.startsWith('custom.')
  const declared = read.some(isCustom) ? await attributesByKey(house.store.read) : new Map<string, unknown>()
  return read.map(({ index, event }) => ({
    index,
    event,
    customerId: event.customerReference === undefined ? null : (ids.get(event.customerReference) ?? null),
    keepsData: declared.has(event.type),
  }))
}
