// The certificate of an erasure: what went, what stayed and why, and until when backups may still hold something. Signed, and
// free of anything about whom it is of but the random id under which the proofs stay.
import { canonical } from '#consent/ledger-entries.ts'
import { iso } from '#core/clock.ts'
import type { House } from '#core/house.ts'
import { signerOf } from '#core/signing.ts'
import { DAY_MS } from '#shared/time.ts'
import { erasureOf } from './queries-access.ts'

export interface Counted {
  key: string
  count: number
}
export interface Erasing {
  goes: Counted[]
  stays: Counted[]
}

/** Why what stays does, by its key. */
const whys: Record<string, string> = {
  vouchers:
    'Vouchers that were handed over stay good for whoever has the code, without an owner: erasure is to nobody’s detriment.',
  sums: 'Sums of money stay in the accounts without a person (legal duty to keep accounts).',
  ledger: 'The proof of what was agreed stays under a random id; its evidence was sealed with a key that is destroyed.',
  suppression: 'A keyed fingerprint of an address whose owner had said no, so that nobody writes to it again.',
  reference:
    'A keyed fingerprint of the shop’s customer number, so that what the shop reports later is counted without a person.',
  requests: 'That something was asked for and answered, under the random id.',
}

export interface CertificateFacts extends Erasing {
  id: string
  customerId: string
  /** Epoch ms. */
  erasedAt: number
  /** Whether the log of the database was cut, so that nothing deleted lingers in it. */
  isLogCut: boolean
  recipients: string[]
  /** The fact in the ledger. */
  ledgerRef: string
}

/** A compact JWS; its payload is JSON that people can read too. */
export async function signCertificate(house: House, facts: CertificateFacts): Promise<string> {
  const { config, store, secrets } = house
  const paper = {
    type: 'erasure-certificate',
    id: facts.id,
    issuer: config.publicUrl,
    subject: facts.customerId,
    erasedAt: iso(facts.erasedAt),
    goes: facts.goes,
    stays: [...facts.stays, { key: 'reference', count: 1 }, { key: 'requests', count: 1 }].map((one) => ({
      ...one,
      why: whys[one.key] ?? '',
    })),
    key: 'destroyed',
    storage:
      store.engine === 'sqlite'
        ? { engine: 'sqlite', deleted: 'overwritten', log: facts.isLogCut ? 'cut' : 'to be cut at the next checkpoint' }
        : {
            engine: 'postgres',
            deleted:
              'unreadable: the key is vacuumed away; old row versions hold ciphertext without a key, keyed fingerprints and reasons that were given in words, until their space is used again',
            log: 'the write-ahead log and backups follow the retention below',
          },
    backups: { rollOffBy: iso(facts.erasedAt + config.backupDays * DAY_MS) },
    recipientsTold: facts.recipients,
    ledger: { event: facts.ledgerRef, proof: `${config.publicUrl}/v1/ledger/proof?eventId=${facts.ledgerRef}` },
  }
  return signerOf(secrets).sign('erasure-certificate+jws', canonical(paper))
}

export interface Certificate {
  certificate: Record<string, unknown>
  jws: string
}

/** The certificate of somebody who has been erased; null for everybody else. */
export async function certificateOf({ store }: House, customerId: string): Promise<Certificate | null> {
  const row = await erasureOf(store.read, customerId)
  return row === null ? null : readCertificate(row.certificate)
}

/** The certificate in words, from its signature. */
export function readCertificate(jws: string): Certificate {
  const payload = Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString()
  return { certificate: JSON.parse(payload) as Record<string, unknown>, jws }
}
