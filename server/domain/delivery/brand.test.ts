// Every mail wears the shop's colour and carries its logo, whatever sent it; its preview shows the same.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadCampaign } from '#campaigns/load.ts'
import { readHouseSettings, writeHouseSettings } from '#core/house-settings.ts'
import { forEachHouse } from '#core/test-house.ts'
import { dispatch } from './dispatch.ts'
import { drawMessage, previewMessage } from './preview.ts'
import { sendTest } from './send-test.ts'
import { type Mailbox, openMailbox, openShop, type ShopOptions } from './test-delivery.ts'

const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const LOGO = `data:image/png;base64,${DOT}`
/** Too light to be read on white. */
const YELLOW = '#ffd500'

forEachHouse('the look of mails', (open) => {
  let mailbox: Mailbox
  beforeAll(async () => {
    mailbox = await openMailbox()
  })
  afterAll(() => mailbox.close())

  async function shopOf(terms: ShopOptions['terms'] = {}) {
    mailbox.mails.length = 0
    const shop = await openShop(await open(), { smtpUrl: mailbox.url, terms })
    const settings = await readHouseSettings(shop.house.store.read)
    await shop.house.store.write((tx) => writeHouseSettings(tx, { ...settings, colour: YELLOW, logo: LOGO }))
    return shop
  }

  test('a campaign’s mails carry the logo inside and wear a colour that can be read', async () => {
    const shop = await shopOf({
      message: { ar: { subject: 'لك', text: 'رمزك {{voucher.code}}: https://shop.example/' } },
    })
    for (const name of ['ada', 'bob', 'eve']) await shop.issue(await shop.person(name, { locale: 'ar' }))
    expect(await dispatch(shop.house)).toMatchObject({ sent: 3 })
    for (const taken of mailbox.mails) {
      const mail = await mailbox.read(taken)
      expect(mail.attachments).toMatchObject([
        { mimeType: 'image/png', disposition: 'inline', contentId: '<logo@mail>', related: true },
      ])
      expect(Buffer.from(mail.attachments[0]?.content as ArrayBuffer).toString('base64')).toBe(DOT)
      expect(mail.html?.match(/src="[^"]*"/g)).toEqual(['src="cid:logo@mail"'])
      expect(mail.html).toContain('<html lang="ar" dir="rtl">')
      // the yellow, darkened until it can be read on white
      expect(mail.html).toMatch(/<a style="color:#(?!ffd500)[0-9a-f]{6}" href="https:\/\/shop\.example\/"/)
      expect(mail.html).toContain('a,h1,h2,h3{color:#ffd500!important}')
      expect(mail.text).not.toContain('logo')
    }
  })

  test('the preview and a test mail look the same', async () => {
    const { house, campaignId } = await shopOf()
    const shown = await previewMessage(house, campaignId, { channel: 'email', kind: 'offer' })
    expect(shown.html).toContain(`src="${LOGO}"`)
    expect(await sendTest(house, campaignId, { channel: 'email', kind: 'offer', to: 'us@shop.example' })).toEqual({
      kind: 'sent',
    })
    const mail = await mailbox.read(mailbox.mails[0])
    expect(mail.html?.trim()).toBe(shown.html.replace(LOGO, 'cid:logo@mail').trim())
    expect(mail.attachments).toHaveLength(1)
  })

  test('a message is drawn while it is written as the campaign’s preview shows it later, to its last line', async () => {
    const said = {
      subject: 'For {{customer.givenName}}',
      text: '{{campaign.name}}: {{voucher.code}} until {{voucher.expiresOn}}\n\nhttps://shop.example/',
    }
    for (const html of [undefined, '<h1>{{customer.givenName}}</h1><script>1</script>']) {
      const wanted = { ...said, ...(html === undefined ? {} : { html }) }
      const { house, campaignId } = await shopOf({ message: { tr: wanted } })
      const campaign = await loadCampaign(house.store.read, campaignId)
      if (campaign === null) throw new Error('there is a campaign')
      const { name, use, terms, timeZone } = campaign
      for (const channel of ['email', 'sms', 'push'] as const) {
        const shown = await previewMessage(house, campaignId, { channel, kind: 'offer', locale: 'tr' })
        const asked = { channel, locale: 'tr', ...wanted, campaignName: name, timeZone, validity: terms.validity }
        expect(shown).toMatchObject(await drawMessage(house, { ...asked, ...use }))
      }
    }
  })
})
