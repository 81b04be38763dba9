// The root secret of the house and the keys drawn from it (HKDF): blind indexes, code fingerprints, sealing.
// decisions.md 29-31. An HMAC here is never reversible without the secret; sealed text carries its key version.
import { createSecretKey, hash, hkdfSync, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type KeyRing, makeRing, type RingKey } from './key-ring.ts'
import { sealWith, unsealBytes } from './sealing.js'
import { readSecretFile } from './secret-files.ts'

export { sealWith } from './sealing.js'

export interface Secrets {
  /** Tells two secrets apart without giving either away. */
  readonly id: string
  /** Blind index of an identifier: the same input gives the same 128-bit print; `kind` separates the uses. */
  print(kind: 'reference' | 'email' | 'sms' | 'suppression' | 'address', value: string): string
  /** Fingerprint of a folded voucher code, under the key that is written under. */
  fingerprint(folded: string): string
  /** What it may stand under: the fingerprint, and while the index has more keys than one those under all of them, one text. */
  lookUp(folded: string): string
  /** AES-256-GCM under the house key; `about` is bound in as associated data. */
  seal(plain: string, about: string): string
  unseal(sealed: string, about: string): string
  /** A 32-byte key for another use, e.g. `onsite`. */
  derive(use: string): Buffer
  /** Keys that can be changed while everything runs. */
  readonly ring: KeyRing
}

export function makeSecrets(root: string): Secrets {
  const derive = (use: string) => Buffer.from(hkdfSync('sha256', root, 'vouchsafe', use, 32))
  const printOf = makeHmac(derive('print/v1'))
  const firsts = { 'code-index': derive('code/v1'), vault: derive('vault/v1'), signing: derive('signing/ed25519/v1') }
  const ring = makeRing(firsts, createSecretKey(derive('ring/v1')))
  const printCode = makeCodePrints(ring)
  const sealKey = createSecretKey(derive('seal/v1'))
  return {
    id: makeHmac(derive('id'))('id'),
    print: (kind, value) => printOf(`${kind}\n${value}`),
    ...printCode,
    ring,
    seal: (plain, about) => `1.${sealWith(sealKey, plain, about)}`,
    unseal: (sealed, about) => unsealWith(sealKey, sealed.slice(2), about),
    derive,
  }
}

const BETWEEN = '~'

/** One key is the rule, and then one look at the ring is all it costs. */
function makeCodePrints(ring: KeyRing): Pick<Secrets, 'fingerprint' | 'lookUp'> {
  const macs = new WeakMap<Buffer, (value: string) => string>()
  function printBy({ raw, mark }: RingKey, folded: string): string {
    const known = macs.get(raw)
    const mac = known ?? makeHmac(raw)
    if (known === undefined) macs.set(raw, mac)
    return mark + mac(folded)
  }
  const fingerprint = (folded: string) => printBy(ring.current('code-index'), folded)
  return {
    fingerprint,
    lookUp(folded) {
      const keys = ring.known('code-index')
      return keys.length === 1 ? fingerprint(folded) : keys.map((key) => printBy(key, folded)).join(BETWEEN)
    },
  }
}

const hasSeveral = (print: string): boolean => print.includes(BETWEEN)

/** The fingerprints that a text of `lookUp` stands for. */
export const partsOf = (print: string): string[] => (hasSeveral(print) ? print.split(BETWEEN) : [print])

/** All that these stand for, and so what to ask the database for. */
export const spreadPrints = (prints: string[]): string[] =>
  prints.some(hasSeveral) ? [...new Set(prints.flatMap(partsOf))] : prints

/** What was found, each under the text by which it was asked for: all further work compares those. What it is kept by stays
 * known for whoever saves it. */
export function asAsked<T extends { codePrint: string; keptPrint?: string }>(prints: string[], found: T[]): T[] {
  if (!prints.some(hasSeveral)) return found
  const asked = new Map<string, string[]>()
  for (const print of prints) for (const part of partsOf(print)) asked.set(part, [...(asked.get(part) ?? []), print])
  return found.flatMap((one) =>
    (asked.get(one.codePrint) ?? []).map((codePrint) => ({ ...one, codePrint, keptPrint: one.codePrint })),
  )
}

/** The first 128 bits of HMAC-SHA-256. */
export function makeHmac(key: Buffer): (value: string) => string {
  const mac = makeMac(key)
  return (value) => mac(value).toString('base64url', 0, 16)
}

const BLOCK = 64
const DIGEST = 32
const ROOM = 1024

/** HMAC-SHA-256 as RFC 2104 writes it, out of two one-shot hashes: half the time of an HMAC object. */
export function makeMac(key: Buffer): (value: string) => Buffer {
  const block = Buffer.concat([key.length > BLOCK ? hash('sha256', key, 'buffer') : key], BLOCK)
  const padded = (byte: number, length: number) => Buffer.concat([block.map((at) => at ^ byte)], BLOCK + length)
  const inner = padded(0x36, ROOM)
  const outer = padded(0x5c, DIGEST)
  return (value) => {
    // Nothing is awaited between writing and hashing, so that the same room serves every value.
    const isLong = value.length * 3 > ROOM
    const asked = isLong ? Buffer.concat([inner.subarray(0, BLOCK), Buffer.from(value)]) : inner
    const end = isLong ? asked.length : BLOCK + inner.write(value, BLOCK)
    // Through text of one byte a sign: a hash that makes a buffer of its own takes four times as long.
    outer.write(hash('sha256', asked.subarray(0, end), 'binary'), BLOCK, 'latin1')
    return Buffer.from(hash('sha256', outer, 'binary'), 'latin1')
  }
}

export const unsealWith = (key: KeyObject, sealed: string, about: string): string =>
  unsealBytes(key, sealed, about).toString('utf8')

/** One shot: making a hash object first takes five times as long. */
export const sha256 = (value: string): string => hash('sha256', value)

/** Tells whether something is this secret, in a time that says nothing about how much of it is. */
export function makeMatch(secret: string): (presented: string) => boolean {
  const kept = hash('sha256', secret, 'buffer')
  const shown = Buffer.alloc(DIGEST)
  return (presented) => {
    shown.write(hash('sha256', presented, 'binary'), 'latin1')
    return timingSafeEqual(shown, kept)
  }
}

const LEAST = 32

/**
 * The root secret: from the variable, from the file, or (SQLite only) made once beside the database, mode 600.
 * On PostgreSQL it must be given, because several processes have to share it.
 */
export function findRootSecret(config: {
  secret: string | undefined
  secretFile: string | undefined
  databaseUrl: string
}): string {
  if (config.secret !== undefined) return config.secret
  if (config.secretFile !== undefined) {
    const root = readSecretFile('VOUCHSAFE_SECRET_FILE', config.secretFile)
    if (root.length < LEAST) throw new Error(`VOUCHSAFE_SECRET_FILE holds less than ${LEAST} characters.`)
    return root
  }
  if (!config.databaseUrl.startsWith('file:')) {
    throw new Error(
      'On PostgreSQL set VOUCHSAFE_SECRET (32 characters or more) or VOUCHSAFE_SECRET_FILE: all processes share it.',
    )
  }
  const path = `${config.databaseUrl.slice('file:'.length)}.secret`
  if (!existsSync(path)) {
    if (existsSync(config.databaseUrl.slice('file:'.length))) {
      throw new Error(
        `The secret of this database is missing: put ${path} back, or set VOUCHSAFE_SECRET. Nothing was changed.`,
      )
    }
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  }
  return readFileSync(path, 'utf8').trim()
}
