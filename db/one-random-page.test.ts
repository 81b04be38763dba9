/** Migration 0002 rebuilds the tables of redemption under their rows: what was redeemed, reversed and booked is all there. */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { HOUSE_MIGRATIONS, migrate, readSteps } from './migrate.ts'
import { openPostgres } from './postgres.ts'
import type { Connection } from './session.ts'
import { openSqlite } from './sqlite.ts'
import { testPostgresUrl } from './test-store.ts'

const filled = `
  insert into purposes (key, legal_basis, title, created_at) values ('offers', 'consent', 'Offers', 1);
  insert into campaigns (id, name, state, revision, purpose, legal_basis, terms, salt, time_zone, created_at)
    values ('cmp_1', 'One', 'live', 1, 'offers', 'consent', '{}', '', 'UTC', 1);
  insert into vouchers (id, campaign_id, customer_id, occasion, variant_key, code_print, state, issued_at, issued_day,
      expires_at, uses, active_uses, redemption_id)
    values ('vch_1', 'cmp_1', 'cus_1', 'o', 'a', 'p1', 'redeemed', 1, '2026-01-01', 9, 2, 1, 'red_2'),
      ('vch_2', 'cmp_1', 'cus_2', 'o', 'a', 'p2', 'redeemed', 1, '2026-01-01', 9, 1, 1, 'red_3');
  insert into redemptions (id, voucher_id, campaign_id, variant_key, use_number, order_reference, order_amount_minor,
      discount_minor, currency, key_scope, request_key, request_hash, reversed_minor, reversed_at, redeemed_at, day)
    values ('red_1', 'vch_1', 'cmp_1', 'a', 1, 'order-z', 900, 500, 'EUR', 's', 'k1', 'h', 500, 3, 2, '2026-01-01'),
      ('red_2', 'vch_1', 'cmp_1', 'a', 2, 'order-a', 900, 500, 'EUR', 's', 'k2', 'h', 0, null, 4, '2026-01-01'),
      ('red_3', 'vch_2', 'cmp_1', 'a', 1, 'order-a', 900, 500, 'EUR', 's', 'k3', 'h', 0, null, 5, '2026-01-01');
  insert into reversals (id, redemption_id, amount_minor, reason, cause, remaining_minor, voucher_restored, reversed_at)
    values ('rev_1', 'red_1', 500, 'r', 'c', 0, 1, 3);
  insert into budgets (id, campaign_id, currency, mode, when_short, spent_minor)
    values ('bud_1', 'cmp_1', 'EUR', 'at_redemption', 'refuse', 1000);
  insert into budget_entries (id, budget_id, kind, cause, reserved_delta, held_delta, spent_delta, count_delta, at)
    values ('ent_1', 'bud_1', 'redeem', 'red_1', 0, 0, 500, 1, 2), ('ent_2', 'bud_1', 'reverse', 'rev_1', 0, 0, -500, 0, 3)`

function openFile(): Connection {
  const folder = mkdtempSync(join(inject('scratch'), 'page-'))
  const file = openSqlite(join(folder, 'x.db'))
  onTestFinished(async () => {
    await file.close()
    rmSync(folder, { recursive: true })
  })
  return file.writer
}

async function openServer(): Promise<Connection> {
  const server = openPostgres(await testPostgresUrl(), 1, 1)
  onTestFinished(() => server.close())
  return server.writers[0] as Connection
}

describe.each([
  ['sqlite', openFile],
  ['postgres', openServer],
] as const)('the migration to one random page (%s)', (engine, open) => {
  it('keeps every row, every order and every guard', async () => {
    const writer = await open()
    const steps = readSteps(HOUSE_MIGRATIONS, engine)
    await migrate(writer, steps.slice(0, 1), Date.now)
    await writer.begin()
    await writer.control(filled)
    await writer.commit()
    await migrate(writer, steps.slice(0, 2), Date.now)
    await writer.begin()
    const ask = (text: string) => writer.run(text, [], 'arrays')
    expect(await ask('select id, use_number from redemptions order by id')).toEqual([
      ['red_1', 1],
      ['red_2', 2],
      ['red_3', 1],
    ])
    expect(await ask('select order_reference, redemption_id from redemption_orders order by 1, 2')).toEqual([
      ['order-a', 'red_2'],
      ['order-a', 'red_3'],
      ['order-z', 'red_1'],
    ])
    expect(await ask('select v.id, r.id from reversals v join redemptions r on r.id = v.redemption_id')).toEqual([
      ['rev_1', 'red_1'],
    ])
    expect(await ask('select id, spent_delta from budget_entries order by id')).toEqual([
      ['ent_1', 500],
      ['ent_2', -500],
    ])
    await writer.rollback()
    const again = `insert into redemptions (id, voucher_id, campaign_id, variant_key, use_number, order_reference,
      order_amount_minor, discount_minor, currency, key_scope, request_key, request_hash, redeemed_at, day)
      values ('red_9', 'vch_1', 'cmp_1', 'a', 2, 'order-b', 1, 1, 'EUR', 's', 'k', 'h', 1, 'd')`
    const orphan = `insert into reversals (id, redemption_id, amount_minor, reason, cause, remaining_minor,
      voucher_restored, reversed_at) values ('rev_9', 'red_none', 1, 'r', 'c', 0, 0, 1)`
    for (const text of [again, orphan]) {
      await writer.begin()
      await expect(ask(text)).rejects.toThrow()
      await writer.rollback()
    }
  })
})
