// A data key per customer: identifiers are sealed with it, and destroying the key erases them wherever they lie.
// Keys are wrapped under the house secret and kept apart from the data (db/keys.ts; consent.md, section 9).
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import type { Store } from '#db/store.ts'
import { type Secrets, sealWith, unsealWith } from './secrets.ts'

export interface Vault {
  /** Draws and commits a key for each customer, before the customers themselves are written. */
  open(customerIds: string[], now: number): Promise<Map<string, DataKey>>
  /** Keys of known customers; a destroyed one is absent. */
  keysOf(customerIds: string[]): Promise<Map<string, DataKey>>
  destroy(customerIds: string[]): Promise<number>
}
export interface DataKey {
  /** `field` is bound in, so that a sealed text cannot be moved to another field or person. */
  seal(field: string, plain: string): string
  unseal(field: string, sealed: string): string
}

const KEY = 32
const IV = 12

export function makeVault(store: Store, secrets: Secrets): Vault {
  const wrapKey = createSecretKey(secrets.derive('vault/v1'))
  return {
    async open(customerIds, now) {
      const keys = new Map<string, DataKey>()
      const drawn = randomBytes((KEY + IV) * customerIds.length)
      const rows = customerIds.map((customerId, i) => {
        const at = i * (KEY + IV)
        const raw = drawn.subarray(at, at + KEY)
        keys.set(customerId, dataKey(customerId, raw))
        const wrapped = wrap(wrapKey, raw, customerId, drawn.subarray(at + KEY, at + KEY + IV))
        return { customerId, wrapped, madeAt: now }
      })
      await store.keys.put(rows)
      return keys
    },
    async keysOf(customerIds) {
      const wrapped = await store.keys.get(customerIds)
      return new Map([...wrapped].map(([id, text]) => [id, dataKey(id, unwrap(wrapKey, text, id))]))
    },
    destroy: (customerIds) => store.keys.destroy(customerIds),
  }
}

function dataKey(customerId: string, raw: Buffer): DataKey {
  const key = createSecretKey(raw)
  return {
    seal: (field, plain) => sealWith(key, plain, `${customerId}/${field}`),
    unseal: (field, sealed) => unsealWith(key, sealed, `${customerId}/${field}`),
  }
}

function wrap(key: KeyObject, raw: Buffer, about: string, iv: Buffer): string {
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(about))
  return Buffer.concat([iv, cipher.update(raw), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

function unwrap(key: KeyObject, wrapped: string, about: string): Buffer {
  const bytes = Buffer.from(wrapped, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(about))
  decipher.setAuthTag(bytes.subarray(bytes.length - 16))
  return Buffer.concat([decipher.update(bytes.subarray(12, bytes.length - 16)), decipher.final()])
}
