// Keys are turned while everything runs: codes are found, people read and proofs verified before, during and after; a key goes
// only when nothing needs it.
import fc from 'fast-check'
import { compactVerify, createLocalJWKSet, decodeProtectedHeader, SignJWT } from 'jose'
import { expect, test, vi } from 'vitest'
import { listAudit } from '#access/audit.ts'
import { noteFact, publicKeys, sequenceLedger, signHead } from '#consent/ledger.ts'
import { checkWhole } from '#consent/ledger-check.ts'
import type { House } from '#core/house.ts'
import { addKey, followRing, loadRing, storedKeys } from '#core/house-keys.ts'
import { makeSecrets, partsOf } from '#core/secrets.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { makeVault } from '#core/vault.ts'
import { showCustomer } from '#customers/show.ts'
import { upsertCustomer } from '#customers/upsert.ts'
import { offersFor, onsiteSecret } from '#delivery/onsite-offers.ts'
import { anOrder, brokenBooks, openShop, redeemCode, refusalOf, voucherRow } from '#redemption/test-shop.ts'
import { drawCode } from '#vouchers/code.ts'
import { findForeign, makeForeign, NEVER } from '#vouchers/foreign.ts'
import { takeCodes } from '#vouchers/take-codes.ts'
import { rehearse } from './rehearse.ts'
import { retire, statesOf } from './retire.ts'
import { turnKey } from './turn.ts'

const alone = { isAlone: true }
/** Breaks off after so many pages. */
const after = (pages: number) => {
  let asked = 0
  return { isAlone: true, isOver: () => asked++ >= pages }
}
/** The same house as another process has it. */
function another(house: TestHouse): House {
  const secrets = makeSecrets('a constant secret that only tests of the house use')
  return { ...house, secrets, vault: makeVault(house.store, secrets) }
}
const foreign = (code: string) => ({
  code,
  expiresAt: NEVER,
  startsAt: null,
  useLimit: 1,
  balanceMinor: null,
  isDisabled: false,
})
const make = (house: House, campaignId: string, codes: string[]) =>
  house.store.write((tx) => makeForeign(house.secrets, tx, campaignId, codes.map(foreign)))

forEachHouse('the key of the index of codes', (open) => {
  test('is turned while codes are used: each once, whichever key it stands under', async () => {
    const house = await open()
    const { campaignId, tickets } = await openShop(house, 450)
    await make(house, campaignId, ['Sommer ’26', 'ABC-1'])
    const code = (i: number) => String(tickets[i]?.code)
    const orders = [0, 1, 2].map(() => anOrder())
    for (const [i, order] of orders.entries()) await redeemCode(house, code(i), order)
    const half = await turnKey(house, 'code-index', after(1))
    expect(half).toMatchObject({ version: 2, looked: 200 })
    // One that is under the new key, one that is not, and both of whom a process knows that has just started.
    const fresh = another(house)
    await loadRing(house.store, fresh.secrets.ring)
    for (const [i, who] of [house, fresh, house, fresh].entries()) {
      const at = [10, 11, 440, 441][i] as number
      const order = anOrder()
      const all = await Promise.all([0, 1, 2].map(() => redeemCode(who, code(at), order)))
      expect(all.filter(({ replayed }) => !replayed)).toHaveLength(1)
      expect(await refusalOf(redeemCode(house, code(at), anOrder()))).toBe('voucher.already_redeemed')
    }
    expect((await redeemCode(house, code(0), orders[0] ?? anOrder())).replayed).toBe(true)
    // A code that stands under the older key is nobody's to make again, as it is written nor as it is folded.
    expect(await make(house, campaignId, ['ABC-1', 'abc1', 'Sommer ’26'])).toEqual([])
    const given = [{ code: code(20) }, { code: drawCode() }]
    expect(await house.store.write((tx) => takeCodes(house, tx, campaignId, given))).toEqual(['known', 'created'])

    expect(await turnKey(house, 'code-index', alone)).toMatchObject({ version: 2, twins: 0 })
    const { codePrint } = await voucherRow(house, String(tickets[449]?.id))
    expect(codePrint).toMatch(/^2\.[\w-]{22}$/)
    for (const text of ['Sommer ’26', 'ABC-1', 'abc 1'])
      expect((await findForeign(house.store.read, house.secrets, text))?.codePrint).toMatch(/^2\./)
    expect(await redeemCode(house, code(449).toLowerCase(), anOrder())).toMatchObject({ replayed: false })
    expect((await redeemCode(house, code(1), orders[1] ?? anOrder())).replayed).toBe(true)
    expect(await brokenBooks(house, campaignId)).toEqual([])
    const audited = await listAudit(house.store.read, { limit: 10, action: 'key.' })
    expect(audited.data.map(({ action }) => action)).toEqual(['key.moved', 'key.rotated'])
  })

  test('goes only when no code needs it, and then one fingerprint is looked up as before', async () => {
    const house = await open()
    const { tickets } = await openShop(house, 3)
    const [first, second] = tickets
    const looked = () => partsOf(house.secrets.lookUp('x')).length
    expect(looked()).toBe(1)
    await redeemCode(house, String(first?.code), anOrder())
    await expect(retire(house, 'code-index', 1)).rejects.toThrow('only older keys')
    await turnKey(house, 'code-index', after(0))
    await expect(retire(house, 'code-index', 1)).rejects.toThrow('still being brought forward')
    await turnKey(house, 'code-index', alone)
    expect(looked()).toBe(2)
    await expect(retire(house, 'code-index', 1)).rejects.toThrow('1 vouchers that are used up')
    await retire(house, 'code-index', 1, true)
    expect(looked()).toBe(1)
    expect(await refusalOf(redeemCode(house, String(first?.code), anOrder()))).toBe('voucher.not_found')
    expect(await refusalOf(redeemCode(house, String(second?.code), anOrder()))).toBe('ok')
    const states = (await statesOf(house)).filter(({ use }) => use === 'code-index')
    expect(states.map(({ state }) => state)).toEqual(['retired', 'used'])
    // What an erased person's voucher is good for is not given up.
    await turnKey(house, 'code-index', alone)
    expect((await statesOf(house)).map(({ version, state }) => `${version} ${state}`)).toContain('3 used')
  })

  test('is known to every process before anything stands under it', async () => {
    const house = await open()
    const other = another(house)
    const stop = followRing(house.store, other.secrets.ring, (_, error) => expect(error).toBeUndefined())
    const { tickets } = await openShop(house, 2)
    await house.store.write((tx) => addKey(tx, house.secrets.ring, 'code-index', Date.now() + 3_600_000))
    await vi.waitFor(() => expect(other.secrets.ring.known('code-index')).toHaveLength(2), { timeout: 60_000 })
    expect(other.secrets.fingerprint('x')).not.toContain('.')
    // A sister that uses it already has written a code which this one finds.
    const ahead = another(house)
    ahead.secrets.ring.load((await storedKeys(house.store.read)).map((row) => ({ ...row, usedFrom: 0 })))
    const { tickets: later } = await openShop(ahead, 1)
    expect(await refusalOf(redeemCode(other, String(later[0]?.code), anOrder()))).toBe('ok')
    expect(await refusalOf(redeemCode(ahead, String(tickets[0]?.code), anOrder()))).toBe('ok')
    stop()
  })

  test('in the very moment of its change, a code that two processes bring is made once', async () => {
    const house = await open()
    const { campaignId } = await openShop(house, 1)
    await house.store.write((tx) => addKey(tx, house.secrets.ring, 'code-index', Date.now() + 3_600_000))
    const [before, after] = [another(house), another(house)]
    const stored = await storedKeys(house.store.read)
    before.secrets.ring.load(stored)
    after.secrets.ring.load(stored.map((row) => ({ ...row, usedFrom: 0 })))
    const codes = Array.from({ length: 12 }, (_, nth) => `BOTH-${nth}`)
    const made = await Promise.all(
      codes.flatMap((code) => [before, after].map((who) => make(who, campaignId, [code.toLowerCase()]))),
    )
    expect(made.flat()).toHaveLength(codes.length)
    const taken = await Promise.all(
      [before, after].map((who) => who.store.write((tx) => takeCodes(who, tx, campaignId, [{ code: 'TAKEN-1' }]))),
    )
    expect(taken.flat().sort()).toEqual(['created', 'known'])
  })

  test('is rehearsed without a trace', async () => {
    const house = await open()
    const { tickets } = await openShop(house, 30)
    expect((await rehearse(house, 'code-index')).count).toBe(30)
    await rehearse(house, 'vault')
    expect(await storedKeys(house.store.read)).toEqual([])
    expect((await voucherRow(house, String(tickets[0]?.id))).codePrint).not.toContain('.')
    expect(await refusalOf(redeemCode(house, String(tickets[0]?.code), anOrder()))).toBe('ok')
  })
})

forEachHouse('the key of the vault', (open) => {
  test('is turned while people are read, written and erased', async () => {
    const house = await open()
    const put = (who: House, n: number) =>
      upsertCustomer(who, `p-${n}`, { givenName: `Ann ${n}` }, { keepBirthYear: true })
    const nameOf = async (who: House, n: number) => (await showCustomer(who, `p-${n}`)).givenName
    for (let n = 0; n < 5; n += 1) await put(house, n)
    await turnKey(house, 'vault', after(0))
    const fresh = another(house)
    await loadRing(house.store, fresh.secrets.ring)
    await put(fresh, 5)
    expect(await Promise.all([0, 5].map((n) => nameOf(fresh, n)))).toEqual(['Ann 0', 'Ann 5'])
    // Pages of people are sealed under keys of both kinds.
    const ids = [...(await house.store.keys.page('', 10))].map(({ customerId }) => customerId)
    const sealed = await house.vault.sealAll(
      ids.map((id) => ({ id, isFresh: false, texts: [['f', `text of ${id}`]] })),
      1,
    )
    const keys = await house.vault.keysOf(ids)
    expect(ids.map((id, i) => keys.get(id)?.unseal('f', sealed[i]?.[0] ?? ''))).toEqual(
      ids.map((id) => `text of ${id}`),
    )
    await expect(retire(house, 'vault', 1)).rejects.toThrow('still being brought forward')
    const before = await house.store.keys.page('', 10)
    const [gone] = before
    await house.vault.destroy([String(gone?.customerId)])
    const stale = before.slice(1).filter(({ wrapped }) => !wrapped.startsWith('2.'))
    expect(await turnKey(house, 'vault', alone)).toMatchObject({ version: 2, changed: stale.length })
    // What was destroyed while a page lay open stays so.
    expect(
      await house.store.keys.rewrap([
        { customerId: String(gone?.customerId), was: String(gone?.wrapped), wrapped: 'x' },
      ]),
    ).toBe(0)
    expect(await house.store.keys.countBeside('2.')).toEqual({ all: 5, beside: 0 })
    await retire(house, 'vault', 1)
    const last = another(house)
    await loadRing(house.store, last.secrets.ring)
    const left = before.slice(1).map(({ customerId }) => customerId)
    expect((await last.vault.keysOf(left)).size).toBe(5)
  })
})

forEachHouse('the key of signatures', (open) => {
  test('is turned: both are published, what was signed stays provable, a new head is signed by the new one', async () => {
    const house = await open()
    const note = (n: number) => house.store.write((tx) => noteFact(tx, 'test', { n }))
    await note(1)
    await sequenceLedger(house)
    const old = await signHead(house)
    await turnKey(house, 'signing', alone)
    const head = await signHead(house)
    const kids = [old, head].map(({ jws }) => decodeProtectedHeader(jws).kid)
    expect(new Set(kids).size).toBe(2)
    await retire(house, 'signing', 1)
    const { keys } = await publicKeys(house)
    expect(keys.map(({ kid }) => kid).sort()).toEqual(kids.sort())
    const jwks = createLocalJWKSet({ keys })
    for (const { jws } of [old, head]) await compactVerify(jws, jwks)
    await note(2)
    await sequenceLedger(house)
    expect((await checkWhole(house.store.read, keys)).found).toEqual([])
  })
})

forEachHouse('the secret that shops sign their customers in with', (open) => {
  test('is turned with the key of signatures: both are taken until the older one is retired', async () => {
    const house = await open()
    await upsertCustomer(house, 'ada', {}, { keepBirthYear: true })
    const sign = (secret: string) =>
      new SignJWT({ sub: 'ada' })
        .setProtectedHeader({ alg: 'HS256' })
        .setAudience('vouchsafe:onsite')
        .setExpirationTime('5m')
        .sign(new TextEncoder().encode(secret))
    const first = onsiteSecret(house.secrets)
    await turnKey(house, 'signing', alone)
    const second = onsiteSecret(house.secrets)
    expect(second).not.toBe(first)
    const [old, fresh] = await Promise.all([first, second].map(sign))
    for (const token of [old, fresh]) expect(await offersFor(house, String(token))).toEqual([])
    await retire(house, 'signing', 1)
    await expect(offersFor(house, String(old))).rejects.toThrow()
    expect(await offersFor(house, String(fresh))).toEqual([])
  })
})

test('with one key a look-up is the fingerprint, whatever the code', () => {
  const secrets = makeSecrets('another secret that only tests of the house use')
  fc.assert(fc.property(fc.string(), (text) => secrets.lookUp(text) === secrets.fingerprint(text)))
})
