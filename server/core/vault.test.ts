// Sealing for one and for many: the same in the end, whoever is known or new, here or on the thread that seals pages.
import { expect, test } from 'vitest'
import { forEachHouse } from './test-house.ts'

forEachHouse('the vault', (open) => {
  test('seals a page of people as each by herself, in order; whoever has no key any more is left out', async () => {
    const house = await open()
    const { vault, clock } = house
    const people = Array.from({ length: 1300 }, (_, n) => ({
      id: `cus_${n}`,
      isFresh: true,
      // Of different lengths, one with nothing to seal.
      texts: Array.from({ length: n % 3 }, (_, at): [string, string] => [`field${at}`, `Ada ${n} ${at} ü`]),
    }))
    const sealed = await vault.sealAll(people, clock.now())
    await vault.destroy(['cus_4'])
    const again = await vault.sealAll(
      people.map((one) => ({ ...one, isFresh: false })),
      clock.now(),
    )
    const keys = await vault.keysOf(people.map(({ id }) => id))
    expect(again[4]).toBe(null)
    for (const [n, { id, texts }] of people.entries()) {
      if (n === 4) continue
      const plain = texts.map(([, text]) => text)
      const opened = (some: string[] | null | undefined) =>
        (some ?? ['none']).map((text, at) => keys.get(id)?.unseal(`field${at}`, text))
      expect([opened(sealed[n]), opened(again[n])]).toEqual([plain, plain])
    }
    expect(new Set([...sealed, ...again].flatMap((some) => some ?? [])).size).toBe(2 * 1299 - 1)
  })
})
