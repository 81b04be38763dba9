import { calculateJwkThumbprint, compactVerify, importJWK } from 'jose'
import { expect, test } from 'vitest'
import type { House } from '#core/house.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { makeVault } from '#core/vault.ts'
import { openStore } from '#db/open.ts'
import { DAY_MS } from '#shared/time.ts'
import { nextLeafDue, noteFact, publicKeys, sequenceLedger, signHead } from './ledger.ts'
import { entriesOf } from './ledger-entries.ts'
import { proveConsistency, proveInclusion } from './ledger-proofs.ts'
import { eventsOf } from './queries.ts'
import { leavesBetween, oldestPending } from './queries-ledger.ts'
import { cellsFor, decideFor, makePerson, makePurpose, putNoticeInForce } from './test-consents.ts'
import { merkleRoot, verifyConsistency, verifyInclusion } from './test-rfc6962.ts'

const cells = cellsFor('news', 'email', ['name', 'birthdate'])
const bytes = (hex: string) => Buffer.from(hex, 'hex')

async function openShop(house: TestHouse): Promise<number> {
  await makePurpose(house, 'news')
  return putNoticeInForce(house, cells)
}

async function allEntries(house: House): Promise<Buffer[]> {
  const leaves = await leavesBetween(house.store.read, 0, 1e9)
  const entries = await entriesOf(
    house.store.read,
    leaves.map(({ ref }) => ref),
  )
  return leaves.map(({ ref }) => entries.get(ref) as Buffer)
}

forEachHouse('the ledger', (open) => {
  test('every event gets a leaf, and its proofs hold against a second implementation', async () => {
    const house = await open()
    const version = await openShop(house)
    for (let i = 0; i < 7; i++) {
      await makePerson(house, `p${i}`, { email: `p${i}@shop.example` }, { version, cells })
      await sequenceLedger(house)
    }
    expect(await nextLeafDue(house.store.read)).toBeNull()
    const entries = await allEntries(house)
    expect(entries).toHaveLength(1 + 7 * cells.length)
    const head = await signHead(house)
    expect([head.size, head.root]).toEqual([entries.length, merkleRoot(entries).toString('hex')])
    for (const [leaf, entry] of entries.entries()) {
      const proof = await proveInclusion(house.store.read, { leaf })
      const path = proof.path.map(bytes)
      expect(verifyInclusion(leaf, proof.size, entry, path, bytes(proof.root))).toBe(true)
      expect(proof.head?.root).toBe(proof.root)
      expect(await proveInclusion(house.store.read, { eventId: proof.ref })).toEqual(proof)
      const { fromRoot, toRoot, path: steps } = await proveConsistency(house.store.read, leaf + 1, entries.length)
      const [before, after] = [bytes(fromRoot), bytes(toRoot)]
      expect(verifyConsistency(leaf + 1, entries.length, before, after, steps.map(bytes))).toBe(true)
      expect(fromRoot).toBe(merkleRoot(entries.slice(0, leaf + 1)).toString('hex'))
    }
  })

  test('an entry says what was decided and nothing of who decided', async () => {
    const house = await open()
    const version = await openShop(house)
    const id = await makePerson(house, 'ann', { email: 'ann@shop.example', givenName: 'Ann' }, { version, cells })
    const [key] = (await house.vault.keysOf([id])).values()
    const evidenceSealed = key?.seal('evidence', 'signed on paper by Ann')
    await decideFor(house, id, version, cells.slice(1), 'withdraw', { evidenceSealed })
    await sequenceLedger(house)
    const [first, , , last] = await eventsOf(house.store.read, id)
    const entries = await entriesOf(house.store.read, [first?.id ?? '', last?.id ?? ''])
    const plain = JSON.parse(String(entries.get(first?.id ?? '')))
    expect(plain).toMatchObject({ v: 1, type: 'consent', customer_id: id, purpose: 'news', decision: 'grant' })
    const sealed = entries.get(last?.id ?? '') as Buffer
    const length = Buffer.from(evidenceSealed ?? '', 'base64url').length
    const envelope = JSON.parse(String(sealed.subarray(0, sealed.length - length)))
    expect(envelope.sealed).toEqual([['evidence_sealed', length]])
    expect(sealed.subarray(-length).toString('base64url')).toBe(evidenceSealed)
    const print = house.secrets.print('email', 'ann@shop.example')
    for (const entry of await allEntries(house)) expect(String(entry)).not.toMatch(new RegExp(`ann@|Ann|${print}`))
  })

  test('a head is signed by the published key, and again only when there is something new or a day has gone', async () => {
    const house = await open()
    await openShop(house)
    await sequenceLedger(house)
    const head = await signHead(house)
    const { keys } = await publicKeys(house)
    const [jwk] = keys
    expect(keys).toHaveLength(1)
    expect(jwk?.kid).toBe(await calculateJwkThumbprint({ ...jwk }))
    const { payload, protectedHeader } = await compactVerify(head.jws, await importJWK({ ...jwk }))
    expect(protectedHeader).toMatchObject({ alg: 'EdDSA', kid: jwk?.kid, typ: 'ledger-head+jws' })
    const { size, root, at } = head
    expect(JSON.parse(new TextDecoder().decode(payload))).toEqual({ origin: house.config.publicUrl, size, root, at })
    expect(await signHead(house)).toEqual(head)
    house.advance(DAY_MS)
    const next = await signHead(house)
    expect([next.size, next.root]).toEqual([size, root])
    expect(next.at).not.toBe(at)
    // An inclusion proof is given for the first head over its leaf, whatever comes later.
    await house.store.write((tx) => noteFact(tx, 'test', { n: 1 }))
    await sequenceLedger(house)
    expect((await proveInclusion(house.store.read, { leaf: 0 })).head).toEqual(head)
  })

  test('what waits is said to wait; what never was is refused', async () => {
    const house = await open()
    const version = await openShop(house)
    const id = await makePerson(house, 'ann', { email: 'ann@shop.example' }, { version, cells })
    const [event] = await eventsOf(house.store.read, id)
    const prove = (asked: Parameters<typeof proveInclusion>[1]) => proveInclusion(house.store.read, asked)
    await expect(prove({ eventId: event?.id })).rejects.toMatchObject({ code: 'ledger.pending' })
    expect(await nextLeafDue(house.store.read)).toBe(house.clock.now())
    await sequenceLedger(house)
    const proof = await prove({ eventId: event?.id })
    expect(proof.ref).toBe(event?.id)
    await expect(prove({ leaf: 4 })).rejects.toMatchObject({ code: 'ledger.leaf_not_found' })
    await expect(prove({ eventId: 'cev_nobody' })).rejects.toMatchObject({ code: 'ledger.leaf_not_found' })
    await expect(prove({})).rejects.toMatchObject({ code: 'request.invalid' })
    await expect(prove({ leaf: 0, eventId: 'x' })).rejects.toMatchObject({ code: 'request.invalid' })
    await expect(prove({ leaf: 0, size: 5 })).rejects.toMatchObject({ code: 'ledger.size_unknown' })
    await expect(prove({ leaf: 2, size: 2 })).rejects.toMatchObject({ code: 'ledger.size_unknown' })
    await expect(proveConsistency(house.store.read, 3, 9)).rejects.toMatchObject({ code: 'ledger.size_unknown' })
    await expect(proveConsistency(house.store.read, 3, 2)).rejects.toMatchObject({ code: 'ledger.size_unknown' })
  })

  test('several processes number leaves without gaps, and no event twice', async () => {
    const house = await open()
    const version = await openShop(house)
    const others: House[] = []
    // A SQLite file has one server (decisions.md, 30): only PostgreSQL is shared.
    for (let i = 0; i < (house.store.engine === 'postgres' ? 2 : 0); i++) {
      const store = await openStore({ url: house.url, now: house.clock.now, lanes: 2, readers: 2 })
      others.push({ ...house, store, vault: makeVault(store, house.secrets) })
    }
    const all = [house, ...others]
    const turns = all.flatMap((one, n) =>
      Array.from({ length: 12 }, async (_, i) => {
        await makePerson(one, `p${n}-${i}`, { email: `p${n}-${i}@shop.example` }, { version, cells })
        await sequenceLedger(one)
      }),
    )
    await Promise.all(turns)
    await Promise.all(all.map((one) => sequenceLedger(one)))
    const leaves = await leavesBetween(house.store.read, 0, 1e9)
    expect(leaves.map(({ leafIndex }) => leafIndex)).toEqual(leaves.map((_, i) => i))
    expect(leaves).toHaveLength(1 + all.length * 12 * cells.length)
    expect(await oldestPending(house.store.read)).toBeNull()
    expect((await signHead(house)).root).toBe(merkleRoot(await allEntries(house)).toString('hex'))
    for (const { store } of others) await store.close()
  })

  test('proofs go through stored subtrees of 256 leaves', async () => {
    const house = await open()
    await house.store.write(async (tx) => {
      for (let i = 0; i < 1300; i++) await noteFact(tx, 'test', { n: i })
    })
    expect(await sequenceLedger(house)).toBe(1300)
    const entries = await allEntries(house)
    const root = merkleRoot(entries)
    for (const leaf of [0, 255, 256, 511, 700, 1023, 1024, 1279, 1280, 1299]) {
      const proof = await proveInclusion(house.store.read, { leaf })
      expect(proof.root).toBe(root.toString('hex'))
      expect(verifyInclusion(leaf, 1300, entries[leaf] as Buffer, proof.path.map(bytes), root)).toBe(true)
      const early = merkleRoot(entries.slice(0, leaf + 1))
      const { path } = await proveConsistency(house.store.read, leaf + 1, 1300)
      expect(verifyConsistency(leaf + 1, 1300, early, root, path.map(bytes))).toBe(true)
    }
  })
})
