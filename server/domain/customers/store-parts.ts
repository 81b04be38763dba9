// Stores what hangs on customers, inside the write of their page: contact points and attribute values.
import type { Tx } from '#db/store.ts'
import type { Merged } from './merge.ts'
import { type ContactRow, contactsOf, deleteContacts, insertContacts, replaceContacts } from './queries.ts'
import { deleteValues, insertValues, replaceValues, type ValueRow } from './queries-attributes.ts'

const channels = ['email', 'sms'] as const

/** An address that changes is nobody's word any more; the same address in another spelling stays verified. */
export async function storeContacts(tx: Tx, made: Merged[], changed: Merged[]): Promise<void> {
  const fresh = made.flatMap(({ row, sealed }) =>
    channels.flatMap((channel) => {
      const point = sealed[channel]
      return point ? [{ customerId: row.id, channel, ...point, verifiedAt: null }] : []
    }),
  )
  if (fresh.length > 0) await insertContacts(tx, fresh)
  const touched = changed.filter(({ sealed }) => sealed.email !== undefined || sealed.sms !== undefined)
  if (touched.length === 0) return
  const ids = touched.map(({ row }) => row.id)
  const before = new Map((await contactsOf(tx, ids)).map((point) => [`${point.customerId} ${point.channel}`, point]))
  const replaced: ContactRow[] = []
  for (const channel of channels) {
    const cleared: string[] = []
    for (const { row, sealed } of touched) {
      const point = sealed[channel]
      if (point === null) cleared.push(row.id)
      if (!point) continue
      const old = before.get(`${row.id} ${channel}`)
      const verifiedAt = old?.print === point.print ? old.verifiedAt : null
      replaced.push({ customerId: row.id, channel, ...point, verifiedAt })
    }
    if (cleared.length > 0) await deleteContacts(tx, cleared, [channel])
  }
  if (replaced.length > 0) await replaceContacts(tx, replaced)
}

export async function storeAttributes(tx: Tx, made: Merged[], changed: Merged[]): Promise<void> {
  const fresh = made.flatMap((one) => valuesOf(one, tx.now))
  if (fresh.length > 0) await insertValues(tx, fresh)
  const replaced = changed.flatMap((one) => valuesOf(one, tx.now))
  if (replaced.length > 0) await replaceValues(tx, replaced)
  const cleared = new Map<string, string[]>()
  for (const { row, attributes } of changed) {
    for (const [key, value] of attributes) {
      if (value === null) cleared.set(key, [...(cleared.get(key) ?? []), row.id])
    }
  }
  for (const [key, ids] of cleared) await deleteValues(tx, ids, [key])
}

function valuesOf({ row, attributes }: Merged, setAt: number): ValueRow[] {
  return [...attributes].flatMap(([key, value]) =>
    value === null ? [] : [{ customerId: row.id, key, value: value.value, valueMicros: value.micros, setAt }],
  )
}
