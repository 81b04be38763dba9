/** What it must show, 5: nobody is reached without consent to exactly that use, at any moment between issue and sending. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Rule } from '#shared/contracts/segments.ts'
import type { Category } from '#shared/kinds.ts'
import { checkBooks } from './books.ts'
import {
  addressOf,
  budgetOf,
  closeScene,
  freshPurpose,
  guaranteed,
  holdersOf,
  launchMail,
  mailCells,
  openScene,
  pass,
  person,
  reachedBy,
  type Scene,
  vouchersOf,
  withdraw,
} from './consent-scene.ts'
import { codeOf, problemIn } from './problem.ts'
import { ask, call, draftCampaign, inParallel, issue, orderOf, redeem } from './shop.ts'

const BIRTHDAY = '--03-10'
const OTHER_DAY = '1990-07-01'

describe.each(['sqlite', 'postgres'] as const)('consent over HTTP on %s', (engine) => {
  let scene: Scene
  beforeAll(async () => {
    scene = await openScene(engine)
  })
  afterAll(() => closeScene(scene))

  test('three people with a birthday today: only the one who agreed to mail and to the date gets a voucher', async () => {
    const purpose = freshPurpose(scene)
    await person(scene, 'both', purpose, ['contact.email', 'birthdate'], { birthDate: BIRTHDAY })
    await person(scene, 'mail-only', purpose, ['contact.email'], { birthDate: BIRTHDAY })
    await person(scene, 'date-only', purpose, ['birthdate'], { birthDate: BIRTHDAY })
    await person(scene, 'another-day', purpose, ['contact.email', 'birthdate'], { birthDate: OTHER_DAY })
    const id = await launchMail(scene, { purpose, trigger: { kind: 'birthday', leadDays: 0 } })
    const run = await call(scene.server, 'runCampaign', { params: { id } })
    expect(run).toMatchObject({ matched: 3, issued: 1, noConsent: 2, alreadyHad: 0 })
    await pass(scene, 120)
    expect(await holdersOf(scene, id)).toEqual(['both'])
    expect(scene.sink.to(addressOf('both')).length).toBe(1)
    expect(scene.sink.to(addressOf('mail-only')).length).toBe(0)
    expect(scene.sink.to(addressOf('date-only')).length).toBe(0)
  })

  const birthday: Rule = { field: 'birthday', op: 'is_today' }
  const spent: Rule = { field: 'orders.totalMinor', op: 'gt', value: 200_000 }
  test.each<{ title: string; rule: Rule; agreesTo: Category[]; reached: string[] }>([
    {
      title: 'not birthday',
      rule: { not: birthday },
      agreesTo: ['birthdate'],
      reached: ['other-day', 'rich', 'unborn'],
    },
    {
      title: 'birthday is unknown',
      rule: { field: 'birthday', op: 'is_unknown' },
      agreesTo: ['birthdate'],
      reached: ['unborn'],
    },
    {
      title: 'birthday or spent over',
      rule: { any: [birthday, spent] },
      agreesTo: ['birthdate', 'purchase_history'],
      reached: ['rich', 'today'],
    },
    {
      title: 'not (birthday or spent over)',
      rule: { not: { any: [birthday, spent] } },
      agreesTo: ['birthdate', 'purchase_history'],
      reached: ['other-day', 'unborn'],
    },
    {
      title: 'not not birthday',
      rule: { not: { not: birthday } },
      agreesTo: ['birthdate'],
      reached: ['today'],
    },
  ])('"$title" reaches nobody without the cells, and those with them rightly', async ({ rule, agreesTo, reached }) => {
    const purpose = freshPurpose(scene)
    for (const agrees of [true, false]) {
      const categories: Category[] = ['contact.email', ...(agrees ? agreesTo : agreesTo.slice(1))]
      const named = (name: string) => `${purpose}-${agrees ? 'yes' : 'no'}-${name}`
      await person(scene, named('today'), purpose, categories, { birthDate: BIRTHDAY })
      await person(scene, named('other-day'), purpose, categories, { birthDate: OTHER_DAY })
      await person(scene, named('unborn'), purpose, categories)
      await person(scene, named('rich'), purpose, categories, { birthDate: OTHER_DAY })
      await buys(scene, named('rich'), 250_000)
    }
    const expected = reached.map((name) => `${purpose}-yes-${name}`)
    expect((await reachedBy(scene, { purpose, segment: { rule } })).sort()).toEqual(expected)
  })

  test('a category hidden in the template, the offer, an exclusion or a derived attribute counts', async () => {
    const variants = (scope: { favouriteCategory: true }) => [
      { key: 'offer', shareBps: 10_000, offer: { kind: 'percent_off' as const, bps: 2500, maxMinor: 5000, scope } },
    ]
    await call(scene.server, 'declareAttribute', {
      body: { key: `taste_${engine}`, type: 'text', category: 'preferences' },
    })
    const hidden = [
      { needs: ['name'], terms: { message: { en: { text: 'Dear {{customer.givenName}}, {{voucher.code}}' } } } },
      { needs: ['name'], terms: { message: { en: { subject: '{{customer.givenName}}!', text: '{{voucher.code}}' } } } },
      { needs: ['purchase_history'], terms: { variants: variants({ favouriteCategory: true }) } },
      { needs: ['location'], terms: segment({ not: { field: 'country', op: 'eq', value: 'FR' } }) },
      { needs: ['age', 'birthdate'], terms: segment({ field: 'age', op: 'gte', value: 18 }) },
      { needs: ['preferences'], terms: segment({ field: `attributes.taste_${engine}`, op: 'eq', value: 'tea' }) },
      { needs: ['purchase_history'], terms: segment({ field: 'orders.favouriteCategory', op: 'is_known' }) },
      { needs: ['cart_activity'], terms: segment({ not: { field: 'cart.totalMinor', op: 'gt', value: 1 } }) },
    ] satisfies { needs: Category[]; terms: object }[]
    for (const { needs, terms } of hidden) {
      const purpose = freshPurpose(scene)
      const fields = {
        givenName: 'Ada',
        birthDate: OTHER_DAY,
        country: 'DE',
        attributes: { [`taste_${engine}`]: 'tea' },
      }
      const full = await person(scene, `${purpose}-full`, purpose, ['contact.email', ...needs], fields)
      await person(scene, `${purpose}-bare`, purpose, ['contact.email'], fields)
      await buys(scene, full, 1000)
      await buys(scene, `${purpose}-bare`, 1000)
      const { id, needs: computed } = await draftCampaign(scene.server, { purpose, channels: ['email'], ...terms })
      expect(computed.map((cell) => cell.category).sort()).toEqual(['contact.email', ...needs].sort())
      await call(scene.server, 'launchCampaign', { params: { id } })
      await call(scene.server, 'runCampaign', { params: { id } })
      expect(await holdersOf(scene, id), JSON.stringify(terms)).toEqual([full])
    }
  })

  test('withdrawn between issue and sending: not sent, code revoked, budget back', async () => {
    const purpose = freshPurpose(scene)
    await person(scene, 'stays', purpose, ['contact.email', 'name'])
    await person(scene, 'leaves', purpose, ['contact.email', 'name'])
    const message = { en: { text: 'Dear {{customer.givenName}}: {{voucher.code}}' } }
    const id = await launchMail(scene, { purpose, budget: guaranteed(5000), message })
    await call(scene.server, 'runCampaign', { params: { id } })
    expect(await budgetOf(scene, id)).toMatchObject({ reservedMinor: 1000, freeMinor: 4000 })
    const code = (await vouchersOf(scene, id)).find((voucher) => voucher.customerReference === 'leaves')?.code ?? ''
    // Not the contact, only the name that the text uses.
    await withdraw(scene, 'leaves', purpose, 'name')
    expect(await budgetOf(scene, id)).toMatchObject({ reservedMinor: 500, freeMinor: 4500, spentMinor: 0 })
    await pass(scene, 60)
    expect(scene.sink.to(addressOf('stays')).length).toBe(1)
    expect(scene.sink.to(addressOf('leaves')).length).toBe(0)
    const states = (await vouchersOf(scene, id))
      .map(({ customerReference, state }) => [customerReference, state])
      .sort()
    expect(states).toEqual([
      ['leaves', 'revoked'],
      ['stays', 'issued'],
    ])
    const refused = await redeem(scene.server, code, orderOf(`${engine}-left`))
    expect([refused.status, codeOf(refused)]).toEqual([410, 'voucher.revoked'])
  })

  test('withdrawn after sending: what was received stays good, and nothing more is sent', async () => {
    const purpose = freshPurpose(scene)
    await person(scene, 'received', purpose, ['contact.email'])
    const id = await launchMail(scene, { purpose, budget: guaranteed(5000) })
    await call(scene.server, 'runCampaign', { params: { id } })
    await pass(scene, 60)
    expect(scene.sink.to(addressOf('received')).length).toBe(1)
    await withdraw(scene, 'received', purpose, 'contact.email')
    const [voucher] = await vouchersOf(scene, id)
    expect((await redeem(scene.server, voucher?.code ?? '', orderOf(`${engine}-kept`))).status).toBe(201)
    const again = await launchMail(scene, { purpose })
    expect(await call(scene.server, 'runCampaign', { params: { id: again } })).toMatchObject({ issued: 0 })
    await pass(scene, 60)
    expect(scene.sink.to(addressOf('received')).length).toBe(1)
  })

  test('consent that waits for its confirmation, is refused or has run out permits nothing', async () => {
    const purpose = freshPurpose(scene)
    await person(scene, 'unverified', purpose, [])
    const decisions = mailCells(purpose, 'contact.email').map((cell) => ({ ...cell, decision: 'grant' as const }))
    const { cells } = await call(scene.server, 'recordConsents', {
      body: {
        customerReference: 'unverified',
        noticeVersion: scene.noticeVersion,
        locale: 'en',
        method: 'form',
        decisions,
      },
    })
    expect(cells.map((cell) => cell.state)).toEqual(['pending_doi'])
    await person(scene, 'silent', purpose, [])
    await person(scene, 'granted', purpose, ['contact.email'])
    expect(await reachedBy(scene, { purpose })).toEqual(['granted'])
    const refused = await ask(scene.server, 'issueVoucher', {
      params: { id: await launchMail(scene, { purpose }) },
      body: { customerReference: 'silent', occasion: 'now' },
    })
    expect([refused.status, codeOf(refused)]).toEqual([422, 'voucher.no_consent'])
  })

  test('erased: what waited is not sent, and every code stays good for whoever has it', async () => {
    const purpose = freshPurpose(scene)
    await person(scene, 'forgotten', purpose, ['contact.email'])
    const id = await launchMail(scene, { purpose, budget: guaranteed(5000) })
    const received = await issue(scene.server, id, 'forgotten', 'first')
    await pass(scene, 60)
    const waiting = await issue(scene.server, id, 'forgotten', 'second')
    const erased = await call(scene.server, 'eraseCustomer', { params: { reference: 'forgotten' } })
    expect(erased).toMatchObject({ messagesCancelled: 1, vouchersKept: 2 })
    await pass(scene, 60)
    // One offer, sent before, and the last word: that she has been erased.
    const offers = scene.sink.to(addressOf('forgotten')).filter(({ raw }) => /^List-Unsubscribe:/m.test(raw))
    expect([offers.length, scene.sink.to(addressOf('forgotten')).length]).toEqual([1, 2])
    const gone = await ask(scene.server, 'getCustomer', { params: { reference: 'forgotten' } })
    expect([gone.status, codeOf(gone)]).toEqual([404, 'customer.not_found'])
    expect((await redeem(scene.server, received.code, orderOf(`${engine}-bearer`))).status).toBe(201)
    expect((await redeem(scene.server, waiting.code, orderOf(`${engine}-unheard`))).status).toBe(201)
    expect(await budgetOf(scene, id)).toMatchObject({ reservedMinor: 0, spentMinor: 1000 })
  })

  test('a campaign whose cells the notice does not cover is not launched, and every cell is named', async () => {
    const terms = { purpose: freshPurpose(scene), channels: ['email' as const, 'sms' as const] }
    const { id } = await draftCampaign(scene.server, {
      ...terms,
      ...segment({ field: 'country', op: 'eq', value: 'DE' }),
    })
    const answer = await ask(scene.server, 'launchCampaign', { params: { id } })
    expect([answer.status, codeOf(answer), problemIn(answer)]).toEqual([422, 'campaign.not_ready', undefined])
    expect(answer.text).toContain('contact.phone')
    expect(answer.text).toContain('location')
    expect(answer.text).not.toContain('contact.email')
  })

  test('50 withdrawals at once with runs and sending: sent or revoked, never both, and the budget agrees', async () => {
    const purpose = freshPurpose(scene)
    const people = Array.from({ length: 50 }, (_, i) => `pair-${i}`)
    await inParallel(people, 16, (reference) => person(scene, reference, purpose, ['contact.email']))
    const id = await launchMail(scene, { purpose, budget: guaranteed(1_000_000) })
    // Withdrawals against issuing, then the rest against sending.
    await Promise.all([
      ...people.slice(0, 25).map((reference) => withdraw(scene, reference, purpose, 'contact.email')),
      ...people.slice(0, 25).map(() => call(scene.server, 'runCampaign', { params: { id } })),
    ])
    await Promise.all([
      ...people.slice(25).map((reference) => withdraw(scene, reference, purpose, 'contact.email')),
      ...people.slice(25).map(() => call(scene.server, 'runCampaign', { params: { id } })),
      pass(scene, 30),
    ])
    await pass(scene, 24 * 60)
    const vouchers = await vouchersOf(scene, id)
    for (const voucher of vouchers) {
      const mails = scene.sink.to(addressOf(String(voucher.customerReference))).length
      expect([mails, voucher.state], String(voucher.customerReference)).toEqual(
        mails === 0 ? [0, 'revoked'] : [1, 'issued'],
      )
    }
    const without = people.filter((name) => !vouchers.some((voucher) => voucher.customerReference === name))
    for (const name of without) expect(scene.sink.to(addressOf(name)).length).toBe(0)
    const standing = vouchers.filter((voucher) => voucher.state === 'issued').length
    expect(await budgetOf(scene, id)).toMatchObject({ reservedMinor: standing * 500, spentMinor: 0 })
    expect(await checkBooks(scene.server)).toEqual([])
  })
})

const segment = (rule: Rule) => ({ segment: { rule } })

async function buys(scene: Scene, customerReference: string, totalMinor: number): Promise<void> {
  const at = new Date(scene.now - 86_400_000).toISOString()
  const items = [{ sku: 'tea-1', category: 'tea', quantity: 1, unitPriceMinor: totalMinor }]
  const order = { orderReference: `bought-${customerReference}`, items, totalMinor, currency: 'EUR' }
  const report = await call(scene.server, 'reportEvents', {
    body: { id: `evt-${customerReference}`, type: 'order.placed', at, customerReference, ...order },
  })
  expect(report).toMatchObject({ accepted: 1, rejected: 0 })
}
