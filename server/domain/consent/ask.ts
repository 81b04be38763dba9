// Asking people: what may be asked, what has been, and the one question that comes next. Whoever said no is left in peace.
import { addCalendarMonths } from '#core/calendar.ts'
import { iso } from '#core/clock.ts'
import { Refusal } from '#core/refusal.ts'
import { lockCustomer } from '#customers/lock.ts'
import type { Queries, Tx } from '#db/store.ts'
import type { Cell } from '#shared/contracts/consent.ts'
import { type Category, contactCategory } from '#shared/kinds.ts'
import { type CellDetail, cellDetails } from './cells.ts'
import { keyOf } from './diff-notice.ts'
import { noticeInForce } from './notice.ts'
import { purposesInUse } from './purposes.ts'
import { recordDecisions } from './record.ts'

/** For so long nobody asks whoever said no, unless she begins herself (consent.md, 3). */
const SILENCE_MONTHS = 12

/** Notes that a question was shown: what was unknown is `requested` now, and permits nothing. Refuses to ask anew within
 * twelve months of a no, naming the cells. */
export async function noteAsked(
  tx: Tx,
  asked: { customerId: string; noticeVersion: number; locale: string; cells: readonly Cell[]; actor: string },
): Promise<Cell[]> {
  if ((await lockCustomer(tx, asked.customerId)) === null) throw new Refusal('customer.erased')
  const own = await cellDetails(tx, asked.customerId, tx.now)
  const known = new Map(own.map((cell) => [keyOf(cell), cell]))
  const silent = asked.cells.filter((cell) => isSilent(known.get(keyOf(cell)), tx.now))
  if (silent.length > 0) {
    const errors = silent.map((cell) => ({ path: `cells.${asked.cells.indexOf(cell)}`, message: keyOf(cell) }))
    throw new Refusal('consent.asked_too_soon', { errors })
  }
  const open = asked.cells.filter((cell) => (known.get(keyOf(cell))?.state ?? 'unknown') === 'unknown')
  if (open.length === 0) return []
  const { customerId, noticeVersion, locale, actor } = asked
  await recordDecisions(tx, {
    ...{ customerId, noticeVersion, locale, actor, method: 'app', surface: 'asked' },
    verified: undefined,
    requestOnly: true,
    isQuestion: true,
    decisions: open.map((cell) => ({ ...cell, decision: 'grant' })),
  })
  return open
}

/** Whether the last word was a no that is not twelve months old. */
export function isSilent(cell: Pick<CellDetail, 'state' | 'since'> | undefined, now: number): boolean {
  if (cell === undefined || (cell.state !== 'refused' && cell.state !== 'withdrawn')) return false
  const day = iso(cell.since).slice(0, 10)
  return now < Date.parse(`${addCalendarMonths(day, SILENCE_MONTHS)}T00:00:00Z`) + (cell.since % 86_400_000)
}

/** The least telling data first: a question more is asked only of whoever has agreed to the basics. */
const order: readonly Category[] = [
  'name',
  'birthdate',
  'preferences',
  'location',
  'purchase_history',
  'cart_activity',
  'age',
  'demographics',
]

/**
 * The one cell to ask for next: how to be reached first, then one category more of a purpose that she is in. Null when there
 * is nothing to ask, or what there is she has said no to within the year.
 */
export async function nextQuestion(q: Queries, customerId: string, now: number): Promise<Cell | null> {
  const notice = await noticeInForce(q, now)
  if (notice === null) return null
  const asking = new Set(
    (await purposesInUse(q)).filter(({ legalBasis }) => legalBasis === 'consent').map(({ key }) => key),
  )
  const known = new Map((await cellDetails(q, customerId, now)).map((cell) => [keyOf(cell), cell]))
  const isOpen = (cell: Cell) => ['unknown', 'requested'].includes(known.get(keyOf(cell))?.state ?? 'unknown')
  const scope = notice.scope.filter(({ purpose }) => asking.has(purpose))
  const isContact = ({ channel, category }: Cell) => contactCategory[channel] === category
  const isReached = ({ purpose, channel }: Cell) =>
    known.get(keyOf({ purpose, channel, category: contactCategory[channel] }))?.state === 'granted'
  const more = scope
    .filter((cell) => !isContact(cell) && isReached(cell) && isOpen(cell))
    .sort((a, b) => order.indexOf(a.category) - order.indexOf(b.category))
  const hasSaidNo = (cell: Cell) => isSilent(known.get(keyOf(cell)), now)
  const basics = scope.filter((cell) => isContact(cell) && isOpen(cell) && !hasSaidNo(cell))
  const hasBasics = scope.some((cell) => isContact(cell) && isReached(cell))
  const found = hasBasics ? (more[0] ?? basics[0]) : basics[0]
  return found === undefined ? null : { purpose: found.purpose, channel: found.channel, category: found.category }
}
