// Receipts of decisions: what was agreed or refused under which words, signed, with its proof in the ledger, so that whoever
// holds one can show later what was recorded (decisions.md, 33). A receipt reads the same whenever it is fetched.

import { type ConsentEvent, historyOf, proveEvents } from '#consent/history.ts'
import { headNow } from '#consent/ledger.ts'
import { canonical } from '#consent/ledger-entries.ts'
import { showPublished } from '#consent/notice.ts'
import { type Purpose, showPurposes } from '#consent/purposes.ts'
import type { House } from '#core/house.ts'
import { Refusal } from '#core/refusal.ts'
import { signerOf } from '#core/signing.ts'
import type { Queries } from '#db/store.ts'
import {
  CONFORMS_TO,
  CONTEXT,
  consentRecord,
  groupsOf,
  type Json,
  kantaraReceipt,
  type RecordParts,
} from './consent-record.ts'

export interface ReceiptLine {
  /** The id of the act, by which the receipt is fetched. */
  id: string
  /** Epoch ms. */
  at: number
  noticeVersion: number
  cells: number
  /** Whether a signed head stands over it yet. */
  ready: boolean
}

export type ReceiptFormat = '27560' | 'kantara'

/** The newest first. */
export async function listReceipts(house: House, customerId: string): Promise<ReceiptLine[]> {
  const q = house.store.read
  const lines: ReceiptLine[] = []
  for (const [id, events] of actsOf(await historyOf(q, customerId))) {
    const [first] = events
    if (first === undefined) continue
    const isReady = (await proveEvents(q, [events.at(-1)?.id ?? ''])) !== null
    lines.push({ id, at: first.at, noticeVersion: first.noticeVersion, cells: events.length, ready: isReady })
  }
  return lines.reverse()
}

const actsOf = (events: readonly ConsentEvent[]) => Map.groupBy(events, ({ actId }) => actId)

export interface Receipt {
  receipt: Json
  /** The receipt, canonical, as a compact JWS by a key of /.well-known/jwks.json. */
  jws: string
  ready: boolean
}

/** Refuses an act that is not this person's (`receipt.not_found`). */
export async function showReceipt(
  house: House,
  customerId: string,
  actId: string,
  format: ReceiptFormat = '27560',
): Promise<Receipt> {
  const events = actsOf(await historyOf(house.store.read, customerId)).get(actId)
  if (events === undefined) throw new Refusal('receipt.not_found')
  // What has just been done is given its leaf first, so that nobody has to come back for it.
  if ((await proveEvents(house.store.read, [actId])) === null) await headNow(house)
  return makeReceipt(house, await partsOf(house, events), events, actId, format)
}

/** All of them, for the export. */
export async function allReceipts(house: House, customerId: string): Promise<(Receipt & { id: string })[]> {
  const events = await historyOf(house.store.read, customerId)
  const receipts = [...actsOf(events)].map(async ([id, own]) => ({
    id,
    ...(await makeReceipt(house, await partsOf(house, own), own, id, '27560')),
  }))
  return Promise.all(receipts)
}

/** Every record of a person as one JSON-LD document that needs nothing from elsewhere. */
export async function consentsJsonLd(house: House, customerId: string): Promise<Json> {
  const records: Json[] = []
  for (const [, events] of actsOf(await historyOf(house.store.read, customerId))) {
    records.push(...(await partsOf(house, events)).map(consentRecord))
  }
  return { '@context': CONTEXT, '@graph': records }
}

async function makeReceipt(
  house: House,
  parts: RecordParts[],
  events: readonly ConsentEvent[],
  id: string,
  format: ReceiptFormat,
): Promise<Receipt> {
  const ids = events.map((event) => event.id)
  const proof = await proveEvents(house.store.read, ids)
  const receipt = format === 'kantara' ? kantaraReceipt(id, parts) : jsonLd(house.config.publicUrl, id, parts, proof)
  const jws = await signerOf(house.secrets).sign('consent-receipt+jws', canonical(receipt))
  return { receipt, jws, ready: proof !== null }
}

function jsonLd(
  publicUrl: string,
  id: string,
  parts: RecordParts[],
  proof: Awaited<ReturnType<typeof proveEvents>>,
): Json {
  return {
    '@context': CONTEXT,
    '@id': `${publicUrl}/receipts/${id}`,
    '@type': 'dpv:ConsentReceipt',
    'dct:conformsTo': CONFORMS_TO,
    'dct:identifier': id,
    'dct:hasPart': parts.map(consentRecord),
    'vs:ledger':
      proof === null
        ? { 'vs:state': 'pending' }
        : {
            'vs:state': 'anchored',
            'vs:head': {
              'vs:size': proof.head.size,
              'vs:root': proof.head.root,
              'vs:at': proof.head.at,
              'vs:jws': proof.head.jws,
            },
            'vs:events': proof.events.map(({ event, entry, leaf, leafHash, path }) => ({
              'vs:event': event,
              'vs:entry': entry,
              'vs:leaf': leaf,
              'vs:leafHash': leafHash,
              'vs:path': { '@list': path },
            })),
          },
  }
}

/** One record for each purpose on each channel, with the words and the purpose as they were. */
async function partsOf({ store, config, clock }: House, events: readonly ConsentEvent[]): Promise<RecordParts[]> {
  const [first] = events
  if (first === undefined) return []
  const notice = await noticeOf(store.read, first.noticeVersion, clock.now())
  const named = [...new Set(events.map(({ purpose }) => purpose))]
  const purposes = new Map<string, Purpose>((await showPurposes(store.read, named)).map((one) => [one.key, one]))
  return groupsOf(events).map((own) => ({
    publicUrl: config.publicUrl,
    events: own,
    purpose: purposes.get(own[0]?.purpose ?? ''),
    notice,
  }))
}

async function noticeOf(q: Queries, version: number, now: number): Promise<RecordParts['notice']> {
  const { controller, scope } = await showPublished(q, version, now)
  return { controller, scope }
}
