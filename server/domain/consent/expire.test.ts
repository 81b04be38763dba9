import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { forEachHouse } from '#core/test-house.ts'
import { DAY_MS } from '#shared/time.ts'
import { expireConsents } from './expire.ts'
import { project } from './projection.ts'
import { cellRowsOf, eventsOf } from './queries.ts'
import { cellsFor, decideFor, makePerson, makePurpose, putNoticeInForce } from './test-consents.ts'

const GRANTED_DAYS = 24 * 31

forEachHouse('what runs out', (open) => {
  test('is noted for a page of people at once, cell by cell, and each history tells the same', async () => {
    const house = await open()
    await makePurpose(house, 'offers')
    const cells = cellsFor('offers', 'onsite', ['birthdate', 'name'])
    const version = await putNoticeInForce(house, cells)
    const ids: string[] = []
    for (let i = 0; i < 12; i += 1) ids.push(await makePerson(house, `person-${i}`, {}, { version, cells }))
    house.advance(10 * DAY_MS)
    await decideFor(house, String(ids[3]), version, cells.slice(0, 1), 'withdraw')
    house.advance((GRANTED_DAYS - 20) * DAY_MS)
    const late = await makePerson(house, 'late', {}, { version, cells })
    house.advance(15 * DAY_MS)
    expect(await expireConsents(house)).toBe(12 * 3 - 1)
    expect(await expireConsents(house)).toBe(0)
    for (const id of [...ids, late]) {
      const rows = await cellRowsOf(house.store.read, id)
      const events = await eventsOf(house.store.read, id)
      const inOrder = project(events).sort((a, b) => (a.category < b.category ? -1 : 1))
      expect(rows).toEqual(inOrder)
      const states = new Set(rows.map(({ state }) => state))
      if (id === late) expect(states).toEqual(new Set(['granted']))
      else expect(states).toEqual(new Set(id === ids[3] ? ['withdrawn', 'expired'] : ['expired']))
      const acts = new Set(events.filter(({ decision }) => decision === 'expire').map(({ actId }) => actId))
      expect(acts.size).toBe(id === late ? 0 : 1)
    }
  })

  test('goes page by page, and stops behind one when it is asked to', async () => {
    const house = await open()
    await makePurpose(house, 'offers')
    const cells = cellsFor('offers', 'onsite')
    const version = await putNoticeInForce(house, cells)
    await makePerson(house, 'first', {}, { version, cells })
    await house.store.write(async (tx) => {
      const digits = sql`(select 0 as d union all select 1 union all select 2 union all select 3 union all select 4)`
      await tx.rows(sql`insert into customers (id, reference_print, reference_sealed, created_at, updated_at)
        select 'cus_clone_' || cast(a.d + 5 * b.d + 25 * c.d + 125 * e.d as text),
          'print-' || cast(a.d + 5 * b.d + 25 * c.d + 125 * e.d as text), '', 0, 0
        from ${digits} a, ${digits} b, ${digits} c, ${digits} e returning id`)
      await tx.rows(sql`insert into consent_cells
        (customer_id, purpose, channel, category, state, valid_to, notice_version, decided_at, event_id)
        select k.id, g.purpose, g.channel, g.category, g.state, g.valid_to, g.notice_version, g.decided_at, g.event_id
        from customers k, consent_cells g where k.id like 'cus_clone_%' returning customer_id`)
    })
    house.advance((GRANTED_DAYS + 1) * DAY_MS)
    const once = await expireConsents(house, () => true)
    expect(once).toBeLessThan(626)
    expect(once + (await expireConsents(house))).toBe(626)
  })
})
