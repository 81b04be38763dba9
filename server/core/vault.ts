// A data key per customer: identifiers are sealed with it, and destroying the key erases them wherever they lie.
// Keys are wrapped under the house secret and kept apart from the data (db/keys.ts; consent.md, section 9).
import { createSecretKey } from 'node:crypto'
import type { Store } from '#db/store.ts'
import { sealAside } from './seal-aside.ts'
import { fieldOf, unsealBytes } from './sealing.js'
import { type Secrets, sealWith, unsealWith } from './secrets.ts'

export interface Vault {
  /** Seals for many people at once, in their order; null for whoever's key is destroyed. Keys of the fresh are drawn and
   * committed before they are answered, and so before the people themselves are written. */
  sealAll(people: ToSeal[], now: number): Promise<(string[] | null)[]>
  /** Keys of known customers; a destroyed one is absent. */
  keysOf(customerIds: string[]): Promise<Map<string, DataKey>>
  destroy(customerIds: string[]): Promise<number>
}
export interface ToSeal {
  id: string
  isFresh: boolean
  /** Each with the name of its field, which is bound in. */
  texts: [field: string, plain: string][]
}
export interface DataKey {
  /** `field` is bound in, so that a sealed text cannot be moved to another field or person. */
  seal(field: string, plain: string): string
  unseal(field: string, sealed: string): string
}

export function makeVault(store: Store, secrets: Secrets): Vault {
  const wrapKey = createSecretKey(secrets.derive('vault/v1'))

  async function sealAll(people: ToSeal[], now: number) {
    const known = people.flatMap(({ id, isFresh }) => (isFresh ? [] : [id]))
    const kept = known.length === 0 ? new Map<string, string>() : await store.keys.get(known)
    const open = people.filter(({ id, isFresh }) => isFresh || kept.has(id))
    const texts = open.flatMap((one) => one.texts)
    const done = await sealAside(wrapKey, {
      ids: open.map(({ id }) => id),
      wrapped: open.map(({ id }) => kept.get(id) ?? ''),
      counts: open.map((one) => one.texts.length),
      fields: texts.map(([field]) => field),
      texts: texts.map(([, plain]) => plain),
    })
    const drawn = open.flatMap(({ id, isFresh }, i) =>
      isFresh ? [{ customerId: id, wrapped: done.wrapped[i] as string, madeAt: now }] : [],
    )
    await store.keys.put(drawn)
    let at = 0
    return people.map(({ id, isFresh, texts: mine }) => {
      if (!isFresh && !kept.has(id)) return null
      at += mine.length
      return done.sealed.slice(at - mine.length, at)
    })
  }

  return {
    sealAll,
    async keysOf(customerIds) {
      const wrapped = await store.keys.get(customerIds)
      return new Map([...wrapped].map(([id, text]) => [id, dataKey(id, unsealBytes(wrapKey, text, id))]))
    },
    destroy: (customerIds) => store.keys.destroy(customerIds),
  }
}

function dataKey(customerId: string, raw: Buffer): DataKey {
  const key = createSecretKey(raw)
  return {
    seal: (field, plain) => sealWith(key, plain, fieldOf(customerId, field)),
    unseal: (field, sealed) => unsealWith(key, sealed, fieldOf(customerId, field)),
  }
}
