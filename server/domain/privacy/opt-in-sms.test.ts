// Opting in to text messages: the question goes to the number itself, and only its link proves it.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { cellsFor } from '#consent/test-consents.ts'
import { forEachHouse } from '#core/test-house.ts'
import { contactsOfCustomer } from '#customers/contacts.ts'
import { upsertCustomer } from '#customers/upsert.ts'
import { nextMessageDue } from '#delivery/next-due.ts'
import { sendServiceMails } from '#delivery/send-service.ts'
import { queueServiceMail } from '#delivery/service-mail.ts'
import { type Mailbox, openMailbox } from '#delivery/test-delivery.ts'
import { type HttpSink, openHttpSink } from '#delivery/test-sinks.ts'
import { DAY_MS } from '#shared/time.ts'
import { confirm, disown, peekConfirmation } from './confirm.ts'
import { recordConsents } from './decide.ts'
import { askStep, passStep } from './second-step.ts'
import { askLink, openLink, settleAsks } from './sign-in.ts'
import { NEWS, openAskingShop } from './test-people.ts'

let box: Mailbox
beforeAll(async () => {
  box = await openMailbox()
})
afterAll(() => box.close())

const TEXTS = cellsFor('news', 'sms')
const clerk = { id: 'key_1', scopes: new Set([] as const) }

forEachHouse('opting in to text messages', (open) => {
  let sink: HttpSink
  beforeEach(async () => {
    sink = await openHttpSink()
  })
  afterEach(() => sink.close())

  async function shop(hasProvider = true) {
    const opened = await open()
    const provider = { url: `${sink.url}/sms`, shape: 'json', from: 'Shop', user: 'AC1', token: 'secret' } as const
    const config = { ...opened.config, outsideAllow: ['127.0.0.1'], ...(hasProvider ? { sms: provider } : {}) }
    const { house, ...it } = await openAskingShop({ ...opened, config }, box)
    const noticeVersion = await it.publish([...NEWS, ...TEXTS])
    const ada = await it.person('ada', { phone: '+4930123456' })
    const agree = (cells = TEXTS) => {
      const decisions = cells.map((cell) => ({ ...cell, decision: 'grant' as const }))
      const asked = { customerReference: 'ada', noticeVersion, locale: 'en', method: 'form', decisions } as const
      return house.store.write((tx) => recordConsents(house, tx, { ...asked, contactVerified: false }, clerk))
    }
    /** Text messages that come now: whom to, and the token in each. */
    const texts = async () => {
      sink.received.length = 0
      await sendServiceMails(house)
      return sink.received.map(({ body }) => {
        const { to = '', text = '' } = JSON.parse(String(body)) as Record<string, string>
        return { to, text, token: /\/c\/([\w-]{43})$/.exec(text)?.[1] ?? '' }
      })
    }
    const state = async () => (await it.states(ada))['news contact.phone']
    return { house, ada, agree, texts, state, mails: it.mails }
  }

  test('the link goes to the number; looks change nothing, one press of two proves it', async () => {
    const { house, ada, agree, texts, state } = await shop()
    await agree()
    const [sent, ...more] = await texts()
    expect([sent?.to, more]).toEqual(['+4930123456', []])
    expect(sent?.text).toMatch(
      /^Example Shop: Please confirm what you agreed to\nhttps:\/\/shop\.example\/c\/[\w-]{43}$/,
    )
    const token = sent?.token ?? ''
    for (let i = 0; i < 20; i++) await peekConfirmation(house.store.read, token, house.clock.now())
    expect(await state()).toBe('pending_doi')
    const both = await Promise.all([confirm(house, token), confirm(house, token)])
    expect(both.filter(({ confirmed }) => confirmed)).toHaveLength(1)
    expect(await state()).toBe('granted')
    const contacts = await contactsOfCustomer(house.store.read, ada)
    expect(contacts.find(({ channel }) => channel === 'sms')?.verified).toBe(true)
  })

  test('mail and number are asked each by itself, and prove only themselves', async () => {
    const { house, ada, agree, texts, state, mails } = await shop()
    await upsertCustomer(house, 'ada', { email: 'new@shop.example' }, { keepBirthYear: false })
    await agree([...NEWS, ...TEXTS])
    const [mail] = await mails()
    expect(mail?.to).toBe('new@shop.example')
    expect(sink.received).toHaveLength(1)
    expect((await confirm(house, mail?.token ?? '')).confirmed).toBe(true)
    expect(await state()).toBe('pending_doi')
    const proved = (await contactsOfCustomer(house.store.read, ada)).filter(({ verified }) => verified)
    expect(proved.map(({ channel }) => channel)).toEqual(['email'])
    expect(await texts()).toEqual([])
  })

  test('a newer question ends the older link, a changed number and a day end any, and "not me" drops what waits', async () => {
    const { house, agree, texts, state } = await shop()
    await agree()
    const [first] = await texts()
    await agree()
    const [second] = await texts()
    expect((await confirm(house, first?.token ?? '')).confirmed).toBe(false)
    await upsertCustomer(house, 'ada', { phone: '+4930999999' }, { keepBirthYear: false })
    expect((await confirm(house, second?.token ?? '')).confirmed).toBe(false)
    await agree()
    const [third] = await texts()
    expect(third?.to).toBe('+4930999999')
    expect(await disown(house, third?.token ?? '')).toBe(true)
    expect(await state()).not.toBe('granted')
    await agree()
    const [fourth] = await texts()
    house.advance(DAY_MS)
    expect((await confirm(house, fourth?.token ?? '')).confirmed).toBe(false)
  })

  test('without a provider nothing waits for one; whoever has only a proved number is told there', async () => {
    const bare = await shop(false)
    await bare.agree()
    expect(await nextMessageDue(bare.house)).toBe(null)
    const { house, ada, agree, texts } = await shop()
    await agree()
    const [sent] = await texts()
    await confirm(house, sent?.token ?? '')
    await upsertCustomer(house, 'ada', { email: null }, { keepBirthYear: false })
    const mail = { customerId: ada, channel: 'email', locale: 'en', kind: 'second_step_code' } as const
    await house.store.write((tx) => queueServiceMail(house, tx, { ...mail, values: { code: '123456', count: 10 } }))
    expect((await texts()).map(({ text }) => text)).toEqual(['Example Shop: Your code\n123456'])
  })

  test('a proved number opens the centre: link and code come as text messages, and an unknown number gets neither', async () => {
    const { house, ada, agree, texts } = await shop()
    const link = async (address: string) => {
      await askLink(house, { address, locale: 'en' })
      await settleAsks(house)
      return texts()
    }
    expect(await link('+49 30 123456')).toEqual([])
    await agree()
    await confirm(house, (await texts())[0]?.token ?? '')
    expect(await link('+49 30 999999')).toEqual([])
    const [sent] = await link('+49 (30) 12-34-56')
    expect(sent?.to).toBe('+4930123456')
    const { next, customerId, by } = await openLink(
      house,
      /\/privacy\/in\/([\w-]{43})$/.exec(sent?.text ?? '')?.[1] ?? '',
    )
    expect([customerId, by]).toEqual([ada, 'sms'])
    await askStep(house, next, 'grant', 'en')
    const [step] = await texts()
    const code = /\n(\d{6})$/.exec(step?.text ?? '')?.[1] ?? ''
    expect([step?.to, (await passStep(house, next, code)).step]).toEqual(['+4930123456', 'grant'])
  })
})
