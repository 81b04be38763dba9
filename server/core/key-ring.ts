// The keys that can be changed while everything runs: of the index of codes, of the vault, of signatures. The first of each
// comes from the root secret; later ones are drawn at random and lie in the database under it. A key is known to every process
// before anything is written under it, and older ones are known until nothing needs them.
import { type KeyObject, randomBytes } from 'node:crypto'
import { sealWith, unsealBytes } from './sealing.js'

export const keyUses = ['code-index', 'vault', 'signing'] as const
export type KeyUse = (typeof keyUses)[number]

/** As it is stored. `wrapped` is null for a key that is drawn from the root, and for one that is retired. */
export interface StoredKey {
  use: string
  version: number
  wrapped: string | null
  /** By the clock of the machine, epoch ms: from then on it is the one that is written under. */
  usedFrom: number
  retiredAt: number | null
}
export interface RingKey {
  version: number
  usedFrom: number
  raw: Buffer
  /** Stands before what is written under it; the first key has none. */
  mark: string
}

export interface KeyRing {
  /** The one that is written under. */
  current(use: KeyUse): RingKey
  /** All that are not retired, the newest first. */
  known(use: KeyUse): readonly RingKey[]
  load(stored: readonly StoredKey[]): void
  /** A key at random, wrapped. */
  draw(use: KeyUse, version: number): string
}

export const markOf = (version: number): string => (version === 1 ? '' : `${version}.`)

export function makeRing(firsts: Record<KeyUse, Buffer>, wrapKey: KeyObject): KeyRing {
  const about = (use: string, version: number) => `ring/${use}/${version}`
  const first = (use: KeyUse): RingKey => ({ version: 1, usedFrom: 0, raw: firsts[use], mark: '' })
  const keys = new Map<KeyUse, RingKey[]>(keyUses.map((use) => [use, [first(use)]]))
  const known = (use: KeyUse) => keys.get(use) ?? []

  function read(use: KeyUse, stored: readonly StoredKey[]): RingKey[] {
    const mine = stored.filter((row) => row.use === use)
    const old = new Map(known(use).map((key) => [key.version, key]))
    const later = mine.flatMap(({ version, wrapped, usedFrom, retiredAt }) => {
      if (wrapped === null || retiredAt !== null) return []
      const raw = old.get(version)?.raw ?? unsealBytes(wrapKey, wrapped, about(use, version))
      return { version, usedFrom, raw, mark: markOf(version) }
    })
    const isFirstRetired = mine.some(({ version, retiredAt }) => version === 1 && retiredAt !== null)
    return [...later, ...(isFirstRetired ? [] : [first(use)])].sort((a, b) => b.version - a.version)
  }

  return {
    known,
    current(use) {
      const all = known(use)
      const [only] = all
      if (only !== undefined && all.length === 1) return only
      const now = Date.now()
      const used = all.find(({ usedFrom }) => usedFrom <= now) ?? all.at(-1)
      if (used === undefined) throw new Error(`the key ring has no key for ${use}`)
      return used
    },
    load(stored) {
      for (const use of keyUses) keys.set(use, read(use, stored))
    },
    draw: (use, version) => sealWith(wrapKey, randomBytes(32), about(use, version)),
  }
}

/** The one among these under which something was written. @throws Error when it is retired or not known here yet */
export function keyOf(ring: KeyRing, use: KeyUse, written: string): RingKey {
  const dot = written.indexOf('.')
  const version = dot === -1 ? 1 : Number(written.slice(0, dot))
  const key = ring.known(use).find((one) => one.version === version)
  if (key === undefined) throw new Error(`key ${version} for ${use} is not on the ring`)
  return key
}
