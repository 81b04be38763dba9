// A data key per customer: identifiers are sealed with it, and destroying the key erases them wherever they lie.
// Keys are wrapped under the house secret and kept apart from the data (db/keys.ts; consent.md, section 9).
import { createSecretKey, type KeyObject } from 'node:crypto'
import type { Store } from '#db/store.ts'
import { keyOf, type RingKey } from './key-ring.ts'
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
  /** Wraps a page of keys anew that are not under the present one, behind the id `after`; `last` is null at the end. Keys
   * can be read and destroyed meanwhile. */
  rewrapPage(after: string, limit: number): Promise<{ last: string | null; looked: number; changed: number }>
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
  const { ring } = secrets
  const wrapKeyOf = makeWrapKeys()
  const open = (id: string, wrapped: string): Buffer => unwrap(wrapKeyOf(keyOf(ring, 'vault', wrapped)), wrapped, id)
  const isUnder = ({ mark }: RingKey, wrapped: string): boolean =>
    mark === '' ? !wrapped.includes('.') : wrapped.startsWith(mark)
  const wrapUnder = (key: RingKey, id: string, wrapped: string): string =>
    isUnder(key, wrapped) ? wrapped : key.mark + sealWith(wrapKeyOf(key), open(id, wrapped), id)

  async function sealAll(people: ToSeal[], now: number) {
    const known = people.flatMap(({ id, isFresh }) => (isFresh ? [] : [id]))
    const kept = known.length === 0 ? new Map<string, string>() : await store.keys.get(known)
    const readable = people.filter(({ id, isFresh }) => isFresh || kept.has(id))
    const texts = readable.flatMap((one) => one.texts)
    const key = ring.current('vault')
    const bare = (id: string, wrapped: string | undefined) =>
      wrapped === undefined ? '' : wrapUnder(key, id, wrapped).slice(key.mark.length)
    const done = await sealAside(wrapKeyOf(key), {
      ids: readable.map(({ id }) => id),
      wrapped: readable.map(({ id }) => bare(id, kept.get(id))),
      counts: readable.map((one) => one.texts.length),
      fields: texts.map(([field]) => field),
      texts: texts.map(([, plain]) => plain),
    })
    const drawn = readable.flatMap(({ id, isFresh }, i) =>
      isFresh ? [{ customerId: id, wrapped: key.mark + done.wrapped[i], madeAt: now }] : [],
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
      return new Map([...wrapped].map(([id, text]) => [id, dataKey(id, open(id, text))]))
    },
    destroy: (customerIds) => store.keys.destroy(customerIds),
    async rewrapPage(after, limit) {
      const rows = await store.keys.page(after, limit)
      const key = ring.current('vault')
      const stale = rows.filter(({ wrapped }) => !isUnder(key, wrapped))
      const changed = await store.keys.rewrap(
        stale.map(({ customerId, wrapped }) => ({
          customerId,
          was: wrapped,
          wrapped: wrapUnder(key, customerId, wrapped),
        })),
      )
      return { last: rows.length < limit ? null : (rows.at(-1)?.customerId ?? null), looked: rows.length, changed }
    },
  }
}

const unwrap = (key: KeyObject, wrapped: string, id: string): Buffer =>
  unsealBytes(key, wrapped.slice(wrapped.indexOf('.') + 1), id)

function makeWrapKeys(): (key: RingKey) => KeyObject {
  const made = new WeakMap<Buffer, KeyObject>()
  return ({ raw }) => {
    const known = made.get(raw) ?? createSecretKey(raw)
    made.set(raw, known)
    return known
  }
}

function dataKey(customerId: string, raw: Buffer): DataKey {
  const key = createSecretKey(raw)
  return {
    seal: (field, plain) => sealWith(key, plain, fieldOf(customerId, field)),
    unseal: (field, sealed) => unsealWith(key, sealed, fieldOf(customerId, field)),
  }
}
