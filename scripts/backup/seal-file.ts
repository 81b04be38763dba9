// Encrypts a file of any size under a key file: AES-256-GCM, its key drawn from the key file with scrypt and a salt of its own.
// Layout: "VSB1", 16 bytes of salt, 12 of nonce, the ciphertext, 16 of tag. What does not fit is removed before anybody uses it.
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import {
  closeSync,
  createReadStream,
  createWriteStream,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs'
import { pipeline } from 'node:stream/promises'

const MAGIC = Buffer.from('VSB1')
const SALT = 16
const NONCE = 12
const TAG = 16
const HEAD = MAGIC.length + SALT + NONCE

/** Writes `to`, readable by its owner only; `from` stays. */
export async function sealFile(from: string, to: string, keyFile: string): Promise<void> {
  const salt = randomBytes(SALT)
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', keyOf(keyFile, salt), nonce)
  const out = createWriteStream(to, { flags: 'wx', mode: 0o600 })
  out.write(Buffer.concat([MAGIC, salt, nonce]))
  await pipeline(
    createReadStream(from),
    cipher,
    async function* (parts: AsyncIterable<Buffer>) {
      yield* parts
      yield cipher.getAuthTag()
    },
    out,
  )
}

export function isSealed(file: string): boolean {
  return headOf(file, MAGIC.length).equals(MAGIC)
}

/** @throws Error when the key is another one or a byte has changed; then nothing is left at `to` */
export async function openFile(from: string, to: string, keyFile: string): Promise<void> {
  const head = headOf(from, HEAD)
  const length = statSync(from).size
  if (length < HEAD + TAG) throw new Error(`${from} is cut short`)
  const key = keyOf(keyFile, head.subarray(MAGIC.length, MAGIC.length + SALT))
  const decipher = createDecipheriv('aes-256-gcm', key, head.subarray(MAGIC.length + SALT))
  decipher.setAuthTag(tailOf(from, length))
  try {
    await pipeline(
      createReadStream(from, { start: HEAD, end: length - TAG - 1 }),
      decipher,
      createWriteStream(to, { flags: 'wx', mode: 0o600 }),
    )
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') rmSync(to, { force: true })
    throw new Error(`${from} does not open: another key, or it was changed`, { cause: error })
  }
}

function keyOf(keyFile: string, salt: Buffer): Buffer {
  const secret = readFileSync(keyFile)
  if (secret.length < 32)
    throw new Error(`${keyFile} is too short for a key: 32 bytes or more, such as of \`openssl rand -base64 48\``)
  return scryptSync(secret, salt, 32)
}

function headOf(file: string, length: number): Buffer {
  return bytesOf(file, 0, length)
}

const tailOf = (file: string, length: number): Buffer => bytesOf(file, length - TAG, TAG)

function bytesOf(file: string, at: number, length: number): Buffer {
  const handle = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(length)
    return bytes.subarray(0, readSync(handle, bytes, 0, length, at))
  } finally {
    closeSync(handle)
  }
}
