import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { journalMatches } from '#budget/audit.ts'
import { budgetFigures } from '#budget/figures.ts'
import { lockBudgets } from '#budget/lock.ts'
import { moveBudgets } from '#budget/move.ts'
import { pauseCampaign } from '#campaigns/pause.ts'
import { agreeing, launched, openShop, PURPOSE, type Terms } from '#campaigns/test-campaign.ts'
import { putProduct } from '#catalog/put.ts'
import { cellsFor, decideFor } from '#consent/test-consents.ts'
import { newId } from '#core/ids.ts'
import { Refusal } from '#core/refusal.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { reportEvents } from '#occasions/report.ts'
import { nobodySettles } from '#occasions/test-scene.ts'
import { DAY_MS, HOUR_MS } from '#shared/time.ts'
import { lockByIds, markHeld, printOfCode, saveClaims } from './claim.ts'
import { checkHolds, foldCode } from './code.ts'
import { expireVouchers, nextVoucherExpiry } from './expire.ts'
import { insertHold } from './hold.ts'
import type { QueuedVoucher } from './issue.ts'
import { issueOne } from './issue-one.ts'
import { erasePersonalData, exportPersonalData } from './personal-data.ts'
import { revokeOne, revokeVouchers } from './revoke.ts'
import { holdMoves } from './set-aside.ts'
import { listVouchers, showVoucher } from './show.ts'

const guaranteed = (limitMinor = 1_000_000): Terms => ({
  budget: { limitMinor, currency: 'EUR', mode: 'guaranteed', whenShort: 'refuse' },
})
const issue = (house: TestHouse, id: string, customerId: string, occasion = 'once', queued: QueuedVoucher[] = []) =>
  house.store.write((tx) =>
    issueOne(house, tx, id, { customerId, occasion }, async (_, rows) => void queued.push(...rows)),
  )
const voucherOf = async (house: TestHouse, id: string, customerId: string, occasion = 'once') =>
  String((await issue(house, id, customerId, occasion)).voucherId)
const codeIn = async (asked: Promise<unknown>): Promise<string> => {
  try {
    await asked
    return 'ok'
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

/** Sets a hold as a checkout would: half of what is set aside. */
async function hold(house: TestHouse, voucherId: string, discountMinor: number, expiresAt: number): Promise<void> {
  await house.store.write(async (tx) => {
    const [was] = await lockByIds(tx, [voucherId])
    if (was === undefined) throw new Error('no voucher')
    const budget = (await lockBudgets(tx, [was.campaignId])).get(was.campaignId)
    if (budget === undefined) throw new Error('no budget')
    const { moves, fromReservedMinor } = holdMoves(budget.mode, was, null, discountMinor)
    const id = newId('hold', tx.now)
    await moveBudgets(tx, [{ budget, delta: { kind: 'hold', cause: id, ...moves } }])
    const { campaignId } = was
    const currency = budget.currency
    const made = { id, voucherId, campaignId, currency, discountMinor, fromReservedMinor, madeAt: tx.now, expiresAt }
    await insertHold(tx, { ...made, orderReference: 'order', state: 'live' })
    await saveClaims(tx, [{ was, now: markHeld(was, { id, expiresAt }) }])
  })
}

forEachHouse('a voucher', (open) => {
  test('is issued now, once per occasion, with a code that its fingerprint finds', async () => {
    const house = await open()
    const customerId = await agreeing(house, await openShop(house), 'anna')
    const id = await launched(house, { ...guaranteed(), codePrefix: 'HELLO' })
    const queued: QueuedVoucher[] = []
    const first = await issue(house, id, customerId, 'once', queued)
    expect(first).toMatchObject({ outcome: 'issued', variantKey: 'offer' })
    const { voucherId } = first
    expect(queued).toEqual([
      { voucherId, campaignId: id, customerId, purpose: PURPOSE, channel: 'onsite', dueAt: house.clock.now() },
    ])
    expect(await issue(house, id, customerId)).toEqual({ ...first, outcome: 'already_had' })
    expect((await issue(house, id, customerId, 'again')).outcome).toBe('issued')
    const shown = await showVoucher(house, String(voucherId), { withCode: true })
    expect(shown).toMatchObject({
      campaignId: id,
      customerReference: 'anna',
      channel: 'onsite',
      state: 'issued',
      currency: 'EUR',
      expiresAt: '2026-07-15T21:59:59.999Z',
      balanceMinor: null,
    })
    expect(shown.code).toMatch(/^HELLO-/)
    expect(checkHolds(foldCode(String(shown.code)))).toBe(true)
    const [row] = await house.store.read.rows<{ code_print: string }>(
      sql`select code_print from vouchers where id = ${voucherId}`,
    )
    expect(row?.code_print).toBe(printOfCode(house.secrets, String(shown.code).toLowerCase().replaceAll('-', ' ')))
    expect(await showVoucher(house, String(voucherId), { withCode: false })).not.toHaveProperty('code')
    expect(await budgetFigures(house.store.read, id)).toMatchObject({ reservedMinor: 1000, countUsed: 2 })
  })

  test('one occasion fifty times at once is one voucher', async () => {
    const house = await open()
    const customerId = await agreeing(house, await openShop(house), 'anna')
    const id = await launched(house, guaranteed())
    const all = await Promise.all(Array.from({ length: 50 }, () => issue(house, id, customerId)))
    expect(all.filter(({ outcome }) => outcome === 'issued').length).toBe(1)
    expect(new Set(all.map(({ voucherId }) => voucherId)).size).toBe(1)
    expect((await budgetFigures(house.store.read, id))?.reservedMinor).toBe(500)
  })

  test('is refused without consent, beyond the budget, out of stock, and outside of the campaign', async () => {
    const house = await open()
    const version = await openShop(house)
    const anna = await agreeing(house, version, 'anna')
    const ben = await agreeing(house, version, 'ben')
    const mute = await agreeing(house, version, 'mute', { on: 'email', fields: { email: 'mute@shop.example' } })
    const id = await launched(house, guaranteed(999))
    expect(await codeIn(issue(house, id, mute))).toBe('voucher.no_consent')
    expect(await codeIn(issue(house, id, 'cus_nobody'))).toBe('voucher.no_consent')
    expect(await codeIn(issue(house, id, anna))).toBe('ok')
    expect(await codeIn(issue(house, id, ben))).toBe('budget.exhausted')
    expect((await issue(house, id, anna)).outcome).toBe('already_had')

    const product = { name: 'Tea', category: 'tea', priceMinor: 500, currency: 'EUR', stock: 1 }
    await house.store.write((tx) => putProduct(tx, 'tea', product))
    const tea = [
      { key: 'money', shareBps: 5000, offer: { kind: 'amount_off' as const, amountMinor: 1 } },
      { key: 'tea', shareBps: 5000, offer: { kind: 'unit_off' as const, sku: 'tea', quantity: 1 } },
    ]
    const stocked = await launched(house, { variants: tea })
    expect(await codeIn(issue(house, stocked, anna))).toBe('ok')
    await house.store.write((tx) => putProduct(tx, 'tea', { ...product, stock: 0 }))
    // For both arms: one that got what the other cannot would be another arm.
    expect(await codeIn(issue(house, stocked, anna, 'second'))).toBe('voucher.out_of_stock')
    expect(await codeIn(issue(house, stocked, ben))).toBe('voucher.out_of_stock')

    await house.store.write((tx) => pauseCampaign(tx, stocked))
    expect(await codeIn(issue(house, stocked, ben))).toBe('campaign.run_unavailable')
    expect(await codeIn(issue(house, 'cmp_none', ben))).toBe('campaign.not_found')
    const short = await launched(house, { validity: { until: '2026-06-15' } })
    expect(await codeIn(issue(house, short, anna))).toBe('ok')
    house.advance(DAY_MS)
    expect(await codeIn(issue(house, short, ben))).toBe('campaign.run_unavailable')
  })

  test('consent is asked at the moment of issue', async () => {
    const house = await open()
    const version = await openShop(house)
    const anna = await agreeing(house, version, 'anna', { to: ['name'] })
    const id = await launched(house, { message: { en: { text: 'Dear {{customer.givenName}}' } } })
    expect(await codeIn(issue(house, id, anna))).toBe('ok')
    const name = cellsFor(PURPOSE, 'onsite', ['name']).filter(({ category }) => category === 'name')
    await decideFor(house, anna, version, name, 'withdraw')
    expect(await codeIn(issue(house, id, anna, 'second'))).toBe('voucher.no_consent')
  })

  test('a cap counts vouchers and holdouts of all campaigns, and of all who share the address', async () => {
    const house = await open()
    const version = await openShop(house)
    const family = { on: 'email' as const, fields: { email: 'family@shop.example' } }
    const anna = await agreeing(house, version, 'anna', family)
    const ben = await agreeing(house, version, 'ben', family)
    const cleo = await agreeing(house, version, 'cleo', { on: 'email', fields: { email: 'cleo@shop.example' } })
    const message = { en: { subject: 's', text: 't' } }
    const frequency = { max: 2, withinDays: 7 }
    const capped = await launched(house, { channels: ['email'], message, frequency })
    const heldBack = await launched(house, { channels: ['email'], message, holdoutBps: 10_000 })
    expect((await issue(house, heldBack, anna)).outcome).toBe('holdout')
    expect((await issue(house, heldBack, anna)).outcome).toBe('already_had')
    expect(await codeIn(issue(house, capped, ben))).toBe('ok')
    expect(await codeIn(issue(house, capped, ben, 'second'))).toBe('voucher.capped')
    expect(await codeIn(issue(house, capped, anna))).toBe('voucher.capped')
    expect(await codeIn(issue(house, capped, cleo))).toBe('ok')
    house.advance(7 * DAY_MS)
    expect(await codeIn(issue(house, capped, anna))).toBe('ok')
  })

  test('freezes the favourite category, and a gift card has its balance', async () => {
    const house = await open()
    const version = await openShop(house)
    const anna = await agreeing(house, version, 'anna', { to: ['purchase_history'] })
    const items = [
      { sku: 't1', category: 'tea', quantity: 1, unitPriceMinor: 700 },
      { sku: 'c1', category: 'coffee', quantity: 1, unitPriceMinor: 300 },
    ]
    const order = {
      type: 'order.placed',
      orderReference: 'o1',
      customerReference: 'anna',
      totalMinor: 1000,
      currency: 'EUR',
    }
    await reportEvents(house, [{ ...order, id: 'e1', at: '2026-06-15T11:00:00Z', items }], nobodySettles)
    const scope = { favouriteCategory: true as const }
    const offer = { kind: 'percent_off' as const, bps: 2500, maxMinor: 1000, scope }
    const id = await launched(house, { variants: [{ key: 'fav', shareBps: 10_000, offer }] })
    const card = { kind: 'gift_card' as const, amountMinor: 2500 }
    const cards = await launched(house, { variants: [{ key: 'card', shareBps: 10_000, offer: card }], ...guaranteed() })
    const voucherId = await voucherOf(house, id, anna)
    const [row] = await house.store.read.rows(
      sql`select favourite_category, reserved_minor from vouchers where id = ${voucherId}`,
    )
    expect(row).toEqual({ favourite_category: 'tea', reserved_minor: 0 })
    const cardId = await voucherOf(house, cards, anna)
    expect((await showVoucher(house, cardId, { withCode: false })).balanceMinor).toBe(2500)
    expect((await budgetFigures(house.store.read, cards))?.reservedMinor).toBe(2500)
  })

  test('revoked it gives its reserve back, and a hold on it too', async () => {
    const house = await open()
    const version = await openShop(house)
    const people = await Promise.all(['a', 'b', 'c'].map((name) => agreeing(house, version, name)))
    const id = await launched(house, guaranteed())
    const ids: string[] = []
    for (const person of people) ids.push(await voucherOf(house, id, person))
    await hold(house, ids[1] ?? '', 300, house.clock.now() + HOUR_MS)
    expect(await budgetFigures(house.store.read, id)).toMatchObject({ reservedMinor: 1200, heldMinor: 300 })
    expect(await house.store.write((tx) => revokeVouchers(tx, ids.slice(0, 2), 'withdrawn'))).toBe(2)
    expect(await house.store.write((tx) => revokeVouchers(tx, ids.slice(0, 2), 'withdrawn'))).toBe(0)
    expect(await budgetFigures(house.store.read, id)).toMatchObject({ reservedMinor: 500, heldMinor: 0, countUsed: 3 })
    expect(await journalMatches(house.store.read, id)).toBe(true)
    const shown = await showVoucher(house, ids[1] ?? '', { withCode: false })
    expect(shown).toMatchObject({ state: 'revoked', revokedAt: '2026-06-15T12:00:00.000Z' })
    const revoke = (voucherId: string) => house.store.write((tx) => revokeOne(tx, voucherId, 'mistake'))
    expect(await codeIn(revoke(ids[1] ?? ''))).toBe('voucher.wrong_state')
    expect(await codeIn(revoke('vch_none'))).toBe('voucher.not_found')
    await revoke(ids[2] ?? '')
    expect((await budgetFigures(house.store.read, id))?.reservedMinor).toBe(0)
    const [counted] = await house.store.read.rows<Record<string, unknown>>(
      sql`select issued, revoked from tallies where campaign_id = ${id}`,
    )
    expect([Number(counted?.issued), Number(counted?.revoked)]).toEqual([3, 3])
  })

  test('expires after its last millisecond, not before; a live hold carries it on', async () => {
    const house = await open()
    const version = await openShop(house)
    const people = await Promise.all(['a', 'b', 'c'].map((name) => agreeing(house, version, name)))
    const id = await launched(house, { ...guaranteed(), validity: { days: 0 }, timeZone: 'UTC' })
    const ids: string[] = []
    for (const person of people) ids.push(await voucherOf(house, id, person))
    const close = Date.parse('2026-06-15T23:59:59.999Z')
    expect(await nextVoucherExpiry(house.store.read, house.clock.now())).toBe(close + 1)
    house.clock.set(close)
    await hold(house, ids[0] ?? '', 300, close + HOUR_MS)
    expect(await expireVouchers(house)).toBe(0)
    house.advance(1)
    expect((await showVoucher(house, ids[1] ?? '', { withCode: true })).state).toBe('expired')
    expect(await expireVouchers(house)).toBe(2)
    expect(await expireVouchers(house)).toBe(0)
    expect(await budgetFigures(house.store.read, id)).toMatchObject({ reservedMinor: 200, heldMinor: 300 })
    expect((await showVoucher(house, ids[0] ?? '', { withCode: true })).state).toBe('held')
    expect(await showVoucher(house, ids[1] ?? '', { withCode: true })).not.toHaveProperty('code')
    house.advance(HOUR_MS)
    expect(await expireVouchers(house)).toBe(1)
    expect(await budgetFigures(house.store.read, id)).toMatchObject({ reservedMinor: 0, heldMinor: 0, countUsed: 3 })
    expect(await journalMatches(house.store.read, id)).toBe(true)
    expect(await nextVoucherExpiry(house.store.read, house.clock.now())).toBeNull()
  })

  test('is listed by customer and campaign, the newest first', async () => {
    const house = await open()
    const version = await openShop(house)
    const anna = await agreeing(house, version, 'anna')
    const ben = await agreeing(house, version, 'ben')
    const id = await launched(house)
    const other = await launched(house)
    const ids: string[] = []
    for (const occasion of ['1', '2', '3']) ids.unshift(await voucherOf(house, id, anna, occasion))
    const bens = await voucherOf(house, id, ben)
    const elsewhere = await voucherOf(house, other, anna)
    const list = async (asked: Parameters<typeof listVouchers>[1]) =>
      (await listVouchers(house, asked, { withCode: false })).data.map((voucher) => voucher.id)
    expect(await list({ limit: 10, customerReference: 'anna' })).toEqual([elsewhere, ...ids])
    expect(await list({ limit: 10, campaignId: id })).toEqual([bens, ...ids])
    expect(await list({ limit: 10, campaignId: id, customerReference: 'ben' })).toEqual([bens])
    expect(await list({ limit: 10, customerReference: 'nobody' })).toEqual([])
    const first = await listVouchers(house, { limit: 2 }, { withCode: false })
    expect(await list({ limit: 10, cursor: first.nextCursor ?? '' })).toEqual(ids.slice(0, 3))
  })

  test('is exported with its person, and forgets her: a code in hand stays good', async () => {
    const house = await open()
    const version = await openShop(house)
    const anna = await agreeing(house, version, 'anna')
    const id = await launched(house, guaranteed())
    const voucherId = await voucherOf(house, id, anna, 'order 4711')
    const known = await house.store.write((tx) => exportPersonalData(tx, anna))
    expect(known.vouchers).toMatchObject([{ id: voucherId, occasion: 'order 4711', state: 'issued' }])
    expect(await house.store.write((tx) => erasePersonalData(tx, anna))).toBe(1)
    const shown = await showVoucher(house, voucherId, { withCode: true })
    expect(shown).toMatchObject({ state: 'issued', customerReference: null })
    expect(shown).not.toHaveProperty('code')
    const [row] = await house.store.read.rows<Record<string, unknown>>(
      sql`select * from vouchers where id = ${voucherId}`,
    )
    expect(JSON.stringify(row)).not.toMatch(new RegExp(`${anna}|4711`))
    expect((await budgetFigures(house.store.read, id))?.reservedMinor).toBe(500)
  })
})
