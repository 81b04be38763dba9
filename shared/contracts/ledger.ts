// What crosses the wire about the ledger: heads, proofs and the keys they are signed with. Hashes are hexadecimal.
import { z } from 'zod'
import { instant, text } from './words.ts'

const wholeNumber = z
  .string()
  .regex(/^(0|[1-9]\d{0,14})$/, 'must be a whole number')
  .transform(Number)

export const ledgerHead = z.object({
  size: z.int(),
  root: z.string(),
  at: instant,
  jws: z.string().describe('compact JWS of { origin, size, root, at }, by a key of /.well-known/jwks.json'),
})
export const askInclusion = z.strictObject({
  leaf: wholeNumber.optional(),
  eventId: text(64).optional(),
  size: wholeNumber.optional().describe('the size of the tree; by default that of the first head signed over the leaf'),
})
export const inclusionProof = z.object({
  leaf: z.int(),
  ref: z.string().describe('the id of the event, notice or fact that stands there'),
  leafHash: z.string(),
  size: z.int(),
  root: z.string(),
  path: z.array(z.string()),
  head: ledgerHead.nullable(),
})
export const askConsistency = z.strictObject({ from: wholeNumber, to: wholeNumber })
export const consistencyProof = z.object({
  from: z.int(),
  to: z.int(),
  fromRoot: z.string(),
  toRoot: z.string(),
  path: z.array(z.string()),
})
export const jwks = z.object({
  keys: z.array(
    z.object({
      kty: z.string(),
      crv: z.string(),
      x: z.string(),
      kid: z.string(),
      alg: z.string(),
      use: z.string(),
    }),
  ),
})
export const gpc = z.object({ gpc: z.boolean(), lastUpdate: z.string() })
