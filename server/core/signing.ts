// The house signs what others must be able to hold it to (ledger heads, receipts, certificates, manifests): Ed25519, the key of
// the ring that all processes sign by; the public halves of all of them are published as a JWKS.
import { createPrivateKey, createPublicKey, hash, type KeyObject } from 'node:crypto'
import { CompactSign } from 'jose'
import type { RingKey } from './key-ring.ts'
import type { Secrets } from './secrets.ts'

/** What a signature is for is part of what is signed, so that one kind of paper cannot be passed off as another. */
export type Paper = 'ledger-head+jws' | 'consent-receipt+jws' | 'erasure-certificate+jws' | 'export-manifest+jws'

export interface PublicKey {
  kty: 'OKP'
  crv: 'Ed25519'
  x: string
  kid: string
  alg: 'EdDSA'
  use: 'sig'
}

export interface Signer {
  readonly publicKey: PublicKey
  /** A compact JWS; the same payload gives the same signature. */
  sign(paper: Paper, payload: string): Promise<string>
}

/** PKCS #8 of an Ed25519 key up to its 32 bytes (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const signers = new WeakMap<Buffer, Signer>()

export const signerOf = ({ ring }: Secrets): Signer => signerBy(ring.current('signing'))

/** Also of a key that nothing is signed with yet, so that whoever has read it in time knows it. */
export const publicKeysOf = ({ ring }: Secrets): PublicKey[] =>
  ring.known('signing').map((key) => signerBy(key).publicKey)

function signerBy({ raw }: RingKey): Signer {
  const known = signers.get(raw)
  if (known !== undefined) return known
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, raw]), format: 'der', type: 'pkcs8' })
  const publicKey = publish(key)
  const signer: Signer = {
    publicKey,
    sign: (paper, payload) =>
      new CompactSign(Buffer.from(payload))
        .setProtectedHeader({ alg: 'EdDSA', kid: publicKey.kid, typ: paper })
        .sign(key),
  }
  signers.set(raw, signer)
  return signer
}

/** The key's id is its thumbprint (RFC 7638). */
function publish(key: KeyObject): PublicKey {
  const { x } = createPublicKey(key).export({ format: 'jwk' })
  if (x === undefined) throw new Error('an Ed25519 key has a public half')
  const kid = hash('sha256', `{"crv":"Ed25519","kty":"OKP","x":"${x}"}`, 'base64url')
  return { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' }
}
