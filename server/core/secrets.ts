// The root secret of the house and the keys drawn from it (HKDF): blind indexes, code fingerprints, sealing.
// decisions.md 29-31. An HMAC here is never reversible without the secret; sealed text carries its key version.
import { createSecretKey, hash, hkdfSync, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { sealWith, unsealBytes } from './sealing.js'

export { sealWith } from './sealing.js'

export interface Secrets {
  /** Tells two secrets apart without giving either away. */
  readonly id: string
  /** Blind index of an identifier: the same input gives the same 128-bit print; `kind` separates the uses. */
  print(kind: 'reference' | 'email' | 'sms' | 'suppression' | 'address', value: string): string
  /** Fingerprint of a folded voucher code. */
  fingerprint(folded: string): string
  /** AES-256-GCM under the house key; `about` is bound in as associated data. */
  seal(plain: string, about: string): string
  unseal(sealed: string, about: string): string
  /** A 32-byte key for another use, e.g. `onsite`. */
  derive(use: string): Buffer
}

export function makeSecrets(root: string): Secrets {
  const derive = (use: string) => Buffer.from(hkdfSync('sha256', root, 'vouchsafe', use, 32))
  const printOf = makeHmac(derive('print/v1'))
  const codePrintOf = makeHmac(derive('code/v1'))
  const sealKey = createSecretKey(derive('seal/v1'))
  return {
    id: makeHmac(derive('id'))('id'),
    print: (kind, value) => printOf(`${kind}\n${value}`),
    fingerprint: codePrintOf,
    seal: (plain, about) => `1.${sealWith(sealKey, plain, about)}`,
    unseal: (sealed, about) => unsealWith(sealKey, sealed.slice(2), about),
    derive,
  }
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
  if (config.secretFile !== undefined) return readFileSync(config.secretFile, 'utf8').trim()
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
