// SQL on the rows of single vouchers: found by fingerprint, locked in the order of ids, saved under guard.
import { type SQL, sql } from 'drizzle-orm'
import { changeEach } from '#db/kit.ts'
import type { Queries, Tx } from '#db/store.ts'
import { vouchers } from '#db/tables/vouchers.ts'
import { listOf, recordsetOf, within, withinPlaceholder } from '#db/within.ts'
import type { VoucherState } from '#shared/kinds.ts'

/** What whoever claims a voucher knows of it. */
export interface Claim {
  id: string
  campaignId: string
  /** Of the campaign when the voucher was read. */
  campaignRevision: number
  customerId: string
  variantKey: string
  channel: string | null
  /** As it was asked for (`asAsked`); `keptPrint` is what the row has, where that is something else. */
  codePrint: string
  keptPrint?: string
  state: VoucherState
  expiresAt: number
  favouriteCategory: string | null
  /** Gift cards: what is left; null for every other voucher. */
  balanceMinor: number | null
  /** What a guaranteed budget keeps for this voucher; a live hold's part of it stands under held there. */
  reservedMinor: number
  /** How often it was redeemed; the next redemption has the number after. */
  uses: number
  /** Uses that are not reversed in full. */
  activeUses: number
  holdId: string | null
  heldUntil: number | null
  /** The latest redemption. */
  redemptionId: string | null
  redeemedAt: number | null
  erasedAt: number | null
  /** How often it can be used: null is once (gift cards: while something is left), 0 without end. */
  useLimit: number | null
  startsAt: number | null
  disabledAt: number | null
  /** Since when rules bind it that only the drop-in can judge. */
  ruledAt: number | null
}

/** Every column of the table but the revision. */
const claimed = {
  id: vouchers.id,
  campaignId: vouchers.campaignId,
  customerId: vouchers.customerId,
  variantKey: vouchers.variantKey,
  channel: vouchers.channel,
  codePrint: vouchers.codePrint,
  state: vouchers.state,
  expiresAt: vouchers.expiresAt,
  favouriteCategory: vouchers.favouriteCategory,
  balanceMinor: vouchers.balanceMinor,
  reservedMinor: vouchers.reservedMinor,
  uses: vouchers.uses,
  activeUses: vouchers.activeUses,
  holdId: vouchers.holdId,
  heldUntil: vouchers.heldUntil,
  redemptionId: vouchers.redemptionId,
  redeemedAt: vouchers.redeemedAt,
  erasedAt: vouchers.erasedAt,
  useLimit: vouchers.useLimit,
  startsAt: vouchers.startsAt,
  disabledAt: vouchers.disabledAt,
  ruledAt: vouchers.ruledAt,
} satisfies Record<Exclude<keyof Claim, 'campaignRevision' | 'keptPrint'>, unknown>
/** The same in the words of SQL, for statements that drizzle cannot say: `for update`. */
const columns = sql.raw(
  [
    ...Object.entries(claimed).map(([key, column]) => `${column.name} as "${key}"`),
    '(select revision from campaigns where campaigns.id = vouchers.campaign_id) as "campaignRevision"',
  ].join(', '),
)

/** Quotes ask for nothing else as often. */
export const claimsByPrints = (q: Queries, prints: string[]): Promise<Claim[]> =>
  q.fixed<Claim>(
    'vouchers.claims-by-prints',
    () => sql`select ${columns} from vouchers where code_print ${withinPlaceholder(q, 'prints')} order by id`,
  )({ prints: listOf(q, prints) })

export async function idsOfCustomer(q: Queries, customerId: string): Promise<string[]> {
  const rows = await q.rows<{ id: string }>(sql`select id from vouchers where customer_id = ${customerId} order by id`)
  return rows.map((row) => row.id)
}

/** The latest redemption of each. */
export const latestUses = (q: Queries, customerId: string): Promise<{ id: string; redemptionId: string | null }[]> =>
  q.rows(sql`select id, redemption_id as "redemptionId" from vouchers where customer_id = ${customerId} order by id`)

export function lockClaimsByPrints(tx: Tx, prints: string[]): Promise<Claim[]> {
  const lock = tx.fixed<Claim>(
    'vouchers.lock-by-prints',
    () =>
      sql`select ${columns} from vouchers where code_print ${withinPlaceholder(tx, 'prints')} order by id${tx.forUpdate()}`,
  )
  return lock({ prints: listOf(tx, prints) })
}

export const lockClaimsByIds = (tx: Tx, ids: string[]): Promise<Claim[]> =>
  tx.rows<Claim>(sql`select ${columns} from vouchers where id ${within(tx, ids)} order by id${tx.forUpdate()}`)

export interface SavedClaim {
  was: Claim
  now: Claim
}

/** Answers how many rows were as they were known to be, and are now saved. */
export async function saveClaimRows(tx: Tx, saved: SavedClaim[]): Promise<number> {
  if (tx.engine === 'postgres') return saveTogether(tx, saved)
  return changeEach(tx, 'vouchers.save-claim', saveOne, saved.map(valuesOf))
}

const valuesOf = ({ was, now }: SavedClaim) => ({
  print: now.keptPrint ?? now.codePrint,
  was_state: was.state,
  was_uses: was.uses,
  state: now.state,
  balance_minor: now.balanceMinor,
  reserved_minor: now.reservedMinor,
  uses: now.uses,
  active_uses: now.activeUses,
  hold_id: now.holdId,
  held_until: now.heldUntil,
  redemption_id: now.redemptionId,
  redeemed_at: now.redeemedAt,
  blanks: now.state === 'redeemed' ? 1 : 0,
})
const shape = {
  print: 'text',
  was_state: 'text',
  was_uses: 'bigint',
  state: 'text',
  balance_minor: 'bigint',
  reserved_minor: 'bigint',
  uses: 'bigint',
  active_uses: 'bigint',
  hold_id: 'text',
  held_until: 'bigint',
  redemption_id: 'text',
  redeemed_at: 'bigint',
  blanks: 'bigint',
} as const

// Found by its fingerprint once more, whose page has just been read; that of its id would be another one.
// The clear code of a voucher that is used up is of no use to anybody (decisions.md, 29).
function saveOne(): SQL {
  const given = (name: keyof typeof shape) => sql.placeholder(name)
  return sql`
      update vouchers set state = ${given('state')}, balance_minor = ${given('balance_minor')},
        reserved_minor = ${given('reserved_minor')}, uses = ${given('uses')}, active_uses = ${given('active_uses')},
        hold_id = ${given('hold_id')}, held_until = ${given('held_until')}, redemption_id = ${given('redemption_id')},
        redeemed_at = ${given('redeemed_at')}, code_sealed = case when ${given('blanks')} = 1 then null else code_sealed end
      where code_print = ${given('print')} and state = ${given('was_state')} and uses = ${given('was_uses')}`
}

async function saveTogether(tx: Tx, saved: SavedClaim[]): Promise<number> {
  const save = tx.fixed<{ count: number }>(
    'vouchers.save-claims',
    () => sql`
      with saved as (
        update vouchers as v set state = x.state, balance_minor = x.balance_minor, reserved_minor = x.reserved_minor,
          uses = x.uses, active_uses = x.active_uses, hold_id = x.hold_id, held_until = x.held_until,
          redemption_id = x.redemption_id, redeemed_at = x.redeemed_at,
          code_sealed = case when x.blanks = 1 then null else v.code_sealed end
        from ${recordsetOf('rows', 'x', shape)}
        where v.code_print = x.print and v.state = x.was_state and v.uses = x.was_uses
        returning 1
      )
      select count(*) as count from saved`,
  )
  const [row] = await save({ rows: JSON.stringify(saved.map(valuesOf)) })
  return row?.count ?? 0
}

/** Until this transaction ends nobody else makes vouchers of codes of their own. SQLite has one writer anyway. */
export async function lockMaking(tx: Tx): Promise<void> {
  if (tx.engine === 'postgres') await tx.rows(sql`select pg_advisory_xact_lock(hashtext('codes of their own'))`)
}
