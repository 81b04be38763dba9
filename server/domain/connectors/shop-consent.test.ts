// What a shop says of consent: its no binds here at once, however often and late it is told; its yes is none.
import { expect, test } from 'vitest'
import { cellsOf } from '#consent/cells.ts'
import { isSuppressed } from '#consent/suppress.ts'
import { cellsFor, decideFor, makePerson, makePurpose, putNoticeInForce } from '#consent/test-consents.ts'
import { forEachHouse, TEST_START, type TestHouse } from '#core/test-house.ts'
import { connect } from './test-vendors.ts'

const TOPIC = 'customers_email_marketing_consent/update'
const HOUR = 3_600_000

async function scene(house: TestHouse) {
  await makePurpose(house, 'offers')
  const cells = [...cellsFor('offers', 'email'), ...cellsFor('offers', 'sms')]
  const version = await putNoticeInForce(house, cells)
  const fields = { email: 'ada@shop.example', phone: '+4915112345678' }
  const ada = await makePerson(house, '41', fields, { version, cells })
  const { send } = await connect(house, 'shopify')
  const states = async () => {
    const found = await cellsOf(house.store.read, ada, house.clock.now())
    return Object.fromEntries(found.map(({ channel, state }) => [channel, state]))
  }
  const isSilenced = (email: string) => isSuppressed(house.store.read, 'email', house.secrets.print('email', email))
  const said = (state: string, hours: number, what = 'email') => ({
    customer_id: 41,
    [`${what}_marketing_consent`]: {
      state,
      opt_in_level: 'single_opt_in',
      consent_updated_at: new Date(TEST_START + hours * HOUR).toISOString(),
    },
  })
  const again = () => decideFor(house, ada, version, cellsFor('offers', 'email'), 'grant')
  return { send, states, isSilenced, said, again }
}

forEachHouse('consent at a shop', (open) => {
  test('a no ends what was agreed before it, on its channel, once; a later yes of hers stands', async () => {
    const house = await open()
    const { send, states, isSilenced, said, again } = await scene(house)
    house.advance(2 * HOUR)
    expect(await states()).toEqual({ email: 'granted', sms: 'granted' })
    expect(await send(TOPIC, said('unsubscribed', 1))).toMatchObject({ handled: true, accepted: 1 })
    expect(await states()).toEqual({ email: 'withdrawn', sms: 'granted' })
    expect(await isSilenced('ada@shop.example')).toBe(true)
    await again()
    expect(await states()).toEqual({ email: 'granted', sms: 'granted' })
    // Repeated, late, and in the body of an update: it was said before her yes.
    for (const hours of [1, 0.5]) await send(TOPIC, said('unsubscribed', hours))
    const told = { id: 41, email: 'ada@shop.example', phone: '+4915112345678', updated_at: '2026-06-15T00:00:00Z' }
    await send('customers/update', { ...said('unsubscribed', 1.5), ...told })
    expect(await states()).toEqual({ email: 'granted', sms: 'granted' })
    house.advance(2 * HOUR)
    await send('customers_marketing_consent/update', { ...said('unsubscribed', 3, 'sms'), customer_id: null, id: 41 })
    expect(await states()).toEqual({ email: 'granted', sms: 'withdrawn' })
    const updated = { id: 41, email: 'ada@shop.example', updated_at: '2026-06-16T00:00:00Z' }
    await send('customers/update', { ...said('unsubscribed', 3), ...updated })
    expect(await states()).toEqual({ email: 'withdrawn', sms: 'withdrawn' })
  })

  test('a yes, a question and a stranger change nothing', async () => {
    const house = await open()
    const { send, states, said } = await scene(house)
    house.advance(2 * HOUR)
    await send(TOPIC, said('unsubscribed', 1))
    for (const state of ['subscribed', 'pending', 'not_subscribed'])
      expect(await send(TOPIC, said(state, 2))).toMatchObject({ handled: true, accepted: 0, rejected: 0 })
    expect(await states()).toEqual({ email: 'withdrawn', sms: 'granted' })
    expect(await send(TOPIC, { ...said('unsubscribed', 1), customer_id: 42 })).toMatchObject({ accepted: 0 })
  })
})
