import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { pauseCampaign } from '#campaigns/pause.ts'
import { resumeCampaign } from '#campaigns/resume.ts'
import { putProducts } from '#catalog/put.ts'
import { setStock } from '#catalog/set-stock.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { setCustomerStatus } from '#customers/status.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/time.ts'
import { revokeOne } from '#vouchers/revoke.ts'
import { showVoucher } from '#vouchers/show.ts'
import { cancelForVoucher } from './cancel.ts'
import { dispatch } from './dispatch.ts'
import { lease } from './lease.ts'
import { nextMessageDue } from './next-due.ts'
import { launch, type Mailbox, openMailbox, openShop, type ShopOptions } from './test-delivery.ts'

/** What the campaign says, without the lines that every mail ends with. */
const saidIn = (text = '') => text.split('\n-- \n')[0]?.trim()

forEachHouse('dispatch', (open) => {
  let mailbox: Mailbox
  beforeEach(async () => {
    mailbox = await openMailbox()
  })
  afterEach(() => mailbox.close())

  const shopOf = async (options: ShopOptions = {}) => openShop(await open(), { smtpUrl: mailbox.url, ...options })
  const stateOf = async (house: TestHouse, id: string) => (await showVoucher(house, id, { withCode: true })).state

  test('delivers once, as text and HTML, with the code of the voucher', async () => {
    const shop = await shopOf()
    const ada = await shop.person('ada', { givenName: 'Ada', locale: 'en-GB' })
    const id = await shop.issue(ada)
    expect(await dispatch(shop.house)).toMatchObject({ sent: 1, failed: 0, cancelled: 0 })
    expect(await dispatch(shop.house)).toMatchObject({ sent: 0 })
    expect(mailbox.mails.length).toBe(1)
    const mail = await mailbox.read(mailbox.mails[0])
    const { code } = await showVoucher(shop.house, id, { withCode: true })
    expect(mail.subject).toBe('For Ada')
    expect(mail.from?.address).toBe('shop@shop.example')
    expect(mail.to?.map(({ address }) => address)).toEqual(['ada@shop.example'])
    expect(saidIn(mail.text)).toBe(`Your code: ${code}, to 15 July 2026`)
    expect(mail.text).toContain('agreed on 15 June 2026')
    expect(mail.html).toContain(code)
    expect(mail.html).not.toMatch(/https?:\/\/(?!localhost:8080\/u\/)|src=/)
    const [row] = await shop.outbox(ada)
    expect(row).toMatchObject({ state: 'sent', attempts: 1, redeliveries: 0, sentAt: shop.house.clock.now() })
  })

  test('goes to addresses of every script', async () => {
    const shop = await shopOf()
    for (const [name, email] of [
      ['a', 'jörg.müller@bücher.example'],
      ['b', '用户@例え.example'],
      ['c', 'o’neil+tag@shop.example'],
    ] as const) {
      await shop.issue(await shop.person(name, { email, givenName: 'Zoë 🎁' }))
    }
    expect(await dispatch(shop.house)).toMatchObject({ sent: 3, failed: 0 })
    const to = mailbox.mails.map((mail) => mail.to.normalize('NFC')).sort()
    expect(to.length).toBe(3)
    expect(to.join(' ')).toContain('jörg.müller@')
    expect(to.join(' ')).toContain('用户@')
    for (const mail of mailbox.mails) expect((await mailbox.read(mail)).subject).toBe('For Zoë 🎁')
  })

  test('nothing in a name becomes a header or a recipient', async () => {
    const shop = await shopOf()
    await shop.issue(await shop.person('eve', { givenName: 'Eve\r\nBcc: all@shop.example\r\nX-Evil: 1' }))
    await dispatch(shop.house)
    const mail = await mailbox.read(mailbox.mails[0])
    expect(mailbox.mails.length).toBe(1)
    expect(mail.bcc ?? []).toEqual([])
    expect(mail.headers.some(({ key }) => key === 'x-evil' || key === 'bcc')).toBe(false)
  })

  test('speaks the language of the reader, else its kin, else the first', async () => {
    const message = { de: { text: 'Bis {{voucher.expiresOn}}' }, fr: { text: 'Fin {{voucher.expiresOn}}' } }
    const shop = await shopOf({ terms: { message } })
    for (const locale of ['fr-CA', 'de-AT', 'ja']) await shop.issue(await shop.person(locale, { locale }))
    await dispatch(shop.house)
    const texts = await Promise.all(mailbox.mails.map(async (mail) => saidIn((await mailbox.read(mail)).text)))
    expect(texts.sort()).toEqual(['Bis 15. Juli 2026', 'Bis 15. Juli 2026', 'Fin 15 juillet 2026'])
  })

  test('a passing refusal is tried again later, with the same Message-ID', async () => {
    const shop = await shopOf()
    const ada = await shop.person('ada')
    await shop.issue(ada)
    mailbox.mood = 'later'
    expect(await dispatch(shop.house)).toMatchObject({ later: 1, sent: 0 })
    const [waiting] = await shop.outbox(ada)
    expect(waiting).toMatchObject({ state: 'queued', attempts: 1, sendingAt: null, reason: 'smtp 451 4.7.1' })
    expect(await dispatch(shop.house)).toMatchObject({ later: 0, sent: 0 })
    const due = (await nextMessageDue(shop.house)) ?? 0
    expect(due).toBeGreaterThan(shop.house.clock.now())
    expect(due).toBeLessThanOrEqual(shop.house.clock.now() + 1.2 * MINUTE_MS)
    shop.house.advance(due - shop.house.clock.now())
    mailbox.mood = 'takes'
    expect(await dispatch(shop.house)).toMatchObject({ sent: 1, redelivered: 0 })
    expect(new Set(mailbox.attempts).size).toBe(1)
    expect(mailbox.attempts.length).toBe(2)
    expect(await nextMessageDue(shop.house)).toBe(null)
  })

  test.each([
    ['refuses', 'smtp 554 5.7.1'],
    ['refuses the recipient', 'smtp 550 5.1.1'],
  ] as const)('a lasting refusal fails with a reason: it %s', async (mood, reason) => {
    const shop = await shopOf()
    const ada = await shop.person('ada')
    const id = await shop.issue(ada)
    mailbox.mood = mood
    expect(await dispatch(shop.house)).toMatchObject({ failed: 1 })
    shop.house.advance(7 * DAY_MS)
    expect(await dispatch(shop.house)).toMatchObject({ failed: 0, sent: 0 })
    const [row] = await shop.outbox(ada)
    expect(row).toMatchObject({ state: 'failed', reason })
    expect(await stateOf(shop.house, id)).toBe('issued')
  })

  test('after an unknown outcome the same Message-ID goes again, and is counted', async () => {
    const shop = await shopOf()
    const ada = await shop.person('ada')
    await shop.issue(ada)
    mailbox.mood = 'takes and hangs up'
    expect(await dispatch(shop.house)).toMatchObject({ unknown: 1, sent: 0 })
    mailbox.mood = 'takes'
    shop.house.advance(2 * MINUTE_MS)
    expect(await dispatch(shop.house)).toMatchObject({ sent: 1, redelivered: 1 })
    expect(new Set(mailbox.mails.map(({ messageId }) => messageId)).size).toBe(1)
    expect((await shop.outbox(ada))[0]).toMatchObject({ state: 'sent', redeliveries: 1, attempts: 2 })
  })

  test('what may have been delivered counts as sent when consent goes: its voucher stays', async () => {
    const shop = await shopOf()
    const ada = await shop.person('ada')
    const id = await shop.issue(ada)
    mailbox.mood = 'takes and hangs up'
    await dispatch(shop.house)
    await shop.withdraw(ada)
    mailbox.mood = 'takes'
    shop.house.advance(HOUR_MS)
    expect(await dispatch(shop.house)).toMatchObject({ sent: 0, cancelled: 1 })
    expect(mailbox.mails.length).toBe(1)
    expect((await shop.outbox(ada))[0]).toMatchObject({ state: 'sent', reason: 'outcome_unknown' })
    expect(await stateOf(shop.house, id)).toBe('issued')
  })

  test('a server that is not there is waited for', async () => {
    const shop = await shopOf()
    const ada = await shop.person('ada')
    await shop.issue(ada)
    const away = { ...shop.house, config: { ...shop.house.config, smtpUrl: 'smtp://127.0.0.1:1' } }
    expect(await dispatch(away)).toMatchObject({ later: 1 })
    expect((await shop.outbox(ada))[0]).toMatchObject({ state: 'queued', reason: 'econnrefused' })
  })

  test('withdrawn between issue and sending: not sent, code revoked, budget back', async () => {
    const shop = await shopOf()
    const ada = await shop.person('ada')
    const id = await shop.issue(ada)
    expect(await shop.budget()).toMatchObject({ reservedMinor: 500 })
    await shop.withdraw(ada)
    expect(await dispatch(shop.house)).toMatchObject({ sent: 0 })
    expect(mailbox.attempts).toEqual([])
    expect(await stateOf(shop.house, id)).toBe('revoked')
    expect(await shop.budget()).toMatchObject({ reservedMinor: 0, spentMinor: 0 })
  })

  test('the gate is asked again: somebody restricted meanwhile gets nothing, and her voucher goes', async () => {
    const shop = await shopOf()
    const ada = await shop.person('ada')
    const bob = await shop.person('bob')
    const [hers, his] = [await shop.issue(ada), await shop.issue(bob)]
    await shop.house.store.write((tx) => setCustomerStatus(tx, ada, 'restricted'))
    expect(await dispatch(shop.house)).toMatchObject({ sent: 1, cancelled: 1 })
    expect(mailbox.mails.map(({ to }) => to)).toEqual(['bob@shop.example'])
    expect([await stateOf(shop.house, hers), await stateOf(shop.house, his)]).toEqual(['revoked', 'issued'])
    expect((await shop.outbox(ada))[0]).toMatchObject({ state: 'cancelled', reason: 'no_consent', sendingAt: null })
    expect(await shop.budget()).toMatchObject({ reservedMinor: 500 })
  })

  test('a revoked voucher is not sent; a paused campaign waits; an ended one is silent', async () => {
    const shop = await shopOf({ terms: { endsAt: '2026-06-20T00:00:00Z' } })
    const [ada, bob] = [await shop.person('ada'), await shop.person('bob')]
    const id = await shop.issue(ada)
    await shop.house.store.write((tx) => revokeOne(tx, id, 'test'))
    expect(await dispatch(shop.house)).toMatchObject({ sent: 0, cancelled: 1 })
    await shop.issue(bob)
    await shop.house.store.write((tx) => pauseCampaign(tx, shop.campaignId))
    expect(await dispatch(shop.house)).toMatchObject({ sent: 0, cancelled: 0 })
    expect(await nextMessageDue(shop.house)).toBe(null)
    await shop.house.store.write((tx) => resumeCampaign(tx, shop.campaignId))
    expect(await nextMessageDue(shop.house)).not.toBe(null)
    shop.house.advance(10 * DAY_MS)
    expect(await dispatch(shop.house)).toMatchObject({ sent: 0, cancelled: 1 })
    expect((await shop.outbox(bob))[0]).toMatchObject({ state: 'cancelled', reason: 'campaign_ended' })
  })

  test('an offer for what is sold out meanwhile waits until it can be had', async () => {
    const offer = { kind: 'unit_off', sku: 'tea', quantity: 1, maxMinor: 500 } as const
    const house = await open()
    const { store } = house
    const tea = { sku: 'tea', name: 'Tea', category: 'tea', priceMinor: 500, currency: 'EUR', stock: 1 }
    await store.write((tx) => putProducts(tx, [tea]))
    const terms = { variants: [{ key: 'a', shareBps: 10_000, offer }] }
    const shop = await openShop(house, { smtpUrl: mailbox.url, terms })
    const ada = await shop.person('ada')
    await shop.issue(ada)
    await store.write((tx) => setStock(tx, 'tea', 0))
    expect(await dispatch(shop.house)).toMatchObject({ sent: 0, putOff: 1, cancelled: 0 })
    expect(await shop.outbox(ada)).toMatchObject([{ state: 'queued', reason: 'sold_out' }])
    await store.write((tx) => setStock(tx, 'tea', 3))
    shop.house.advance(HOUR_MS)
    expect(await dispatch(shop.house)).toMatchObject({ sent: 1 })
  })

  test('a voucher that staff revokes has nothing waiting any more; others of hers go on', async () => {
    const shop = await shopOf({ smtpUrl: undefined })
    const ada = await shop.person('ada')
    const [gone, kept] = [await shop.issue(ada), await shop.issue(ada, await launch(shop.house, {}))]
    await shop.house.store.write(async (tx) => {
      await cancelForVoucher(tx, gone, 'voucher_revoked')
      await revokeOne(tx, gone, 'printed wrongly')
    })
    const states = (await shop.outbox(ada)).map(({ voucherId, state, reason }) => [voucherId, [state, reason]])
    expect(Object.fromEntries(states)).toEqual({ [gone]: ['cancelled', 'voucher_revoked'], [kept]: ['queued', null] })
  })

  test('without a mail server messages wait', async () => {
    const shop = await shopOf({ smtpUrl: undefined })
    const ada = await shop.person('ada')
    await shop.issue(ada)
    expect(await dispatch(shop.house)).toMatchObject({ sent: 0, failed: 0, cancelled: 0 })
    expect((await shop.outbox(ada))[0]).toMatchObject({ state: 'queued', attempts: 0 })
    expect(await nextMessageDue(shop.house)).toBe(null)
    const ready = { ...shop.house, config: { ...shop.house.config, smtpUrl: mailbox.url } }
    expect(await dispatch(ready)).toMatchObject({ sent: 1 })
  })

  test('several dispatchers at once send no message twice', async () => {
    const shop = await shopOf({ categories: [], terms: { message: { en: { text: '{{voucher.code}}' } } } })
    const people = await Promise.all(Array.from({ length: 60 }, (_, i) => shop.person(`p${i}`)))
    for (const id of people) await shop.issue(id)
    const counts = await Promise.all([1, 2, 3, 4].map(() => dispatch(shop.house)))
    expect(counts.reduce((sum, { sent }) => sum + sent, 0)).toBe(60)
    expect(mailbox.mails.length).toBe(60)
    expect(new Set(mailbox.mails.map(({ messageId }) => messageId)).size).toBe(60)
  })

  test('what a process took and never finished is sent by another when its lease ends', async () => {
    const shop = await shopOf()
    await shop.issue(await shop.person('ada'))
    const { leased } = await shop.house.store.write((tx) => lease(tx, ['email'], 10))
    expect(leased.length).toBe(1)
    expect(await dispatch(shop.house)).toMatchObject({ sent: 0 })
    shop.house.advance(11 * MINUTE_MS)
    expect(await dispatch(shop.house)).toMatchObject({ sent: 1, redelivered: 1 })
    expect(mailbox.mails.length).toBe(1)
  })

  test('50 pairs of withdrawing and sending at once: sent and kept, or silent and revoked, and no mark is later', async () => {
    const shop = await shopOf()
    const { house } = shop
    const people = await Promise.all(Array.from({ length: 50 }, (_, i) => shop.person(`p${i}`)))
    const passing = setInterval(() => house.advance(1), 0)
    const vouchers: string[] = []
    // In waves, because the first to send takes whatever waits.
    for (let from = 0; from < people.length; from += 5) {
      const wave = people.slice(from, from + 5).map(async (id, i) => {
        vouchers[from + i] = await shop.issue(id)
        const pair = [() => shop.withdraw(id), () => dispatch(house)]
        await Promise.all((i % 2 === 0 ? pair : pair.reverse()).map((one) => one()))
      })
      await Promise.all(wave)
    }
    clearInterval(passing)
    await dispatch(house)
    let kept = 0
    for (const [i, id] of people.entries()) {
      const [row] = await shop.outbox(id)
      const mails = mailbox.mails.filter(({ to }) => to === `p${i}@shop.example`).length
      const state = await stateOf(house, vouchers[i] ?? '')
      expect([mails, row?.state, state]).toEqual(mails === 1 ? [1, 'sent', 'issued'] : [0, 'cancelled', 'revoked'])
      if (row?.sendingAt) expect(row.sendingAt).toBeLessThanOrEqual(await withdrawnAt(house, id))
      kept += mails
    }
    expect(await shop.budget()).toMatchObject({ reservedMinor: kept * 500 })
  })
})

async function withdrawnAt({ store }: TestHouse, customerId: string): Promise<number> {
  const [row] = await store.read.rows<{ at: number }>(
    sql`select max(at) as at from consent_events where customer_id = ${customerId} and decision = 'withdraw'`,
  )
  return Number(row?.at)
}
