import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePerson, makePurpose, putNoticeInForce } from '#consent/test-consents.ts'
import { forEachHouse, type TestHouse } from '#core/test-house.ts'
import { verifyContact } from '#customers/contacts.ts'
import { sendServiceMails } from '#delivery/send-service.ts'
import { type Mailbox, openMailbox } from '#delivery/test-delivery.ts'
import { MINUTE_MS } from '#shared/time.ts'
import { askStep, passStep } from './second-step.ts'
import {
  askLink,
  endSession,
  moveSession,
  openLink,
  peekLink,
  peekSession,
  requireStep,
  settleAsks,
} from './sign-in.ts'

let box: Mailbox
beforeAll(async () => {
  box = await openMailbox()
})
afterAll(() => box.close())

async function shop(opened: TestHouse) {
  const house = { ...opened, config: { ...opened.config, smtpUrl: box.url } }
  await makePurpose(house, 'offers')
  await putNoticeInForce(house, [{ purpose: 'offers', channel: 'email', category: 'contact.email' }])
  box.mails.length = 0
  const person = async (reference: string, email = `${reference}@x.example`) => {
    const id = await makePerson(house, reference, { email })
    await house.store.write((tx) => verifyContact(tx, id, 'email', tx.now))
    return id
  }
  const mails = async () => {
    await settleAsks(house)
    await sendServiceMails(house)
    return Promise.all(
      box.mails.splice(0).map(async (mail) => ({ to: mail.to, text: (await box.read(mail)).text ?? '' })),
    )
  }
  const link = async (address: string) => {
    await askLink(house, { address, locale: 'en' })
    return found(/\/privacy\/in\/([\w-]{43})/)
  }
  /** What a pattern finds in whichever mail has it: the mails of one pass arrive in no order. */
  const found = async (pattern: RegExp) =>
    (await mails()).map(({ text }) => pattern.exec(text)?.[1]).find((one) => one !== undefined) ?? ''
  const code = () => found(/\b(\d{6})\b/)
  return { house, person, mails, link, code }
}

forEachHouse('signing in', (open) => {
  test('a link goes to a proved address only, and the answer is the same for all', async () => {
    const { house, person, mails } = await shop(await open())
    await person('ann')
    await makePerson(house, 'bob', { email: 'bob@x.example' })
    for (const address of ['ANN@X.example', 'bob@x.example', 'nobody@x.example']) {
      expect(await askLink(house, { address, locale: 'en' })).toBeUndefined()
    }
    expect((await mails()).map(({ to }) => to)).toEqual(['ann@x.example'])
  })

  test('three links an hour, for the address and for its network', async () => {
    const { house, person, mails } = await shop(await open())
    await person('ann')
    await person('bob')
    for (let i = 0; i < 5; i++) await askLink(house, { address: 'ann@x.example', locale: 'en' })
    expect(await mails()).toHaveLength(3)
    for (let i = 0; i < 4; i++) {
      await askLink(house, { address: `no${i}@x.example`, locale: 'en', clientAddress: `203.0.113.${i}` })
    }
    await askLink(house, { address: 'bob@x.example', locale: 'en', clientAddress: '203.0.113.200' })
    expect(await mails()).toHaveLength(0)
    await askLink(house, { address: 'bob@x.example', locale: 'en', clientAddress: '198.51.100.7' })
    expect(await mails()).toHaveLength(1)
  })

  test('a link opens one session, whoever comes with it at once, and for fifteen minutes', async () => {
    const { house, person, link } = await shop(await open())
    const ann = await person('ann')
    const token = await link('ann@x.example')
    expect(await peekLink(house.store.read, token, house.clock.now())).toBe('open')
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => openLink(house, token)))
    const opened = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(opened).toMatchObject([{ profiles: [ann], customerId: ann, step: null }])
    expect(await peekLink(house.store.read, token, house.clock.now())).toBe('used')
    const late = await link('ann@x.example')
    house.advance(15 * MINUTE_MS)
    await expect(openLink(house, late)).rejects.toMatchObject({ code: 'token.invalid' })
    await expect(peekSession(house, opened[0]?.next ?? '')).rejects.toMatchObject({ code: 'session.over' })
  })

  test('a session moves on with every step, ends when it is left, and after two hours whatever happens', async () => {
    const { house, person, link } = await shop(await open())
    await person('ann')
    let { next } = await openLink(house, await link('ann@x.example'))
    const first = next
    for (let i = 0; i < 8; i++) {
      house.advance(14 * MINUTE_MS)
      next = (await moveSession(house, next)).next
    }
    await expect(moveSession(house, first)).rejects.toMatchObject({ code: 'session.over' })
    house.advance(14 * MINUTE_MS)
    await expect(moveSession(house, next)).rejects.toMatchObject({ code: 'session.over' })
    const other = await openLink(house, await link('ann@x.example'))
    await endSession(house, other.next)
    await expect(peekSession(house, other.next)).rejects.toMatchObject({ code: 'session.over' })
  })

  test('people who share an address choose who they are, and nobody else can be chosen', async () => {
    const { house, person, link, code } = await shop(await open())
    const [ann, bob] = [await person('ann', 'home@x.example'), await person('bob', 'home@x.example')]
    const eve = await person('eve')
    const { next, profiles, customerId } = await openLink(house, await link('home@x.example'))
    expect([profiles, customerId]).toEqual([[ann, bob].sort(), null])
    await expect(askStep(house, next, 'export', 'en')).rejects.toMatchObject({ code: 'session.profile_needed' })
    await expect(moveSession(house, next, eve)).rejects.toMatchObject({ code: 'session.no_profile' })
    const chosen = await moveSession(house, next, ann)
    expect(chosen.customerId).toBe(ann)
    await askStep(house, chosen.next, 'export', 'en')
    const passed = await passStep(house, chosen.next, await code())
    expect(requireStep(passed, 'export')).toBe(ann)
    expect((await moveSession(house, passed.next, bob)).step).toBeNull()
  })

  test('the second step: five tries, ten minutes, once, and only for what it was asked for', async () => {
    const { house, person, link, code } = await shop(await open())
    const ann = await person('ann')
    const { next } = await openLink(house, await link('ann@x.example'))
    await askStep(house, next, 'export', 'en')
    const right = await code()
    const wrong = right === '000000' ? '000001' : '000000'
    const [kept] = await house.store.read.rows<{ code_print: string }>(sql`select code_print from step_codes`)
    expect(kept?.code_print).not.toContain(right)
    const guesses = await Promise.allSettled(Array.from({ length: 8 }, () => passStep(house, next, wrong)))
    expect(guesses.every(({ status }) => status === 'rejected')).toBe(true)
    await expect(passStep(house, next, right)).rejects.toMatchObject({ code: 'step.wrong' })
    await askStep(house, next, 'export', 'en')
    const stale = await code()
    house.advance(10 * MINUTE_MS)
    await expect(passStep(house, next, stale)).rejects.toMatchObject({ code: 'step.wrong' })
    await askStep(house, next, 'export', 'en')
    const passed = await passStep(house, next, await code())
    expect(requireStep(passed, 'export')).toBe(ann)
    expect(() => requireStep(passed, 'erase')).toThrow('needs the code')
    await expect(passStep(house, passed.next, right)).rejects.toMatchObject({ code: 'step.wrong' })
    await expect(askStep(house, passed.next, 'erase', 'en')).rejects.toMatchObject({ code: 'request.throttled' })
    house.advance(10 * MINUTE_MS)
    expect((await moveSession(house, passed.next)).step).toBeNull()
  })

  test('a session without the second step neither exports nor erases', async () => {
    const { house, person, link } = await shop(await open())
    await person('ann')
    const session = await openLink(house, await link('ann@x.example'))
    for (const step of ['export', 'erase'] as const) expect(() => requireStep(session, step)).toThrow('needs the code')
  })
})
