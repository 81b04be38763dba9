// Claiming vouchers: found by what people type, locked in the order of ids, saved only as they were known.
import { expect, test } from 'vitest'
import { forEachHouse } from '#core/test-house.ts'
import { openShop, voucherRow } from '../redemption/test-shop.ts'
import { findByPrints, lockByIds, lockByPrints, markHeld, printOfCode, saveClaims } from './claim.ts'
import { drawCode, foldCode } from './code.ts'
import { closeHolds, findHolds, freeVouchers, type HoldRow, insertHold, isLive, refreshHold } from './hold.ts'

forEachHouse('claim', (open) => {
  test('a print is found for codes as people type them, and for foreign ones as they are written', async () => {
    const { secrets } = await open()
    const code = drawCode('SUMMER')
    expect(printOfCode(secrets, ` ${code.toLowerCase()} `)).toBe(secrets.fingerprint(foldCode(code)))
    expect(printOfCode(secrets, `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`)).toBeNull()
    expect(printOfCode(secrets, 'Sommer ’26')).toBe(secrets.fingerprint('Sommer ’26'))
    expect(printOfCode(secrets, 'sommer ’26')).not.toBe(secrets.fingerprint('Sommer ’26'))
    expect(printOfCode(secrets, 'Cafe\u0301')).toBe(secrets.fingerprint('Caf\u00e9'))
  })

  test('vouchers come in the order of ids, unknown prints and ids are absent', async () => {
    const house = await open()
    const { tickets } = await openShop(house, 5)
    const ids = tickets.map((ticket) => ticket.id)
    const prints = tickets.map((ticket) => printOfCode(house.secrets, ticket.code) ?? '')
    const asked = [...prints].reverse().concat('unknown')
    expect((await findByPrints(house.store.read, asked)).map((claim) => claim.id)).toEqual(ids)
    await house.store.write(async (tx) => {
      expect((await lockByPrints(tx, asked)).map((claim) => claim.id)).toEqual(ids)
      expect((await lockByIds(tx, [...ids].reverse())).map((claim) => claim.id)).toEqual(ids)
      expect(await lockByPrints(tx, [])).toEqual([])
    })
  })

  test('nothing is saved over what somebody else has changed', async () => {
    const house = await open()
    const { tickets } = await openShop(house, 2)
    const ids = tickets.map((ticket) => ticket.id)
    const known = await house.store.write((tx) => lockByIds(tx, ids))
    const hold = { id: 'hld_1', expiresAt: house.clock.now() + 1 }
    const claims = known.map((was) => ({ was, now: markHeld(was, hold) }))
    await house.store.write((tx) => saveClaims(tx, claims.slice(0, 1)))
    await expect(house.store.write((tx) => saveClaims(tx, claims))).rejects.toThrow('changed under their lock')
    expect(await voucherRow(house, String(ids[0]))).toMatchObject({ state: 'held', holdId: 'hld_1' })
    expect(await voucherRow(house, String(ids[1]))).toMatchObject({ state: 'issued', holdId: null })
    await house.store.write((tx) =>
      saveClaims(
        tx,
        known.map((was) => ({ was, now: was })),
      ),
    )
  })

  test('a hold is closed once, refreshed only while it is live, and its voucher freed of it alone', async () => {
    const house = await open()
    const { campaignId, tickets } = await openShop(house, 1)
    const id = String(tickets[0]?.id)
    const now = house.clock.now()
    const row: HoldRow = {
      id: 'hld_1',
      voucherId: id,
      campaignId,
      orderReference: 'o1',
      discountMinor: 5,
      currency: 'EUR',
      fromReservedMinor: 0,
      state: 'live',
      madeAt: now,
      expiresAt: now + 10,
    }
    await house.store.write(async (tx) => {
      const [was] = await lockByIds(tx, [id])
      if (was === undefined) throw new Error('no voucher')
      await insertHold(tx, row)
      await saveClaims(tx, [{ was, now: markHeld(was, row) }])
      await refreshHold(tx, { ...row, discountMinor: 7 })
    })
    expect((await findHolds(house.store.read, ['hld_1', 'hld_2'])).map((hold) => hold.discountMinor)).toEqual([7])
    expect([isLive(row, now + 9), isLive(row, now + 10)]).toEqual([true, false])
    await house.store.write((tx) => freeVouchers(tx, [{ ...row, id: 'hld_other' }]))
    expect((await voucherRow(house, id)).state).toBe('held')
    await house.store.write(async (tx) => {
      expect((await closeHolds(tx, ['hld_1'], 'expired')).map((hold) => hold.state)).toEqual(['expired'])
      expect(await closeHolds(tx, ['hld_1'], 'released')).toEqual([])
      await freeVouchers(tx, [row])
    })
    expect(await voucherRow(house, id)).toMatchObject({ state: 'issued', holdId: null, heldUntil: null })
    await expect(house.store.write((tx) => refreshHold(tx, row))).rejects.toThrow('ended under its lock')
  })
})
