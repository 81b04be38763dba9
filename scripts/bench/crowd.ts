// A crowd with consents in numbers that no door could take in the time of a bench: people, their cells and the events that
// the cells come from, written into the tables as the house itself would have left them.
import { sql } from 'drizzle-orm'
import { randomId } from '#core/ids.ts'
import { insertMany } from '#db/kit.ts'
import { openStore } from '#db/open.ts'
import type { Store } from '#db/store.ts'
import { consentCells, consentEvents, noticeScope, notices, purposes } from '#db/tables/consent.ts'
import { contactPoints, customers } from '#db/tables/customers.ts'

export const CELLS_PER_PERSON = 12
const PURPOSES = ['offers', 'birthday', 'news']
const CATEGORIES = ['contact.email', 'birthdate', 'name', 'purchase_history']
const PEOPLE_PER_WRITE = 1000
/** 2026-06-15. */
export const CROWD_NOW = Date.UTC(2026, 5, 15, 12)
const VALID_TO = Date.UTC(2028, 5, 15, 12)

/** Every third person has said no to one cell in twelve. Answers the open store. */
export async function seedCrowd(url: string, people: number): Promise<Store> {
  const store = await openStore({ url, now: () => CROWD_NOW, lanes: 1, migrate: true })
  await store.write(async (tx) => {
    for (const key of PURPOSES) {
      await tx.insert(purposes).values({ key, legalBasis: 'consent', title: key, createdAt: 0 })
    }
    const row = { id: 'ntc_1', version: 1, controller: '{}', createdAt: 0, publishedAt: 0, effectiveAt: 0 }
    await tx.insert(notices).values(row)
    const scope = cellsOf().map((cell) => {
      return { ...cell, noticeId: 'ntc_1', retentionMonths: 24, recipients: '[]', sinceVersion: 1 }
    })
    await insertMany(tx, noticeScope, scope)
  })
  const ids = Array.from({ length: people }, () => randomId('customer')).sort()
  for (let at = 0; at < people; at += PEOPLE_PER_WRITE) {
    const some = ids.slice(at, at + PEOPLE_PER_WRITE)
    await store.write((tx) => writePeople(tx, some, at))
  }
  if (store.engine === 'postgres') await store.write((tx) => tx.rows(sql`analyze`))
  else await store.write((tx) => tx.rows(sql`pragma optimize = 0x10002`))
  return store
}

type Tx = Parameters<Parameters<Store['write']>[0]>[0]

async function writePeople(tx: Tx, ids: string[], from: number): Promise<void> {
  await insertMany(
    tx,
    customers,
    ids.map((id, i) => person(id, from + i)),
  )
  await insertMany(
    tx,
    contactPoints,
    ids.map((customerId) => ({ customerId, channel: 'email', sealed: 'x', print: `p${customerId}`, verifiedAt: 1 })),
  )
  const events = ids.flatMap((customerId, i) => cellsOf().map((cell, n) => event(customerId, cell, from + i, n)))
  await insertMany(tx, consentEvents, events)
  await insertMany(
    tx,
    consentCells,
    events.map(({ id: eventId, customerId, purpose, channel, category, stateAfter: state, at: decidedAt, ...rest }) => {
      const { validTo, noticeVersion } = rest
      return { customerId, purpose, channel, category, state, validTo, noticeVersion, decidedAt, eventId }
    }),
  )
}

const cellsOf = () =>
  PURPOSES.flatMap((purpose) => CATEGORIES.map((category) => ({ purpose, channel: 'email', category })))

function person(id: string, n: number) {
  const day = new Date(Date.UTC(2000, 0, 1 + (n % 366))).toISOString().slice(5, 10)
  const sealed = { referencePrint: `r${id}`, referenceSealed: 'x', givenNameSealed: 'x'.repeat(44) }
  const times = { createdAt: CROWD_NOW, updatedAt: CROWD_NOW }
  return { id, ...sealed, birthMonthDay: day, country: 'DE', locale: 'de', timeZone: 'Europe/Berlin', ...times }
}

function event(customerId: string, cell: ReturnType<typeof cellsOf>[number], person: number, n: number) {
  const isNo = person % 3 === 0 && n === person % CELLS_PER_PERSON
  const number = String(person * CELLS_PER_PERSON + n).padStart(12, '0')
  return {
    ...{ id: `cev_01K0000000${number}`, actId: `cev_01K0000000${number}`, customerId, ...cell },
    ...{ decision: isNo ? 'refuse' : 'grant', stateBefore: 'unknown', stateAfter: isNo ? 'refused' : 'granted' },
    ...{ noticeVersion: 1, locale: 'de', textSha256: 'a'.repeat(64), method: 'import', actor: 'key_1' },
    ...{ at: CROWD_NOW, validTo: isNo ? null : VALID_TO },
  }
}
