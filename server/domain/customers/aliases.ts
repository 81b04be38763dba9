// The other references of a person whose profiles were merged: whoever still uses one means the profile that stayed.
import type { Tx } from '#db/store.ts'
import { withheldBy } from './merge.ts'
import { customerByPrint, forgetErased, lockCustomers, replaceCustomers, setSnooze, setStatus } from './queries.ts'
import { insertAlias, moveAliases } from './queries-aliases.ts'

/** In the write of a merge, once nothing hangs on the other profile any more; `print` is its reference's. */
export async function leaveAlias(tx: Tx, print: string, from: string, into: string): Promise<void> {
  await moveAliases(tx, from, into)
  await insertAlias(tx, print, into)
  // It is somebody's still, so what is reported under it counts.
  await forgetErased(tx, [print])
}

/** One more reference of somebody, by its print; false when it is somebody else's, or was. */
export async function addAlias(tx: Tx, print: string, customerId: string): Promise<boolean> {
  if ((await customerByPrint(tx, print)) !== null) return false
  await insertAlias(tx, print, customerId)
  return (await customerByPrint(tx, print))?.id === customerId
}

/** What the other profile kept from being used stays so: what was withheld, and the restriction of the whole. */
export async function mergeLimits(tx: Tx, from: string, into: string): Promise<void> {
  const rows = await lockCustomers(tx, [from, into].sort())
  const other = rows.find(({ id }) => id === from)
  const own = rows.find(({ id }) => id === into)
  if (other === undefined || own === undefined) return
  const withheld = [...new Set([...withheldBy(own), ...withheldBy(other)])].sort()
  const ageBand = other.ageBand === 'minor' ? 'minor' : own.ageBand
  await replaceCustomers(tx, [{ ...own, withheld: JSON.stringify(withheld), ageBand, updatedAt: tx.now }])
  if (other.status === 'restricted') await setStatus(tx, into, 'restricted')
  const until = Math.max(own.snoozedUntil ?? 0, other.snoozedUntil ?? 0)
  if (until > (own.snoozedUntil ?? 0)) await setSnooze(tx, into, until)
}
