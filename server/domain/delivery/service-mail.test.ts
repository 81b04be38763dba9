// Service mails reach their person in her language, keep nothing, survive trouble, and end with her.
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makePerson, makePurpose, putNoticeInForce } from '#consent/test-consents.ts'
import { readHouseSettings, writeHouseSettings } from '#core/house-settings.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { HOUR_MS } from '#shared/time.ts'
import { withFooter } from './footer.ts'
import { erasePersonalData } from './personal-data.ts'
import { sendServiceMails } from './send-service.ts'
import { cancelServiceMails, queueServiceMail, type ServiceMail, serviceKinds } from './service-mail.ts'
import { serviceTexts } from './service-texts/all.ts'
import { counted } from './service-texts/texts.ts'
import { type Mailbox, openMailbox } from './test-delivery.ts'
import { translate, writeService } from './write-service.ts'

let box: Mailbox
beforeAll(async () => {
  box = await openMailbox()
})
afterAll(() => box.close())

const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const TOKEN = 'a'.repeat(43)
const author = {
  publicUrl: 'https://shop.example',
  controller: {
    name: 'Example Shop',
    address: '1 High Street',
    contact: 'privacy@shop.example',
    responsible: { name: 'Dana Doe', contact: 'dpo@shop.example' },
  },
}

forEachHouse('service mails', (open) => {
  async function shop(): Promise<TestHouse> {
    const opened = await open()
    const house = { ...opened, config: { ...opened.config, smtpUrl: box.url, publicUrl: 'https://shop.example' } }
    await makePurpose(house, 'offers')
    await putNoticeInForce(house, [{ purpose: 'offers', channel: 'email', category: 'contact.email' }])
    box.mails.length = 0
    box.mood = 'takes'
    return house
  }
  const queue = (house: TestHouse, mail: Partial<ServiceMail> & { customerId: string | null }) =>
    house.store.write((tx) => queueServiceMail(house, tx, { ...doi, ...mail }))
  const doi: Omit<ServiceMail, 'customerId'> = {
    channel: 'email',
    locale: 'tr-TR',
    kind: 'doi',
    values: { token: TOKEN, purposes: 'Teklifler', count: 24 },
  }
  const rows = (house: TestHouse) =>
    house.store.read.rows<{ state: string; values_sealed: string | null; to_sealed: string | null }>(
      sql`select state, values_sealed, to_sealed from service_messages order by id`,
    )

  it('go to the person in her language, with links to our own host only, and keep nothing of what they said', async () => {
    const house = await shop()
    const customerId = await makePerson(house, 'ada', { email: 'ada@shop.example' })
    await queue(house, { customerId })
    expect(JSON.stringify(await rows(house))).not.toContain(TOKEN)
    expect(await sendServiceMails(house)).toEqual({ sent: 1, later: 0, failed: 0 })
    const mail = await box.read(box.mails[0])
    expect(box.mails.map(({ to }) => to)).toEqual(['ada@shop.example'])
    expect(mail.subject).toBe('Lütfen verdiğiniz onayı doğrulayın')
    expect(mail.text).toContain(`https://shop.example/c/${TOKEN}`)
    expect(mail.text).toContain('Example Shop, 1 High Street, Springfield')
    expect(mail.html).not.toMatch(/<img|src=|https?:\/\/(?!shop\.example\/c\/)/)
    expect(await rows(house)).toEqual([{ state: 'sent', values_sealed: null, to_sealed: null }])
    expect(await sendServiceMails(house)).toEqual({ sent: 0, later: 0, failed: 0 })
  })

  it('carry the logo of the shop inside, and fetch it from nowhere', async () => {
    const house = await shop()
    const customerId = await makePerson(house, 'ada', { email: 'ada@shop.example' })
    const settings = await readHouseSettings(house.store.read)
    await house.store.write((tx) => writeHouseSettings(tx, { ...settings, logo: `data:image/png;base64,${DOT}` }))
    await queue(house, { customerId })
    expect(await sendServiceMails(house)).toEqual({ sent: 1, later: 0, failed: 0 })
    const mail = await box.read(box.mails[0])
    expect(mail.attachments).toMatchObject([
      { mimeType: 'image/png', disposition: 'inline', contentId: '<logo@mail>', related: true },
    ])
    const [logo] = mail.attachments
    expect(Buffer.from(logo?.content as ArrayBuffer).toString('base64')).toBe(DOT)
    expect(mail.html?.match(/<img [^>]*src="[^"]*" alt="[^"]*"/g)).toEqual([
      '<img class="logo" src="cid:logo@mail" alt="Example&#32;Shop"',
    ])
    expect(mail.html).not.toMatch(/https?:\/\/(?!shop\.example\/c\/)/)
    expect(mail.text).not.toContain('logo')
  })

  it('may go to an address that is not hers, and to one who has been erased', async () => {
    const house = await shop()
    const customerId = await makePerson(house, 'ada', { email: 'ada@shop.example' })
    await queue(house, { customerId, to: 'parent@shop.example', kind: 'guardian_request' })
    await queue(house, {
      customerId: null,
      to: 'gone@shop.example',
      kind: 'erased',
      values: { erasedAt: '2026-06-15T00:00:00Z', reference: 'ec_1', stays: '' },
    })
    await sendServiceMails(house)
    expect(box.mails.map(({ to }) => to).sort()).toEqual(['gone@shop.example', 'parent@shop.example'])
  })

  it('are tried again with the same Message-ID, and given up when they are refused for good', async () => {
    const house = await shop()
    const customerId = await makePerson(house, 'ada', { email: 'ada@shop.example' })
    await queue(house, { customerId })
    box.mood = 'later'
    box.attempts.length = 0
    expect(await sendServiceMails(house)).toEqual({ sent: 0, later: 1, failed: 0 })
    expect(await sendServiceMails(house)).toEqual({ sent: 0, later: 0, failed: 0 })
    box.mood = 'takes'
    house.advance(HOUR_MS)
    expect(await sendServiceMails(house)).toEqual({ sent: 1, later: 0, failed: 0 })
    expect(box.attempts).toHaveLength(2)
    expect(new Set(box.attempts).size).toBe(1)
    await queue(house, { customerId })
    box.mood = 'refuses'
    expect(await sendServiceMails(house)).toEqual({ sent: 0, later: 0, failed: 1 })
    expect((await rows(house)).map(({ state }) => state)).toEqual(['sent', 'failed'])
  })

  it('are not sent any more when they are cancelled, or when their person is gone', async () => {
    const house = await shop()
    const [ada, bob] = [
      await makePerson(house, 'ada', { email: 'ada@shop.example' }),
      await makePerson(house, 'bob', { email: 'bob@shop.example' }),
    ]
    await queue(house, { customerId: ada })
    await queue(house, { customerId: bob })
    expect(await house.store.write((tx) => cancelServiceMails(tx, ada, 'no_more'))).toBe(1)
    await house.store.write((tx) => erasePersonalData(tx, bob))
    expect(await sendServiceMails(house)).toEqual({ sent: 0, later: 0, failed: 0 })
    expect(await rows(house)).toEqual([{ state: 'cancelled', values_sealed: null, to_sealed: null }])
  })

  it('are taken by one of two processes', async () => {
    const house = await shop()
    const customerId = await makePerson(house, 'ada', { email: 'ada@shop.example' })
    for (let i = 0; i < 20; i++) await queue(house, { customerId })
    const counts = await Promise.all([sendServiceMails(house), sendServiceMails(house)])
    expect(counts.reduce((sum, { sent }) => sum + sent, 0)).toBe(20)
    expect(box.mails).toHaveLength(20)
  })
})

describe('the texts of service mails', () => {
  it.each(Object.keys(serviceTexts))('are whole in %s, with all its plurals', (locale) => {
    const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories
    const wanted = serviceKinds.flatMap((kind) => {
      const texts = counted.has(kind) ? forms.map((form) => `${kind}.text_${form}`) : [`${kind}.text`]
      return [`${kind}.subject`, ...texts]
    })
    const others = Object.keys(serviceTexts.en ?? {}).filter((key) => /^(footer|marketing)\./.test(key))
    expect(Object.keys(serviceTexts[locale] ?? {}).sort()).toEqual([...wanted, ...others].sort())
    const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name)
    for (const [key, text] of Object.entries(serviceTexts[locale] ?? {})) {
      const same = serviceTexts.en?.[key] ?? serviceTexts.en?.[key.replace(/_\w+$/, '_other')] ?? ''
      expect([key, ...new Set(holes(text))].sort().filter((name) => name !== 'count')).toEqual(
        [key, ...new Set(holes(same))].sort().filter((name) => name !== 'count'),
      )
    }
  })

  it('count as each language does, and turn Arabic round', () => {
    const hours = (locale: string, count: number) =>
      writeService('doi', locale, { token: 't', purposes: 'x', count }, author)
    expect(hours('ru', 1).text).toContain('1 часа.')
    expect(hours('ru', 24).text).toContain('24 часов.')
    expect(hours('ar', 2).text).toContain('ساعتين')
    expect(hours('ar-EG', 24).html).toContain('<html lang="ar" dir="rtl">')
    expect(hours('zh', 24).locale).toBe('en')
  })

  it('keep the full stop of a Latin name at its end in Arabic, and of an Arabic one in English', () => {
    const named = (name: string) => ({ ...author, controller: { ...author.controller, name } })
    const values = { token: 't', purposes: 'x', count: 2 }
    const latin = writeService('doi', 'ar', values, named('Lavender & Co.\u202e'))
    expect(latin.text).toContain('\u2068Lavender & Co. \u2069، \u20681 High Street\u2069.')
    expect(latin.html).toContain('<bdi>Lavender &amp; Co. </bdi>، <bdi>1 High Street</bdi>.')
    const arabic = writeService('doi', 'en', values, named('متجر!'))
    expect(arabic.text).toContain('from \u2068متجر!\u2069, 1 High Street.')
    expect(writeService('doi', 'en', values, author).text).not.toMatch(/[\u2066-\u2069]/)
    const written = { locale: 'ar', subject: 's', text: 't', html: '<html><body>\n</body></html>\n' }
    const reason = { legalBasis: 'contract' as const, purpose: 'Offers!', agreedAt: null }
    const marketing = withFooter(written, reason, 'https://shop.example/u/x', named('Lavender & Co.').controller)
    for (const value of ['Offers!', 'Lavender & Co.', '1 High Street', 'dpo@shop.example']) {
      expect(marketing.text).toContain(`\u2068${value}\u2069`)
      expect(marketing.html).toContain(`<bdi>${value.replace('&', '&amp;')}</bdi>`)
    }
    expect(marketing.html).not.toMatch(/[\u2066-\u2069]/)
  })

  it('take a value for what it says and nothing else', () => {
    const values = { token: 't', count: 24, purposes: '$t(erased.subject) {{link}} <b>x</b>\u0000\u202e' }
    const { text, html, subject } = writeService('doi', 'en', values, author)
    expect(text).toContain('$t(erased.subject) {{link}} <b>x</b> ')
    expect(html).toContain('&lt;b&gt;x&lt;/b&gt;')
    expect(subject).not.toMatch(/[\r\n]/)
    expect(translate('en', 'footer.responsible', { name: '$t(doi.subject)', contact: 'x' })).toContain(
      '$t(doi.subject)',
    )
    expect(text).toContain('Responsible for your data: Dana Doe, dpo@shop.example.')
  })
})
