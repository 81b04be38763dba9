// The cells made anew from the events are the cells, by a checksum over all of them; `node scripts/rebuild-consents.ts --people 100000` shows it for a crowd.
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { forEachHouse } from '#core/test-house.ts'
import { DAY_MS } from '#shared/time.ts'
import { expireConsents } from './expire.ts'
import { checksumCells, rebuildAllCells } from './rebuild.ts'
import { cellsFor, decideFor, makePerson, makePurpose, putNoticeInForce } from './test-consents.ts'

forEachHouse('the projection of consent', (open) => {
  test('rebuilt from the events has the same checksum, and a changed cell shows', async () => {
    const house = await open()
    const cells = cellsFor('offers', 'email', ['birthdate', 'name'])
    await makePurpose(house, 'offers')
    const version = await putNoticeInForce(house, cells)
    for (let i = 0; i < 12; i++) {
      const id = await makePerson(
        house,
        `p${i}`,
        { email: `p${i}@x.example` },
        { version, cells: cells.slice(0, 1 + (i % 3)) },
      )
      if (i % 3 === 0) await decideFor(house, id, version, cells, 'withdraw')
      if (i % 4 === 0) await decideFor(house, id, version, cells, 'grant', { verified: false })
    }
    house.advance(DAY_MS)
    await expireConsents(house)
    const before = await checksumCells(house.store.read)
    expect(before.cells).toBeGreaterThan(20)
    expect(before.masks).toBeGreaterThan(5)
    expect(await rebuildAllCells(house.store)).toBe(12)
    expect(await checksumCells(house.store.read)).toEqual(before)
    await house.store.write((tx) =>
      tx.rows(sql`update consent_cells set state = 'granted' where state = 'withdrawn' returning customer_id`),
    )
    expect((await checksumCells(house.store.read)).sha256).not.toBe(before.sha256)
    await rebuildAllCells(house.store)
    expect(await checksumCells(house.store.read)).toEqual(before)
    await house.store.write((tx) =>
      tx.rows(sql`update consent_masks set mask = 0 where mask < 1073741824 returning way`),
    )
    expect((await checksumCells(house.store.read)).sha256).not.toBe(before.sha256)
    await rebuildAllCells(house.store)
    expect(await checksumCells(house.store.read)).toEqual(before)
  })
})
