// Keys, roles, audit and idempotency through the room's door, on both engines.
import { expect, it } from 'vitest'
import { forEachHouse } from '#core/test-house.ts'
import { scopesOf } from '#shared/kinds.ts'
import { audit, listAudit } from './audit.ts'
import { makeDoorkeeper } from './authenticate.ts'
import { forgetOldKeys, KEPT_FOR_MS, once, recall } from './idempotency.ts'
import { listKeys, makeFirstKey, makeKey, revokeKey } from './keys.ts'
import { countHere } from './limit-wrong-keys.ts'

forEachHouse('access', (open) => {
  it('recognises a key by its hash, with the scopes of its roles', async () => {
    const house = await open()
    const { key, id } = await house.store.write((tx) => makeKey(tx, { name: 'till 4', roles: ['checkout'] }, 'test'))
    const principal = await makeDoorkeeper(house).recognise(key)
    expect(principal).toMatchObject({ id, name: 'till 4', roles: ['checkout'] })
    expect([...(principal?.scopes ?? [])].sort()).toEqual([...scopesOf.checkout].sort())
    expect(await makeDoorkeeper(house).recognise(`${key}x`)).toBeNull()
    expect(JSON.stringify(await listKeys(house.store.read, { limit: 10 }))).not.toContain(key)
  })

  it('refuses a key after its expiry, and after it was revoked', async () => {
    const house = await open()
    const keeper = makeDoorkeeper(house)
    const expiresAt = house.clock.now() + 1_000
    const short = await house.store.write((tx) => makeKey(tx, { name: 'short', roles: ['shop'], expiresAt }, 'test'))
    expect(await keeper.recognise(short.key)).not.toBeNull()
    house.advance(1_000)
    expect(await keeper.recognise(short.key)).toBeNull()
    const late = house.store.write((tx) => makeKey(tx, { name: 'late', roles: ['shop'], expiresAt }, 'test'))
    await expect(late).rejects.toMatchObject({ code: 'request.invalid' })
    const gone = await house.store.write((tx) => makeKey(tx, { name: 'gone', roles: ['shop'] }, 'test'))
    await keeper.recognise(gone.key)
    await house.store.write((tx) => revokeKey(tx, gone.id, 'test'))
    expect(await keeper.recognise(gone.key)).toBeNull()
    await expect(house.store.write((tx) => revokeKey(tx, 'key_unknown', 'test'))).rejects.toMatchObject({
      code: 'key.not_found',
    })
  })

  it('takes no more unknown keys from an address that has shown too many, and every good one', async () => {
    const opened = await open()
    const house = { ...opened, config: { ...opened.config, wrongKeyLimitPerMinute: 5 } }
    const make = (name: string) => house.store.write((tx) => makeKey(tx, { name, roles: ['shop'] }, 'test'))
    const [used, fresh] = [await make('used'), await make('fresh')]
    const keeper = makeDoorkeeper(house)
    const [here, elsewhere] = [() => '192.0.2.1', () => '192.0.2.2']
    expect(await keeper.recognise(used.key, here)).not.toBeNull()
    expect(await keeper.recognise(undefined, here)).toBeNull()
    for (let i = 0; i < 4; i++) expect(await keeper.recognise(`wrong ${i}`, here)).toBeNull()
    const refused = { code: 'request.throttled', retryAfter: expect.any(Number) }
    await expect(keeper.recognise('wrong again', here)).rejects.toMatchObject(refused)
    await expect(keeper.recognise(fresh.key, here)).rejects.toMatchObject(refused)
    expect(await keeper.recognise(fresh.key, elsewhere)).not.toBeNull()
    keeper.forget()
    expect(await keeper.recognise(used.key, here)).not.toBeNull()
    expect(await keeper.recognise(fresh.key, here)).not.toBeNull()
  })

  it('makes a first admin key once', async () => {
    const house = await open()
    expect(await house.store.write(makeFirstKey)).toMatch(/^vsk_/)
    expect(await house.store.write(makeFirstKey)).toBeNull()
  })

  it('keeps an audit log that pages from the newest', async () => {
    const house = await open()
    for (const subject of ['one', 'two', 'three']) {
      await house.store.write((tx) => audit(tx, { actor: 'a', action: 'did', subject, detail: { n: 1 } }))
    }
    const first = await listAudit(house.store.read, { limit: 2 })
    expect(first.data.map((entry) => entry.subject)).toEqual(['three', 'two'])
    const rest = await listAudit(house.store.read, { limit: 2, cursor: first.nextCursor ?? '' })
    expect(rest).toMatchObject({ data: [{ subject: 'one' }], nextCursor: null })
  })

  it('runs guarded work once per key, whatever happens at the same time', async () => {
    const house = await open()
    const ask = { scope: 'key_1 createPurpose', key: 'k', hash: 'h' }
    let runs = 0
    const work = () =>
      house.store.write((tx) =>
        once(tx, ask, async () => {
          await audit(tx, { actor: 'a', action: 'worked', subject: 's' })
          return { run: ++runs }
        }),
      )
    const answers = await Promise.all(Array.from({ length: 20 }, work))
    expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1)
    expect(new Set(answers.map((answer) => answer.ref.run)).size).toBe(1)
    expect((await listAudit(house.store.read, { limit: 50 })).data).toHaveLength(1)
    await expect(house.store.write((tx) => once(tx, { ...ask, hash: 'other' }, async () => 1))).rejects.toMatchObject({
      code: 'idempotency.key_reused',
    })
  })

  it('forgets the claim of work that was refused, and keys that are old', async () => {
    const house = await open()
    const ask = { scope: 's', key: 'k', hash: 'h' }
    const refused = house.store.write((tx) => once(tx, ask, () => Promise.reject(new Error('no'))))
    await expect(refused).rejects.toThrow('no')
    expect(await house.store.write((tx) => once(tx, ask, async () => 'yes'))).toEqual({ ref: 'yes', replayed: false })
    expect(await recall(house.store.read, ask)).toEqual({ ref: 'yes' })
    house.advance(KEPT_FOR_MS + 1)
    expect(await house.store.write(forgetOldKeys)).toBe(1)
    expect(await recall(house.store.read, ask)).toBeNull()
  })
})

it('wrong keys are forgiven after a minute, and of many addresses the oldest first', () => {
  let now = 0
  const wrong = countHere(2, () => now)
  wrong.note('a')
  now = 30_000
  wrong.note('a')
  expect(wrong.blockedFor('a')).toBe(30)
  expect(wrong.blockedFor('b')).toBe(0)
  now = 60_000
  expect(wrong.blockedFor('a')).toBe(0)
  for (let i = 0; i < 2; i++) wrong.note('c')
  for (let i = 0; i < 9_999; i++) wrong.note(`address ${i}`)
  expect(wrong.blockedFor('c')).toBe(60)
  wrong.note('one more')
  expect(wrong.blockedFor('c')).toBe(0)
})
