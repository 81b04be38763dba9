// The floor of keeping on PostgreSQL: all that waits in one prepared statement of the bare driver, two under way.
import pg from 'pg'
import { type Keeper, nextId, type Wish } from './keep.ts'

const TEXT = `
  with asked as (
    select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::text[], $8::text[])
      as a(print, redemption, reference, amount, discount, key, hash, entry)
  ), used as (
    update vouchers v set state = 'redeemed', uses = 1, active_uses = 1, redemption_id = a.redemption, redeemed_at = $9
    from asked a where v.code_print = a.print and v.state = 'issued' and v.expires_at > $9
    returning v.id, v.campaign_id, a.*
  ), kept as (
    insert into redemptions (id, voucher_id, campaign_id, variant_key, use_number, order_reference, order_amount_minor,
      discount_minor, currency, key_scope, request_key, request_hash, redeemed_at, day)
    select redemption, id, campaign_id, 'ten_percent', 1, reference, amount, discount, 'EUR', 'floor', key, hash, $9, '2026-03-10'
    from used
  ), booked as (
    insert into budget_entries (id, budget_id, kind, cause, reserved_delta, held_delta, spent_delta, count_delta, at)
    select entry, $10, 'redeem', redemption, 0, 0, discount, 1, $9 from used
  ), paid as (
    update budgets set spent_minor = spent_minor + s.minor, count_used = count_used + s.number
    from (select sum(discount) as minor, count(*) as number from used) s where budgets.id = $10
  )
  select count(*) as number from used`

export async function openServer(databaseUrl: string): Promise<Keeper> {
  const clients = await Promise.all([connect(databaseUrl), connect(databaseUrl)])
  const [first] = clients
  const { rows } = (await first?.query<{ id: string }>('select id from budgets')) ?? { rows: [] }
  const budget = rows[0]?.id
  const idle = [...clients]
  return {
    atOnce: clients.length,
    async keep(wishes) {
      const client = idle.pop()
      if (client === undefined) throw new Error('more batches than connections')
      const ids = wishes.map(() => nextId('red'))
      const list = <T>(of: (wish: Wish) => T) => wishes.map(of)
      const values = [
        list(({ print }) => print),
        ids,
        list(({ reference }) => reference),
        list(({ amountMinor }) => amountMinor),
        list(({ discountMinor }) => discountMinor),
        list(({ key }) => key),
        list(({ hash }) => hash),
        list(() => nextId('ent')),
        Date.now(),
        budget,
      ]
      const answer = await client.query<{ number: string }>({ name: 'keep', text: TEXT, values })
      if (Number(answer.rows[0]?.number) !== wishes.length) throw new Error('one cannot be redeemed')
      idle.push(client)
      return ids
    },
  }
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  return client
}
