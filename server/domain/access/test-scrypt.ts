/** For tests of who gets in: scrypt at a thousandth of its cost. What a password really costs is held by password.test.ts. */
import crypto, { type BinaryLike, type ScryptOptions } from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

type Done = (error: Error | null, key: Buffer) => void

const { scrypt } = crypto
const quick = (password: BinaryLike, salt: BinaryLike, length: number, cost: ScryptOptions, done: Done): void =>
  scrypt(password, salt, length, { ...cost, N: 32 }, done)

Object.assign(crypto, { scrypt: quick })
syncBuiltinESMExports()
