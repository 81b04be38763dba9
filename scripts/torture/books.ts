// Reads the database beside the server and says in sentences what does not add up: budgets, vouchers, holds, tallies, and
// whatever was acknowledged and is not there.
import { type SQL, sql } from 'drizzle-orm'
import { openStore } from '#db/open.ts'
import type { Queries } from '#db/store.ts'
import { answerTo, type Life } from './lives.ts'

const CHUNK = 400

/** Every query answers what is wrong; no row is the only good answer. */
const laws: Record<string, SQL> = {
  'the journal is the budget': sql`
    select b.campaign_id as subject from budgets b where
      b.reserved_minor <> (select coalesce(sum(reserved_delta), 0) from budget_entries e where e.budget_id = b.id)
      or b.held_minor <> (select coalesce(sum(held_delta), 0) from budget_entries e where e.budget_id = b.id)
      or b.spent_minor <> (select coalesce(sum(spent_delta), 0) from budget_entries e where e.budget_id = b.id)
      or b.count_used <> (select coalesce(sum(count_delta), 0) from budget_entries e where e.budget_id = b.id)`,
  'spent is redemptions less reversals': sql`
    select b.campaign_id as subject from budgets b where b.spent_minor <>
      (select coalesce(sum(discount_minor), 0) from redemptions r where r.campaign_id = b.campaign_id)
      - (select coalesce(sum(v.amount_minor), 0) from reversals v join redemptions r on r.id = v.redemption_id
          where r.campaign_id = b.campaign_id)`,
  'held is the live holds': sql`
    select b.campaign_id as subject from budgets b where b.held_minor <>
      (select coalesce(sum(discount_minor), 0) from holds h where h.campaign_id = b.campaign_id and h.state = 'live')`,
  'reserved is what vouchers have set aside': sql`
    select b.campaign_id as subject from budgets b where b.reserved_minor <>
      (select coalesce(sum(reserved_minor), 0) from vouchers v where v.campaign_id = b.campaign_id)
      - (select coalesce(sum(from_reserved_minor), 0) from holds h where h.campaign_id = b.campaign_id and h.state = 'live')`,
  'the number of vouchers is those in use': sql`
    select b.campaign_id as subject from budgets b where b.mode = 'at_redemption' and b.count_used <>
      (select count(*) from vouchers v where v.campaign_id = b.campaign_id and (v.active_uses > 0 or v.state = 'held'))`,
  'no budget is overdrawn': sql`
    select campaign_id as subject from budgets where reserved_minor + held_minor + spent_minor > limit_minor`,
  'a redemption is reversed by its reversals': sql`
    select r.id as subject from redemptions r left join reversals v on v.redemption_id = r.id
    group by r.id, r.reversed_minor having r.reversed_minor <> coalesce(sum(v.amount_minor), 0)`,
  'uses are counted': sql`
    select v.id as subject from vouchers v left join redemptions r on r.voucher_id = v.id group by v.id, v.uses, v.active_uses
    having v.uses <> count(r.id) or v.active_uses <> count(case when r.id is not null and r.reversed_at is null then 1 end)`,
  'an order redeems a voucher once': sql`
    select voucher_id as subject from redemptions where reversed_at is null
    group by voucher_id, order_reference having count(*) > 1`,
  'a key redeems once': sql`
    select request_key as subject from redemptions group by key_scope, request_key having count(*) > 1`,
  'a voucher without balance is used once': sql`
    select v.id as subject from vouchers v where v.balance_minor is null and v.active_uses > 1`,
  'a redeemed voucher has its redemption': sql`
    select v.id as subject from vouchers v left join redemptions r on r.id = v.redemption_id
    where v.state = 'redeemed' and (r.id is null or r.voucher_id <> v.id or v.redeemed_at is null)`,
  'what is used up is not open': sql`
    select v.id as subject from vouchers v where v.balance_minor is null and v.active_uses > 0 and v.state <> 'redeemed'`,
  'a held voucher has its hold, and no other has one': sql`
    select v.id as subject from vouchers v left join holds h on h.voucher_id = v.id and h.state = 'live'
    where (v.state = 'held') <> (h.id is not null) or (h.id is not null and h.id <> v.hold_id)`,
  'a revoked voucher keeps no money': sql`
    select id as subject from vouchers where state = 'revoked' and (reserved_minor <> 0 or revoked_at is null)`,
  'tallies count the facts': sql`
    select c.id as subject from campaigns c where
      (select coalesce(sum(issued), 0) from tallies t where t.campaign_id = c.id)
        <> (select count(*) from vouchers v where v.campaign_id = c.id)
      or (select coalesce(sum(redeemed), 0) from tallies t where t.campaign_id = c.id)
        <> (select count(*) from redemptions r where r.campaign_id = c.id)
      or (select coalesce(sum(reversed), 0) from tallies t where t.campaign_id = c.id)
        <> (select count(*) from redemptions r where r.campaign_id = c.id and r.reversed_at is not null)
      or (select coalesce(sum(revoked), 0) from tallies t where t.campaign_id = c.id)
        <> (select count(*) from vouchers v where v.campaign_id = c.id and v.state = 'revoked')
      or (select coalesce(sum(discount_minor), 0) from tallies t where t.campaign_id = c.id)
        <> (select coalesce(sum(discount_minor - reversed_minor), 0) from redemptions r where r.campaign_id = c.id)`,
}

/** Opens the database beside the server for as long as `work` reads. */
export async function beside<T>(url: string, work: (q: Queries) => Promise<T>): Promise<T> {
  const store = await openStore({ url, now: Date.now, migrate: false, lanes: 1, readers: 1 })
  try {
    return await work(store.read)
  } finally {
    await store.close()
  }
}

export async function brokenLaws(q: Queries): Promise<string[]> {
  const broken: string[] = []
  for (const [law, query] of Object.entries(laws)) {
    const found = await q.rows<{ subject: string }>(sql`${query} limit 5`)
    if (found.length > 0) broken.push(`broken: ${law} (${found.map(({ subject }) => subject).join(', ')})`)
  }
  return broken
}

type Kind = 'vouchers' | 'holds' | 'redemptions' | 'reversals'
interface Expected {
  kind: Kind
  id: string
  /** What the row has to say of what was acknowledged. */
  fits(row: Record<string, unknown>): boolean
  key: string
}

/** Holds every acknowledged answer of the lives against its row; answers how many there were, and which are wrong. */
export async function checkAcknowledged(
  q: Queries,
  lives: readonly Life[],
): Promise<{ checked: number; lost: string[] }> {
  const expected = lives.flatMap(expectedOf)
  const lost: string[] = []
  for (const kind of ['vouchers', 'holds', 'redemptions', 'reversals'] as const) {
    const wanted = expected.filter((one) => one.kind === kind)
    for (let at = 0; at < wanted.length; at += CHUNK) {
      const chunk = wanted.slice(at, at + CHUNK)
      const ids = sql.join(
        chunk.map(({ id }) => sql`${id}`),
        sql`, `,
      )
      const rows = await q.rows<Record<string, unknown>>(sql`select * from ${sql.raw(kind)} where id in (${ids})`)
      const byId = new Map(rows.map((row) => [row.id, row]))
      for (const { id, key, fits } of chunk) {
        const row = byId.get(id)
        if (row === undefined) lost.push(`${key} was acknowledged, and ${id} is not there`)
        else if (!fits(row)) lost.push(`${key} was acknowledged, and ${id} is ${JSON.stringify(row)}`)
      }
    }
  }
  return { checked: expected.length, lost }
}

function expectedOf(life: Life): Expected[] {
  const all: Expected[] = []
  const say = (key: string, kind: Kind, id: unknown, fits: Expected['fits']) =>
    all.push({ key: `life-${life.number}-${key}`, kind, id: String(id), fits })
  const voucherId = (answerTo(life, 'issue')?.voucher as { id?: string } | undefined)?.id
  if (voucherId !== undefined) say('issue', 'vouchers', voucherId, (row) => row.occasion === `life-${life.number}`)
  const hold = answerTo(life, 'hold')
  if (hold) say('hold', 'holds', hold.id, (row) => row.voucher_id === voucherId)
  if (answerTo(life, 'release')) say('release', 'holds', hold?.id, (row) => row.state === 'released')
  for (const name of ['redeem', 'again'] as const) {
    const made = answerTo(life, name)
    const fits = (row: Record<string, unknown>) =>
      row.voucher_id === voucherId &&
      row.discount_minor === made?.discountMinor &&
      row.order_reference === made?.orderReference
    if (made) say(name, 'redemptions', made.id, fits)
  }
  for (const name of ['partly', 'reverse'] as const) {
    const made = answerTo(life, name)
    const fits = (row: Record<string, unknown>) =>
      row.redemption_id === made?.redemptionId && row.amount_minor === made?.amountMinor
    if (made) say(name, 'reversals', made.id, fits)
  }
  if (answerTo(life, 'revoke')) say('revoke', 'vouchers', voucherId, (row) => row.state === 'revoked')
  return all
}
