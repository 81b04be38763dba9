import { compactVerify, createLocalJWKSet } from 'jose'
import jsonld from 'jsonld'
import { expect, test } from 'vitest'
import { historyOf } from '#consent/history.ts'
import { publicKeys, sequenceLedger } from '#consent/ledger.ts'
import { cellsFor, decideFor, makePerson, makePurpose, putNoticeInForce } from '#consent/test-consents.ts'
import { verifyInclusion } from '#consent/test-rfc6962.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { CONTEXT, consentRecord } from './consent-record.ts'
import { consentsJsonLd, listReceipts, showReceipt } from './receipts.ts'

const cells = [...cellsFor('news', 'email', ['name', 'birthdate']), ...cellsFor('news', 'sms')]

async function shop(house: TestHouse) {
  await makePurpose(house, 'news')
  const version = await putNoticeInForce(house, cells, { recipients: ['Post & Co'] })
  const id = await makePerson(house, 'ann', { email: 'ann@x.example' }, { version, cells })
  return { id, version }
}

/** As `jsonld` does it, with every look elsewhere an error, and every term that would be dropped too. */
async function expand(document: unknown): Promise<string> {
  const refuse = async (url: string): Promise<never> => {
    throw new Error(`it looks for ${url}`)
  }
  const options = { safe: true, documentLoader: refuse } as Parameters<typeof jsonld.toRDF>[1]
  expect(
    await jsonld.expand(document as jsonld.JsonLdDocument, options as Parameters<typeof jsonld.expand>[1]),
  ).not.toEqual([])
  return String(await jsonld.toRDF(document as jsonld.JsonLdDocument, { ...options, format: 'application/n-quads' }))
}

async function verified(house: TestHouse, jws: string) {
  const { payload, protectedHeader } = await compactVerify(jws, createLocalJWKSet(await publicKeys(house)))
  return { said: JSON.parse(Buffer.from(payload).toString()), typ: protectedHeader.typ }
}

interface Proof {
  'vs:state': string
  'vs:head': { 'vs:size': number; 'vs:root': string; 'vs:jws': string }
  'vs:events': { 'vs:event': string; 'vs:entry': string; 'vs:leaf': number; 'vs:path': { '@list': string[] } }[]
}

forEachHouse('receipts', (open) => {
  test('are signed, expand offline, and prove every event to the head they carry', async () => {
    const house = await open()
    const { id, version } = await shop(house)
    await decideFor(house, id, version, cells.slice(1, 2), 'withdraw')
    await sequenceLedger(house)
    const lines = await listReceipts(house, id)
    expect(lines.map(({ cells, ready, noticeVersion }) => [cells, ready, noticeVersion])).toEqual([
      [1, true, 1],
      [4, true, 1],
    ])
    for (const { id: actId, cells: count } of lines) {
      const { receipt, jws } = await showReceipt(house, id, actId)
      expect(await verified(house, jws)).toEqual({ said: receipt, typ: 'consent-receipt+jws' })
      const quads = await expand(receipt)
      expect(quads).toContain('<https://w3id.org/dpv#ConsentReceipt>')
      const proof = (receipt as unknown as { 'vs:ledger': Proof })['vs:ledger']
      expect((await verified(house, proof['vs:head']['vs:jws'])).said).toMatchObject({
        size: proof['vs:head']['vs:size'],
        root: proof['vs:head']['vs:root'],
      })
      expect(proof['vs:events']).toHaveLength(count)
      for (const event of proof['vs:events']) {
        const entry = Buffer.from(event['vs:entry'], 'base64')
        expect(JSON.parse(String(entry))).toMatchObject({ id: event['vs:event'], customer_id: id })
        const path = event['vs:path']['@list'].map((step) => Buffer.from(step, 'hex'))
        const root = Buffer.from(proof['vs:head']['vs:root'], 'hex')
        expect(verifyInclusion(event['vs:leaf'], proof['vs:head']['vs:size'], entry, path, root)).toBe(true)
      }
      // The same however much comes after it.
      await house.store.write(async () => {})
      await decideFor(house, id, version, cells.slice(2, 3), 'withdraw')
      await sequenceLedger(house)
      expect((await showReceipt(house, id, actId)).jws).toBe(jws)
    }
  })

  test('hold the fields that ISO/IEC TS 27560 asks for', async () => {
    const house = await open()
    const { id } = await shop(house)
    const document = (await consentsJsonLd(house, id)) as { '@graph': Record<string, unknown>[] }
    expect(document['@graph']).toHaveLength(2)
    const quads = await expand(document)
    for (const field of [
      'hasDataSubject',
      'hasNotice',
      'hasPurpose',
      'hasLegalBasis',
      'hasPersonalData',
      'hasDataController',
      'hasRecipient',
      'hasStorageCondition',
      'hasDuration',
      'hasLocation',
      'hasJurisdiction',
      'hasConsentControl',
      'isExercisedAt',
      'hasConsentStatus',
      'hasRight',
      'hasName',
      'hasAddress',
      'hasContact',
      'isIndicatedBy',
    ]) {
      expect(quads).toContain(`<https://w3id.org/dpv#${field}>`)
    }
    for (const field of ['conformsTo', 'identifier', 'language', 'date', 'valid', 'hasPart']) {
      expect(quads).toContain(`<http://purl.org/dc/terms/${field}>`)
    }
    expect(quads).toContain('<https://w3id.org/dpv/pd#BirthDate>')
    expect(quads).toContain('<https://w3id.org/dpv#ConsentGiven>')
    expect(quads).not.toMatch(/ann@|relative/)
    expect(document['@graph'][0]?.['dpv:hasNotice']).toMatchObject({
      'dct:identifier': expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    })
  })

  test('name the authority that the notice named, and none where it named none', async () => {
    const house = await open()
    const { id } = await shop(house)
    const [first] = await historyOf(house.store.read, id)
    if (first === undefined) throw new Error('there is no event')
    const record = (authority?: { name: string; contact: string }) => {
      const controller = { name: 'X', address: 'Y', contact: 'Z', authority }
      const parts = { publicUrl: 'https://shop.test', purpose: undefined, events: [first] }
      return { '@context': CONTEXT, ...(consentRecord({ ...parts, notice: { controller, scope: [] } }) as object) }
    }
    const quads = await expand(record({ name: 'The Authority', contact: 'https://authority.example' }))
    const [, node] = /<https:\/\/w3id.org\/dpv#hasAuthority> (\S+) \./.exec(quads) ?? []
    expect(quads).toContain(`${node} <https://w3id.org/dpv#hasName> "The Authority" .`)
    expect(quads).toContain(`${node} <https://w3id.org/dpv#hasContact> "https://authority.example" .`)
    expect(await expand(record())).not.toContain('hasAuthority')
  })

  test('say who acted: she, a guardian, or the shop by itself; what a shop was told is her word', async () => {
    const house = await open()
    const { id } = await shop(house)
    const [first] = await historyOf(house.store.read, id)
    if (first === undefined) throw new Error('there is no event')
    const notice = { controller: { name: 'X', address: 'Y', contact: 'Z' }, scope: [] }
    const by = (actor: string) => {
      const parts = { publicUrl: 'https://shop.test', purpose: undefined, notice, events: [{ ...first, actor }] }
      const record = consentRecord(parts) as { 'dct:hasPart': { 'dpv:isIndicatedBy': { '@id': string } }[] }
      return record['dct:hasPart'][0]?.['dpv:isIndicatedBy']['@id']
    }
    expect(['self', 'key_till', 'guardian', 'operator', 'system'].map(by)).toEqual([
      `urn:vouchsafe:subject:${id}`,
      `urn:vouchsafe:subject:${id}`,
      `urn:vouchsafe:guardian-of:${id}`,
      'urn:vouchsafe:controller',
      'urn:vouchsafe:controller',
    ])
  })

  test('say who took a yes back, and that a later yes is a renewed one', async () => {
    const house = await open()
    const { id, version } = await shop(house)
    await decideFor(house, id, version, cells.slice(0, 1), 'grant')
    await decideFor(house, id, version, cells.slice(0, 1), 'withdraw')
    const quads = await expand(await consentsJsonLd(house, id))
    expect(quads).toContain('<https://w3id.org/dpv#RenewedConsentGiven>')
    expect(quads).toContain('<https://w3id.org/dpv#ConsentWithdrawn>')
  })

  test('come in the form of Kantara too, are nobody else’s, and wait for their head when nobody asked for one', async () => {
    const house = await open()
    const { id } = await shop(house)
    const bob = await makePerson(house, 'bob', {})
    const [line] = await listReceipts(house, id)
    expect(line?.ready).toBe(false)
    const { receipt, jws, ready } = await showReceipt(house, id, line?.id ?? '', 'kantara')
    expect(ready).toBe(true)
    expect(receipt).toMatchObject({
      version: 'KI-CR-v1.1.0',
      consentReceiptID: line?.id,
      piiPrincipalId: id,
      services: [
        {
          service: 'email',
          purposes: [{ piiCategory: ['contact.email', 'name', 'birthdate'], thirdPartyName: 'Post & Co' }],
        },
        { service: 'sms', purposes: [{ thirdPartyDisclosure: true }] },
      ],
    })
    expect((await verified(house, jws)).said).toEqual(receipt)
    await expect(showReceipt(house, bob, line?.id ?? '')).rejects.toMatchObject({ code: 'receipt.not_found' })
  })
})
