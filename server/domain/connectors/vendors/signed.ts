// Comparing signatures in constant time; pure.
import { createHmac, hash, timingSafeEqual } from 'node:crypto'

type Encoding = 'hex' | 'base64'

const isSame = (due: Buffer, given: Buffer): boolean => given.length === due.length && timingSafeEqual(given, due)

/** Whether what was given is HMAC-SHA-256 under one of the secrets over the parts, written one behind the other. */
export function fitsHmac(
  secrets: readonly (string | Buffer)[],
  parts: readonly (string | Uint8Array)[],
  given: string | undefined,
  encoding: Encoding,
): boolean {
  const signature = decode(given, encoding)
  if (signature === null) return false
  return secrets.some((secret) => {
    const mac = createHmac('sha256', secret)
    for (const part of parts) mac.update(part)
    return isSame(mac.digest(), signature)
  })
}

/** The same for a hash with the secret in front, as HubSpot's first versions are. */
export function fitsHash(secrets: readonly string[], parts: readonly Uint8Array[], given: string | undefined): boolean {
  const signature = decode(given, 'hex')
  if (signature === null) return false
  return secrets.some((secret) =>
    isSame(hash('sha256', Buffer.concat([Buffer.from(secret), ...parts]), 'buffer'), signature),
  )
}

/** Only the one spelling of a signature is taken: Buffer would skip signs that are none. */
function decode(given: string | undefined, encoding: Encoding): Buffer | null {
  if (given === undefined) return null
  const bytes = Buffer.from(given, encoding)
  return bytes.toString(encoding) === (encoding === 'hex' ? given.toLowerCase() : given) ? bytes : null
}
