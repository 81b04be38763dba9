import { parse } from 'csv-parse/sync'
import { sql } from 'drizzle-orm'
import { unzipSync } from 'fflate'
import { compactVerify, createLocalJWKSet } from 'jose'
import jsonld from 'jsonld'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publicKeys } from '#consent/ledger.ts'
import { sha256 } from '#core/secrets.ts'
import { forEachHouse } from '#core/test-house.ts'
import { verifyContact } from '#customers/contacts.ts'
import { profilesOf } from '#customers/profile.ts'
import { sendServiceMails } from '#delivery/send-service.ts'
import { type Mailbox, openMailbox, openShop } from '#delivery/test-delivery.ts'
import { DAY_MS } from '#shared/time.ts'
import { csvOf, makeExport, openExport } from './export.ts'
import { exportLocales } from './export-texts/all.ts'
import { rectify } from './rectify.ts'
import { openLink } from './sign-in.ts'

let box: Mailbox
beforeAll(async () => {
  box = await openMailbox()
})
afterAll(() => box.close())

test('a table opens in a spreadsheet and runs nothing there', () => {
  const rows = [
    { name: '=HYPERLINK("http://evil")', n: -5, note: 'a "quote", a comma\nand a line' },
    { name: '@SUM(1)', more: { a: 1 }, note: '+49 30' },
  ]
  const text = csvOf(rows)
  expect(text.startsWith('\uFEFF')).toBe(true)
  const read = parse(text, { bom: true, columns: true }) as Record<string, string>[]
  for (const row of read) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/)
  expect(read[0]?.note).toBe('a "quote", a comma\nand a line')
  expect(csvOf([], ['a', 'b'])).toBe('\uFEFFa,b\n')
})

forEachHouse('an export', (open) => {
  async function scene() {
    const shop = await openShop(await open(), { smtpUrl: box.url })
    box.mails.length = 0
    const ann = await shop.person('ann', { givenName: '=cmd|Ann', country: 'TR', locale: 'tr-TR' })
    await shop.house.store.write((tx) => verifyContact(tx, ann, 'email', tx.now))
    await shop.issue(ann)
    return { ...shop, ann }
  }

  test('holds everything, each file as the signed list says, and is fetched once within a day', async () => {
    const { house, ann } = await scene()
    const { token } = await makeExport(house, ann)
    const tries = await Promise.allSettled([openExport(house, token), openExport(house, token)])
    const [zip] = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const files = Object.fromEntries(
      Object.entries(unzipSync(zip?.bytes ?? new Uint8Array())).map(([name, bytes]) => [
        name,
        Buffer.from(bytes).toString(),
      ]),
    )
    const names = Object.keys(files)
    expect(names).toEqual(
      expect.arrayContaining([
        'data.json',
        'consents.jsonld',
        'usage-log.csv',
        'tables/profile.csv',
        'tables/vouchers.csv',
        'tables/consentEvents.csv',
        'README.tr.txt',
        'manifest.json',
        'manifest.jws',
      ]),
    )
    expect(names.filter((name) => /^receipts\/cev_\w+\.(json|jws)$/.test(name))).toHaveLength(2)
    const manifest = JSON.parse(files['manifest.json'] ?? '') as { files: { name: string; sha256: string }[] }
    expect(manifest.files.map(({ name }) => name).sort()).toEqual(
      names.filter((name) => !name.startsWith('manifest')).sort(),
    )
    for (const { name, sha256: sum } of manifest.files) expect([name, sha256(files[name] ?? '')]).toEqual([name, sum])
    const keys = createLocalJWKSet(await publicKeys(house))
    const { payload } = await compactVerify(files['manifest.jws'] ?? '', keys)
    expect(Buffer.from(payload).toString()).toBe(files['manifest.json'])
    const data = JSON.parse(files['data.json'] ?? '')
    expect(data.profile).toMatchObject({ givenName: '=cmd|Ann', email: 'ann@shop.example' })
    expect(files['tables/profile.csv']).toContain("'=cmd|Ann")
    expect(files['usage-log.csv']).toContain('decision_voucher')
    expect(files['README.tr.txt']).toContain('Verileriniz')
    const offline = { safe: true, documentLoader: async () => Promise.reject(new Error('no network')) }
    const quads = await jsonld.toRDF(JSON.parse(files['consents.jsonld'] ?? ''), {
      ...offline,
      format: 'application/n-quads',
    } as Parameters<typeof jsonld.toRDF>[1])
    expect(String(quads)).toContain('https://w3id.org/dpv#ConsentGiven')
    const late = await makeExport(house, ann)
    house.advance(DAY_MS)
    await expect(openExport(house, late.token)).rejects.toMatchObject({ code: 'token.invalid' })
  })

  test.each(exportLocales)('says what is in it in %s', async (locale) => {
    const { house, ann } = await scene()
    const { bytes } = await openExport(house, (await makeExport(house, ann, locale)).token)
    const readme = Buffer.from(unzipSync(bytes)[`README.${locale}.txt`] ?? '').toString()
    expect(readme).not.toContain('{{')
    expect(readme).toContain('privacy@shop.example')
  })

  test('a new address needs the second step, is nobody’s until it is proved, and both addresses hear of it', async () => {
    const { house, ann } = await scene()
    const change = (stepped: boolean) => rectify(house, ann, { email: 'new@x.example', givenName: 'Ann' }, { stepped })
    await expect(change(false)).rejects.toMatchObject({ code: 'step.needed' })
    expect(await rectify(house, ann, { email: 'ANN@shop.example', givenName: 'Anne' }, { stepped: false })).toEqual({
      ignored: [],
      proofMailed: false,
    })
    expect(await change(true)).toEqual({ ignored: [], proofMailed: true })
    const verified = async () =>
      (
        await house.store.read.rows<{ verified_at: number | null }>(
          sql`select verified_at from contact_points where customer_id = ${ann}`,
        )
      )[0]?.verified_at
    expect(await verified()).toBeNull()
    await sendServiceMails(house)
    expect(box.mails.map(({ to }) => to).sort()).toEqual(['ANN@shop.example', 'new@x.example', 'new@x.example'])
    const texts = await Promise.all(box.mails.map(async (mail) => (await box.read(mail)).text ?? ''))
    const token = texts.map((text) => /\/([\w-]{43})(?![\w-])/.exec(text)?.[1]).find(Boolean) ?? ''
    expect((await openLink(house, token)).customerId).toBe(ann)
    expect(await verified()).toBe(house.clock.now())
    expect((await profilesOf(house, [ann])).get(ann)).toMatchObject({ email: 'new@x.example', givenName: 'Ann' })
  })
})
