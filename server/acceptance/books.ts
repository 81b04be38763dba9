/** Holds the tables of a resting server against each other: what must be equal is, whatever happened before. */
import { type SQL, sql } from 'drizzle-orm'
import { openStore } from '#db/open.ts'
import type { Queries } from '#db/store.ts'
import type { TestServer } from '../test-server.ts'

/** Each statement answers one row for everything that is wrong. */
const books: Record<string, SQL> = {
  'a budget differs from its journal': sql`
    select b.id from budgets b left join (select budget_id, sum(reserved_delta) as reserved, sum(held_delta) as held,
        sum(spent_delta) as spent, sum(count_delta) as counted from budget_entries group by budget_id) e on e.budget_id = b.id
    where b.reserved_minor <> coalesce(e.reserved, 0) or b.held_minor <> coalesce(e.held, 0)
      or b.spent_minor <> coalesce(e.spent, 0) or b.count_used <> coalesce(e.counted, 0)`,
  'what is spent is not the redemptions less the reversals': sql`
    select b.id from budgets b where b.spent_minor <>
      (select coalesce(sum(r.discount_minor - r.reversed_minor), 0) from redemptions r where r.campaign_id = b.campaign_id)`,
  'what is reserved is not what the vouchers reserve': sql`
    select b.id from budgets b where b.reserved_minor <>
      (select coalesce(sum(v.reserved_minor), 0) from vouchers v where v.campaign_id = b.campaign_id)`,
  'what is held is not what the holds hold': sql`
    select b.id from budgets b where b.held_minor <>
      (select coalesce(sum(h.discount_minor), 0) from holds h where h.campaign_id = b.campaign_id and h.state = 'live')`,
  'a day or a customer of a budget differs from its journal': sql`
    select c.id from caps c left join (select cap_id, sum(minor_delta) as minor, sum(count_delta) as uses
        from cap_entries group by cap_id) e on e.cap_id = c.id
    where c.used_minor <> coalesce(e.minor, 0) or c.count_used <> coalesce(e.uses, 0)`,
  'the days or the customers of a budget are not what is spent and held': sql`
    select b.id from budgets b join (select budget_id, kind, sum(used_minor) as minor from caps group by budget_id, kind) c
      on c.budget_id = b.id where c.minor <> b.spent_minor + b.held_minor`,
  'a stack is not the sum of its redemptions, or takes more than its order': sql`
    select s.id from stacks s where s.discount_minor <> (select coalesce(sum(r.discount_minor), 0) from stack_members m
        join redemptions r on r.id = m.redemption_id where m.stack_id = s.id and r.order_reference = s.order_reference)
      or s.discount_minor > s.order_amount_minor + coalesce(s.shipping_minor, 0)`,
  'a voucher that is over still reserves': sql`
    select id from vouchers where state in ('revoked', 'expired') and reserved_minor > 0`,
  'a voucher is held by no hold': sql`
    select v.id from vouchers v left join holds h on h.id = v.hold_id
    where v.state = 'held' and (h.id is null or h.state <> 'live' or h.voucher_id <> v.id)`,
  'a hold holds no voucher': sql`
    select h.id from holds h join vouchers v on v.id = h.voucher_id
    where h.state = 'live' and (v.hold_id is null or v.hold_id <> h.id)`,
  'a voucher points to a redemption that is not there': sql`
    select v.id from vouchers v left join redemptions r on r.id = v.redemption_id
    where v.redemption_id is not null and (r.id is null or r.voucher_id <> v.id)`,
  'a voucher counts other uses than it has': sql`
    select v.id from vouchers v where v.uses <> (select count(*) from redemptions r where r.voucher_id = v.id)`,
  'a redemption differs from its reversals': sql`
    select r.id from redemptions r where r.reversed_minor <>
      (select coalesce(sum(x.amount_minor), 0) from reversals x where x.redemption_id = r.id)`,
  'a report differs from the facts': sql`
    select c.id from campaigns c left join (select campaign_id, sum(issued) as issued, sum(redeemed) as redeemed,
        sum(discount_minor) as discount from tallies group by campaign_id) t on t.campaign_id = c.id
    where coalesce(t.issued, 0) <> (select count(*) from vouchers v where v.campaign_id = c.id)
      or coalesce(t.redeemed, 0) <> (select count(*) from redemptions r where r.campaign_id = c.id)
      or coalesce(t.discount, 0) <>
        (select coalesce(sum(r.discount_minor - r.reversed_minor), 0) from redemptions r where r.campaign_id = c.id)`,
  'a message was marked for sending after its voucher was revoked': sql`
    select o.id from outbox o join vouchers v on v.id = o.voucher_id where o.sending_at > v.revoked_at`,
  'a message was marked for sending after what it needs had been withdrawn': sql`
    select o.id from outbox o join consent_events e on e.customer_id = o.customer_id and e.purpose = o.purpose
      and e.channel = o.channel and e.category like 'contact.%' and e.decision = 'withdraw'
    where o.sending_at > e.at and not exists (select 1 from consent_events g where g.customer_id = e.customer_id
      and g.purpose = e.purpose and g.channel = e.channel and g.category = e.category and g.decision = 'grant'
      and g.at > e.at and g.at <= o.sending_at)`,
  'a cell is not what its last event made of it': sql`
    select c.customer_id as id from consent_cells c left join consent_events e on e.id = c.event_id
    where e.id is null or e.state_after <> c.state`,
}

/** What is wrong, in sentences; none means the books are in order. The server may run, but nobody may be asking it. */
export async function checkBooks(server: Pick<TestServer, 'databaseUrl'>): Promise<string[]> {
  const store = await openStore({ url: server.databaseUrl, now: Date.now })
  try {
    return await wrongIn(store.read)
  } finally {
    await store.close()
  }
}

async function wrongIn(q: Queries): Promise<string[]> {
  const wrong: string[] = []
  for (const [sentence, statement] of Object.entries(books)) {
    const rows = await q.rows<{ id: string }>(statement)
    if (rows.length > 0) wrong.push(`${sentence}: ${rows.length}, such as ${rows[0]?.id}`)
  }
  return wrong
}
