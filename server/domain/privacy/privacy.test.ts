import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { listAudit } from '#access/audit.ts'
import { journalMatches } from '#budget/audit.ts'
import { pauseCampaign } from '#campaigns/pause.ts'
import { exportPersonalData } from '#consent/personal-data.ts'
import { cellsFor, makePerson, makePurpose, putNoticeInForce } from '#consent/test-consents.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { ensureCustomers } from '#customers/ensure.ts'
import { showCustomer } from '#customers/show.ts'
import { setCustomerStatus } from '#customers/status.ts'
import { upsertCustomer } from '#customers/upsert.ts'
import { launch, openShop, PURPOSE, type Shop } from '#delivery/test-delivery.ts'
import { exportPersonalData as exportOccasions } from '#occasions/personal-data.ts'
import { reportEvents } from '#occasions/report.ts'
import type { Cell, RecordConsents } from '#shared/contracts/consent.ts'
import { type Scope, scopesOf } from '#shared/kinds.ts'
import { showVoucher } from '#vouchers/show.ts'
import { recordConsents, showConsents, showRecorded } from './decide.ts'
import { eraseCustomer } from './forget-me.ts'
import { rooms } from './rooms.ts'

const cells = cellsFor(PURPOSE, 'email', ['name'])
const [contact, name] = cells as [Cell, Cell]
const shopKey = { id: 'key_shop', scopes: new Set<Scope>(scopesOf.shop) }
const privacyKey = { id: 'key_privacy', scopes: new Set<Scope>(scopesOf.privacy) }

function decide(
  house: TestHouse,
  decision: 'grant' | 'refuse' | 'withdraw',
  some: Cell[],
  more: Partial<RecordConsents> = {},
  actor = shopKey,
) {
  const body: RecordConsents = {
    customerReference: 'ann',
    noticeVersion: 1,
    locale: 'en',
    method: 'form',
    decisions: some.map((cell) => ({ ...cell, decision })),
    contactVerified: true,
    ...more,
  }
  return house.store.write((tx) => recordConsents(house, tx, body, actor))
}

async function withVoucher(shop: Shop) {
  const id = await shop.person('ann', { givenName: 'Ann' })
  const voucherId = await shop.issue(id)
  const state = async () => (await showVoucher(shop.house, voucherId, { withCode: false })).state
  const messages = async () => (await shop.outbox(id)).map((message) => message.state)
  return { id, voucherId, state, messages }
}

forEachHouse('decisions and what follows', (open) => {
  test('a withdrawal cancels what is queued, revokes its code and gives the money back', async () => {
    const shop = await openShop(await open())
    const { state, messages } = await withVoucher(shop)
    expect(await shop.budget()).toMatchObject({ reservedMinor: 500 })
    await decide(shop.house, 'withdraw', [contact])
    expect([await state(), await messages()]).toEqual(['revoked', ['cancelled']])
    expect(await shop.budget()).toMatchObject({ reservedMinor: 0, spentMinor: 0 })
    expect(await journalMatches(shop.house.store.read, shop.campaignId)).toBe(true)
  })

  test('a category that the message reads stops it; one that it does not read lets it go', async () => {
    const shop = await openShop(await open())
    const { state, messages } = await withVoucher(shop)
    await decide(shop.house, 'grant', [name])
    expect(await messages()).toEqual(['queued'])
    await decide(shop.house, 'refuse', [name])
    expect([await state(), await messages()]).toEqual(['revoked', ['cancelled']])

    const plain = await openShop(await open(), { terms: { message: { en: { text: 'Code {{voucher.code}}' } } } })
    const other = await withVoucher(plain)
    await decide(plain.house, 'withdraw', [name])
    expect([await other.state(), await other.messages()]).toEqual(['issued', ['queued']])
  })

  test('what other campaigns of the purpose have waiting goes on, and a campaign that is paused waits for nothing', async () => {
    const shop = await openShop(await open())
    const { id, voucherId, state } = await withVoucher(shop)
    const plain = await launch(shop.house, { message: { en: { text: 'Code {{voucher.code}}' } } })
    const general = await shop.issue(id, plain)
    await shop.house.store.write((tx) => pauseCampaign(tx, shop.campaignId))
    await decide(shop.house, 'withdraw', [name])
    expect(await state()).toBe('revoked')
    expect((await showVoucher(shop.house, general, { withCode: false })).state).toBe('issued')
    expect(await shop.budget()).toMatchObject({ reservedMinor: 0 })
    const standing = (await shop.outbox(id)).map((message) => [message.voucherId, message.state])
    expect(Object.fromEntries(standing)).toEqual({ [voucherId]: 'cancelled', [general]: 'queued' })
  })

  test('after the last yes the data go, and come back only after a new one', async () => {
    const { house, person } = await openShop(await open())
    await person('ann', { givenName: 'Ann' })
    await decide(house, 'withdraw', [name])
    expect(await showCustomer(house, 'ann')).toMatchObject({ givenName: null, email: 'ann@shop.example' })
    const put = () => upsertCustomer(house, 'ann', { givenName: 'Ann' }, { keepBirthYear: false })
    expect((await put()).ignored).toEqual(['givenName'])
    await decide(house, 'grant', [name])
    expect((await put()).ignored).toEqual([])
  })

  test('after the last yes to what was observed, carts are forgotten too', async () => {
    const house = await open()
    const cart = cellsFor(PURPOSE, 'email', ['cart_activity'])
    await makePurpose(house, PURPOSE)
    const version = await putNoticeInForce(house, cart)
    const id = await makePerson(house, 'ann', { email: 'ann@shop.example' }, { version, cells: cart })
    const at = new Date(house.clock.now()).toISOString()
    const event = { id: 'e1', type: 'cart.updated', at, customerReference: 'ann', cartReference: 'k', items: [] }
    await reportEvents(house, { ...event, totalMinor: 500, currency: 'EUR' }, async () => undefined)
    const carts = async () => ((await exportOccasions(house.store.read, id)).carts as unknown[]).length
    expect(await carts()).toBe(1)
    await decide(house, 'withdraw', cart.slice(1))
    expect(await carts()).toBe(0)
  })

  test('an act is shown the same however often, and refused for nobody', async () => {
    const { house } = await openShop(await open())
    await expect(decide(house, 'grant', cells)).rejects.toMatchObject({ code: 'customer.unknown' })
    await expect(showConsents(house, 'ann')).rejects.toMatchObject({ code: 'customer.not_found' })
    await upsertCustomer(house, 'ann', { email: 'ann@shop.example' }, { keepBirthYear: false })
    const ref = await decide(house, 'grant', cells, { evidence: 'form 7, line 3' })
    const shown = await showRecorded(house.store.read, ref)
    expect(shown.cells.map(({ state }) => state)).toEqual(['granted', 'granted'])
    await decide(house, 'withdraw', cells)
    expect(await showRecorded(house.store.read, ref)).toEqual(shown)
    const now = await showConsents(house, 'ann')
    expect(now.cells.map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn'])
    const id = (await showCustomer(house, 'ann')).id
    expect(JSON.stringify(await exportPersonalData(house.store.read, id))).not.toContain('form 7')
  })

  test('an import grants only with evidence and the right to import', async () => {
    const { house } = await openShop(await open())
    await upsertCustomer(house, 'ann', { email: 'ann@shop.example' }, { keepBirthYear: false })
    const states = async () => (await showConsents(house, 'ann')).cells.map(({ state }) => state)
    await decide(house, 'grant', cells, { method: 'import', evidence: 'file' }, shopKey)
    expect(await states()).toEqual(['requested', 'requested'])
    await decide(house, 'grant', cells, { method: 'import' }, privacyKey)
    expect(await states()).toEqual(['requested', 'requested'])
    await decide(house, 'grant', cells, { method: 'import', evidence: 'file' }, privacyKey)
    expect(await states()).toEqual(['granted', 'granted'])
  })

  test('fifty issues and withdrawals at once: no voucher without its yes, no money lost', async () => {
    const shop = await openShop(await open())
    const { house } = shop
    const people = await Promise.all(Array.from({ length: 50 }, (_, i) => shop.person(`p${i}`, { givenName: 'P' })))
    await Promise.all(
      people.flatMap((id, i) => [
        shop.issue(id).catch((error) => expect(error).toMatchObject({ code: 'voucher.no_consent' })),
        decide(house, 'withdraw', cells, { customerReference: `p${i}` }),
      ]),
    )
    const messages = (await Promise.all(people.map((id) => shop.outbox(id)))).flat()
    expect(messages.every((message) => message.state === 'cancelled')).toBe(true)
    expect(await shop.budget()).toMatchObject({ reservedMinor: 0, spentMinor: 0 })
    expect(await journalMatches(house.store.read, shop.campaignId)).toBe(true)
  })
})

forEachHouse('erasure', (open, engine) => {
  test('a person goes with her messages; codes stay good for whoever has them, and the money stays counted', async () => {
    const shop = await openShop(await open())
    const { house } = shop
    const { id, voucherId, messages } = await withVoucher(shop)
    await expect(eraseCustomer(house, 'nobody', 'key_1')).rejects.toMatchObject({ code: 'customer.not_found' })
    const erased = await eraseCustomer(house, 'ann', 'key_1')
    expect(erased).toMatchObject({ customerId: id, erasedAt: house.clock.now(), messagesCancelled: 1, vouchersKept: 1 })
    const kept = await showVoucher(house, voucherId, { withCode: false })
    expect(kept.state).toBe('issued')
    expect(JSON.stringify(kept)).not.toContain(id)
    expect(await messages()).toEqual([])
    expect(await shop.budget()).toMatchObject({ reservedMinor: 500 })
    expect(await journalMatches(house.store.read, shop.campaignId)).toBe(true)
    await expect(showCustomer(house, 'ann')).rejects.toMatchObject({ code: 'customer.not_found' })
    await expect(eraseCustomer(house, 'ann', 'key_1')).rejects.toMatchObject({ code: 'customer.not_found' })
    const { data } = await listAudit(house.store.read, { limit: 1 })
    expect(data[0]).toMatchObject({ actor: 'key_1', action: 'customer.erased', subject: id })
  })

  test('an erasure that broke off half way goes on', async () => {
    const { house, person } = await openShop(await open())
    const id = await person('ann')
    await house.store.write((tx) => setCustomerStatus(tx, id, 'erasing'))
    await house.vault.destroy([id])
    const put = upsertCustomer(house, 'ann', { locale: 'en' }, { keepBirthYear: false })
    await expect(put).rejects.toMatchObject({ code: 'customer.erased' })
    expect(await eraseCustomer(house, 'ann', 'key_1')).toMatchObject({ customerId: id })
  })

  test('late events about an erased person count without her', async () => {
    const { house, person } = await openShop(await open())
    await person('ann')
    await eraseCustomer(house, 'ann', 'key_1')
    const event = {
      id: 'e1',
      type: 'order.placed',
      at: new Date(house.clock.now()).toISOString(),
      customerReference: 'ann',
      orderReference: 'o1',
      items: [],
      totalMinor: 100,
      currency: 'EUR',
    }
    const answer = await reportEvents(house, event, async (_tx, [settled]) => expect(settled?.customerId).toBeNull())
    expect(answer).toMatchObject({ accepted: 1 })
    expect((await ensureCustomers(house, ['ann'])).get('ann')).toBeNull()
  })

  test('every room lets go: no table knows the id but the proof of what was agreed', async () => {
    const shop = await openShop(await open())
    const { house } = shop
    const { id } = await withVoucher(shop)
    await eraseCustomer(house, 'ann', 'key_1')
    await house.store.write(async (tx) => {
      for (const { name: room, data } of rooms) {
        const left = JSON.stringify(await data.exportPersonalData(tx, id))
        // That she asked, and was answered, stays under the random id.
        if (room === 'privacy') expect(left).toMatch(/"disclosures":\[\],"requests":\[\{[^}]*"erase"[^}]*\}\]/)
        else if (room === 'consent') expect(left).toContain('granted')
        else expect(left.replace(/[[\]{}":,a-zA-Z]|null/g, '')).toBe('')
      }
    })
  })

  test('neither identifiers nor the key are among the bytes that are left', async () => {
    const { house, person } = await openShop(await open())
    const id = await person('ann-reference-7731', {
      email: 'findme.7731@shop.example',
      givenName: 'Givenname7731',
      familyName: 'Familyname7731',
      phone: '+49307731773177',
    })
    const wrapped = (await house.store.keys.get([id])).get(id) ?? ''
    expect(wrapped.length).toBeGreaterThan(40)
    const plain = ['ann-reference-7731', 'findme.7731', 'Givenname7731', 'Familyname7731', '7731773177']
    if (engine === 'sqlite') expect(bytesOf(house.url, wrapped)).toBe(true)
    for (const text of plain) expect(bytesOf(house.url, text)).toBe(false)
    await eraseCustomer(house, 'ann-reference-7731', 'key_1')
    expect((await house.store.keys.get([id])).size).toBe(0)
    for (const text of [...plain, wrapped]) expect(bytesOf(house.url, text)).toBe(false)
  })
})

/** Whether any file of an SQLite database holds these bytes; never for PostgreSQL, whose files are not ours to read. */
function bytesOf(url: string, text: string): boolean {
  if (!url.startsWith('file:')) return false
  const path = url.slice('file:'.length)
  const files = readdirSync(dirname(path)).filter((file) => file.startsWith(basename(path)))
  expect(files.length).toBeGreaterThan(1)
  return files.some((file) => readFileSync(join(dirname(path), file)).includes(text))
}
