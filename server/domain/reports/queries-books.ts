// SQL of the books: what must be equal, whatever happened before. Each statement is one snapshot, so it holds while the house runs,
// and answers the id of everything that is wrong.
import { type SQL, sql } from 'drizzle-orm'
import type { Queries } from '#db/store.ts'

export type Book = 'budget' | 'vouchers' | 'redemptions' | 'reports' | 'consent' | 'delivery'

export interface Law {
  book: Book
  /** A sentence that is true of an orderly house. */
  sentence: string
  /** Rows of `id`: what it is not true of. */
  broken: SQL
}

/** Sums by campaign, joined rather than asked for once per campaign: `redemptions` has no index by campaign. */
const sums = (what: SQL, from: SQL): SQL => sql`(select campaign_id, ${what} from ${from} group by campaign_id)`

const budget: Omit<Law, 'book'>[] = [
  {
    sentence: 'a budget is the sum of its journal',
    broken: sql`select b.campaign_id as id from budgets b left join (select budget_id, sum(reserved_delta) as reserved,
        sum(held_delta) as held, sum(spent_delta) as spent, sum(count_delta) as counted
        from budget_entries group by budget_id) e on e.budget_id = b.id
      where b.reserved_minor <> coalesce(e.reserved, 0) or b.held_minor <> coalesce(e.held, 0)
        or b.spent_minor <> coalesce(e.spent, 0) or b.count_used <> coalesce(e.counted, 0)`,
  },
  {
    sentence: 'no budget is overdrawn',
    broken: sql`select campaign_id as id from budgets where reserved_minor + held_minor + spent_minor > limit_minor`,
  },
  {
    sentence: 'what is spent is the redemptions less the reversals',
    broken: sql`select b.campaign_id as id from budgets b
      left join ${sums(sql`sum(discount_minor) as minor`, sql`redemptions`)} r on r.campaign_id = b.campaign_id
      left join (select r.campaign_id, sum(v.amount_minor) as minor from reversals v
        join redemptions r on r.id = v.redemption_id group by r.campaign_id) v on v.campaign_id = b.campaign_id
      where b.spent_minor <> coalesce(r.minor, 0) - coalesce(v.minor, 0)`,
  },
  {
    sentence: 'what is held is the live holds',
    broken: sql`select b.campaign_id as id from budgets b
      left join ${sums(sql`sum(discount_minor) as minor`, sql`holds where state = 'live'`)} h on h.campaign_id = b.campaign_id
      where b.held_minor <> coalesce(h.minor, 0)`,
  },
  {
    sentence: 'what is reserved is what the vouchers have set aside',
    broken: sql`select b.campaign_id as id from budgets b
      left join ${sums(sql`sum(reserved_minor) as minor`, sql`vouchers`)} v on v.campaign_id = b.campaign_id
      left join ${sums(sql`sum(from_reserved_minor) as minor`, sql`holds where state = 'live'`)} h
        on h.campaign_id = b.campaign_id
      where b.reserved_minor <> coalesce(v.minor, 0) - coalesce(h.minor, 0)`,
  },
  {
    sentence: 'the number of vouchers charged is those in use',
    broken: sql`select b.campaign_id as id from budgets b
      left join ${sums(sql`count(*) as number`, sql`vouchers where active_uses > 0 or state = 'held'`)} v
        on v.campaign_id = b.campaign_id
      where b.mode = 'at_redemption' and b.count_used <> coalesce(v.number, 0)`,
  },
  {
    sentence: 'a day or a customer of a budget is the sum of its journal',
    broken: sql`select c.id from caps c left join (select cap_id, sum(minor_delta) as minor, sum(count_delta) as uses
        from cap_entries group by cap_id) e on e.cap_id = c.id
      where c.used_minor <> coalesce(e.minor, 0) or c.count_used <> coalesce(e.uses, 0)`,
  },
  {
    sentence: 'the days and the customers of a budget are what is spent and held',
    broken: sql`select b.campaign_id as id from budgets b
      join (select budget_id, kind, sum(used_minor) as minor from caps group by budget_id, kind) c on c.budget_id = b.id
      where c.minor <> b.spent_minor + b.held_minor`,
  },
]

const redemptions: Omit<Law, 'book'>[] = [
  {
    sentence: 'a redemption is reversed by its reversals',
    broken: sql`select r.id from redemptions r left join (select redemption_id, sum(amount_minor) as minor from reversals
        group by redemption_id) v on v.redemption_id = r.id where r.reversed_minor <> coalesce(v.minor, 0)`,
  },
  {
    // The drop-in knows its repeats by tracking id: asked again without one, it redeems again.
    sentence: 'an order redeems a voucher once',
    broken: sql`select voucher_id as id from redemptions where reversed_at is null and key_scope <> 'compat'
      group by voucher_id, order_reference having count(*) > 1`,
  },
  {
    // The codes of a stack, or of a reported order, are redeemed by one key.
    sentence: 'a key redeems a voucher once',
    broken: sql`select min(id) as id from redemptions group by voucher_id, key_scope, request_key having count(*) > 1`,
  },
  {
    sentence: 'a stack is the sum of its redemptions and takes no more than its order',
    broken: sql`select s.id from stacks s left join (select m.stack_id, m.redemption_id from stack_members m) m on m.stack_id = s.id
      left join redemptions r on r.id = m.redemption_id and r.order_reference = s.order_reference
      group by s.id, s.discount_minor, s.order_amount_minor, s.shipping_minor
      having s.discount_minor <> coalesce(sum(r.discount_minor), 0)
        or s.discount_minor > s.order_amount_minor + coalesce(s.shipping_minor, 0)`,
  },
]

const vouchers: Omit<Law, 'book'>[] = [
  {
    sentence: 'uses are counted',
    broken: sql`select v.id from vouchers v left join (select voucher_id, count(*) as uses,
        count(case when reversed_at is null then 1 end) as active from redemptions group by voucher_id) r on r.voucher_id = v.id
      where v.uses <> coalesce(r.uses, 0) or v.active_uses <> coalesce(r.active, 0)`,
  },
  {
    // A limit of null is one use, 0 is without end.
    sentence: 'a voucher without balance is used no more often than it may be',
    broken: sql`select id from vouchers where balance_minor is null
      and ((use_limit is null and active_uses > 1) or (use_limit > 0 and active_uses > use_limit))`,
  },
  {
    sentence: 'a redeemed voucher points to its redemption',
    broken: sql`select v.id from vouchers v left join redemptions r on r.id = v.redemption_id
      where (v.state = 'redeemed' and (r.id is null or v.redeemed_at is null))
        or (v.redemption_id is not null and (r.id is null or r.voucher_id <> v.id))`,
  },
  {
    sentence: 'what is used up is not open',
    broken: sql`select id from vouchers where balance_minor is null and state <> 'redeemed'
      and ((use_limit is null and active_uses > 0) or (use_limit > 0 and active_uses >= use_limit))`,
  },
  {
    sentence: 'a held voucher has its hold, and no other has one',
    broken: sql`select v.id from vouchers v left join holds h on h.voucher_id = v.id and h.state = 'live'
      where (v.state = 'held' and h.id is null) or (v.state <> 'held' and h.id is not null)
        or (h.id is not null and (v.hold_id is null or h.id <> v.hold_id))`,
  },
  {
    sentence: 'a voucher that is over keeps no money',
    broken: sql`select id from vouchers where (state in ('revoked', 'expired') and reserved_minor > 0)
      or (state = 'revoked' and revoked_at is null)`,
  },
]

const reports: Omit<Law, 'book'>[] = [
  {
    sentence: 'tallies count the facts',
    broken: sql`select c.id from campaigns c
      left join ${sums(
        sql`sum(issued) as issued, sum(redeemed) as redeemed, sum(reversed) as reversed, sum(revoked) as revoked,
          sum(discount_minor) as minor`,
        sql`tallies`,
      )} t on t.campaign_id = c.id
      left join ${sums(
        sql`count(*) as issued, count(case when state = 'revoked' then 1 end) as revoked`,
        sql`vouchers`,
      )} v on v.campaign_id = c.id
      left join ${sums(
        sql`count(*) as redeemed, count(reversed_at) as reversed, sum(discount_minor - reversed_minor) as minor`,
        sql`redemptions`,
      )} r on r.campaign_id = c.id
      where coalesce(t.issued, 0) <> coalesce(v.issued, 0) or coalesce(t.revoked, 0) <> coalesce(v.revoked, 0)
        or coalesce(t.redeemed, 0) <> coalesce(r.redeemed, 0) or coalesce(t.reversed, 0) <> coalesce(r.reversed, 0)
        or coalesce(t.minor, 0) <> coalesce(r.minor, 0)`,
  },
]

const delivery: Omit<Law, 'book'>[] = [
  {
    sentence: 'no message was marked for sending after its voucher was revoked',
    broken: sql`select o.id from outbox o join vouchers v on v.id = o.voucher_id where o.sending_at > v.revoked_at`,
  },
  {
    sentence: 'no message was marked for sending after what it needs had been withdrawn',
    broken: sql`select o.id from outbox o join consent_events e on e.customer_id = o.customer_id and e.purpose = o.purpose
        and e.channel = o.channel and e.category like 'contact.%' and e.decision = 'withdraw'
      where o.sending_at > e.at and not exists (select 1 from consent_events g where g.customer_id = e.customer_id
        and g.purpose = e.purpose and g.channel = e.channel and g.category = e.category and g.decision = 'grant'
        and g.at > e.at and g.at <= o.sending_at)`,
  },
]

const consent: Omit<Law, 'book'>[] = [
  {
    sentence: 'a cell is what its last event made of it',
    broken: sql`select c.customer_id as id from consent_cells c left join consent_events e on e.id = c.event_id
      where e.id is null or e.state_after <> c.state`,
  },
]

const of = (book: Book, laws: Omit<Law, 'book'>[]): Law[] => laws.map((law) => ({ book, ...law }))

export const laws: readonly Law[] = [
  ...of('budget', budget),
  ...of('vouchers', vouchers),
  ...of('redemptions', redemptions),
  ...of('reports', reports),
  ...of('consent', consent),
  ...of('delivery', delivery),
]

export interface Broken {
  count: number
  /** The first of them. */
  subjects: string[]
}

export async function brokenBy(q: Queries, { broken }: Law, most: number): Promise<Broken> {
  const [counted] = await q.rows<{ count: number }>(sql`select count(*) as count from (${broken}) w`)
  const count = Number(counted?.count ?? 0)
  if (count === 0) return { count, subjects: [] }
  const rows = await q.rows<{ id: string }>(sql`${broken} limit ${most}`)
  return { count, subjects: rows.map(({ id }) => id) }
}
