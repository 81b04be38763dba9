// One press ends all marketing on a channel, whoever presses how often; the link withdraws and does nothing else.
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { permit } from '#consent/gate.ts'
import { cellsFor, decideFor } from '#consent/test-consents.ts'
import { unsubscribeToken } from '#consent/unsubscribe-token.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { dispatch } from '#delivery/dispatch.ts'
import { type Mailbox, openMailbox, openShop } from '#delivery/test-delivery.ts'
import { showChoices } from './choices.ts'
import { eraseCustomer } from './forget-me.ts'
import { BIRTHDAY, NEWS, openAskingShop } from './test-people.ts'
import { peekUnsubscribe, unsubscribeFrom, unsubscribeOneClick } from './unsubscribe.ts'

let box: Mailbox
beforeAll(async () => {
  box = await openMailbox()
})
afterAll(() => box.close())

forEachHouse('unsubscribing', (open) => {
  const tokenOf = (house: TestHouse, customerId: string) =>
    unsubscribeToken(house.secrets, { customerId, channel: 'email' })
  const eventsIn = async (house: TestHouse) => (await house.store.read.rows(sql`select id from consent_events`)).length

  test('one press withdraws every purpose on the channel and suppresses the address; a look changes nothing', async () => {
    const { house, ...it } = await openAskingShop(await open(), box)
    const ada = await it.person('ada', {}, [...NEWS, ...BIRTHDAY])
    const token = tokenOf(house, ada)
    const before = await eventsIn(house)
    const shown = await peekUnsubscribe(house, token)
    expect(shown).toMatchObject({ channel: 'email', controller: { name: 'Example Shop' } })
    expect(shown?.purposes.map(({ key }) => key)).toEqual(['birthday', 'news'])
    expect(await eventsIn(house)).toBe(before)
    expect(await unsubscribeOneClick(house, token)).toEqual({ channel: 'email', withdrawn: 3 })
    expect(await it.states(ada)).toEqual({
      'birthday birthdate': 'withdrawn',
      'birthday contact.email': 'withdrawn',
      'news contact.email': 'withdrawn',
    })
    expect(await house.store.read.rows(sql`select channel, reason from suppressions`)).toEqual([
      { channel: 'email', reason: 'one_click' },
    ])
    const after = await eventsIn(house)
    expect(await unsubscribeOneClick(house, token)).toEqual({ channel: 'email', withdrawn: 0 })
    expect(await eventsIn(house)).toBe(after)
    expect((await peekUnsubscribe(house, token))?.purposes).toEqual([])
  })

  test('a finer choice ends what was chosen and nothing else', async () => {
    const { house, ...it } = await openAskingShop(await open(), box)
    const ada = await it.person('ada', {}, [...NEWS, ...BIRTHDAY])
    expect(await unsubscribeFrom(house, tokenOf(house, ada), ['news'])).toEqual({ channel: 'email', withdrawn: 1 })
    expect(await it.states(ada)).toMatchObject({ 'news contact.email': 'withdrawn', 'birthday birthdate': 'granted' })
    expect(await house.store.read.rows(sql`select * from suppressions`)).toEqual([])
    const { cards } = await showChoices(house, ada, 'en')
    const news = cards.find(({ purpose }) => purpose === 'news')
    expect(news?.cells).toMatchObject([{ state: 'withdrawn', clause: 'news.email.contact.email', byGuardian: false }])
  })

  test('who shares the address is not written to either', async () => {
    const { house, ...it } = await openAskingShop(await open(), box)
    const email = 'family@shop.example'
    const [ada, bob] = [await it.person('ada', { email }, NEWS), await it.person('bob', { email }, NEWS)]
    await unsubscribeOneClick(house, tokenOf(house, ada))
    const use = { purpose: 'news', legalBasis: 'consent', channels: ['email'], needs: [] } as const
    expect((await house.store.write((tx) => permit(tx, use, [ada, bob]))).size).toBe(0)
    expect((await it.states(bob))['news contact.email']).toBe('granted')
  })

  test('a link that is not ours, of somebody who is gone or of another house is not known', async () => {
    const { house, ...it } = await openAskingShop(await open(), box)
    const ada = await it.person('ada', {}, NEWS)
    const token = tokenOf(house, ada)
    const forged = `${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`
    for (const wrong of [forged, '', 'x'.repeat(86), `${token}A`, '../../etc']) {
      expect(await peekUnsubscribe(house, wrong)).toBeNull()
      await expect(unsubscribeOneClick(house, wrong)).rejects.toMatchObject({ code: 'token.invalid' })
    }
    await eraseCustomer(house, 'ada', 'key_1')
    expect(await peekUnsubscribe(house, token)).toBeNull()
    await expect(unsubscribeOneClick(house, token)).rejects.toMatchObject({ code: 'token.invalid' })
  })

  test('between issue and dispatch, 50 times in parallel, no message is marked later than the withdrawal', async () => {
    const opened = await open()
    const shop = await openShop(opened, { smtpUrl: box.url })
    box.mails.length = 0
    const people: string[] = []
    for (let i = 0; i < 50; i++) {
      const customerId = await shop.person(`p${i}`, { givenName: `P${i}` })
      await shop.issue(customerId)
      people.push(customerId)
    }
    const before = await shop.budget()
    const sending = [dispatch(shop.house), dispatch(shop.house)]
    const presses = people.map((id) => unsubscribeOneClick(shop.house, tokenOf(shop.house, id)))
    await Promise.all([...sending, ...presses])
    await dispatch(shop.house)
    const late = await shop.house.store.read.rows(sql`
      select o.id from outbox o where o.sending_at > (select min(e.at) from consent_events e
        where e.customer_id = o.customer_id and e.decision = 'withdraw')`)
    expect(late).toEqual([])
    const states = await shop.house.store.read.rows<{ state: string; n: number }>(
      sql`select state, count(*) as n from outbox group by state order by state`,
    )
    expect(states.reduce((sum, { n }) => sum + Number(n), 0)).toBe(50)
    expect(states.every(({ state }) => state === 'sent' || state === 'cancelled')).toBe(true)
    const sent = Number(states.find(({ state }) => state === 'sent')?.n ?? 0)
    expect(box.mails).toHaveLength(sent)
    const after = await shop.budget()
    expect(after?.reservedMinor).toBe(sent * 500)
    expect(before?.reservedMinor).toBe(50 * 500)
  })

  test('a refusal of one channel says nothing about another', async () => {
    const { house, ...it } = await openAskingShop(await open(), box)
    await it.publish([...NEWS, ...cellsFor('news', 'onsite')])
    const ada = await it.person('ada', {}, [])
    await decideFor(house, ada, 2, [...NEWS, ...cellsFor('news', 'onsite')], 'grant')
    await unsubscribeOneClick(house, tokenOf(house, ada))
    expect(await it.states(ada)).toMatchObject({ 'news contact.email': 'withdrawn', 'news contact.account': 'granted' })
  })
})
