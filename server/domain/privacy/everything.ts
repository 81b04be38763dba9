// Everything that is stored about one person, from every room, readable: what is sealed is opened with her key.
import { historyOf } from '#consent/history.ts'
import { exportPersonalData } from '#consent/personal-data.ts'
import { iso, isoOrNull } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { pushSubscriptionsOf } from '#customers/push.ts'
import { referencesOf, showCustomer } from '#customers/show.ts'
import { rooms } from './rooms.ts'

export interface Everything {
  profile: Awaited<ReturnType<typeof showCustomer>>
  /** Table by table; rows are plain objects. */
  tables: Record<string, Record<string, unknown>[]>
}

/** Refuses somebody who is gone (`customer.not_found`). */
export async function everythingOf(house: House, customerId: string): Promise<Everything> {
  const reference = (await referencesOf(house, [customerId])).get(customerId)
  if (reference === undefined) throw new Refusal('customer.not_found')
  const profile = await showCustomer(house, reference)
  const tables: Everything['tables'] = { profile: [flat(profile)] }
  for (const { name, data } of rooms) {
    // Its rows are sealed, or stand in the profile and the events.
    if (name === 'customers' || name === 'consent') continue
    const held = data.openPersonalData?.(house, customerId) ?? data.exportPersonalData(house.store.read, customerId)
    for (const [table, rows] of Object.entries(await held)) {
      tables[table] = Array.isArray(rows) ? (rows as Record<string, unknown>[]) : [{ value: rows }]
    }
  }
  const browsers = (await pushSubscriptionsOf(house, [customerId])).get(customerId) ?? []
  if (browsers.length > 0) tables.pushBrowsers = browsers.map(({ id, endpoint }) => ({ id, endpoint }))
  return { profile, tables: { ...tables, ...(await consentTables(house, customerId)) } }
}

async function consentTables(house: House, customerId: string): Promise<Everything['tables']> {
  const { cells, objections } = (await exportPersonalData(house.store.read, customerId)) as {
    cells: { state: string; validTo: number | null; decidedAt: number; customerId: string }[]
    objections: { purpose: string; at: number }[]
  }
  const key = (await house.vault.keysOf([customerId])).get(customerId)
  const events = await historyOf(house.store.read, customerId)
  return {
    consents: cells.map(({ customerId: _, ...cell }) => ({
      ...cell,
      validTo: isoOrNull(cell.validTo),
      decidedAt: iso(cell.decidedAt),
    })),
    consentEvents: events.map(({ customerId: _, evidenceSealed, at, validTo, requestedAt, claimedAt, ...event }) => ({
      ...event,
      at: iso(at),
      validTo: isoOrNull(validTo),
      requestedAt: isoOrNull(requestedAt),
      claimedAt: isoOrNull(claimedAt),
      evidence: evidenceSealed === null ? null : (opened(() => key?.unseal('evidence', evidenceSealed)) ?? null),
    })),
    objections: objections.map(({ purpose, at }) => ({ purpose, at: iso(at) })),
  }
}

/** Evidence under another field name than ours is left closed. */
function opened(open: () => string | undefined): string | undefined {
  try {
    return open()
  } catch {
    return undefined
  }
}

function flat({ attributes, ...rest }: Everything['profile']): Record<string, unknown> {
  return {
    ...rest,
    ...Object.fromEntries(Object.entries(attributes).map(([key, value]) => [`attributes.${key}`, value])),
  }
}
