// Passwords of members: kept as scrypt hashes with their own cost, compared in constant time, two at a time so that
// signing in can never take the machine from the checkouts.
import { type BinaryLike, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { Refusal } from '#core/refusal.ts'

/** OWASP's second choice (2024): N = 2^15, r = 8, p = 3 takes 32 MiB and about a quarter of a second of one thread. */
const COST = { N: 2 ** 15, r: 8, p: 3 }
const MEMORY = 64 * 1024 * 1024
const SALT = 16
const LENGTH = 32
const AT_ONCE = 2
const MOST_WAITING = 40

let running = 0
const waiting: (() => void)[] = []

/** 503 `server.busy` when too many wait already. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MOST_WAITING) throw new Refusal('server.busy', { retryAfter: 5 })
    await new Promise<void>((resolve) => void waiting.push(resolve))
  }
  running++
  try {
    return await work()
  } finally {
    running--
    waiting.shift()?.()
  }
}

const derive = (password: BinaryLike, salt: Buffer, cost: ScryptOptions): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password, salt, LENGTH, { ...cost, maxmem: MEMORY }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    )
  })

/** The same text however a keyboard composes it. */
const spell = (password: string) => Buffer.from(password.normalize('NFKC'))

/** `scrypt$N$r$p$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT)
  const key = await inTurn(() => derive(spell(password), salt, COST))
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/** Nobody's hash: comparing with it takes as long as with anybody's, and never fits. */
const nobodys = `scrypt$${COST.N}$${COST.r}$${COST.p}$${'A'.repeat(22)}$${'A'.repeat(43)}`

/** False for everybody without a password, after the same time. */
export async function fitsPassword(password: string, hash: string | null | undefined): Promise<boolean> {
  const [, N, r, p, salt = '', kept = ''] = (hash ?? nobodys).split('$')
  const cost = { N: Number(N), r: Number(r), p: Number(p) }
  const key = await inTurn(() => derive(spell(password), Buffer.from(salt, 'base64url'), cost))
  const isSame = timingSafeEqual(key, Buffer.from(kept, 'base64url'))
  return isSame && typeof hash === 'string'
}

/** Refuses what is guessed first (`team.password_weak`): few different signs, rows of keys, one's own name or address. */
export function refuseWeak(password: string, about: readonly string[]): void {
  const plain = password.normalize('NFKC').toLowerCase()
  const isShort = new Set(plain).size < 5
  const isRow = /^(?:(?:password|passwort|qwerty|qwertz|asdf|abc|123|1234|letmein|welcome|admin)[\d\s!.]*)+$/.test(
    plain,
  )
  const own = about.flatMap((one) => one.toLowerCase().split(/[\s@.]+/)).filter((word) => word.length > 3)
  const rest = own.reduce((left, word) => left.replaceAll(word, ''), plain)
  if (isShort || isRow || isRun(plain) || rest.length < 6) throw new Refusal('team.password_weak')
}

/** 'abcdefghijkl', '987654321098': each sign follows the one before. */
function isRun(text: string): boolean {
  const steps = [...text].slice(1).map((sign, at) => (sign.codePointAt(0) ?? 0) - (text.codePointAt(at) ?? 0))
  return steps.filter((step) => Math.abs(step) === 1).length >= steps.length - 2
}
