// For tests of all rooms: a notice in force and people who have agreed to cells of it.
import type { House } from '#core/house.ts'
import { upsertCustomer } from '#customers/upsert.ts'
import type { Cell } from '#shared/contracts/consent.ts'
import type { PutCustomer } from '#shared/contracts/customers.ts'
import { type Category, type Channel, contactCategory, type LegalBasis } from '#shared/kinds.ts'
import { draftNotice } from './draft-notice.ts'
import { publishNotice } from './publish-notice.ts'
import { definePurpose } from './purposes.ts'
import { type Recording, recordDecisions } from './record.ts'

/** The cells of one purpose on one channel, its contact category among them. */
export function cellsFor(purpose: string, channel: Channel, categories: readonly Category[] = []): Cell[] {
  const all = new Set([contactCategory[channel], ...categories])
  return [...all].map((category) => ({ purpose, channel, category }))
}

export async function makePurpose(house: House, key: string, legalBasis: LegalBasis = 'consent'): Promise<void> {
  const justification = legalBasis === 'consent' ? {} : { justification: 'it was weighed and written down' }
  await house.store.write((tx) => definePurpose(tx, { key, legalBasis, title: key, ...justification }))
}

/** Answers the version. The purposes have to be there. */
export async function putNoticeInForce(
  house: House,
  cells: readonly Cell[],
  terms: { retentionMonths?: number; controller?: string; recipients?: string[] } = {},
): Promise<number> {
  const { retentionMonths = 36, controller = 'Example Shop', recipients = [] } = terms
  return house.store.write(async (tx) => {
    const { id, version } = await draftNotice(tx, {
      controller: { name: controller, address: '1 High Street, Springfield', contact: 'privacy@shop.example' },
      texts: { en: { title: 'What we use and why', body: 'We ask before we use anything about you.' } },
      scope: cells.map((cell) => ({ ...cell, retentionMonths, recipients })),
    })
    await publishNotice(tx, id)
    return version
  })
}

/** A customer with a verified address who has agreed to these cells; answers her id. */
export async function makePerson(
  house: House,
  reference: string,
  fields: PutCustomer,
  agreed: { version: number; cells: readonly Cell[] } = { version: 0, cells: [] },
): Promise<string> {
  const { id } = await upsertCustomer(house, reference, fields, { keepBirthYear: true })
  if (agreed.cells.length > 0) await decideFor(house, id, agreed.version, agreed.cells, 'grant')
  return id
}

/** One decision for all these cells; by a verified address unless said otherwise. */
export async function decideFor(
  house: House,
  customerId: string,
  noticeVersion: number,
  cells: readonly Cell[],
  decision: 'grant' | 'refuse' | 'withdraw',
  more: Partial<Recording> = {},
) {
  return house.store.write((tx) =>
    recordDecisions(tx, {
      customerId,
      noticeVersion,
      locale: 'en',
      method: 'checkout',
      actor: 'key_test',
      verified: true,
      decisions: cells.map((cell) => ({ ...cell, decision })),
      ...more,
    }),
  )
}
